import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { AppFailure } from '../../../core/contract/failure';
import type { SessionId } from '../../../core/session/identity';
import { errorCode, type FileSystem, isThere } from '../fileSystem';
import type { SessionFolder } from '../sessionFolder';
import { makeSessionsRoot } from '../sessionsRoot';
import { onDisk } from '../storageFailure';
import type { Archives } from './archivedSessions';
import { type ArchiveParts, needRoom, type WorkControl } from './archiveParts';
import { refuseWithinRoot } from './archivePlace';
import { type Exported, exportPieces, writeNew } from './exportSessions';
import { findSessions } from './foundSessions';
import { type Imported, importSessions, isForeign } from './importSessions';
import { filesInWords } from './pictureWords';
import { isThumbnail, type SessionFile, sessionFiles } from './sessionFiles';
import { type OwnZip, replaceOlder, sameBefore, takeBack, takeFreeName } from './zipPlace';
import { type OpenZip, openZip } from './zipReader';

/**
 * Turns a session's folder into a zip in the archive folder. The zip is written, flushed, read back and compared with the
 * folder; only then, in one step, does the folder leave its place. So at every moment there is the folder, or the zip, or both.
 * Throws AppFailure, and the signal's reason; then the folder stands as before. Out: the path of the zip.
 * In: `inTurn` lets the folder move while nothing else changes the session.
 */
export function archiveSession(
  exported: Exported,
  parts: ArchiveParts & { readonly archives: Archives },
  control: WorkControl,
  inTurn: (move: () => Promise<void>) => Promise<void> = (move) => move(),
): Promise<string> {
  const { fs, store, archives, log } = parts;
  const { folder } = exported;
  const task = 'archive this session';
  const place = archives.folder();
  return store.incoming.run(task, (aside) =>
    onDisk(task, place, async () => {
      await refuseWithoutReturn(fs, folder);
      // The setting may have come from outside, and the sessions folder is another one at each start.
      await refuseWithinRoot(fs, store.root, place);
      if (!(await isThere(fs, place)) && (await archives.isKnown(place))) throw isAway(place);
      await makeSessionsRoot(fs, place, 'open the archive folder');
      await archives.remember(place);
      const { taken, pieces } = watchedExport(exported, parts, control);
      await needRoom(fs, place, await bytesOf(fs, folder), 'The archive');
      const temporary = join(place, `${folder.id}.zip.tmp-${parts.randomHex(8)}`);
      let zip: OwnZip | null = null;
      let isMoved = false;
      try {
        await writeNew(fs, temporary, pieces);
        await verify(fs, temporary, folder.id, taken, control.signal);
        const older = await sameBefore(fs, place, folder.id, temporary);
        control.commit();
        zip = await takeFreeName(fs, place, folder.id, temporary);
        await fs.syncFolder(place);
        const own = zip;
        await inTurn(() =>
          store.release(
            folder.id,
            async () => {
              if (!(await isUnchanged(fs, folder.path, folder.id, taken))) throw changed();
              await moveAside(fs, folder, join(aside, 'archived'), taken);
              isMoved = true;
            },
            'locked',
          ),
        );
        // If this is lost, both are there after a power cut.
        await fs.syncFolder(store.root).catch((error: unknown) => log('warning', String(error)));
        return older === null ? own.path : await replaceOlder(fs, own, older, log);
      } catch (error) {
        await fs.unlink(temporary).catch(() => undefined);
        if (zip !== null && !isMoved) await takeBack(fs, folder, zip, log);
        throw error;
      }
    }),
  );
}

/** A drive that comes back would hide what was written under its place meanwhile. */
function isAway(place: string): AppFailure {
  return new AppFailure(
    'not_possible',
    `The archive folder is away: ${place}. Connect its drive, or choose another archive folder in the settings. The session stays as it is.`,
  );
}

/** What no import takes would never come back. */
async function refuseWithoutReturn(fs: FileSystem, { path, output }: SessionFolder): Promise<void> {
  const isInTheWay = (await isThere(fs, output)) && !(await fs.facts(output)).isFolder;
  if (!isInTheWay && !(await isForeign(fs, path))) return;
  throw new AppFailure(
    'not_possible',
    isInTheWay
      ? 'In this session a file is in the place of the folder output, so it would not come back out of an archive. Move that file away, then try again.'
      : 'The session_meta.json of this session is of another kind of program, so it would not come back out of an archive. It stays as it is.',
  );
}

