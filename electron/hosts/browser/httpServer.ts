import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as later } from 'node:timers/promises';
import { MAX_MESSAGE_BYTES } from '../../../core/contract/envelope';
import { AppFailure, internalFailure, tooLarge } from '../../../core/contract/failure';
import { JsonSyntaxError, type JsonValue, parseJson, stringifyJson } from '../../../core/session/json';
import type { Backend } from '../backendPort';
import { COMMON_HEADERS, contentSecurityPolicy, INERT_POLICY } from '../pageFiles';
import { findCall } from './api';
import { findFileCall } from './archiveDoor';
import { createRequestGuard, type RequestGuard } from './requestGuard';
import type { StaticFiles } from './staticFiles';
import { textOf } from './utf8';
import { CONTRACT_PATH, createWebSocketDoor, EVENTS_PATH } from './webSocketDoor';
import { createWrongTokens, type WrongTokens } from './wrongTokens';

/** How long the rest of a body that is too large is read and thrown away, so that its sender gets to read our answer. */
const DRAIN_MS = 10_000;

const MAX_HEAD_BYTES = 256 * 1024;

/** A body that stands still for so long has no sender any more, in ms. */
const IDLE_MS = 120_000;

export interface HttpHost {
  /** `http://127.0.0.1:<port>`, no slash at the end. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves page, API, pictures and sockets on the loopback address.
 * In: the backend, the secret token, the page's files (null: API only), the port (0: a free one), a log for bugs, where the person is
 * warned, and how wrong tokens are slowed down (left out: by this machine's clock).
 * Throws AppFailure `not_possible` when the port is taken.
 */
export async function startHttpServer(options: {
  backend: Backend;
  token: string;
  port: number;
  files: StaticFiles | null;
  logBug(error: unknown): void;
  warn?(sentence: string): void;
  wrongTokens?: WrongTokens;
}): Promise<HttpHost> {
  const { backend, files } = options;
  // An archive may take its time to arrive; a body that stands still is given up where it is read.
  // An export names its sessions in the address: the largest list there is, 10,000 ids, has room.
  const server = createServer({ requestTimeout: 0, headersTimeout: 20_000, maxHeaderSize: MAX_HEAD_BYTES });
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  const guard = createRequestGuard({ token: options.token, port });
  const door = createWebSocketDoor(backend);
  const wrongTokens =
    options.wrongTokens ??
    createWrongTokens({
      now: () => performance.now(),
      wait: (ms) => later(ms, undefined, { ref: false }),
      warn: (sentence) => options.warn?.(sentence),
    });

  server.on('request', (request, response) => {
    answer(request, response, { backend, files, guard, wrongTokens, token: options.token }).catch(
      (error: unknown) => {
        if (!(error instanceof AppFailure)) options.logBug(error);
        sendFailure(request, response, error);
      },
    );
  });
  server.on('upgrade', (request, socket, head) => {
    // Node leaves this socket to us: without a listener, a caller who hangs up would end the whole program.
    socket.on('error', () => socket.destroy());
    const admit = async () => {
      const url = addressOf(request);
      guard.checkSource(request);
      if (url.pathname !== CONTRACT_PATH && url.pathname !== EVENTS_PATH)
        throw new AppFailure('not_found', 'There is no socket here.');
      if (!guard.isLetIn(request, url)) await refuseToken(request, wrongTokens);
      door.admit(url.pathname, request, socket, head);
    };
    admit().catch((error: unknown) => refuseUpgrade(socket, error));
  });

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        door.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(
          new AppFailure(
            'not_possible',
            `Port ${port} is taken. Choose another with --port, or --port 0 for a free one.`,
          ),
        );
      else if (error.code === 'EACCES')
        reject(new AppFailure('not_possible', `Port ${port} may not be used here. Choose one above 1023.`));
      else reject(error);
    });
    server.listen({ port, host: '127.0.0.1' }, () => resolve());
  });
}

interface Door {
  readonly backend: Backend;
  readonly files: StaticFiles | null;
  readonly guard: RequestGuard;
  readonly wrongTokens: WrongTokens;
  readonly token: string;
}

async function answer(request: IncomingMessage, response: ServerResponse, door: Door): Promise<void> {
  const { backend, files, guard } = door;
  const url = addressOf(request);
  const method = request.method ?? 'GET';
  setCommonHeaders(response);
  guard.checkSource(request);
  if (!guard.isLetIn(request, url)) await refuseToken(request, door.wrongTokens);

  if (url.pathname.startsWith('/api/')) {
    const fileCall = findFileCall(method, url);
    if (fileCall !== null) {
      const made = await fileCall(request, response, backend);
      if (made !== null) sendJson(response, made.status, made.value);
      return;
    }
    const body = method === 'GET' || method === 'HEAD' ? undefined : await readJson(request);
    const call = findCall(method, url, body);
    if (call === null) throw new AppFailure('not_found', `There is no call ${method} ${url.pathname}.`);
    sendJson(response, call.status, await backend.call(call.command, call.args));
    return;
  }
  if (method !== 'GET' && method !== 'HEAD')
    throw new AppFailure('not_found', `There is no call ${method} ${url.pathname}.`);
  const key = /^\/image\/([\w-]{1,64})$/.exec(url.pathname)?.[1];
  if (key !== undefined) {
    const image = await backend.image(key);
    if (image === null)
      throw new AppFailure('not_found', 'This image address is no longer valid. Ask for the trial again.');
    response.setHeader('Content-Type', image.contentType);
    sendBytes(response, image.bytes, method);
    return;
  }
  const file = files?.(url.pathname) ?? null;
  if (file === null) throw new AppFailure('not_found', 'There is nothing here.');
  if (guard.hasQueryToken(url)) {
    // The secret leaves the address line at once; from here on the cookie carries it.
    response.setHeader('Set-Cookie', `${guard.cookieName}=${door.token}; Path=/; HttpOnly; SameSite=Strict`);
    url.searchParams.delete('token');
    response.writeHead(302, { Location: `${url.pathname}${url.search}` }).end();
    return;
  }
  response.setHeader('Content-Type', file.contentType);
  if (file.contentType.startsWith('text/html'))
    response.setHeader('Content-Security-Policy', contentSecurityPolicy(ownSocket(request)));
  sendBytes(response, file.bytes, method);
}

