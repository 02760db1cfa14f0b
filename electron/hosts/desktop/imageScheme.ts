import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { protocol, type Session } from 'electron';
import { AppFailure, internalFailure } from '../../../core/contract/failure';
import type { Backend } from '../backendPort';
import { COMMON_HEADERS, CONTENT_TYPES, contentSecurityPolicy, INERT_POLICY } from '../pageFiles';
import { SCHEME } from './security';

type ImageLookup = Pick<Backend, 'image'>;

/** Gives the page an origin of its own, as good as https. To be called before Electron is ready. */
export function announceScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Serves the page's files and the pictures under the app's own scheme. */
export function serveScheme(session: Session, clientFolder: string, backend: ImageLookup): void {
  session.protocol.handle(SCHEME, (request) => answer(request, clientFolder, backend));
}

/**
 * Answers one request of the page: `/image/<key>` from the backend, all else from the folder of the built page and
 * never from outside it. A picture's key is drawn for one showing, so nothing may be kept. Never rejects.
 */
export async function answer(
  request: Request,
  clientFolder: string,
  backend: ImageLookup,
): Promise<Response> {
  try {
    return await find(request, clientFolder, backend);
  } catch (error) {
    if (error instanceof AppFailure) return plain(error.status, error.message);
    console.error(error);
    const failure = internalFailure(error);
    return plain(failure.status, failure.message);
  }
}

/** How the disk says that nothing has a name: nothing there, a file where a folder would be, a name longer than any. */
const NOT_THERE: readonly unknown[] = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'];

async function find(request: Request, clientFolder: string, backend: ImageLookup): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return plain(405, 'Only reading is possible here.');
  const url = new URL(request.url);
  if (url.host !== 'app') return plain(404, 'There is no such place.');
  const path = decoded(url.pathname);
  if (path === null || path.includes('\0')) return plain(400, 'This is not an address.');
  const key = /^\/image\/([^/]+)$/.exec(path)?.[1];
  if (key !== undefined) {
    const image = await backend.image(key);
    if (image === null) return plain(404, 'There is no such image.');
    return found(image.bytes, image.contentType, 'no-store');
  }
  const file = resolve(clientFolder, `.${path === '/' ? '/index.html' : path}`);
  const contentType = CONTENT_TYPES[extname(file)];
  if (!file.startsWith(resolve(clientFolder) + sep) || contentType === undefined) {
    return plain(404, 'There is no such file.');
  }
  try {
    return found(await readFile(file), contentType, 'no-cache');
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOT_THERE.includes(error.code))
      return plain(404, 'There is no such file.');
    throw error;
  }
}

function found(bytes: Uint8Array, contentType: string, cacheControl: string): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      ...COMMON_HEADERS,
      'Content-Type': contentType,
      'Cache-Control': cacheControl,
      'Content-Security-Policy': contentType.startsWith('text/html') ? contentSecurityPolicy() : INERT_POLICY,
    },
  });
}

function plain(status: number, sentence: string): Response {
  return new Response(sentence, {
    status,
    headers: {
      ...COMMON_HEADERS,
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': INERT_POLICY,
    },
  });
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