/**
 * Takes the folder out of its place. What a program wrote in the very moment, which knows of no lock, brings it back.
 * Throws AppFailure and the system's error; then the folder is in its place.
 */
async function moveAside(fs: FileSystem, folder: SessionFolder, to: string, taken: Taken): Promise<void> {
  await fs.rename(folder.path, to);
  // What cannot be read for a moment is not known to be unchanged.
  if (await isUnchanged(fs, to, folder.id, taken).catch(() => false)) return;
  await fs.rename(to, folder.path).catch(async (error: unknown) => {
    // Where its place is taken it must not go with what lies aside.
    await fs.rename(to, `${folder.path}.${basename(dirname(to))}`).catch(() => undefined);
    throw error;
  });
  throw changed();
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
        `${filesInWords([path])} cannot go into an archive: it is a link, or has a name that not every system takes. Move it out of the session's folder, then try again.`,
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

/**
 * Reads the zip back: all that was taken is in it, byte for byte, and an import finds in it this session alone, each file in the
 * place that it has in the folder.
 */
async function verify(
  fs: FileSystem,
  path: string,
  id: SessionId,
  taken: Taken,
  signal: AbortSignal,
): Promise<void> {
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
      if (expected.sha256 !== hash.digest('hex')) throw bad(filesInWords([entry.name]));
      found += 1;
    }
    if (found !== taken.size) throw bad(`${found} of ${taken.size} files`);
    const misplaced = misplacedIn(zip, id, taken);
    if (misplaced !== null) throw bad(misplaced);
  } catch (error) {
    throw error instanceof AppFailure && error.code === 'bad_request' ? bad(error.message) : error;
  } finally {
    await zip.close();
  }
}

/** What would not come back as it is in the folder; null when all would. Throws AppFailure where nothing would. */
function misplacedIn(zip: OpenZip, id: SessionId, taken: Taken): string | null {
  const { sessions, strays } = findSessions(zip.entries);
  const [session, ...more] = sessions;
  if (session?.folder !== id || more.length > 0) return `it holds more than the session ${id}`;
  const places = new Set(session.files.map((file) => `${id}/${file.path}`));
  const missing = [...taken.keys()].find((name) => !places.has(name));
  if (missing !== undefined) return `${filesInWords([missing])} would not come back in its place`;
  return strays === 0 && places.size === taken.size ? null : 'it holds what does not belong to the session';
}

async function isUnchanged(fs: FileSystem, path: string, id: SessionId, taken: Taken): Promise<boolean> {
  let count = 0;
  for await (const file of sessionFiles(fs, path, () => undefined)) {
    if (isThumbnail(file.path)) continue;
    count += 1;
    const before = taken.get(`${id}/${file.path}`)?.file;
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

/**
 * Brings an archived session back into a folder under its own id; its zip goes once that is whole, and stays where it holds
 * anything that did not come in. Throws AppFailure, `not_possible` where the session is there already, and the signal's reason;
 * then the zip stands as before.
 */
export async function bringBack(
  id: SessionId,
  parts: ArchiveParts & { readonly archives: Archives },
  control: WorkControl,
): Promise<Imported> {
  const { fs, archives } = parts;
  const found = (await archives.find(id)).get(id);
  if (found === undefined) throw new AppFailure('not_found', `There is no archived session ${id}.`);
  const imported = await importSessions(found.archive, parts, control, { mustBe: id });
  if (imported.leftOut > 0) {
    imported.remarks.push(`Its archive stays, since it holds more than the session: ${found.archive}.`);
    return imported;
  }
  await onDisk('remove the archive', found.archive, () => fs.unlink(found.archive)).catch(
    (error: unknown) => {
      // The session is back, which is what was asked for.
      if (errorCode(error) === 'ENOENT') return;
      imported.remarks.push(`The session is back, and its archive could not be removed: ${found.archive}.`);
    },
  );
  return imported;
}
