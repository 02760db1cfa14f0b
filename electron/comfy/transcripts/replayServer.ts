import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { type JsonValue, parseJson, stringifyJson } from '../../../core/session/json';
import type { ComfyGraph } from '../../../core/workflow/nodes';

/** One recorded call or frame of a real ComfyUI. */
const rowSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ws_open'), path: z.string() }),
  /** The connection ends; what follows comes over the next one. */
  z.object({ kind: z.literal('ws_closed') }),
  z.object({ kind: z.literal('ws'), message: z.custom<JsonValue>() }),
  /** A frame with a picture, which was not recorded itself. */
  z.object({
    kind: z.literal('ws_binary'),
    event_type: z.number(),
    image_format: z.number().optional(),
    metadata: z.custom<JsonValue>().optional(),
  }),
  /** The text in a picture that was made. */
  z.object({ kind: z.literal('png'), prompt: z.string() }),
  z.object({
    kind: z.literal('http'),
    note: z.string(),
    method: z.string(),
    path: z.string(),
    status: z.number(),
    content_type: z.string(),
    prompt: z.custom<ComfyGraph>().optional(),
    body: z.custom<JsonValue>().optional(),
    text: z.string().optional(),
    /** The first bytes of what is no text. */
    hex: z.string().optional(),
  }),
]);
type Row = z.infer<typeof rowSchema>;
export type RecordedCall = Extract<Row, { kind: 'http' }>;

export interface ReplayServer {
  readonly url: string;
  /** The text in the pictures that were made. */
  readonly pictureTexts: readonly string[];
  /** All recorded calls, in order. */
  readonly calls: readonly RecordedCall[];
  /** The headers of all that came in, calls and handshakes. */
  readonly headers: readonly IncomingMessage['headers'][];
  /** Bodies of the calls that came in, as text, with method and path. */
  readonly received: { method: string; path: string; body: string }[];
  dispose(): Promise<void>;
}

/**
 * Plays one recorded conversation: a call gets the next recorded answer of its kind, and the frames that
 * followed that answer are sent to the open sockets.
 */
export async function replayTranscript(name: string): Promise<ReplayServer> {
  const text = readFileSync(path.join(import.meta.dirname, `${name}.jsonl`), 'utf8');
  const rows = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => rowSchema.parse(parseJson(line)));
  const received: ReplayServer['received'] = [];
  const headers: IncomingMessage['headers'][] = [];
  const sockets = new Set<WebSocket>();
  let at = 0;

  function sendFrames(): void {
    for (let row = rows[at]; row !== undefined && row.kind !== 'http'; row = rows[at]) {
      if (sockets.size === 0) return;
      at += 1;
      for (const socket of [...sockets]) {
        if (row.kind === 'ws') socket.send(stringifyJson(row.message));
        else if (row.kind === 'ws_binary') socket.send(pictureFrame(row));
        else if (row.kind === 'ws_closed') {
          sockets.delete(socket);
          socket.close();
        }
      }
    }
  }

  function nextCall(method: string, address: string): RecordedCall | undefined {
    const matches = (row: Row) => row.kind === 'http' && row.method === method && row.path === address;
    const later = rows.findIndex((row, index) => index >= at && matches(row));
    if (later >= 0) at = later + 1;
    const row = later >= 0 ? rows[later] : rows.find(matches);
    return row?.kind === 'http' ? row : undefined;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    headers.push(request.headers);
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const call = nextCall(request.method ?? '', request.url ?? '');
    received.push({
      method: request.method ?? '',
      path: request.url ?? '',
      body: Buffer.concat(parts).toString('utf8'),
    });
    response.statusCode = call?.status ?? 404;
    response.setHeader('Content-Type', call?.content_type ?? 'text/plain');
    response.end(bodyOf(call));
    sendFrames();
  }

  const http = createServer((request, response) => void answer(request, response));
  const upgrader = new WebSocketServer({ server: http });
  upgrader.on('connection', (socket, request) => {
    headers.push(request.headers);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    sendFrames();
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls: rows.filter((row) => row.kind === 'http'),
    pictureTexts: rows.flatMap((row) => (row.kind === 'png' ? [row.prompt] : [])),
    received,
    headers,
    dispose: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.terminate();
        upgrader.close();
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}

function bodyOf(call: RecordedCall | undefined): string | Buffer {
  if (call?.hex !== undefined) return Buffer.from(call.hex, 'hex');
  return call?.body === undefined ? (call?.text ?? '') : stringifyJson(call.body);
}

/** Of the pictures themselves only that they are JPEGs is kept. */
const SOME_JPEG = Buffer.from('ffd8ffe0', 'hex');

function pictureFrame(row: Extract<Row, { kind: 'ws_binary' }>): Buffer {
  if (row.metadata === undefined)
    return Buffer.concat([bigEndian(row.event_type), bigEndian(row.image_format ?? 0), SOME_JPEG]);
  const described = Buffer.from(stringifyJson(row.metadata));
  return Buffer.concat([bigEndian(row.event_type), bigEndian(described.length), described, SOME_JPEG]);
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
