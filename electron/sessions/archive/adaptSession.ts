import { unsavedEvents } from '../../../core/session/discard';
import { toDocument } from '../../../core/session/document';
import { type JournalEvent, type NewEvent, readEvent } from '../../../core/session/events';
import { applyEvent } from '../../../core/session/journal';
import { stringifyJson } from '../../../core/session/json';
import { anotherCopy } from '../../../core/session/packs';
import { countsOf, isGenerationComplete } from '../../../core/session/progress';
import type { SessionState } from '../../../core/session/state';
import { atomicWrite } from '../atomicWrite';
import { errorCode, type FileSystem } from '../fileSystem';
import { journalLine } from '../journalFile';
import { loadSession } from '../loadSession';
import { sha256Of } from '../savedFile';
import { type SessionFolder, sessionFolderAt } from '../sessionFolder';

export interface AdaptOptions {
  readonly fs: FileSystem;
  now(): Date;
  randomHex(bytes: number): string;
  /** The server of a set-up that says nothing yet. */
  servers(): readonly string[];
}

export interface Adaptation {
  /** Told in the session's log. */
  readonly said: string;
  /** What the state is to say otherwise than the files do. */
  change?(state: SessionState): void;
  /** Whether it becomes a session beside the one that it was: of a rating pack it is another copy then, with votes of its own. */
  readonly isAnother: boolean;
  /** Seconds since 1970 of the save; that of the files when not given, and of now where they were never saved. */
  readonly timestamp?: number;
}

/**
 * Makes the files in `path` those of the session `target`: its id and its paths in a new `session_meta.json`, which holds
 * everything that was done, saved or not; the journal goes on behind what it held, and speaks of that file. A run that was
 * going on stands as paused. Throws the system's error.
 * Out: the number of changes that had not been saved, and why it could not be done (the files are as they were then).
 */
export async function adaptSession(
  path: string,
  target: SessionFolder,
  { said, change, isAnother, timestamp }: Adaptation,
  options: AdaptOptions,
): Promise<{ damaged: string | null; unsaved: number }> {
  const { fs, now, randomHex } = options;
  const place = sessionFolderAt(path, target.id);
  const loaded = await loadSession(place, {
    fs,
    now,
    isRunLive: true,
    blindKey: randomHex(32),
    servers: options.servers(),
  });
  if (loaded.damaged !== null) return { damaged: loaded.damaged, unsaved: 0 };
  const { state, journal } = loaded;
  const unsaved = unsavedEvents(journal.events, loaded.savedSeq).length;
  const events: JournalEvent[] = [];
  const at = now().toISOString();
  const add = (event: NewEvent) => {
    const seq = Math.max(state.journal_seq, journal.lastSeq) + 1;
    const placed = readEvent({ seq, at, ...event });
    if (placed === null || placed.type === 'unknown') throw new Error(`An event ${event.type} is malformed.`);
    applyEvent(state, placed);
    events.push(placed);
  };
  for (const event of loaded.opening) add(event);
  if (state.run.status === 'running') add(endOfRun(state));
  add({ type: 'log', level: 'info', message: said, step: null, prompt_index: null, job: null });
  const another = isAnother ? anotherCopy(state, randomHex(8)) : null;
  if (another !== null) add(another);
  change?.(state);
  const savedAt = timestamp ?? state.timestamp ?? now().getTime() / 1000;
  const content = Buffer.from(`${stringifyJson(toDocument(state, savedAt), 2)}\n`);
  add({ type: 'saved', sha256: sha256Of(content), timestamp: savedAt });
  const kept = Buffer.from(await readOrNothing(fs, place.journal)).subarray(0, journal.size);
  const lines = `${journal.lacksLineBreak ? '\n' : ''}${events.map(journalLine).join('')}`;
  // The journal first, as at every save: the file that it speaks of comes after it.
  await atomicWrite(fs, place.journal, Buffer.concat([kept, Buffer.from(lines)]), randomHex(8));
  await atomicWrite(fs, place.meta, content, randomHex(8));
  return { damaged: null, unsaved };
}

function endOfRun(state: SessionState): NewEvent {
  const { images_done: done, images_total: total } = countsOf(state);
  if (isGenerationComplete(state))
    return { type: 'session_completed', prompt_index: null, done, total, next_action: 'evaluate' };
  return {
    type: 'session_paused',
    reason: 'asked',
    message: `This was taken while images were being made: ${done} of ${total} are here. Resume makes the rest.`,
    prompt_index: null,
    done,
    total,
    next_action: 'resume',
  };
}

async function readOrNothing(fs: FileSystem, path: string): Promise<Uint8Array> {
  try {
    return await fs.readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return new Uint8Array();
    throw error;
  }
}
