import { dirname } from 'node:path';
import type { JournalEvent } from '../../core/session/events';
import { errorCode, type FileSystem, isThere } from './fileSystem';
import { journalLine } from './journalFile';
import type { SessionFolder } from './sessionFolder';
import { onDisk } from './storageFailure';

/** What a folder's way to its place is called in failures. */
export const PUT = 'put a session in its place';

/** Moves a whole folder to a session's place. Out: false when another program took the name meanwhile. Throws AppFailure; then it lies where it was. */
export async function putFolder(path: string, folder: SessionFolder, fs: FileSystem): Promise<boolean> {
  return onDisk(PUT, folder.path, async () => {
    try {
      await fs.rename(path, folder.path);
    } catch (error) {
      if (['EEXIST', 'ENOTEMPTY', 'EPERM'].includes(errorCode(error)) && (await isThere(fs, folder.path)))
        return false;
      throw error;
    }
    try {
      await fs.syncFolder(dirname(folder.path));
    } catch (error) {
      // It is not sure to stay, so it is taken back, as far as the disk lets us.
      await fs.rename(folder.path, path).catch(() => undefined);
      throw error;
    }
    return true;
  });
}

/** Writes a session that has only begun, flushed. Rejects with the system's error. */
export async function writeBegun(
  folder: SessionFolder,
  events: readonly JournalEvent[],
  fs: FileSystem,
): Promise<void> {
  await fs.makeFolder(folder.path);
  await fs.makeFolder(folder.output);
  const journal = await fs.open(folder.journal, 'create');
  try {
    await journal.write(Buffer.from(events.map(journalLine).join('')), 0);
    await journal.sync();
  } finally {
    await journal.close();
  }
  await fs.syncFolder(folder.path);
}
