import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { type JsonValue, parseJson, stringifyJson } from '../../../core/session/json';
import { isObject, type JsonObject } from '../graph';
import type { DemoServer } from '../server';
import { objectOf } from '../testClient';
import { compactState, isBetweenSteps, Normaliser } from './normaliser';

/** One line of a transcript; `kind` says what it is. */
type RecordLine = JsonObject;

/** What a replay saw, beside what the real server said; both in normal form. */
export interface Comparison {
  readonly what: string;
  readonly recorded: JsonValue;
  readonly actual: JsonValue;
}

/** A message that does not come within this time (ms) is missing. */
const PATIENCE_MS = 4000;

export function readTranscript(name: string): RecordLine[] {
  const text = readFileSync(join(import.meta.dirname, `${name}.jsonl`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => objectOf(parseJson(line)));
}

/** Plays a client's part of a transcript against the demo server and gathers what both servers said. */
export class Replayer {
  readonly comparisons: Comparison[] = [];
  private readonly sockets = new Map<string, Listener>();
  private readonly recordedNames = new Normaliser();
  private readonly actualNames = new Normaliser();
  /** Prompt ids of the record to those of this run. */
  private readonly ids = new Map<string, string>();
  private readonly server: DemoServer;

  constructor(server: DemoServer) {
    this.server = server;
  }

  async play(lines: readonly RecordLine[]): Promise<void> {
    await this.countUpTo(firstNumber(lines));
    for (const line of lines) {
      if (line.kind === 'ws') this.listener(line).expected.push((line.message ?? null) as JsonObject);
      else if (line.kind === 'ws_open') await this.open(line);
      else if (line.kind === 'ws_send') this.listener(line).socket.send(stringifyJson(line.message ?? null));
      else if (line.kind === 'ws_refused') await this.refused(line);
      else {
        await this.caughtUp();
        if (line.kind === 'http') await this.http(line);
        else if (line.kind === 'action') await this.act(line);
        else if (line.kind === 'ws_closed') await this.close(line);
      }
    }
    await this.caughtUp();
    for (const name of [...this.sockets.keys()]) await this.finish(name);
  }

  /** The record begins at a server that has counted already; posts without a prompt count, too. */
  private async countUpTo(number: number): Promise<void> {
    for (let count = 0; count < number; count += 1) await this.call('POST', '/prompt', '{}', {});
  }

  private listener(line: RecordLine): Listener {
    const found = this.sockets.get(String(line.socket));
    if (found === undefined) throw new Error(`The transcript has no open socket ${String(line.socket)}.`);
    return found;
  }

  private async open(line: RecordLine): Promise<void> {
    const name = String(line.socket);
    const origin = /^origin (.*)$/.exec(name)?.[1];
    const listener = new Listener(this.url('ws', String(line.path ?? '/ws')), origin && this.local(origin));
    await listener.opened();
    if (line.result === undefined) this.sockets.set(name, listener);
    else listener.socket.terminate();
  }

  private async refused(line: RecordLine): Promise<void> {
    const socket = new WebSocket(this.url('ws', '/ws'), { origin: this.local(String(line.origin)) });
    const [, response] = await once(socket, 'unexpected-response');
    this.compare(`socket from ${String(line.origin)}`, line.status ?? null, Number(response.statusCode));
    socket.on('error', () => undefined);
    socket.terminate();
  }

  private async close(line: RecordLine): Promise<void> {
    const name = String(line.socket);
    if (!this.sockets.has(name)) return;
    await this.finish(name);
  }

  private async finish(name: string): Promise<void> {
    const listener = this.sockets.get(name);
    if (listener === undefined) return;
    this.sockets.delete(name);
    await listener.settle();
    const recorded = listener.expected.map((message) => this.recordedNames.message(message));
    const actual = listener.received.map((message) => this.actualNames.message(message));
    this.compare(`messages of socket ${name}`, recorded, actual);
    listener.socket.terminate();
  }

  private async act(line: RecordLine): Promise<void> {
    if (line.do === 'restart') this.server.restart();
    else if (line.do === 'set_loras') this.server.setLoras((line.loras as string[] | undefined) ?? []);
    else if (line.do === 'delete_file') {
      this.server.deleteFile({ filename: String(line.filename), subfolder: '', type: 'output' });
    } else if (line.do === 'run') {
      const listener = new Listener(this.url('ws', '/ws?clientId=setup'), undefined);
      await listener.opened();
      const body = stringifyJson({ prompt: line.prompt ?? null, client_id: 'setup', number: 0 });
      await this.call('POST', '/prompt', body, {});
      await listener.until(
        (message) => message.type === 'executing' && isObject(message.data) && message.data.node === null,
      );
      listener.socket.terminate();
    } else throw new Error(`The transcript asks for ${String(line.do)}.`);
  }

  private async http(line: RecordLine): Promise<void> {
    const request = line.request as JsonObject;
    const response = line.response as JsonObject;
    const method = String(request.method);
    const path = this.translated(String(request.path));
    const body =
      request.raw_body !== undefined
        ? String(request.raw_body)
        : request.body === undefined || request.body === null
          ? undefined
          : this.translated(stringifyJson(request.body));
    const headers: Record<string, string> = {};
    for (const [key, value] of Object.entries((request.headers as JsonObject | undefined) ?? {})) {
      headers[key] = this.local(String(value));
    }
    const reply = await this.call(method, path, body, headers);
    const shown: JsonObject = { status: reply.status, content_type: reply.contentType };
    if (response.body !== undefined) shown.body = parseJson(reply.bytes.toString('utf8'));
    if (response.text !== undefined) shown.text = reply.bytes.toString('utf8');
    if (response.first_bytes_hex !== undefined) {
      // Webp has its length within the first eight bytes, jpeg its encoder's choice of header.
      const kept = reply.contentType === 'image/webp' ? 4 : reply.contentType === 'image/jpeg' ? 2 : 8;
      shown.first_bytes_hex = reply.bytes.subarray(0, kept).toString('hex');
      response.first_bytes_hex = String(response.first_bytes_hex).slice(0, kept * 2);
    }
    if (response.headers !== undefined) {
      const wanted = Object.keys(response.headers as JsonObject);
      shown.headers = Object.fromEntries(
        wanted.map((key) => [key, String(reply.headers[key.toLowerCase()] ?? '')]),
      );
    }
    if (method === 'POST' && isObject(response.body) && isObject(shown.body))
      this.learn(response.body, shown.body);
    const what = `${method} ${String(request.path)}`;
    const short = String(request.path).replace(/^\/api/, '');
    this.compare(what, this.recordedNames.reply(short, response), this.actualNames.reply(short, shown));
  }

  private learn(recorded: JsonObject, actual: JsonObject): void {
    const { prompt_id: before } = recorded;
    const { prompt_id: now } = actual;
    if (typeof before !== 'string' || typeof now !== 'string' || this.ids.has(before)) return;
    this.ids.set(before, now);
    this.recordedNames.name(before);
    this.actualNames.name(now);
  }

  private compare(what: string, recorded: JsonValue, actual: JsonValue): void {
    this.comparisons.push({ what, recorded, actual });
  }

  private translated(text: string): string {
    let result = text;
    for (const [before, now] of this.ids) result = result.replaceAll(before, now);
    return result;
  }

  /** Addresses of the recorded server become those of this one. */
  private local(text: string): string {
    return text.replace(':8188', `:${this.server.port}`);
  }

  private url(scheme: 'ws', path: string): string {
    return `${scheme}://127.0.0.1:${this.server.port}${path}`;
  }

  private async caughtUp(): Promise<void> {
    for (const listener of this.sockets.values()) await listener.hasAllExpected();
  }

  private call(
    method: string,
    path: string,
    body: string | undefined,
    headers: Record<string, string>,
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const { port } = this.server;
      const sent = httpRequest({ host: '127.0.0.1', port, method, path, headers }, async (response) => {
        const parts: Buffer[] = [];
        for await (const part of response) parts.push(Buffer.from(part));
        resolve({
          status: response.statusCode ?? 0,
          contentType: response.headers['content-type'] ?? '',
          headers: response.headers,
          bytes: Buffer.concat(parts),
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** A socket that keeps what it hears, steps between the first and the last left out. */
class Listener {
  readonly socket: WebSocket;
  readonly expected: JsonObject[] = [];
  readonly received: JsonObject[] = [];
  private closed = false;
  private wake: () => void = () => undefined;

  constructor(url: string, origin: string | undefined) {
    this.socket = new WebSocket(url, origin === undefined ? {} : { origin });
    this.socket.on('message', (data) => {
      const message = parseJson(String(data));
      if (!isObject(message) || isBetweenSteps(message)) return;
      this.received.push(compactState(message));
      this.wake();
    });
    this.socket.on('close', () => {
      this.closed = true;
      this.wake();
    });
    this.socket.on('error', () => undefined);
  }

  async opened(): Promise<void> {
    await once(this.socket, 'open');
  }

  hasAllExpected(): Promise<void> {
    return this.waitFor(() => this.closed || this.received.length >= this.expected.length);
  }

  until(holds: (message: JsonObject) => boolean): Promise<void> {
    return this.waitFor(() => this.received.some(holds));
  }

  /** All that the server sent before now has been heard. */
  async settle(): Promise<void> {
    if (this.closed || this.socket.readyState !== WebSocket.OPEN) return;
    const answered = new Promise<void>((resolve) => {
      this.socket.once('pong', () => resolve());
      this.socket.once('close', () => resolve());
    });
    this.socket.ping();
    await answered;
  }

  private async waitFor(holds: () => boolean): Promise<void> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.wake();
    }, PATIENCE_MS);
    while (!holds() && !late) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    clearTimeout(timer);
  }
}

/** The counter at the start of a transcript: the first number it shows, less the posts counted before. */
function firstNumber(lines: readonly RecordLine[]): number {
  let counted = 0;
  for (const line of lines) {
    if (line.kind !== 'http') continue;
    const request = line.request as JsonObject;
    const response = line.response as JsonObject;
    if (request.method !== 'POST' || request.path !== '/prompt' || !isObject(request.body)) continue;
    if (isObject(response.body) && typeof response.body.number === 'number')
      return response.body.number - counted;
    counted += 1;
  }
  return 0;
}
