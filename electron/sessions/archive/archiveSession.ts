import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { AppFailure } from '../../../core/contract/failure';
import type { SessionId } from '../../../core/session/identity';
import { errorCode, type FileSystem } from '../fileSystem';
import type { SessionFolder } from '../sessionFolder';
import { makeSessionsRoot } from '../sessionsRoot';
import { onDisk } from '../storageFailure';
import type { Archives } from './archivedSessions';
import { type ArchiveParts, needRoom, type WorkControl } from './archiveParts';
import { type Exported, exportPieces, isThere, writePieces } from './exportSessions';
import { type Imported, importSessions } from './importSessions';
import { isThumbnail, type SessionFile, sessionFiles } from './sessionFiles';
import { type OpenZip, openZip } from './zipReader';

/**
 * Turns a session's folder into a zip in the archive folder. The zip is written, flushed, read back and compared with the
 * folder; only then, in one step, does the folder leave its place. So at every moment there is the folder, or the zip, or both.
 * Throws AppFailure, and the signal's reason; then the folder stands as before. Out: the path of the zip.
 */
export function archiveSession(
  exported: Exported,
  parts: ArchiveParts & { readonly archives: Archives },
  control: WorkControl,
): Promise<string> {
  const { fs, store, archives } = parts;
  const { folder } = exported;
  const task = 'archive this session';
  const place = archives.folder();
  return store.incoming.run(task, (aside) =>
    onDisk(task, place, async () => {
      await makeSessionsRoot(fs, place, 'open the archive folder');
      await archives.remember(place);
      const { taken, pieces } = watchedExport(exported, parts, control);
      await needRoom(fs, place, await bytesOf(fs, folder), 'The archive');
      const path = await freeName(fs, place, folder.id);
      let archive = path;
      await writePieces(fs, path, pieces, parts.randomHex(8), async (temporary) => {
        await verify(fs, temporary, taken, control.signal);
        archive = (await replaceable(fs, place, folder.id, temporary)) ?? path;
        control.commit();
      });
      let isMoved = false;
      try {
        await store.release(folder.id, async () => {
          if (!(await isUnchanged(fs, folder, taken))) throw changed();
          if (archive !== path) {
            await fs.rename(path, archive);
            await fs.syncFolder(place);
          }
          await fs.rename(folder.path, join(aside, 'archived'));
          isMoved = true;
        });
      } catch (error) {
        if (!isMoved) await fs.unlink(path).catch(() => undefined);
        throw error;
      }
      // If this is lost, both are there after a power cut.
      await fs.syncFolder(store.root).catch((error: unknown) => parts.log('warning', String(error)));
      return archive;
    }),
  );
}

function changed(): AppFailure {
  return new AppFailure(
    'not_possible',
    'This session changed while it was archived, so it stays as it is. Try again when nothing changes it.',
  );
}

/** What went into the zip, by its name there. */
type Taken = Map<string, { readonly file: SessionFile; readonly sha256: string }>;

function watchedExport(
  exported: Exported,
  parts: ArchiveParts,
  control: WorkControl,
): { taken: Taken; pieces: AsyncIterable<Uint8Array> } {
  const taken: Taken = new Map();
  const pieces = exportPieces([exported], parts, control, {
    onFile: (path, file, sha256) => taken.set(path, { file, sha256 }),
    onLeftOut: (path) => {
      throw new AppFailure(
        'not_possible',
        `${path} cannot go into an archive: it is a link, or has a name that not every system takes. Move it out of the session's folder, then try again.`,
      );
    },
  });
  return { taken, pieces };
}

async function bytesOf(fs: FileSystem, folder: SessionFolder): Promise<number> {
  let total = 0;
  for await (const { size } of sessionFiles(fs, folder.path, () => undefined)) total += size;
  return total;
}

/** Reads the zip back: all that was taken is in it, byte for byte, and nothing else. */
async function verify(fs: FileSystem, path: string, taken: Taken, signal: AbortSignal): Promise<void> {
  const bad = (why: string) =>
    new AppFailure(
      'storage_failed',
      `The archive could not be read back as it was written (${why}), so the session stays as it is. Check the disk, then try again.`,
    );
  let zip: OpenZip;
  try {
    zip = await openZip(fs, path);
  } catch (error) {
    throw error instanceof AppFailure ? bad(error.message) : error;
  }
  try {
    let found = 0;
    for (const entry of zip.entries) {
      signal.throwIfAborted();
      const hash = createHash('sha256');
      for await (const piece of zip.read(entry)) hash.update(piece);
      const expected = taken.get(entry.name);
      if (expected === undefined) continue;
      if (expected.sha256 !== hash.digest('hex')) throw bad(entry.name);
      found += 1;
    }
    if (found !== taken.size) throw bad(`${found} of ${taken.size} files`);
  } catch (error) {
    throw error instanceof AppFailure && error.code === 'bad_request' ? bad(error.message) : error;
  } finally {
    await zip.close();
  }
}

async function isUnchanged(fs: FileSystem, folder: SessionFolder, taken: Taken): Promise<boolean> {
  let count = 0;
  for await (const file of sessionFiles(fs, folder.path, () => undefined)) {
    if (isThumbnail(file.path)) continue;
    count += 1;
    const before = taken.get(`${folder.id}/${file.path}`)?.file;
    if (
      before === undefined ||
      before.size !== file.size ||
      before.mtimeMs !== file.mtimeMs ||
      before.ino !== file.ino
    )
      return false;
  }
  return count === taken.size;
}

async function freeName(fs: FileSystem, place: string, id: SessionId): Promise<string> {
  for (let number = 1; ; number += 1) {
    const path = join(place, number === 1 ? `${id}.zip` : `${id}-${number}.zip`);
    if (!(await isThere(fs, path))) return path;
  }
}

/**
 * The zip of the same session that a program left which ended before the folder went: the new one takes its place. Out: null
 * where there is none; one that holds anything else stays.
 */
async function replaceable(
  fs: FileSystem,
  place: string,
  id: SessionId,
  written: string,
): Promise<string | null> {
  const path = join(place, `${id}.zip`);
  if (!(await isThere(fs, path))) return null;
  try {
    return (await contentOf(fs, path)) === (await contentOf(fs, written)) ? path : null;
  } catch (error) {
    if (error instanceof AppFailure) return null;
    throw error;
  }
}

async function contentOf(fs: FileSystem, path: string): Promise<string> {
  const zip = await openZip(fs, path);
  try {
    const files = zip.entries.filter(({ parts }) => parts.length > 1);
    return files.map(({ name, size, crc32 }) => `${name}:${size}:${crc32}`).join('\n');
  } finally {
    await zip.close();
  }
}

/**
 * Brings an archived session back into a folder; its zip goes once that is whole. Throws AppFailure, and the signal's reason; then
 * the zip stands as before.
 */
export async function bringBack(
  id: SessionId,
  parts: ArchiveParts & { readonly archives: Archives },
  control: WorkControl,
): Promise<Imported> {
  const { fs, archives } = parts;
  const found = (await archives.find()).get(id);
  if (found === undefined) throw new AppFailure('not_found', `There is no archived session ${id}.`);
  const imported = await importSessions(found.archive, parts, control);
  await onDisk('remove the archive', found.archive, () => fs.unlink(found.archive)).catch(
    (error: unknown) => {
      // The session is back, which is what was asked for.
      if (errorCode(error) === 'ENOENT') return;
      imported.remarks.push(`The session is back, and its archive could not be removed: ${found.archive}.`);
    },
  );
  return imported;
}
