import type { JournalEvent, NewEvent } from '../../core/session/events';
import { sessionIdTime } from '../../core/session/identity';
import { applyEvent, replay } from '../../core/session/journal';
import { restore } from '../../core/session/restore';
import { missingOrders, settleImages, settleRun } from '../../core/session/settle';
import { type JsonObject, newSession, type SessionState } from '../../core/session/state';
import type { FileSystem } from './fileSystem';
import type { JournalContents } from './journalFile';
import { rebuildSession } from './rebuildSession';
import type { FoundImages } from './recovery';
import {
  brokenWords,
  CHANGED_ELSEWHERE,
  type FoundRepairs,
  fileRepairs,
  journalRepairs,
  tellRepairs,
} from './repairs';
import type { SavedFile } from './savedFile';
import type { SessionFolder } from './sessionFolder';

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
  /** Put together from what was found: its saved file is to be written before the next event. */
  readonly isRebuilt: boolean;
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
  now(): Date;
}

/** What lies in a session's `output/`. */
export interface OutputContents {
  /** The names; null when it cannot be looked into. */
  readonly names: ReadonlySet<string> | null;
  /** The images, where the session is to be put together from them. */
  readonly found: FoundImages | null;
  /** The text of `scores.csv`, which tells votes then; null where there is none that can be read. */
  readonly scores: string | null;
}

/** The saved file, and the one that counts: the same when it is good, else the save before it. */
export interface SavedFiles {
  readonly main: SavedFile;
  readonly used: SavedFile;
}

/** True when neither saved files nor journal tell what the session's images are. */
export function isLost({ main, used }: SavedFiles, journal: JournalContents): boolean {
  if (used.kind === 'good' || journal.events.some(isBeginning)) return false;
  return neverSavedDamage(main, journal) !== null || journal.unreadable.length > 0;
}

/** All that was read from a session's folder. */
export interface FolderContents extends SavedFiles {
  readonly journal: JournalContents;
  readonly output: OutputContents;
}

/** The session that a folder's contents tell, without looking at the disk. */
export function buildSession(
  folder: SessionFolder,
  { main, used, journal, output }: FolderContents,
  stamp: string | null,
  options: Omit<LoadOptions, 'fs'>,
): LoadedSession {
  const cut = used.kind !== 'good' && isCut(journal) ? [CUT] : [];
  const found = {
    file: [...fileRepairs(main, used, journal.events), ...cut],
    journal: journalRepairs(journal),
  };
  // With the file itself unreadable, all that was ever saved is still in the journal: only what came after is unsaved.
  const lastSave = main.kind === 'good' ? null : (journal.events.findLast(isSave) ?? null);
  if (used.kind === 'good')
    return loadSaved(folder, used, journal, { ...found, lastSave, stamp, output }, options);
  const rebuilt =
    output.found === null
      ? null
      : rebuildSession(folder, journal, output.found, {
          ...options,
          scores: output.scores,
          createdAt: folderTime(folder, options),
        });
  if (rebuilt !== null) {
    // That file and backup are gone is what the sentence begins with.
    const { repairs } = tellRepairs({ ...found, file: [] }, journal.events);
    const [state, sentence] = rebuilt;
    const loaded = {
      state,
      journal,
      savedSeq: journal.lastSeq,
      opening: [],
      damaged: null,
      isRebuilt: true,
      stamp,
    };
    return settled({ ...loaded, repairs: [...repairs, sentence] }, output, options);
  }
  const damage = neverSavedDamage(main, journal);
  if (damage !== null) {
    const hasImages = output.found !== null;
    return damagedSession(folder, journal, `${damage} ${hasImages ? NO_PAIR : NO_IMAGE}`, stamp, options);
  }
  const state = newSession(folder.id, folderTime(folder, options), options.servers);
  replay(state, journal.events);
  if (lastSave !== null) state.timestamp = lastSave.timestamp;
  // One whose first save never came to its end has lost nothing.
  state.recovered_from_disk = main.kind === 'broken' || isCut(journal);
  const savedSeq = lastSave?.seq ?? 0;
  const { repairs, untold } = tellRepairs(found, journal.events);
  const loaded = { state, journal, savedSeq, opening: untold, damaged: null, isRebuilt: false, stamp };
  return settled({ ...loaded, repairs }, output, options);
}

/** True for what says what a session's images are: the start of a run, or the opening of a rating pack. */
function isBeginning({ type }: JournalEvent): boolean {
  return type === 'session_start' || type === 'pack_opened';
}

type Save = Extract<JournalEvent, { type: 'saved' }>;

