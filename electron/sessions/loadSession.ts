import { basename } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import type { JsonValue } from '../../core/session/json';
import { tellsSession } from '../../core/session/tellsSession';
import {
  buildSession,
  damagedSession,
  isLost,
  type LoadedSession,
  type LoadOptions,
  type OutputContents,
  type SavedFiles,
} from './buildSession';
import { errorCode, type FileSystem, fileStamp } from './fileSystem';
import { type JournalContents, parseJournal, readJournal } from './journalFile';
import { lookAtOutput } from './outputLook';
import { findImages, imageNames } from './recovery';
import { readSavedFile, type SavedFile } from './savedFile';
import { readScoresText } from './scoresFile';
import type { SessionFolder } from './sessionFolder';
import { onDisk } from './storageFailure';

/**
 * Reads a session: the saved file, or the one before it, and the journal's events after it.
 * Throws AppFailure `not_found` when there is no such folder. What cannot be read comes back as `damaged`.
 */
export async function loadSession(folder: SessionFolder, options: LoadOptions): Promise<LoadedSession> {
  const damaged = (why: string) => damagedSession(folder, parseJournal(new Uint8Array()), why, null, options);
  if (!(await isFolderThere(folder, options.fs))) {
    const why = `In the place of its folder lies a file named ${folder.id}. Move it out of the sessions folder.`;
    return damaged(why);
  }
  try {
    return await onDisk('read this session', folder.path, () => readFolder(folder, options));
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    return damaged(error.message);
  }
}

/** False for something else under the folder's name. Throws AppFailure `not_found` for nothing. */
async function isFolderThere(folder: SessionFolder, fs: FileSystem): Promise<boolean> {
  return onDisk('open this session', folder.path, async () => {
    try {
      return (await fs.facts(folder.path)).isFolder;
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      throw new AppFailure('not_found', `There is no session ${folder.id} in the sessions folder.`);
    }
  });
}

async function readFolder(folder: SessionFolder, options: LoadOptions): Promise<LoadedSession> {
  const { fs } = options;
  // Taken first, and the files before the journal: a save by another copy in between is then noticed, or harmless.
  const stamp = await stampOf(folder, fs);
  const files = await readSavedFiles(folder, fs);
  const journal = await readJournal(fs, folder.journal);
  // After the journal, which speaks of an image only when it is there.
  const lost = isLost(files, journal);
  const isBegun = lost || hasImages(files, journal);
  const output = isBegun ? await readOutput(folder, fs, lost) : NOTHING;
  return buildSession(folder, { ...files, journal, output }, stamp, options);
}

/** A draft's folder need not be looked into. */
const NOTHING: OutputContents = { names: new Set(), found: null, scores: null };

/** True when saved file or journal may speak of images. */
function hasImages({ used }: SavedFiles, { events }: JournalContents): boolean {
  if (events.some(({ type }) => ['session_start', 'pack_opened', 'image_completed'].includes(type)))
    return true;
  if (used.kind !== 'good') return false;
  const { step_2_generation: step2, blindfold: own } = used.document;
  return [listIn(step2, 'results'), listIn(own, 'images')].some((length) => length > 0);
}

function listIn(value: JsonValue | undefined, key: string): number {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const list = isObject && Object.hasOwn(value, key) ? value[key] : null;
  return Array.isArray(list) ? list.length : 0;
}

/** In: whether the images themselves are to be looked into. */
export async function readOutput(
  folder: SessionFolder,
  fs: FileSystem,
  withImages: boolean,
): Promise<OutputContents> {
  const names = await lookAtOutput(folder, fs);
  const isLookedInto = withImages && names !== null && imageNames(names).length > 0;
  if (!isLookedInto) return { names, found: null, scores: null };
  return { names, found: await findImages(folder, names, fs), scores: await readScoresText(folder, fs) };
}

/**
 * Reads the saved file, and the save before it where that is needed. A file that can be read but tells nothing of a session
 * does not count where an earlier save or images are there: they tell more. Throws the system's error.
 */
export async function readSavedFiles(folder: SessionFolder, fs: FileSystem): Promise<SavedFiles> {
  const main = await readSavedFile(fs, folder.meta);
  if (tells(main)) return { main, used: main };
  const backup = await readSavedFile(fs, folder.metaBackup);
  if (main.kind !== 'good' && tells(backup)) return { main, used: backup };
  if (!tells(backup) && !(await isPainted(folder, fs))) {
    return { main, used: main.kind === 'good' ? main : backup };
  }
  return { main: emptied(main), used: emptied(backup) };
}

function tells(file: SavedFile): boolean {
  return file.kind === 'good' && tellsSession(file.document);
}

function emptied(file: SavedFile): SavedFile {
  return file.kind !== 'good' || tells(file) ? file : { kind: 'broken', isEmpty: true };
}

async function isPainted(folder: SessionFolder, fs: FileSystem): Promise<boolean> {
  const names = await lookAtOutput(folder, fs);
  return names !== null && imageNames(names).length > 0;
}

const MISSING = '-';

/** What tells that the files of a session have changed: their sizes, times and numbers. Null when there are none or they cannot be asked. In: the names in its folder, where they are known. */
export async function stampOf(
  folder: SessionFolder,
  fs: FileSystem,
  names?: ReadonlySet<string>,
): Promise<string | null> {
  try {
    // The time of the images' folder changes with every file that comes or goes.
    const files = [folder.meta, folder.metaBackup, folder.journal, folder.output];
    const isThere = (file: string) => names === undefined || names.has(basename(file));
    const stamps = await Promise.all(files.map((file) => (isThere(file) ? stampOfFile(file, fs) : MISSING)));
    return stamps.every((stamp) => stamp === MISSING) ? null : stamps.join(' ');
  } catch {
    return null;
  }
}

async function stampOfFile(path: string, fs: FileSystem): Promise<string> {
  try {
    return fileStamp(await fs.facts(path));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return MISSING;
    throw error;
  }
}
