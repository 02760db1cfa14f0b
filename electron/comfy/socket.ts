import { randomUUID } from 'node:crypto';
import { type RawData, WebSocket } from 'ws';
import { stringifyJson } from '../../core/session/json';
import { type ComfyMessage, parseBinaryFrame, parseTextFrame } from './messages';
import { trustSystemCertificates } from './systemTrust';

export type ComfySocketState =
  /** No connection yet, or none any more; another try is under way or waits for its time. */
  | 'connecting'
  | 'open'
  /** Closed by us; nothing more will come. */
  | 'closed';

/** Timers, so that tests need not wait for real time. */
export interface SocketClock {
  setTimeout(run: () => void, ms: number): NodeJS.Timeout;
  clearTimeout(timer: NodeJS.Timeout): void;
}

export interface ComfySocketOptions {
  /** The server's address, as `parseServerAddress` gives it. */
  readonly url: string;
  /** Sent with each handshake, for servers behind a login; asked each time. */
  readonly headers?: () => Readonly<Record<string, string>>;
  readonly onMessage: (message: ComfyMessage) => void;
  /** Called at each change; `clientId` is that of the connection that opened, or will be tried next. */
  readonly onState?: (state: ComfySocketState, clientId: string) => void;
  readonly WebSocket?: typeof WebSocket;
  readonly clock?: SocketClock;
  /** A number from 0 up to 1, for the spread of the waiting times. */
  readonly random?: () => number;
  /** How long the server may take to answer a ping before the connection counts as dead. */
  readonly pingMs?: number;
}

export interface ComfySocket {
  /** The id under which the server knows the present connection; a new one for each connection. */
  readonly clientId: string;
  readonly state: ComfySocketState;
  /** The client id of an open connection, as soon as there is one. Rejects when the socket is closed first. */
  ready(): Promise<string>;
  close(): void;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;
const HANDSHAKE_MS = 10_000;
const PING_MS = 15_000;
/** A connection with a larger frame is given up and opened anew; no preview is so large. */
const MAX_FRAME_BYTES = 128 * 1024 * 1024;
/** Longer texts are left unread: reading them would hold up everything else. */
const MAX_TEXT_BYTES = 16 * 1024 * 1024;
const realClock: SocketClock = {
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer),
};

/**
 * Keeps one socket to a ComfyUI open until `close`. Each connection has a client id of its own: when an old connection ends
 * late, the server forgets whoever holds its id at that time. Messages of prompts posted under an older id are lost, so
 * prompts are followed by polling too.
 */
export function createComfySocket(options: ComfySocketOptions): ComfySocket {
  const Socket = options.WebSocket ?? WebSocket;
  const clock = options.clock ?? realClock;
  const random = options.random ?? Math.random;
  const pingMs = options.pingMs ?? PING_MS;
  if (options.url.startsWith('https:')) trustSystemCertificates();
  const base = `${options.url.replace(/^http/i, 'ws')}/ws`;
  let waiting: { resolve: (clientId: string) => void; reject: (error: Error) => void }[] = [];
  let clientId = randomUUID();
  let state: ComfySocketState = 'connecting';
  let socket: WebSocket | null = null;
  let timer: NodeJS.Timeout | null = null;
  let tries = 0;

  function setState(next: ComfySocketState): void {
    state = next;
    options.onState?.(next, clientId);
  }

  function setTimer(run: () => void, ms: number): void {
    if (timer !== null) clock.clearTimeout(timer);
    timer = clock.setTimeout(run, ms);
  }

  function connect(): void {
    const own = new Socket(`${base}?clientId=${clientId}`, {
      maxPayload: MAX_FRAME_BYTES,
      handshakeTimeout: HANDSHAKE_MS,
      perMessageDeflate: false,
      followRedirects: false,
      headers: { ...options.headers?.() },
    });
    socket = own;
    own.binaryType = 'nodebuffer';
    own.on('open', () => {
      if (socket !== own) return;
      tries = 0;
      // The server reads this only as the first message of a connection.
      own.send(stringifyJson({ type: 'feature_flags', data: { supports_preview_metadata: true } }));
      watch(own);
      setState('open');
      const ready = waiting;
      waiting = [];
      for (const one of ready) one.resolve(clientId);
    });
    own.on('message', (data, isBinary) => {
      if (socket !== own) return;
      const bytes = asBytes(data);
      if (!isBinary && bytes.length > MAX_TEXT_BYTES) return;
      const message = isBinary ? parseBinaryFrame(bytes) : parseTextFrame(bytes.toString('utf8'));
      if (message !== null) options.onMessage(message);
    });
    // The end follows every error; it is handled there.
    own.on('error', () => undefined);
    own.on('close', () => {
      if (socket === own) retry();
    });
  }

  /** Asks now and then for a sign of life; a connection that gives none is given up. */
  function watch(own: WebSocket): void {
    let isAlive = true;
    own.on('pong', () => {
      isAlive = true;
    });
    const beat = () => {
      if (socket !== own) return;
      if (!isAlive) {
        own.terminate();
        return;
      }
      isAlive = false;
      own.ping();
      setTimer(beat, pingMs);
    };
    setTimer(beat, pingMs);
  }

  function retry(): void {
    socket = null;
    clientId = randomUUID();
    setState('connecting');
    if (state !== 'connecting') return;
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(tries, 10));
    tries += 1;
    setTimer(connect, longest * (0.5 + random() / 2));
  }

  connect();

  return {
    get clientId() {
      return clientId;
    },
    get state() {
      return state;
    },
    ready() {
      if (state === 'open') return Promise.resolve(clientId);
      if (state === 'closed') return Promise.reject(new Error('The socket is closed.'));
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    close() {
      if (state === 'closed') return;
      if (timer !== null) clock.clearTimeout(timer);
      const own = socket;
      socket = null;
      // A polite close could wait half a minute for a server that is gone.
      own?.terminate();
      setState('closed');
      for (const one of waiting) one.reject(new Error('The socket is closed.'));
      waiting = [];
    },
  };
}

function asBytes(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
