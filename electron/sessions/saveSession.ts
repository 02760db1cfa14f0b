import { AppFailure } from '../../core/contract/failure';
import type { JournalEvent, NewEvent } from '../../core/session/events';
import { formatStamp } from '../../core/session/identity';
import type { SessionState } from '../../core/session/state';
import { placeOfFile } from './buildSession';
import type { FileFacts, FileSystem } from './fileSystem';
import { type Evidence, MAX_SAVED_BYTES, replaceSavedFile, sha256Of } from './savedFile';
import { createSavedText, type SavedText } from './savedText';
import type { SessionFolder } from './sessionFolder';

/** What one save leaves to the next. */
export interface SaveMemory {
  readonly text: SavedText;
  /** What was asked of the file that the last one wrote. */
  written: FileFacts | null;
}

export function createSaveMemory(): SaveMemory {
  return { text: createSavedText(), written: null };
}

/** What a save works with. */
export interface SaveParts {
  readonly fs: FileSystem;
  readonly folder: SessionFolder;
  readonly state: SessionState;
  readonly memory: SaveMemory;
  /** The journal so far. */
  readonly events: readonly JournalEvent[];
  now(): Date;
  randomHex(bytes: number): string;
  /** Journals events. Rejects with AppFailure. */
  record(events: readonly NewEvent[]): Promise<JournalEvent[]>;
}

/**
 * Writes a session's `session_meta.json`. In: also events that come with the save. Out: the time of the save, in seconds
 * since 1970, and what was journaled. Rejects with AppFailure or the system's error; then the file is as before.
 */
export async function saveSession(
  { fs, folder, state, memory, events, now, randomHex, record }: SaveParts,
  after: readonly NewEvent[],
): Promise<{ timestamp: number; saved: JournalEvent[] }> {
  const timestamp = now().getTime() / 1000;
  const content = memory.text.bytes(state, timestamp);
  const size = content.reduce((sum, piece) => sum + piece.length, 0);
  if (size > MAX_SAVED_BYTES) throw tooLarge(size);
  const { written } = memory;
  memory.written = null;
  let saved: JournalEvent[] = [];
  let sha256 = '';
  memory.written = await replaceSavedFile(fs, folder, content, {
    written,
    evidenceMark: formatStamp(now()),
    temporaryMark: randomHex(8),
    isKnown: (sum) => placeOfFile(events, sum) !== null,
    isOurs: (sum) => events.some((event) => event.type === 'saved' && event.sha256 === sum),
    // Here: another thread would get a copy of it all first, which takes longer than the sum.
    meanwhile: () => {
      sha256 = sha256Of(content);
    },
    announce: async (evidence) => {
      const kept = evidence === null ? [] : [evidenceEvent(evidence)];
      saved = await record([...kept, { type: 'saved', sha256, timestamp }, ...after]);
    },
  });
  return { timestamp, saved };
}

function tooLarge(bytes: number): AppFailure {
  const megabytes = Math.ceil(bytes / 1_000_000);
  return new AppFailure(
    'not_possible',
    `This session is too large to be saved: session_meta.json would hold ${megabytes} MB. Everything is safe in its journal. Use shorter prompts or fewer of them in a new session.`,
  );
}

function evidenceEvent({ name, isForeign }: Evidence): NewEvent {
  const message = isForeign
    ? `Another program changed session_meta.json while this session was open. What it wrote was kept as ${name}; it is not in this session.`
    : `The broken session_meta.json was kept as ${name}.`;
  return {
    type: 'log',
    level: isForeign ? 'warning' : 'info',
    message,
    step: null,
    prompt_index: null,
    job: null,
  };
}
