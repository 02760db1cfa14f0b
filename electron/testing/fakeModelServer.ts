import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { madeUpAnswer } from './fakeModelAnswers';
import { refusalFor } from './fakeModelRefusals';

/** One request that came. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The JSON of a question; null without one. */
  readonly body: ChatBody | null;
}

interface ChatBody {
  readonly model?: string;
  readonly stream?: boolean;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: {
    readonly type: string;
    readonly json_schema?: { readonly name: string; readonly strict: boolean; readonly schema: object };
  };
}

/** What is wrong with it. */
export type Trouble =
  /** Half of the answer comes; the rest when it is released, or never. */
  | 'held'
  /** Nothing comes at all until it is released. */
  | 'silence'
  /** The connection breaks off in the middle of the answer. */
  | 'cut'
  /** The stream ends in the middle, in good order. */
  | 'unfinished'
  /** An error is told in the middle of the stream. */
  | 'error_inside'
  | 'html'
  | 'not_json'
  /** Something answers as ComfyUI would. */
  | 'other_server'
  | 'redirect'
  | 'rate_limit'
  | 'rate_limit_30'
  | 'quota'
  | 'no_model'
  | 'too_long'
  | 'too_large'
  | 'out_of_memory'
  | 'loading'
  | 'no_schema'
  | 'no_form'
  | 'no_stream'
  /** It answers in one piece, whatever was asked for. */
  | 'whole'
  | 'thinks'
  | 'empty'
  | 'refusal'
  | 'out_of_room'
  | 'filtered'
  /** The answer is as long as the model may write. */
  | 'long'
  | 'huge';

export interface ModelServerBehaviour {
  readonly models?: readonly string[];
  /** It lets only this key in. */
  readonly key?: string;
  /** What it answers; made up of the form that is asked for when left out. */
  readonly answer?: string | ((asked: Asked) => string);
  readonly trouble?: Trouble;
  /** How many letters a piece has. */
  readonly pieceLength?: number;
  /** A pause after each piece of a stream, for a person to watch. */
  readonly pieceMs?: number;
}

export interface FakeModelServer {
  /** Its base address, as `parseModelServer` gives it. */
  readonly url: string;
  readonly asked: readonly Asked[];
  /** How many calls were given up before their answer was whole. */
  readonly left: number;
  behave(behaviour: ModelServerBehaviour): void;
  /** Lets go what is held back. */
  release(): void;
  close(): Promise<void>;
}

/** A model server that speaks as OpenAI's does, and can misbehave. In: how it is at first. */
export async function startFakeModelServer({
  behaviour: first = {},
}: {
  readonly behaviour?: ModelServerBehaviour;
} = {}): Promise<FakeModelServer> {
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  let behaviour = first;
  let left = 0;
  let released = Promise.withResolvers<void>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const one: Asked = {
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: request.headers,
      body,
    };
    asked.push(one);
    response.once('close', () => {
      if (!response.writableFinished) left += 1;
    });
    if (behaviour.trouble === 'silence') await released.promise;
    const refusal = refusalFor(one, behaviour);
    if (refusal !== null) {
      response.writeHead(refusal.status, { 'Content-Type': 'application/json', ...refusal.headers });
      response.end(refusal.body);
    } else if (one.path.endsWith('/models')) {
      const data = (behaviour.models ?? ['small-model', 'large-model']).map((id) => ({
        id,
        object: 'model',
      }));
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ object: 'list', data }));
    } else await answer(one, response);
  }

  async function answer(one: Asked, response: ServerResponse): Promise<void> {
    const { trouble, pieceMs = 0 } = behaviour;
    if (one.body?.stream !== true || trouble === 'whole') {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(wholeAnswer(one, behaviour)));
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
    response.flushHeaders();
    const events = eventsOf(one, behaviour);
    const middle = Math.ceil(events.length / 2);
    for (const [at, event] of events.entries()) {
      if (response.destroyed) return;
      if (at === middle && trouble === 'held') await released.promise;
      if (at === middle && trouble === 'cut')
        return void response.write(': the end\n\n', () => response.destroy());
      if (at === middle && trouble === 'unfinished') return void response.end();
      if (at === middle && trouble === 'error_inside')
        return void response.end('data: {"error":{"message":"out of memory","code":500}}\n\n');
      if (!response.write(event)) await drained(response);
      if (pieceMs > 0) await delay(pieceMs);
    }
    response.end('data: [DONE]\n\n');
  }

  const server = createServer((request, response) => {
    void handle(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const release = () => {
    released.resolve();
    released = Promise.withResolvers<void>();
  };
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    get left() {
      return left;
    },
    behave(next) {
      behaviour = next;
    },
    release,
    close() {
      release();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      return closed;
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<ChatBody | null> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return parts.length === 0 ? null : (JSON.parse(Buffer.concat(parts).toString('utf8')) as ChatBody);
}

/** Waits until more can be written, or nobody reads. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      response.off('drain', end).off('close', end);
      resolve();
    };
    response.on('drain', end).on('close', end);
  });
}

function textOf(one: Asked, { answer, trouble }: ModelServerBehaviour): string {
  if (trouble === 'empty' || trouble === 'out_of_room' || trouble === 'refusal') return '';
  if (trouble === 'huge') return 'word '.repeat(500_000);
  return typeof answer === 'string' ? answer : (answer ?? madeUpAnswer)(one);
}

function finishOf({ trouble }: ModelServerBehaviour): string {
  return trouble === 'out_of_room' || trouble === 'long'
    ? 'length'
    : trouble === 'filtered'
      ? 'content_filter'
      : 'stop';
}

function wholeAnswer(one: Asked, behaviour: ModelServerBehaviour): object {
  const message = {
    role: 'assistant',
    content: textOf(one, behaviour),
    ...(behaviour.trouble === 'refusal' ? { refusal: 'I cannot help with that.' } : {}),
  };
  return {
    object: 'chat.completion',
    model: one.body?.model,
    choices: [{ index: 0, message, finish_reason: finishOf(behaviour) }],
  };
}

function eventsOf(one: Asked, behaviour: ModelServerBehaviour): string[] {
  const { trouble, pieceLength = trouble === 'huge' ? 50_000 : 12 } = behaviour;
  const event = (delta: object, finish_reason: string | null = null) =>
    `data: ${JSON.stringify({ object: 'chat.completion.chunk', model: one.body?.model, choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  const pieces = textOf(one, behaviour).match(new RegExp(`[^]{1,${pieceLength}}`, 'gu')) ?? [];
  const thought =
    trouble === 'thinks' || trouble === 'out_of_room'
      ? [{ reasoning_content: 'They want ' }, { reasoning: 'prompts.' }]
      : [];
  return [
    event({ role: 'assistant', content: null }),
    ': still here\n\n',
    ...thought.map((delta) => event(delta)),
    ...(trouble === 'refusal' ? [event({ refusal: 'I cannot help with that.' })] : []),
    ...pieces.map((content) => event({ content })),
    event({}, finishOf(behaviour)),
    'data: {"choices":[],"usage":{"total_tokens":12}}\n\n',
  ];
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
