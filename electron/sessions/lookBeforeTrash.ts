import type { FileSystem } from './fileSystem';
import { errorCode } from './fileSystem';
import { lookAtOutput } from './outputLook';
import type { SessionFolder } from './sessionFolder';
import { onDisk } from './storageFailure';

/** What the disk itself says of a session before a clean-up takes it, whatever its files tell. */
export interface LookBeforeTrash {
  /**
   * When something of it was put there, brought back or changed last, in ms since 1970; -Infinity for nothing. Rejects with
   * AppFailure.
   */
  touchedAt(folder: SessionFolder): Promise<number>;
  /** True when image files lie in its output folder, or nobody can know. */
  mayHaveImages(folder: SessionFolder): Promise<boolean>;
}

const IMAGE = /\.(png|jpe?g|webp|avif|gif)$/i;

export function createLookBeforeTrash(fs: FileSystem): LookBeforeTrash {
  async function timeOf(path: string, withMove: boolean): Promise<number> {
    try {
      const { mtimeMs, ctimeMs } = await fs.facts(path);
      return withMove ? Math.max(mtimeMs, ctimeMs) : mtimeMs;
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return Number.NEGATIVE_INFINITY;
      throw error;
    }
  }
  return {
    touchedAt: (folder) =>
      onDisk('look at this session', folder.path, async () => {
        const { path, meta, metaBackup, journal, output } = folder;
        const files = [meta, metaBackup, journal, output].map((file) => timeOf(file, false));
        // What is moved keeps the times of its content. Backups touch those of files, not that of the folder.
        return Math.max(...(await Promise.all([timeOf(path, true), ...files])));
      }),
    async mayHaveImages(folder) {
      const names = await lookAtOutput(folder, fs);
      return names === null || [...names].some((name) => IMAGE.test(name));
    },
  };
}