function isSave(event: JournalEvent): event is Save {
  return event.type === 'saved';
}

function loadSaved(
  folder: SessionFolder,
  file: { document: JsonObject; sha256: string },
  journal: JournalContents,
  found: FoundRepairs &
    Pick<LoadedSession, 'stamp'> &
    Pick<FolderContents, 'output'> & { lastSave: Save | null },
  options: Omit<LoadOptions, 'fs'>,
): LoadedSession {
  const { lastSave, stamp, output } = found;
  const { state, repairs: restored } = restore(file.document, {
    sessionId: folder.id,
    createdAt: folderTime(folder, options),
    blindKey: options.blindKey,
  });
  const isJournalLost = found.file.length === 0 && state.journal_seq > 0 && isNothing(journal);
  const ofFile = [...found.file, ...restored, ...(isJournalLost ? [JOURNAL_GONE] : [])];
  const { repairs, untold } = tellRepairs({ ...found, file: ofFile }, journal.events);
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
  const loaded = { state, journal, savedSeq, opening, repairs, damaged: null, isRebuilt: false, stamp };
  return settled(loaded, output, options);
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

/**
 * Brings a session in line with what lies in its folder: images whose files are gone do not count, a run that nobody makes
 * any more has ended, and what can be judged has an order. Told at once, journaled at the next write.
 */
function settled(
  loaded: LoadedSession,
  output: OutputContents,
  options: Omit<LoadOptions, 'fs'>,
): LoadedSession {
  const { state } = loaded;
  const { names } = output;
  if (names !== null) settleImages(state, ({ file }) => names.has(file));
  const isBlind = names === null && state.images.size > 0;
  const repairs = isBlind ? [...loaded.repairs, UNSEEN] : loaded.repairs;
  if (options.isRunLive) return { ...loaded, repairs };
  const opening = [...loaded.opening];
  const at = loaded.journal.events.at(-1)?.at ?? options.now().toISOString();
  const apply = (event: NewEvent | null) => {
    if (event === null) return;
    applyEvent(state, { ...event, seq: state.journal_seq, at } as JournalEvent);
    opening.push(event);
  };
  const { checkpoint } = state.run;
  apply(settleRun(state));
  state.run.checkpoint = checkpoint;
  for (const order of missingOrders(state)) apply(order);
  return { ...loaded, repairs, opening };
}

const CUT = 'The beginning of journal.jsonl is missing; what stands in the rest was used.';
const UNSEEN =
  'The output folder cannot be looked into, or is a link that leads elsewhere, so nobody knows whether its images are there. Put the folder itself in its place, then check this session.';
const NO_IMAGE =
  'There are no images in its output folder from which it could be put together. Put back a copy of session_meta.json, or delete the session.';
const NO_PAIR =
  'Its output folder holds images, but no two of which it is known that they belong together; they are untouched. Put back a copy of session_meta.json or journal.jsonl, then check this session.';

/** Why a session without a usable saved file cannot be put together from its journal; null when it can. */
function neverSavedDamage(main: SavedFile, journal: JournalContents): string | null {
  const [first] = journal.events;
  const reachesBack = first?.seq === 1 || journal.unreadable.length > 0;
  if (first !== undefined && first.type !== 'adopted' && reachesBack) return null;
  // Whatever came before it, it holds all that the session is about.
  if (journal.events.some(isBeginning)) return null;
  const what = main.kind === 'broken' ? `Its ${brokenWords(main)}` : 'It holds no saved state';
  const why =
    first === undefined ? 'there is no journal of it' : 'its journal does not go back to the beginning';
  return `${what}, and ${why}.`;
}

const JOURNAL_GONE =
  'journal.jsonl is missing, so what came after the last save is lost: votes, notes and the pin, if there were any.';

function isNothing({ events, unreadable }: JournalContents): boolean {
  return events.length === 0 && unreadable.length === 0;
}

/** True when a journal's first events are gone. */
function isCut({ events, unreadable }: JournalContents): boolean {
  return events.length > 0 && events[0]?.seq !== 1 && unreadable.length === 0;
}

export function damagedSession(
  folder: SessionFolder,
  journal: JournalContents,
  damaged: string,
  stamp: string | null,
  options: Omit<LoadOptions, 'fs'>,
): LoadedSession {
  const state = newSession(folder.id, folderTime(folder, options));
  return { state, journal, savedSeq: 0, opening: [], repairs: [], damaged, isRebuilt: false, stamp };
}

function folderTime(folder: SessionFolder, options: Omit<LoadOptions, 'fs'>): string {
  return (sessionIdTime(folder.id) ?? options.now()).toISOString();
}
