import { createServer, type IncomingMessage, request as passOn, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { Certificate } from './certificates';

export interface FrontDoorOptions {
  /** The server behind it: `http://127.0.0.1:<port>`. */
  readonly target: string;
  /** It stands under this path, such as `/comfy`; everything else is a web page. */
  readonly path?: string;
  /** Only calls with this header come in; it can be changed while the door stands. */
  readonly header?: { readonly name: string; readonly value: string };
  /** It speaks https. */
  readonly certificate?: Certificate;
}

/** What stands before a ComfyUI in some houses: a login, a path of its own, https. */
export interface FrontDoor {
  readonly url: string;
  readonly port: number;
  /** The headers of every call and every handshake that came, in order. */
  readonly seen: readonly IncomingMessage['headers'][];
  /** Another header opens from now on. */
  setHeader(header: { readonly name: string; readonly value: string }): void;
  /** How many were turned away. */
  readonly refused: number;
  dispose(): Promise<void>;
}

/** Opens a door on a free port. */
export async function openFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const seen: IncomingMessage['headers'][] = [];
  const target = new URL(options.target);
  const sockets = new Set<Socket>();
  let { header } = options;
  let refused = 0;

  /** The path on the server behind, or what the door answers itself. */
  function judge(message: IncomingMessage): string | 401 | 'page' {
    seen.push(message.headers);
    if (header !== undefined && message.headers[header.name.toLowerCase()] !== header.value) {
      refused += 1;
      return 401;
    }
    const path = message.url ?? '/';
    const prefix = options.path ?? '';
    return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : 'page';
  }

  function handle(message: IncomingMessage, response: ServerResponse): void {
    const path = judge(message);
    if (typeof path === 'number' || path === 'page') {
      response.writeHead(path === 'page' ? 200 : path, { 'Content-Type': 'text/html' });
      response.end('<!doctype html><title>Hello</title>');
      return;
    }
    const { method } = message;
    const headers = { ...message.headers, host: target.host };
    const onward = passOn({ host: target.hostname, port: target.port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    message.pipe(onward);
  }

  function upgrade(message: IncomingMessage, socket: Socket, head: Buffer): void {
    const path = judge(message);
    socket.on('error', () => socket.destroy());
    if (typeof path === 'number' || path === 'page') {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    const behind = connect(Number(target.port), target.hostname);
    sockets.add(behind);
    const lines = Object.entries({ ...message.headers, host: target.host }).map(
      ([name, value]) => `${name}: ${String(value)}`,
    );
    behind.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    behind.write(head);
    behind.pipe(socket).pipe(behind);
    behind.on('error', () => socket.destroy());
    behind.on('close', () => socket.destroy());
    socket.on('close', () => behind.destroy());
  }

  const { certificate } = options;
  const server = certificate === undefined ? createServer(handle) : createSecureServer(certificate, handle);
  server.on('upgrade', upgrade);
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { port } = address;
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}${options.path ?? ''}`,
    port,
    seen,
    setHeader: (next) => {
      header = next;
    },
    get refused() {
      return refused;
    },
    dispose: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of sockets) socket.destroy();
      }),
  };
}
