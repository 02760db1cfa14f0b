import { join } from 'node:path';
import { errorCode, type FileSystem } from './fileSystem';

/** Folders within folders that are counted; a link back to where it lies would else never end. */
const MAX_DEPTH = 6;

/** The size of all files in a folder, in bytes. What goes away meanwhile counts nothing. Throws the system's error. */
export async function folderSize(fs: FileSystem, path: string, depth = MAX_DEPTH): Promise<number> {
  let bytes = 0;
  for (const name of await orGone(fs.names(path), [])) {
    const inner = join(path, name);
    const facts = await orGone(fs.facts(inner), null);
    if (facts === null) continue;
    if (!facts.isFolder) bytes += facts.size;
    else if (depth > 0) bytes += await folderSize(fs, inner, depth - 1);
  }
  return bytes;
}

async function orGone<T, U>(asked: Promise<T>, gone: U): Promise<T | U> {
  try {
    return await asked;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return gone;
    throw error;
  }
}
