import { isAbsolute, relative, sep } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import { errorCode, type FileSystem } from './fileSystem';
import type { SessionFolder } from './sessionFolder';
import { onDisk } from './storageFailure';

/**
 * Proves that what is written into a session's `output/` stays in the session's folder; what is missing yet does.
 * Throws AppFailure `not_possible` for a link that leads elsewhere.
 */
export async function proveOwnOutput(folder: SessionFolder, fs: FileSystem): Promise<void> {
  await onDisk('look into this session', folder.path, async () => {
    const own = await realPath(fs, folder.path);
    if (own === null) return;
    for (const path of [folder.output, folder.generationLog]) {
      const real = await realPath(fs, path);
      if (real === null || isInside(own, real)) continue;
      throw new AppFailure(
        'not_possible',
        `${path} is a link that leads out of the session's folder, so nothing is written there. Put what it leads to in its place, then try again.`,
      );
    }
  });
}

async function realPath(fs: FileSystem, path: string): Promise<string | null> {
  try {
    return await fs.realPath(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** True for a real path inside a real folder, or the folder itself. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`);
}
