import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { AppFailure } from '../../../core/contract/failure';
import type { SessionId } from '../../../core/session/identity';
import { errorCode, type FileSystem, fileStamp } from '../fileSystem';
import { onDisk } from '../storageFailure';
import type { Archives } from './archivedSessions';
import type { ArchiveParts } from './archiveParts';
import { findSessions } from './foundSessions';
import { readPieces } from './sessionFiles';
import { openZip } from './zipReader';

/**
 * Removes the zips that a program left which ended while it archived a session or brought it back: those whose session is in its
 * folder with every file that they hold. One that holds anything else stays, and the log names it.
 * In: `inTurn` runs work while nothing else moves the session. Throws AppFailure when nothing can be looked at.
 */
export async function settleZips(
  parts: ArchiveParts & { readonly archives: Archives },
  inTurn: (id: SessionId, work: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const here = new Set(await parts.store.ids());
  for (const [id, { archive, stamp }] of await parts.archives.find()) {
    if (!here.has(id)) continue;
    try {
      await inTurn(id, () => settle(parts, id, archive, stamp));
    } catch (error) {
      // In use, or gone meanwhile: the next start looks again.
      if (!(error instanceof AppFailure)) throw error;
      parts.log('info', `${archive} stays beside ${id}. ${error.message}`);
    }
  }
}

function settle(
  { fs, store, log }: ArchiveParts,
  id: SessionId,
  archive: string,
  stamp: string,
): Promise<void> {
  const work = async (folder: string) => {
    if (!(await holdsAll(fs, folder, id, archive))) {
      log('warning', `${id} is in its folder, and ${archive} holds another state of it, so both stay.`);
      return;
    }
    if (fileStamp(await fs.facts(archive)) !== stamp) return;
    await fs.unlink(archive);
    log('info', `Removed ${archive}: ${id} is in its folder with all that it holds.`);
  };
  return store.release(id, ({ path }) => onDisk('look at this archive', archive, () => work(path)), 'locked');
}

/** Whether a folder holds every file of a zip, byte for byte. */
async function holdsAll(fs: FileSystem, folder: string, id: SessionId, archive: string): Promise<boolean> {
  const zip = await openZip(fs, archive);
  try {
    const { sessions, strays } = findSessions(zip.entries);
    const [session, ...more] = sessions;
    if (session?.id !== id || more.length > 0 || strays > 0) return false;
    for (const { path, entry } of session.files)
      if ((await hashOf(zip.read(entry))) !== (await hashOf(readPieces(fs, join(folder, path)))))
        return false;
    return true;
  } catch (error) {
    // What is not there, or cannot be read, is not known to be the same.
    if (error instanceof AppFailure || errorCode(error) !== '') return false;
    throw error;
  } finally {
    await zip.close();
  }
}

async function hashOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}
