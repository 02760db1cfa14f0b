import { readdir, readFile } from 'node:fs/promises';
import { extname, join, posix } from 'node:path';
import { CONTENT_TYPES } from '../pageFiles';

export interface StaticFile {
  readonly bytes: Buffer;
  readonly contentType: string;
}

/** Finds a file of the page by its address path; null when there is none. */
export type StaticFiles = (path: string) => StaticFile | null;

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
