import type { ComfyServer, ComfyState } from '../core/contract/comfyView';
import { DEMO_SERVER } from '../core/session/view';
import { DEFAULT_ADDRESS, parseServerAddress } from './comfy/address';
import { createComfyClient } from './comfy/client';
import { ComfyFailure, type ComfyHttpOptions } from './comfy/http';
import { listCheckpoints, listLoras, listSamplers, listSchedulers, probeServer } from './comfy/probe';
import { createDemoServer, type DemoOptions, type DemoServer } from './demo/server';
import type { ServerAccess } from './serverAccess';

/** How the built-in demo draws, and how long it takes. */
export interface DemoSettings extends Pick<DemoOptions, 'paint'> {
  /** Time per image, in milliseconds. */
  readonly imageMs?: number;
  readonly size?: { readonly width: number; readonly height: number };
}

/** Who wants to know when the default server's state changes. */
export interface ServerWatcher {
  /** False while nobody listens: then nobody is asked. */
  isWanted(): boolean;
  /** Called when the state is another than at the last look. */
  onChange(server: ComfyServer): void;
  /** For what is not an answer but a bug. */
  onFault(error: unknown): void;
}

/** The ComfyUI servers that sessions speak to, and the built-in demo among them. */
export interface Servers {
  /** What a new session starts with: the word `demo`, or an address. */
  readonly defaultServer: string;
  isDemoRunning(): boolean;
  /** The address behind what a session stores; starts the demo when that is meant. Throws AppFailure `bad_request`. */
  resolve(server: string): Promise<string>;
  /** The same with the header that the server asks for, as it is at each call. Throws as `resolve`. */
  connectionTo(server: string): Promise<Pick<ComfyHttpOptions, 'url' | 'headers'>>;
  /** How a session stores a server: the built-in demo by its word, because its port is another at the next start. */
  storedName(server: string): string;
  startDemo(): Promise<ComfyServer>;
  /** Who a server is and what it offers; a server that does not answer is an answer. Throws AppFailure `bad_request` for an address that is none. */
  state(server: string): Promise<ComfyState>;
  /** Looks at the default server now and then; the answer stops it. */
  watch(watcher: ServerWatcher): () => void;
  dispose(): Promise<void>;
}

/** A person waits for this answer, so a server that is silent for so long counts as unreachable. */
const PROBE_MS = 4_000;
/** How long an answer serves the next question too. */
const FRESH_MS = 2_000;
const WATCH_MS = 5_000;

export function createServers(options: {
  /** What a new session starts with: an address or the word `demo`; null = the default address. Asked each time. */
  wantedServer(): string | null;
  demo: DemoSettings;
  access: ServerAccess;
  now(): Date;
}): Servers {
  const defaultServer = () => options.wantedServer() ?? DEFAULT_ADDRESS;
  const answers = new Map<string, { at: number; headers: object; answer: Promise<ComfyState> }>();
  let demo: Promise<DemoServer> | null = null;
  let running: DemoServer | null = null;

  async function demoServer(): Promise<DemoServer> {
    demo ??= createDemoServer(options.demo).then(
      (server) => {
        running = server;
        return server;
      },
      (error: unknown) => {
        demo = null;
        throw error;
      },
    );
    return demo;
  }

  const resolve = async (server: string): Promise<string> =>
    server === DEMO_SERVER ? (await demoServer()).url : parseServerAddress(server);

  async function connectionTo(server: string) {
    const url = await resolve(server);
    await options.access.refresh();
    return { url, headers: () => options.access.headersFor(url) };
  }

  async function state(server: string): Promise<ComfyState> {
    const connection = await connectionTo(server);
    const { url } = connection;
    const at = options.now().getTime();
    // With another header the server may answer otherwise.
    const headers = connection.headers();
    const known = answers.get(url);
    if (known !== undefined && known.headers === headers && at - known.at < FRESH_MS) return known.answer;
    const answer = askServer(connection);
    answers.set(url, { at, headers, answer });
    answer.catch(() => answers.delete(url));
    return answer;
  }

  return {
    get defaultServer() {
      return defaultServer();
    },
    isDemoRunning: () => running !== null,
    resolve,
    connectionTo,
    storedName: (server) =>
      server !== DEMO_SERVER && parseServerAddress(server) === running?.url ? DEMO_SERVER : server,
    async startDemo() {
      const { url } = await demoServer();
      return probeServer({ url, timeoutMs: PROBE_MS });
    },
    state,
    watch({ isWanted, onChange, onFault }) {
      let last = '';
      let isLooking = false;
      async function look(): Promise<void> {
        const server = await probeServer({
          ...(await connectionTo(defaultServer())),
          timeoutMs: PROBE_MS,
        });
        const now = `${server.state}\n${server.version ?? ''}\n${server.message ?? ''}`;
        if (now !== last && last !== '') onChange(server);
        last = now;
      }
      const timer = setInterval(() => {
        if (isLooking || !isWanted()) return;
        isLooking = true;
        void look()
          .catch(onFault)
          .finally(() => {
            isLooking = false;
          });
      }, WATCH_MS);
      timer.unref();
      return () => clearInterval(timer);
    },
    async dispose() {
      await (await demo?.catch(() => null))?.dispose();
    },
  };
}

const NOTHING_OFFERED = { loras: [], checkpoints: [], samplers: [], schedulers: [] };

async function askServer(connection: ComfyHttpOptions): Promise<ComfyState> {
  const server = await probeServer({ ...connection, timeoutMs: PROBE_MS });
  if (server.state !== 'ok') return { servers: [server], ...NOTHING_OFFERED };
  const client = createComfyClient({ ...connection, timeoutMs: PROBE_MS });
  try {
    const [loras, checkpoints, samplers, schedulers] = await Promise.all([
      listLoras(client),
      listCheckpoints(client),
      listSamplers(client),
      listSchedulers(client),
    ]);
    return { servers: [server], loras, checkpoints, samplers, schedulers };
  } catch (error) {
    if (!(error instanceof ComfyFailure)) throw error;
    // It went away between two questions: it is not a server that offers nothing.
    return {
      servers: [{ ...server, state: 'unreachable', queue: null, message: error.message }],
      ...NOTHING_OFFERED,
    };
  }
}
