import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Fault, FaultSwitch } from './faults';
import { type FileReference, FileStore } from './files';
import {
  BodyTooLarge,
  type DemoReply,
  empty,
  json,
  passesOriginCheck,
  send,
  TROUBLE,
  text,
  toRequest,
} from './http';
import { DEMO_CHECKPOINTS, DEMO_FOLDERS, DEMO_LORAS } from './models';
import { paintPicture } from './painter';
import { PromptQueue } from './promptQueue';
import { PromptRoute } from './promptRoute';
import { createRoutes } from './routes';
import { SocketRegistry } from './sockets';
import { type ComfyVersion, CURRENT_VERSION, traitsOf } from './versions';
import { type DemoClock, Worker, type WorkerOptions } from './worker';

export interface DemoOptions {
  /** 0 or left out: any free port. */
  readonly port?: number;
  readonly host?: '127.0.0.1';
  /** Time that one picture takes, in ms, spread over the sampler's steps. 700 when left out; 0 in tests. */
  readonly imageMs?: number;
  /** Painted instead of the size that a graph asks for; null or left out: what is asked for. */
  readonly size?: { readonly width: number; readonly height: number } | null;
  readonly loras?: readonly string[];
  readonly checkpoints?: readonly string[];
  /** Names in the other model folders. */
  readonly folders?: Readonly<Record<string, readonly string[]>>;
  /** False: no packs of nodes by others are installed. */
  readonly packs?: boolean;
  readonly clock?: DemoClock;
  /** The pretended disk holds at most this many bytes of pictures; the oldest go first. 512 MB when left out. */
  readonly maxStoredBytes?: number;
  /** The version of ComfyUI to speak as; the newest known one when left out. */
  readonly version?: ComfyVersion;
  /** As started with `--preview-method auto`: previews for every prompt, whether it asks or not. */
  readonly previews?: boolean;
  /** Instead of the built-in painter, for tests that look at no picture. */
  readonly paint?: WorkerOptions['paint'];
}

export interface DemoStats {
  /** Nodes that were run; cached ones do not count. */
  readonly executions: number;
  /** Files written. */
  readonly images: number;
  /** Prompts that were begun. */
  readonly prompts: number;
}

export interface DemoServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  readonly faults: FaultSwitch;
  stats(): DemoStats;
  /** Faults that were armed and never struck. */
  unhitFaults(): Fault[];
  /** As if the process had been killed and started again: files stay, all else is gone. */
  restart(): void;
  /** Cuts all sockets without a close frame. */
  dropSockets(): void;
  /** Sockets that are open now. */
  openSockets(): number;
  /** Deletes a file as if by hand; false when it is not there. */
  deleteFile(reference: FileReference): boolean;
  /** The model lists can be changed while the server runs, as folders can. */
  setLoras(names: readonly string[]): void;
  dispose(): Promise<void>;
}

const DEFAULT_IMAGE_MS = 700;
/** ComfyUI keeps idle connections for long; Node's 5 s would cut some just as they are used again. */
const KEEP_ALIVE_MS = 75_000;
const DEFAULT_STORED_BYTES = 512 * 1024 * 1024;

const REAL_CLOCK: DemoClock = {
  now: () => Date.now(),
  wait: (ms) => new Promise((resolve) => (ms > 0 ? setTimeout(resolve, ms) : setImmediate(resolve))),
};

/**
 * Starts a server that speaks ComfyUI's protocol and paints by rule instead of by model.
 * Rejects with Node's own error (EADDRINUSE, EACCES) when the port cannot be had.
 */
