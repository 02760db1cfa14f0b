import { AppFailure } from '../../core/contract/failure';
import type { EventOf, JournalEvent, NewEvent } from '../../core/session/events';
import { sessionIdTime } from '../../core/session/identity';
import { applyEvent, replay } from '../../core/session/journal';
import { countsOf, isGenerationComplete } from '../../core/session/progress';
import { restore } from '../../core/session/restore';
import { type JsonObject, newSession, type SessionState } from '../../core/session/state';
import { errorCode, type FileSystem } from './fileSystem';
import { type JournalContents, parseJournal, readJournal } from './journalFile';
import { CHANGED_ELSEWHERE, type FoundRepairs, fileRepairs, journalRepairs, tellRepairs } from './repairs';
import { readSavedFile, type SavedFile } from './savedFile';
import type { SessionFolder } from './sessionFolder';
import { onDisk } from './storageFailure';

/** A session as its folder tells it. */
export interface LoadedSession {
  readonly state: SessionState;
  readonly journal: JournalContents;
  /** `seq` up to which the saved file holds everything; 0 when there is none. */
  readonly savedSeq: number;
  /** What is to be journaled before the next event. */
  readonly opening: readonly NewEvent[];
  readonly repairs: readonly string[];
  readonly damaged: string | null;
  /** Changes whenever the folder's files do; null when they must be read again in any case. */
  readonly stamp: string | null;
}

export interface LoadOptions {
  readonly fs: FileSystem;
  /** Somebody makes the session's run right now. */
  readonly isRunLive: boolean;
  /** Secret for trial ids where the file holds none. */
  readonly blindKey: string;
  /** The server of a set-up that says nothing yet. */
  readonly servers: readonly string[];
  /** The folder was made just now; that it is empty is no damage. */
  readonly isNew: boolean;
  now(): Date;
}

/**
 * Reads a session: the saved file, or the one before it, and the journal's events after it.
 * Throws AppFailure `not_found` when there is no such folder. What cannot be read comes back as `damaged`.
 */
export async function loadSession(folder: SessionFolder, options: LoadOptions): Promise<LoadedSession> {
  await checkFolder(folder, options.fs);
  try {
    return await onDisk('read this session', folder.path, () => readFolder(folder, options));
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    return damagedSession(folder, parseJournal(new Uint8Array()), error.message, null, options);
  }
}

async function checkFolder(folder: SessionFolder, fs: FileSystem): Promise<void> {
  const isThere = await onDisk('open this session', folder.path, async () => {
    try {
      return (await fs.facts(folder.path)).isFolder;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    }
  });
  if (!isThere) throw new AppFailure('not_found', `There is no session ${folder.id} in the sessions folder.`);
}

async function readFolder(folder: SessionFolder, options: LoadOptions): Promise<LoadedSession> {
  const { fs } = options;
  // Taken first, and the files before the journal: a save by another copy in between is then noticed, or harmless.
  const stamp = await stampOf(folder, fs);
  const files = await readSavedFiles(folder, fs);
  const journal = await readJournal(fs, folder.journal);
  return buildSession(folder, files, journal, stamp, options);
}

/** The saved file, and the one that counts: the same when it is good, else the save before it. */
export interface SavedFiles {
  readonly main: SavedFile;
  readonly used: SavedFile;
}

/** Reads the saved file, and the save before it where that is needed. Throws the system's error. */
export async function readSavedFiles(folder: SessionFolder, fs: FileSystem): Promise<SavedFiles> {
  const main = await readSavedFile(fs, folder.meta);
  return { main, used: main.kind === 'good' ? main : await readSavedFile(fs, folder.metaBackup) };
}

/** The session that saved files and a journal tell, without looking at the disk. */
export function buildSession(
  folder: SessionFolder,
  { main, used }: SavedFiles,
  journal: JournalContents,
  stamp: string | null,
  options: Omit<LoadOptions, 'fs'>,
): LoadedSession {
  const found = { file: fileRepairs(main, used, journal.events), journal: journalRepairs(journal) };
  // With the file itself unreadable, all that was ever saved is still in the journal: only what came after is unsaved.
  const lastSave = main.kind === 'good' ? null : (journal.events.findLast(isSave) ?? null);
  if (used.kind === 'good') return loadSaved(folder, used, journal, { ...found, lastSave, stamp }, options);
  const damage = options.isNew ? null : neverSavedDamage(main, journal);
  if (damage !== null) return damagedSession(folder, journal, damage, stamp, options);
  const state = newSession(folder.id, folderTime(folder, options), options.servers);
  replay(state, journal.events);
  if (lastSave !== null) state.timestamp = lastSave.timestamp;
  const savedSeq = lastSave?.seq ?? 0;
  const { repairs, untold } = tellRepairs(found, journal.events);
  return settled({ state, journal, savedSeq, opening: untold, repairs, damaged: null, stamp }, options);
}

type Save = Extract<JournalEvent, { type: 'saved' }>;

function isSave(event: JournalEvent): event is Save {
  return event.type === 'saved';
}

