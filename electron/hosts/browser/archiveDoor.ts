import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MAX_MESSAGE_BYTES } from '../../../core/contract/envelope';
import { AppFailure, tooLarge } from '../../../core/contract/failure';
import { type ExportWish, exportWishSchema } from '../../../core/contract/reportCommands';
import { onePiece } from '../../onePiece';
import type { Backend, ExportedFile } from '../backendPort';
import { checkFromOutside } from '../dispatch';
import { FILTER_QUERY, readQuery } from './query';
import { textOf } from './utf8';

/** A sender that says nothing for so long has gone, in ms. */
const IDLE_MS = 120_000;

/** A call whose body or answer is a file, as a function that makes the answer; null for every other call. */
export function findFileCall(
  method: string,
  url: URL,
):
  | ((request: IncomingMessage, response: ServerResponse, backend: Backend) => Promise<FileAnswer | null>)
  | null {
  if (method === 'POST' && url.pathname === '/api/sessions/import')
    return async (request, _response, backend) => ({
      status: 201,
      value: await backend.importFile(piecesOf(request), lengthOf(request)),
    });
  const votesOf = /^\/api\/sessions\/([^/]+)\/rating-votes$/.exec(url.pathname)?.[1];
  if (votesOf !== undefined && method === 'POST')
    return async (request, _response, backend) => ({
      status: 200,
      value: await backend.call('pack.merge', { session_id: votesOf, text: await textIn(request) }),
    });
  if (method !== 'GET') return null;
  if (votesOf !== undefined)
    return async (_request, response, backend) =>
      send(response, fileOf(await backend.call('pack.votes', { session_id: votesOf })));
  const packOf = /^\/api\/sessions\/([^/]+)\/rating-pack$/.exec(url.pathname)?.[1];
  if (packOf !== undefined)
    return async (_request, response, backend) =>
      send(response, await backend.exportFile('rating-pack', [packOf]));
  if (url.pathname === '/api/sessions/export')
    return async (_request, response, backend) => {
      const ids = (url.searchParams.get('ids') ?? '').split(',').filter((id) => id !== '');
      return send(response, await backend.exportFile(formatOf(url), ids));
    };
  const id = /^\/api\/sessions\/([^/]+)\/export$/.exec(url.pathname)?.[1];
  if (id === undefined) return null;
  return async (_request, response, backend) =>
    send(response, await backend.exportFile(formatOf(url), [id], wishOf(url)));
}

/** An answer that is JSON after all. */
interface FileAnswer {
  readonly status: number;
  readonly value: unknown;
}

function formatOf(url: URL): string {
  return url.searchParams.get('format') ?? 'zip';
}

/** What else the address asks for. Throws AppFailure `bad_request`. */
function wishOf({ searchParams }: URL): ExportWish {
  const filter = readQuery(FILTER_QUERY, searchParams);
  return checkFromOutside(exportWishSchema, {
    ...readQuery({ chart: 'text', metric: 'text' }, searchParams),
    ...(Object.keys(filter).length === 0 ? {} : { filter }),
  });
}

function lengthOf(request: IncomingMessage): number | null {
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  return Number.isSafeInteger(length) ? length : null;
}

function fileOf({ name, text }: { name: string; text: string }): ExportedFile {
  return { name, contentType: 'application/json; charset=utf-8', pieces: onePiece(Buffer.from(text)) };
}

/** The body as text. Throws AppFailure `too_large` and `bad_request`. */
async function textIn(request: IncomingMessage): Promise<string> {
  if ((lengthOf(request) ?? 0) > MAX_MESSAGE_BYTES) throw tooLarge();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of piecesOf(request)) {
    size += piece.length;
    if (size > MAX_MESSAGE_BYTES) throw tooLarge();
    pieces.push(piece);
  }
  return textOf(Buffer.concat(pieces), 'The body');
}

/** The body, piece by piece. Throws AppFailure `bad_request` when it breaks off; the request itself stays, so that it can be answered. */
async function* piecesOf(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  request.setTimeout(IDLE_MS, () => request.destroy());
  try {
    for await (const piece of request.iterator({ destroyOnReturn: false })) yield piece as Uint8Array;
    if (!request.complete) throw cutOff();
  } catch (error) {
    if (error instanceof AppFailure) throw error;
    throw cutOff();
  } finally {
    request.setTimeout(0);
  }
}

function cutOff(): AppFailure {
  return new AppFailure('bad_request', 'The file did not arrive whole. Nothing was taken in. Send it again.');
}

/** Sends a file as it is made. What goes wrong before its first piece is answered as a failure; after it the line is cut. */
async function send(response: ServerResponse, file: ExportedFile): Promise<null> {
  const source = file.pieces[Symbol.asyncIterator]();
  const first = await source.next();
  response.writeHead(200, {
    'Content-Type': file.contentType,
    'Content-Disposition': `attachment; filename="${file.name}"`,
  });
  const pieces = async function* () {
    try {
      for (let next = first; next.done !== true; next = await source.next()) yield next.value;
    } finally {
      await source.return?.();
    }
  };
  try {
    await pipeline(Readable.from(pieces()), response);
  } catch (error) {
    // Whoever fetched it has gone, or was told by the line that broke.
    response.destroy();
    if (!isGone(error) && !(error instanceof AppFailure)) throw error;
  }
  return null;
}

function isGone(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE'].includes(String(error.code))
  );
}
