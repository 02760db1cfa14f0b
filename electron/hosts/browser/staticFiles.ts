import { readdir, readFile } from 'node:fs/promises';
import { extname, join, posix } from 'node:path';

export interface StaticFile {
  readonly bytes: Buffer;
  readonly contentType: string;
}

/** Finds a file of the page by its address path; null when there is none. */
export type StaticFiles = (path: string) => StaticFile | null;

export const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

/**
 * Reads the built page into memory. In: the folder. Out: a look-up by exact path, so that no address can lead out of the
 * folder. Throws when the folder is not there.
 */
export async function loadStaticFiles(folder: string): Promise<StaticFiles> {
  const files = new Map<string, StaticFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const address = posix.join('/', path.slice(folder.length).replaceAll('\\', '/'));
    const contentType = CONTENT_TYPES[extname(entry.name)];
    if (contentType !== undefined) files.set(address, { bytes: await readFile(path), contentType });
  }
  return (path) => files.get(path === '/' ? '/index.html' : path) ?? null;
}

/** What the page may load and do; strict, without exceptions. The sockets are named because not every browser counts them as 'self'. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self' ws://127.0.0.1:* ws://localhost:*",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