function loadSaved(
  folder: SessionFolder,
  file: { document: JsonObject; sha256: string },
  journal: JournalContents,
  found: FoundRepairs & { readonly lastSave: Save | null; readonly stamp: string | null },
  options: Omit<LoadOptions, 'fs'>,
): LoadedSession {
  const { lastSave, stamp } = found;
  const { state, repairs: restored } = restore(file.document, {
    sessionId: folder.id,
    createdAt: folderTime(folder, options),
    blindKey: options.blindKey,
  });
  const { repairs, untold } = tellRepairs({ ...found, file: [...found.file, ...restored] }, journal.events);
  const opening: NewEvent[] = [];
  const place = placeOfFile(journal.events, file.sha256);
  if (place === null) {
    // Nobody journaled this file: another program wrote it, or the journal is gone or older than the file.
    opening.push({ type: 'adopted', sha256: file.sha256 });
    if (journal.events.length > 0 && !repairs.includes(CHANGED_ELSEWHERE)) repairs.push(CHANGED_ELSEWHERE);
    state.journal_seq = Math.max(journal.lastSeq, state.journal_seq);
  } else {
    state.journal_seq = place;
  }
  opening.push(...untold);
  let savedSeq = state.journal_seq;
  replay(state, journal.events);
  if (place !== null && lastSave !== null) {
    savedSeq = lastSave.seq;
    state.timestamp = lastSave.timestamp;
  }
  return settled({ state, journal, savedSeq, opening, repairs, damaged: null, stamp }, options);
}

/**
 * Where in the journal a saved file belongs, by its SHA-256: the `seq` from which replay goes on.
 * Null when no event speaks of this file.
 */
export function placeOfFile(events: readonly JournalEvent[], sha256: string): number | null {
  const found = events.findLast(
    (event) => (event.type === 'saved' || event.type === 'adopted') && event.sha256 === sha256,
  );
  return found?.seq ?? null;
}

type EndOfRun = EventOf<'session_completed'> | EventOf<'session_paused'>;

/** A run that nobody makes any more is paused, or complete when its last image is there; told at once, journaled at the next write. */
function settled(loaded: LoadedSession, options: Omit<LoadOptions, 'fs'>): LoadedSession {
  const { state } = loaded;
  const end = options.isRunLive ? null : endOfRun(state);
  if (end === null) return loaded;
  const { checkpoint } = state.run;
  const at = loaded.journal.events.at(-1)?.at ?? options.now().toISOString();
  applyEvent(state, { ...end, seq: state.journal_seq, at });
  state.run.checkpoint = checkpoint;
  return { ...loaded, opening: [...loaded.opening, end] };
}

function endOfRun(state: SessionState): EndOfRun | null {
  if (state.run.status !== 'running') return null;
  const { images_done: done, images_total: total } = countsOf(state);
  if (isGenerationComplete(state))
    return { type: 'session_completed', prompt_index: null, done, total, next_action: 'evaluate' };
  return {
    type: 'session_paused',
    reason: 'host_ended',
    message: `Blindfold ended while images were being made. ${done} of ${total} are safe. Resume makes the rest.`,
    prompt_index: null,
    done,
    total,
    next_action: 'resume',
  };
}

/** Why a session without a usable saved file cannot be put together from its journal; null when it can. */
function neverSavedDamage(main: SavedFile, journal: JournalContents): string | null {
  const [first] = journal.events;
  const reachesBack = first?.seq === 1 || journal.unreadable.length > 0;
  if (first !== undefined && first.type !== 'adopted' && reachesBack) return null;
  const what = main.kind === 'broken' ? 'Its saved state cannot be read' : 'It holds no saved state';
  const why =
    first === undefined ? 'there is no journal of it' : 'its journal does not go back to the beginning';
  return `${what}, and ${why}. What lies in its output folder is untouched.`;
}

function damagedSession(
  folder: SessionFolder,
  journal: JournalContents,
  damaged: string,
  stamp: string | null,
  options: Omit<LoadOptions, 'fs'>,
): LoadedSession {
  const state = newSession(folder.id, folderTime(folder, options));
  return { state, journal, savedSeq: 0, opening: [], repairs: [], damaged, stamp };
}

function folderTime(folder: SessionFolder, options: Omit<LoadOptions, 'fs'>): string {
  return (sessionIdTime(folder.id) ?? options.now()).toISOString();
}

const MISSING = '-';

/** What tells that the files of a session have changed: their sizes, times and numbers. Null when there are none or they cannot be asked. */
export async function stampOf(folder: SessionFolder, fs: FileSystem): Promise<string | null> {
  try {
    const files = [folder.meta, folder.metaBackup, folder.journal];
    const stamps = await Promise.all(files.map((file) => stampOfFile(file, fs)));
    return stamps.every((stamp) => stamp === MISSING) ? null : stamps.join(' ');
  } catch {
    return null;
  }
}

async function stampOfFile(path: string, fs: FileSystem): Promise<string> {
  try {
    const { size, mtimeMs, ino } = await fs.facts(path);
    return `${size}:${mtimeMs}:${ino}`;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return MISSING;
    throw error;
  }
}
