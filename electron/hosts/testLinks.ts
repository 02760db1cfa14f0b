import { WebSocket } from 'ws';
import { z } from 'zod';
import { failureSchema } from '../../core/contract/failure';
import { type JsonValue, parseJson, stringifyJson } from '../../core/session/json';
import type { Backend } from './backendPort';
import { startHttpServer } from './browser/httpServer';

/** One way to the backend as a page has it: texts out, texts in. */
export interface Link {
  send(text: string): void;
  onText(listener: (text: string) => void): void;
  close(): Promise<void>;
}

/** Opens a window of the backend within the same process. */
export function linkInMemory(backend: Backend): Promise<Link> {
  let deliver: (text: string) => void = () => undefined;
  const stop = backend.onPush((push) => deliver(stringifyJson(push)));
  const window = backend.openWindow();
  return Promise.resolve({
    send: (text) => void window.dispatch(text).then((reply) => deliver(reply)),
    onText: (listener) => {
      deliver = listener;
    },
    close: async () => {
      stop();
      window.close();
    },
  });
}

/** Serves the backend over loopback and opens its WebSocket, as a page in a browser does. */
export async function linkOverWebSocket(backend: Backend): Promise<Link> {
  const token = 'a-token-of-this-test-only';
  const host = await startHttpServer({
    backend,
    token,
    port: 0,
    files: null,
    logBug: (error) => {
      throw error;
    },
  });
  const socket = new WebSocket(`${host.url.replace('http', 'ws')}/contract`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return {
    send: (text) => socket.send(text),
    onText: (listener) => {
      socket.on('message', (data) => listener(String(data)));
    },
    close: async () => {
      socket.terminate();
      await host.close();
    },
  };
}

const replyShape = z.object({
  id: z.number().nullable(),
  ok: z.boolean(),
  answer: z.unknown().optional(),
  failure: failureSchema.optional(),
});
type ReadReply = z.infer<typeof replyShape> & { text: string };

/** Sends requests and sorts what comes back. */
export class Caller {
  readonly replies: ReadReply[] = [];
  readonly pushes: { push: string; payload: unknown }[] = [];
  private readonly link: Link;
  private waiting: (() => void)[] = [];

  constructor(link: Link) {
    this.link = link;
    link.onText((text) => {
      const value = parseJson(text);
      if (typeof value === 'object' && value !== null && 'push' in value) {
        this.pushes.push(
          z.object({ push: z.string(), payload: z.unknown() }).parse(value) as Caller['pushes'][number],
        );
      } else this.replies.push({ ...replyShape.parse(value), text });
      for (const look of this.waiting.splice(0)) look();
    });
  }

  /** Waits until something that came in fits. */
  async until<T>(find: () => T | undefined): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** Sends a text; out: the reply with that id. */
  async send(text: string, id: number | null): Promise<ReadReply> {
    const before = this.replies.length;
    this.link.send(text);
    return this.until(() => this.replies.slice(before).find((reply) => reply.id === id));
  }

  async ask(id: number, command: string, args?: unknown): Promise<ReadReply> {
    return this.send(
      stringifyJson({ id, command, ...(args === undefined ? {} : { args: args as JsonValue }) }),
      id,
    );
  }
}
