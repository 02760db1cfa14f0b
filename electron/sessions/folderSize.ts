import { join } from 'node:path';
import { errorCode, type FileSystem } from './fileSystem';

/** Files asked about in one go. */
const AT_ONCE = 32;

/**
 * Bytes of all files in a folder and the folders in it. What goes away meanwhile counts nothing, nor does a folder that is a
 * link to elsewhere. In: a path; that of a file answers its own size. Throws the system's error for what cannot be looked at.
 */
export async function folderBytes(fs: FileSystem, path: string): Promise<number> {
  try {
    const facts = await fs.facts(path);
    return facts.isFolder ? await bytesWithin(fs, await fs.realPath(path)) : facts.size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

async function bytesWithin(fs: FileSystem, folder: string): Promise<number> {
  const names = await fs.names(folder);
  let sum = 0;
  for (let from = 0; from < names.length; from += AT_ONCE) {
    const sizes = names.slice(from, from + AT_ONCE).map((name) => bytesOf(fs, join(folder, name)));
    for (const size of await Promise.all(sizes)) sum += size;
  }
  return sum;
}

async function bytesOf(fs: FileSystem, path: string): Promise<number> {
  try {
    const facts = await fs.facts(path);
    if (!facts.isFolder) return facts.size;
    // A link could lead round in a circle, or to the whole disk.
    return (await fs.realPath(path)) === path ? await bytesWithin(fs, path) : 0;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}
