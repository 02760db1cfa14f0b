import type { JournalEvent, NewEvent } from '../../core/session/events';
import type { JournalContents } from './journalFile';
import { MAX_SAVED_BYTES, type SavedFile } from './savedFile';

/** What was mended while a session was read, in sentences. */
export interface FoundRepairs {
  /** Of the saved file: found again at each reading, until the next save. */
  readonly file: readonly string[];
  /** Of the journal, which is never written anew: found again for ever. */
  readonly journal: readonly string[];
}

const KEPT = ' The broken file is kept; the next save names it session_meta.json.broken-<time>.';

/** What an `adopted` event says that is not the journal's first. */
export const CHANGED_ELSEWHERE =
  'Another program has changed session_meta.json since. What it says now counts; older changes stay in the journal.';

/** In: the saved file, the one that was used instead where it is not good, and the journal's events. */
export function fileRepairs(main: SavedFile, used: SavedFile, events: readonly JournalEvent[]): string[] {
  if (main.kind === 'good') return [];
  const isBroken = main.kind === 'broken';
  const what = main.kind === 'broken' ? brokenWords(main) : 'session_meta.json is missing';
  const kept = isBroken ? KEPT : '';
  if (used.kind === 'good') {
    const since =
      events.length > 0
        ? 'with everything journaled since'
        : 'and there is no journal: what came after that save is lost';
    return [`${what}. The save before it was used, ${since}.${kept}`];
  }
  // A session that was never saved has no file, and nothing is wrong with it.
  if (!isBroken && !events.some(({ type }) => type === 'saved')) return [];
  const earlier = isBroken ? ', nor is there an earlier save' : ', and so is the save before it';
  return [`${what}${earlier}. The session was put together from its journal.${kept}`];
}

/** Why a saved file that is there is not used. */
export function brokenWords({ isTooLarge, isEmpty }: Extract<SavedFile, { kind: 'broken' }>): string {
  if (isEmpty === true) return 'session_meta.json tells nothing of a session';
  if (isTooLarge !== true) return 'session_meta.json cannot be read';
  return `session_meta.json is larger than ${MAX_SAVED_BYTES / 1024 / 1024} MB, which no session is, and was not read`;
}

export function journalRepairs({ unreadable }: Pick<JournalContents, 'unreadable'>): string[] {
  if (unreadable.length === 0) return [];
  const isOne = unreadable.length === 1;
  const shown = unreadable.slice(0, 10).join(', ');
  const more = unreadable.length > 10 ? ` and ${unreadable.length - 10} more` : '';
  return [
    `${isOne ? 'Line' : 'Lines'} ${shown}${more} of journal.jsonl cannot be read and ${isOne ? 'was' : 'were'} left out. ${isOne ? 'It stays' : 'They stay'} in the file.`,
  ];
}

/** A repair is said until the session is saved again, so it is journaled: as a warning that belongs to no step. */
export function repairEvent(message: string): NewEvent {
  return { type: 'log', level: 'warning', message, step: null, prompt_index: null, job: null };
}

function repairOf(event: JournalEvent, index: number): string[] {
  if (event.type === 'adopted') return index === 0 ? [] : [CHANGED_ELSEWHERE];
  const isRepair = event.type === 'log' && event.level === 'warning' && event.step === null;
  return isRepair ? [event.message] : [];
}

/**
 * What is to be said of a session's repairs. In: what was found in reading, and the journal's events.
 * Out: all that holds since the last save, and the events of what the journal does not tell yet.
 */
export function tellRepairs(
  found: FoundRepairs,
  events: readonly JournalEvent[],
): { repairs: string[]; untold: NewEvent[] } {
  const lastSave = events.findLast(({ type }) => type === 'saved')?.seq ?? 0;
  const ever = new Set(events.flatMap(repairOf));
  const sinceSave = new Set(
    events.flatMap((event, index) => (event.seq > lastSave ? repairOf(event, index) : [])),
  );
  const untold = [
    ...found.file.filter((sentence) => !sinceSave.has(sentence)),
    ...found.journal.filter((sentence) => !ever.has(sentence)),
  ];
  return { repairs: [...new Set([...sinceSave, ...untold])], untold: untold.map(repairEvent) };
}