export async function createDemoServer(options: DemoOptions = {}): Promise<DemoServer> {
  const clock = options.clock ?? REAL_CLOCK;
  const lists = {
    checkpoints: options.checkpoints ?? DEMO_CHECKPOINTS,
    loras: options.loras ?? DEMO_LORAS,
    folders: options.folders ?? DEMO_FOLDERS,
    packs: options.packs ?? true,
  };
  const traits = traitsOf(options.version ?? CURRENT_VERSION);
  const files = new FileStore(options.maxStoredBytes ?? DEFAULT_STORED_BYTES);
  const faults = new FaultSwitch();
  const queue = new PromptQueue();
  const sockets: SocketRegistry = new SocketRegistry({
    features: traits.features,
    queueRemaining: () => queue.remaining,
    runningNodeOf: (clientId) => worker.runningNodeOf(clientId),
    loses: (type) => faults.message(type),
  });
  const queueChanged = () =>
    sockets.send('status', { status: { exec_info: { queue_remaining: queue.remaining } } }, null);
  const worker: Worker = new Worker({
    lists,
    files,
    queue,
    faults,
    clock,
    imageMs: options.imageMs ?? DEFAULT_IMAGE_MS,
    size: options.size ?? null,
    previews: options.previews ?? false,
    paint: options.paint ?? paintPicture,
    traits,
    send: (type, data, clientId) => sockets.send(type, data, clientId),
    sendPicture: (picture, about, clientId) => sockets.sendPicture(picture, about, clientId),
    queueChanged,
    struck: (kind) => {
      if (kind === 'drop_sockets') sockets.dropAll();
      else if (kind === 'silent_sockets') sockets.muteAll();
      else if (kind === 'lose_history') queue.forgetAll();
      else if (kind === 'execution_blocked') tellBlocked();
      else restart();
    },
  });
  const tellBlocked = () => {
    const { running } = queue;
    if (running === null) return;
    const blocked = {
      prompt_id: running.promptId,
      node_id: '3',
      node_type: 'KSampler',
      executed: [],
      exception_message: 'Execution Blocked: The demo pretends that a node blocks.',
      exception_type: 'ExecutionBlocked',
      traceback: [],
      current_inputs: [],
      current_outputs: [],
    };
    sockets.send('execution_error', blocked, null);
  };
  const prompts = new PromptRoute({
    lists,
    files,
    queue,
    faults,
    traits,
    now: () => clock.now(),
    queued: () => {
      queueChanged();
      worker.start();
    },
  });
  const restart = () => {
    queue.reset();
    worker.reset();
    prompts.reset();
    files.clear('temp');
    sockets.dropAll();
  };

  const http = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
  await listen(http, options.port ?? 0, options.host ?? '127.0.0.1');
  const { port } = http.address() as AddressInfo;
  const answer = createRoutes({
    lists,
    files,
    queue,
    faults,
    worker,
    prompts,
    port,
    traits,
    now: () => clock.now(),
    queueChanged,
  });
  const handle = async (message: IncomingMessage): Promise<DemoReply | 'cut' | 'hang'> => {
    const request = toRequest(message);
    if (!passesOriginCheck(message.headers, traits.checksFetchSite)) return empty(403);
    const fault = faults.request(
      ['cut', 'hang', 'status', 'html', 'wrong_json'],
      request.method,
      request.path,
    );
    if (fault?.kind === 'cut' || fault?.kind === 'hang') return fault.kind;
    if (fault?.kind === 'status')
      return fault.status === undefined ? TROUBLE : text(fault.status, `${fault.status}: Demo`);
    if (fault?.kind === 'html') return HTML_PAGE;
    if (fault?.kind === 'wrong_json') return { ...json({}), body: '{"prompt_id": "' };
    return answer(request);
  };
  http.on('request', (message: IncomingMessage, response: ServerResponse) => {
    handle(message).then(
      (reply) => {
        if (reply === 'cut') message.socket.destroy();
        else if (reply !== 'hang') send(response, reply, message.method !== 'HEAD');
      },
      (error: unknown) => {
        if (response.headersSent || message.destroyed) response.destroy();
        else if (error instanceof BodyTooLarge) send(response, TOO_LARGE, true);
        else send(response, TROUBLE, true);
      },
    );
  });
  const upgrader = new WebSocketServer({ noServer: true, maxPayload: 4 * 1024 * 1024 });
  const connections = new Set<Socket>();
  http.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });
  http.on('upgrade', (message: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const request = toRequest(message);
    const allowed = passesOriginCheck(message.headers, traits.checksFetchSite);
    const fault = faults.request(['cut', 'hang', 'status'], 'GET', request.path);
    if (fault?.kind === 'hang') return;
    if (fault !== undefined || !allowed || request.path !== '/ws') {
      const status = !allowed
        ? '403 Forbidden'
        : fault?.kind === 'status'
          ? '500 Internal Server Error'
          : '404 Not Found';
      if (fault?.kind === 'cut') socket.destroy();
      else socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    upgrader.handleUpgrade(message, socket, head, (opened: WebSocket) => {
      sockets.accept(opened, request.query.get('clientId'));
    });
  });

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    faults,
    stats: () => ({ executions: worker.executions, images: worker.images, prompts: worker.prompts }),
    unhitFaults: () => faults.unhit(),
    restart,
    dropSockets: () => sockets.dropAll(),
    openSockets: () => sockets.count,
    deleteFile: (reference) => files.remove(reference),
    setLoras: (names) => {
      lists.loras = names;
    },
    dispose: () => {
      restart();
      upgrader.close();
      return new Promise<void>((resolve) => {
        http.close(() => resolve());
        for (const socket of connections) socket.destroy();
      });
    },
  };
}

const TOO_LARGE: DemoReply = {
  ...text(413, 'Maximum request body size exceeded'),
  headers: { Connection: 'close' },
};

const HTML_PAGE: DemoReply = {
  status: 200,
  contentType: 'text/html; charset=utf-8',
  body: '<!doctype html><html lang="en"><title>Router</title><body><h1>Welcome to your router</h1></body></html>',
};

function listen(http: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      http.off('error', reject);
      resolve();
    });
  });
}
