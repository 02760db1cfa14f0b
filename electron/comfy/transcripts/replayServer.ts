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
  z.object({ kind: z.literal('ws'), message: z.custom<JsonValue>() }),
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
  }),
]);
type Row = z.infer<typeof rowSchema>;
export type RecordedCall = Extract<Row, { kind: 'http' }>;

export interface ReplayServer {
  readonly url: string;
  /** All recorded calls, in order. */
  readonly calls: readonly RecordedCall[];
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
  const sockets = new Set<WebSocket>();
  let at = 0;

  function sendFrames(): void {
    for (let row = rows[at]; row !== undefined && row.kind !== 'http'; row = rows[at]) {
      if (sockets.size === 0) return;
      if (row.kind === 'ws') for (const socket of sockets) socket.send(stringifyJson(row.message));
      at += 1;
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
    response.end(call?.body === undefined ? (call?.text ?? '') : stringifyJson(call.body));
    sendFrames();
  }

  const http = createServer((request, response) => void answer(request, response));
  const upgrader = new WebSocketServer({ server: http });
  upgrader.on('connection', (socket) => {
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
    received,
    dispose: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.terminate();
        upgrader.close();
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}
