import { errorCode, type FileSystem } from './fileSystem';
import { isInside } from './ownOutput';
import type { SessionFolder } from './sessionFolder';

/**
 * The names in a session's `output/`; empty when there is no such folder. Out: null when it cannot be looked into, or is a
 * link that leads out of the session's folder: then nothing is known of its pictures, least of all that they are gone.
 */
export async function lookAtOutput(
  folder: SessionFolder,
  fs: FileSystem,
): Promise<ReadonlySet<string> | null> {
  try {
    const [own, output] = await Promise.all([fs.realPath(folder.path), fs.realPath(folder.output)]);
    return isInside(own, output) ? new Set(await fs.names(folder.output)) : null;
  } catch (error) {
    return ['ENOENT', 'ENOTDIR'].includes(errorCode(error)) ? new Set() : null;
  }
}
