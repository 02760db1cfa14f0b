import type { IncomingMessage, ServerResponse } from 'node:http';
import { type JsonValue, stringifyJson } from '../../core/session/json';

/** One request, its path without the `/api` that ComfyUI also takes. */
export interface DemoRequest {
  readonly method: string;
  readonly path: string;
  /** True when the path came with `/api`. */
  readonly prefixed: boolean;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  body(): Promise<Buffer>;
}

export interface DemoReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** ComfyUI refuses larger bodies with 413. */
export const MAX_BODY_BYTES = 104_857_600;

export class BodyTooLarge extends Error {}

export function json(value: JsonValue, status = 200): DemoReply {
  return { status, contentType: 'application/json; charset=utf-8', body: stringifyJson(value) };
}

/** A reply without a body: the kind of 200, 400, 403 and 404 that ComfyUI's own handlers give. */
export function empty(status: number): DemoReply {
  return { status, contentType: 'application/octet-stream', body: '' };
}

export function text(status: number, body: string): DemoReply {
  return { status, contentType: 'text/plain; charset=utf-8', body };
}

export const NOT_FOUND = text(404, '404: Not Found');
export const NOT_ALLOWED = text(405, '405: Method Not Allowed');
export const TROUBLE = text(500, '500 Internal Server Error\n\nServer got itself in trouble');

export function toRequest(message: IncomingMessage): DemoRequest {
  const url = new URL(message.url ?? '/', 'http://demo');
  const prefixed = url.pathname === '/api' || url.pathname.startsWith('/api/');
  return {
    method: message.method ?? 'GET',
    path: prefixed ? url.pathname.slice(4) || '/' : url.pathname,
    prefixed,
    query: url.searchParams,
    headers: message.headers,
    body: () => readBody(message),
  };
}

function readBody(message: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Left unread, so that the refusal still finds its way back.
    const refuse = () => {
      message.pause();
      reject(new BodyTooLarge());
    };
    if (Number(message.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return refuse();
    const parts: Buffer[] = [];
    let length = 0;
    message.on('data', (part: Buffer) => {
      length += part.length;
      if (length > MAX_BODY_BYTES) refuse();
      else parts.push(part);
    });
    message.on('end', () => resolve(Buffer.concat(parts)));
    message.on('error', reject);
  });
}

export function send(response: ServerResponse, reply: DemoReply, withBody: boolean): void {
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  response.writeHead(reply.status, {
    'Content-Type': reply.contentType,
    'Content-Length': body.length,
    ...reply.headers,
  });
  response.end(withBody ? body : undefined);
}

/**
 * ComfyUI's own door-keeping: pages of other sites are refused, programs (no Origin) are let in.
 * In: whether this version looks at `Sec-Fetch-Site`. Out: true when the request may pass.
 */
export function passesOriginCheck(headers: IncomingMessage['headers'], checksFetchSite: boolean): boolean {
  if (checksFetchSite && headers['sec-fetch-site'] === 'cross-site') return false;
  const { host, origin } = headers;
  if (host === undefined || origin === undefined) return true;
  const [hostName, hostPort] = splitPort(host.toLowerCase());
  if (!isLoopback(hostName)) return true;
  const originHost = /^[a-z][a-z0-9+.-]*:\/\/([^/]*)/.exec(origin.toLowerCase())?.[1] ?? '';
  if (originHost === '') return true;
  const [originName, originPort] = splitPort(originHost);
  if (originName !== hostName) return false;
  return hostPort === '' || originPort === '' || hostPort === originPort;
}

function splitPort(host: string): [name: string, port: string] {
  const match = /^(.*?)(?::(\d+))?$/.exec(host);
  return [match?.[1] ?? host, match?.[2] ?? ''];
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name);
}
