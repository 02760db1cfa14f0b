import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { type JsonValue, parseJson, stringifyJson } from '../../../core/session/json';
import { BASE_FOLDER } from '../files';
import { isObject, type JsonObject } from '../graph';
import type { DemoServer } from '../server';
import { objectOf } from '../testClient';
import type { ComfyVersion } from '../versions';
import { call, MULTIPART, pictureForm, type Reply } from './call';
import { comparableHead, Listener } from './listener';
import { Normaliser } from './normaliser';
import { describedPng, pixelHash, samePlaces } from './picture';
import { StageHand } from './stageHand';

/** One line of a transcript; `kind` says what it is. */
export type RecordLine = JsonObject;

/** What a replay saw, beside what the real server said; both in normal form. */
export interface Comparison {
  readonly what: string;
  readonly recorded: JsonValue;
  readonly actual: JsonValue;
}

export function readTranscript(version: ComfyVersion, name: string): RecordLine[] {
  const text = readFileSync(join(import.meta.dirname, version, `${name}.jsonl`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => objectOf(parseJson(line)));
}

/** The headers that the recorder kept when a reply had them, beside its type. */
const RECORDED_HEADERS = ['Content-Disposition', 'Etag', 'Last-Modified', 'X-Content-Type-Options'];

/** Plays a client's part of a transcript against the demo server and gathers what both servers said. */
export class Replayer {
  readonly comparisons: Comparison[] = [];
  private readonly sockets = new Map<string, Listener>();
  private readonly recordedNames = new Normaliser({ from: '/comfy', to: BASE_FOLDER.replace(/\/base$/, '') });
  private readonly actualNames = new Normaliser(null);
  /** Prompt ids of the record to those of this run. */
  private readonly ids = new Map<string, string>();
  private readonly server: DemoServer;
  private readonly stageHand: StageHand;
  private lastReply: Buffer = Buffer.alloc(0);
  /** Addresses of the files that were told of, in their order. */
  private readonly told: string[] = [];
  private keepsAllSteps = false;

  constructor(server: DemoServer) {
    this.server = server;
    this.stageHand = new StageHand(server, (body) => this.post(body));
  }

  async play(lines: readonly RecordLine[]): Promise<void> {
    // With previews every step is told.
    this.keepsAllSteps = lines.some((line) => line.kind === 'ws_binary');
    await this.countUpTo(firstNumber(lines));
    for (const line of lines) {
      if (line.kind === 'ws') this.listener(line).expected.push(objectOf(line.message ?? null));
      else if (line.kind === 'ws_binary') this.listener(line).expected.push(recordedFrame(line));
      else if (line.kind === 'ws_open') await this.open(line);
      else if (line.kind === 'ws_send') this.listener(line).socket.send(stringifyJson(line.message ?? null));
      else if (line.kind === 'ws_refused') await this.refused(line);
      else {
        await this.caughtUp();
        await this.act(line);
      }
    }
    await this.caughtUp();
    for (const name of [...this.sockets.keys()]) await this.finish(name);
  }

  private async act(line: RecordLine): Promise<void> {
    if (line.kind === 'http') await this.http(line);
    else if (line.kind === 'action') await this.stageHand.act(line);
    else if (line.kind === 'ws_closed') await this.finish(String(line.socket));
    else if (line.kind === 'png') {
      const { kind: _kind, ...recorded } = line;
      this.compare('the PNG', this.recordedNames.message(recorded), await describedPng(this.lastReply));
    } else if (line.kind === 'result') await this.comparePictures(line);
    else throw new Error(`The transcript has a line of the kind ${String(line.kind)}.`);
  }

  /** The record begins at a server that has counted already; posts without a prompt count, too. */
  private async countUpTo(number: number): Promise<void> {
    for (let count = 0; count < number; count += 1) await call(this.server.port, 'POST', '/prompt', '{}', {});
  }

  private listener(line: RecordLine): Listener {
    const found = this.sockets.get(String(line.socket));
    if (found === undefined) throw new Error(`The transcript has no open socket ${String(line.socket)}.`);
    return found;
  }

  private async open(line: RecordLine): Promise<void> {
    await this.caughtUp();
    const name = String(line.socket);
    const origin = /^origin (.*)$/.exec(name)?.[1];
    const url = this.socketUrl(String(line.path ?? '/ws'));
    const listener = new Listener(url, origin && this.local(origin), this.keepsAllSteps);
    await listener.opened();
    if (line.result === undefined) this.sockets.set(name, listener);
    else await listener.close();
  }

  private async refused(line: RecordLine): Promise<void> {
    const socket = new WebSocket(this.socketUrl('/ws'), { origin: this.local(String(line.origin)) });
    const [, response] = await once(socket, 'unexpected-response');
    this.compare(`socket from ${String(line.origin)}`, line.status ?? null, Number(response.statusCode));
    socket.on('error', () => undefined);
    socket.terminate();
  }

  private async finish(name: string): Promise<void> {
    const listener = this.sockets.get(name);
    if (listener === undefined) return;
    this.sockets.delete(name);
    const heard = await listener.settled();
    const recorded = listener.expected.map((message) => this.recordedNames.message(message));
    const actual = heard.map((message) => this.actualNames.message(message));
    this.compare(`messages of socket ${name}`, recorded, actual);
    for (const message of heard) this.told.push(...addressesIn(message));
    await listener.close();
    // What comes next in the record came when the real server had noticed.
    while (this.server.openSockets() > this.sockets.size) await turn();
  }

  private async comparePictures(line: RecordLine): Promise<void> {
    const recorded = (line.pictures as [name: string, hash: string][]).map(([, hash]) => hash);
    for (const name of [...this.sockets.keys()]) await this.finish(name);
    const files = await Promise.all(
      this.told.map((path) => call(this.server.port, 'GET', path, undefined, {})),
    );
    const actual = await Promise.all(files.map(({ bytes }) => pixelHash(bytes)));
    this.compare('which pictures are the same', samePlaces(recorded), samePlaces(actual));
  }

  private async http(line: RecordLine): Promise<void> {
    const request = objectOf(line.request ?? null);
    const response = { ...objectOf(line.response ?? null) };
    const method = String(request.method);
    const headers: Record<string, string> = {};
    for (const [key, value] of Object.entries(isObject(request.headers) ? request.headers : {})) {
      headers[key] = this.local(String(value));
    }
    const form = isObject(request.multipart);
    const path = this.translated(String(request.path));
    const sent = await this.bodyOf(request);
    const all = form ? { ...headers, ...MULTIPART } : headers;
    const reply = await call(this.server.port, method, path, sent, all);
    this.lastReply = reply.bytes;
    const shown = shownReply(reply, response);
    if (method === 'POST' && isObject(response.body) && isObject(shown.body))
      this.learn(response.body.prompt_id, shown.body.prompt_id);
    const what = `${method} ${String(request.path)}`;
    const short = String(request.path).replace(/^\/api/, '');
    this.compare(what, this.recordedNames.reply(short, response), this.actualNames.reply(short, shown));
  }

  private async bodyOf(request: JsonObject): Promise<string | Buffer | undefined> {
    const { multipart, raw_body: raw, body } = request;
    if (isObject(multipart)) {
      const fields = multipart.fields as Record<string, string>;
      return pictureForm(String(multipart.image), String(multipart.filename), fields);
    }
    if (raw !== undefined) return String(raw);
    return body === undefined || body === null ? undefined : this.translated(stringifyJson(body));
  }

  /** Posts a prompt of which the record does not have the reply. Out: the id. */
  private async post(body: JsonObject): Promise<string> {
    const { port } = this.server;
    const reply = await call(port, 'POST', '/prompt', this.translated(stringifyJson(body)), {});
    const { prompt_id: id } = objectOf(parseJson(reply.bytes.toString('utf8')));
    this.learn(body.prompt_id, id);
    return String(id);
  }

  private learn(before: JsonValue | undefined, now: JsonValue | undefined): void {
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

  private socketUrl(path: string): string {
    return `ws://127.0.0.1:${this.server.port}${path}`;
  }

  private async caughtUp(): Promise<void> {
    for (const listener of this.sockets.values()) await listener.hasAllExpected();
  }
}

function recordedFrame(line: RecordLine): JsonObject {
  const frame = objectOf(line.frame ?? null);
  return { ...frame, header_hex: comparableHead(String(frame.header_hex)) };
}

/** A reply as the record shows replies: what it has of this one. Cuts both to the bytes that can be equal. */
function shownReply(reply: Reply, recorded: JsonObject): JsonObject {
  const shown: JsonObject = { status: reply.status, content_type: reply.contentType };
  if (recorded.body !== undefined) shown.body = parsedOrText(reply.bytes.toString('utf8'));
  if (recorded.text !== undefined) shown.text = reply.bytes.toString('utf8');
  if (recorded.first_bytes_hex !== undefined) {
    // Webp has its length within the first eight bytes, jpeg its encoder's choice of header.
    const kept = reply.contentType === 'image/webp' ? 4 : reply.contentType === 'image/jpeg' ? 2 : 8;
    shown.first_bytes_hex = reply.bytes.subarray(0, kept).toString('hex');
    recorded.first_bytes_hex = String(recorded.first_bytes_hex).slice(0, kept * 2);
  }
  if (isObject(recorded.headers)) {
    const kept = RECORDED_HEADERS.filter((key) => reply.headers[key.toLowerCase()] !== undefined);
    shown.headers = Object.fromEntries(kept.map((key) => [key, String(reply.headers[key.toLowerCase()])]));
  }
  return shown;
}

function parsedOrText(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** Where to get the files that an `executed` message names. */
function addressesIn(message: JsonObject): string[] {
  const output = message.type === 'executed' && isObject(message.data) ? message.data.output : null;
  const images =
    isObject(output ?? null) && isObject(output) && Array.isArray(output.images) ? output.images : [];
  return images.map((image) => `/view?${new URLSearchParams(objectOf(image) as Record<string, string>)}`);
}

/** The counter at the start of a transcript: the first number it shows, less the posts counted before. */
function firstNumber(lines: readonly RecordLine[]): number {
  let counted = 0;
  for (const line of lines) {
    if (line.kind !== 'http') continue;
    const request = objectOf(line.request ?? null);
    const response = objectOf(line.response ?? null);
    if (request.method !== 'POST' || request.path !== '/prompt' || !isObject(request.body)) continue;
    if (isObject(response.body) && typeof response.body.number === 'number')
      return response.body.number - counted;
    counted += 1;
  }
  return 0;
}