/** Throws AppFailure `unauthorized`, late where many were refused before; hangs up where too many wait for that. */
async function refuseToken(request: IncomingMessage, wrongTokens: WrongTokens): Promise<never> {
  if (!(await wrongTokens.holdBack())) request.socket.destroy();
  throw new AppFailure(
    'unauthorized',
    'The token is missing or wrong. Open the address that the app printed at its start.',
  );
}

/** Throws AppFailure `not_found` for what is no path, such as an address that names another host. */
function addressOf({ url = '/' }: IncomingMessage): URL {
  const address = /^\/(?![/\\])/.test(url) ? URL.parse(url, 'http://127.0.0.1') : null;
  if (address === null) throw new AppFailure('not_found', 'There is nothing here.');
  return address;
}

/**
 * The page's own socket, because older browsers do not count it as 'self'. It has the name under which the page was asked
 * for, which the guard has proved to be a loopback name; a policy cannot name an IPv6 address.
 */
function ownSocket(request: IncomingMessage): string[] {
  const host = request.headers.host ?? '';
  return host.startsWith('[') ? [] : [`ws://${host}`];
}

/** Nothing is stored: a picture's caching mark could tell that it was shown before. */
function setCommonHeaders(response: ServerResponse): void {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Security-Policy', INERT_POLICY);
  for (const [name, value] of Object.entries(COMMON_HEADERS)) response.setHeader(name, value);
}

function sendBytes(response: ServerResponse, bytes: Uint8Array, method: string): void {
  response.setHeader('Content-Length', bytes.byteLength);
  response.writeHead(200).end(method === 'HEAD' ? undefined : bytes);
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const bytes = Buffer.from(stringifyJson(value));
  response
    .writeHead(status, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': bytes.byteLength,
    })
    .end(bytes);
}

function sendFailure(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent || request.socket.destroyed) {
    response.destroy();
    return;
  }
  drain(request);
  const failure = asFailure(error);
  // Each try costs a connection of its own.
  if (failure.code === 'unauthorized') response.setHeader('Connection', 'close');
  // Whoever opens the page reads a sentence; a call of the API is answered as one, whoever makes it.
  const isForReading = request.headers.accept?.includes('text/html') === true;
  if (isForReading && request.url?.startsWith('/api/') !== true) {
    response.writeHead(failure.status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(failure.message);
    return;
  }
  sendJson(response, failure.status, { error: failure.toData() });
}

function asFailure(error: unknown): AppFailure {
  return error instanceof AppFailure ? error : internalFailure(error);
}

function drain(request: IncomingMessage): void {
  if (request.complete) return;
  const timer = setTimeout(() => request.destroy(), DRAIN_MS);
  timer.unref();
  request.on('close', () => clearTimeout(timer));
  request.resume();
}

/** The body as a JSON value; undefined when it is empty. Throws AppFailure `too_large` and `bad_request`. */
async function readJson(request: IncomingMessage): Promise<JsonValue | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_MESSAGE_BYTES) throw tooLarge();
  const cutOff = () => new AppFailure('bad_request', 'The body did not arrive whole.');
  const chunks: Buffer[] = [];
  let size = 0;
  request.setTimeout(IDLE_MS, () => request.destroy());
  await new Promise<void>((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_MESSAGE_BYTES) {
        request.removeAllListeners('data');
        reject(tooLarge());
      } else chunks.push(chunk);
    });
    request.on('end', resolve);
    request.on('error', () => reject(cutOff()));
    request.on('close', () => reject(cutOff()));
  }).finally(() => request.setTimeout(0));
  if (size === 0) return undefined;
  try {
    return parseJson(textOf(Buffer.concat(chunks), 'The body'));
  } catch (error) {
    if (error instanceof JsonSyntaxError)
      throw new AppFailure('bad_request', `The body is not valid JSON: ${error.message}`);
    throw error;
  }
}

function refuseUpgrade(socket: Duplex, error: unknown): void {
  const failure = asFailure(error);
  const body = stringifyJson({ error: failure.toData() });
  // Closed on both sides: a caller who keeps theirs open must not hold up the end of the program.
  socket.end(
    `HTTP/1.1 ${failure.status} Refused\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
