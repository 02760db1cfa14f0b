import { unsavedEvents } from '../../core/session/discard';
import { EVENT_GROUP } from '../../core/session/eventGroups';
import { type JournalEvent, type NewEvent, readEvent } from '../../core/session/events';
import type { SessionId } from '../../core/session/identity';
import { applyEvent } from '../../core/session/journal';
import { isGenerationComplete } from '../../core/session/progress';
import { settleImages, settleRun } from '../../core/session/settle';
import type { ImageRecord, SessionState } from '../../core/session/state';
import type { LoadedSession } from './buildSession';
import type { JournalContents } from './journalFile';
import type { Recovery } from './openSession';

/** Up to which `seq` this program has seen or made each session's changes itself, so that they are nothing to recover. */
export type KeptSeqs = Map<SessionId, number>;

/** Gives events their places after `after`. Throws Error (a bug) for one that could not be read back. */
export function placeEvents(events: readonly NewEvent[], at: string, after: number): JournalEvent[] {
  return events.map((event, index) => {
    const placed = readEvent({ seq: after + 1 + index, at, ...event });
    if (placed === null || placed.type === 'unknown') {
      throw new Error(`An event of type ${event.type} does not fit its own description.`);
    }
    return placed;
  });
}

/** What is known of one session: its state, its journal, and what of it is not saved. Touches no disk. */
export class SessionMemory {
  readonly #id: SessionId;
  readonly #keptSeqs: KeptSeqs;
  #loaded: LoadedSession;
  #readOnly = false;
  #stamp: string | null = null;
  #lastSeq = 0;
  #opening: readonly NewEvent[] = [];
  #unsaved = 0;
  #recovery: Recovery | null = null;

  constructor(id: SessionId, keptSeqs: KeptSeqs, loaded: LoadedSession, readOnly: boolean) {
    this.#id = id;
    this.#keptSeqs = keptSeqs;
    this.#loaded = loaded;
    this.take(loaded, readOnly);
  }

  get loaded(): LoadedSession {
    return this.#loaded;
  }

  get readOnly(): boolean {
    return this.#readOnly;
  }

  /** That of the files as they were read; null when they must be read again in any case. */
  get stamp(): string | null {
    return this.#stamp;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** What is to be journaled before the next event. */
  get opening(): readonly NewEvent[] {
    return this.#opening;
  }

  /** The journal as it is, with events after its last one; nothing of it is kept. */
  journalWith(more: readonly JournalEvent[]): JournalContents {
    const { journal } = this.#loaded;
    return { ...journal, events: [...journal.events, ...more], lastSeq: this.#lastSeq };
  }

  /** Number of changes since the last save. */
  get unsaved(): number {
    return this.#unsaved;
  }

  get recovery(): Recovery | null {
    return this.#recovery;
  }

  /** ISO time of the last save; null while never saved. */
  get savedAt(): string | null {
    const time = new Date((this.#loaded.state.timestamp ?? Number.NaN) * 1000);
    return Number.isNaN(time.getTime()) ? null : time.toISOString();
  }

  /** ISO time of the journal's last event; null where there is none. */
  get lastEventAt(): string | null {
    return this.#loaded.journal.events.at(-1)?.at ?? null;
  }

  /** Takes over what was read from the disk. */
  take(loaded: LoadedSession, readOnly: boolean): void {
    const { state, journal, savedSeq, opening, stamp } = loaded;
    this.#loaded = loaded;
    this.#readOnly = readOnly;
    this.#stamp = stamp;
    this.#opening = opening;
    this.#lastSeq = Math.max(journal.lastSeq, state.journal_seq);
    const unsaved = unsavedEvents(journal.events, savedSeq);
    this.#unsaved = unsaved.length;
    const recovered = journal.events.findLast((event) => event.type === 'recovered')?.seq ?? 0;
    const known = Math.max(recovered, this.#keptSeqs.get(this.#id) ?? 0);
    const [first] = unsaved;
    const isLeft = !readOnly && first !== undefined && (unsaved.at(-1)?.seq ?? 0) > known;
    this.#recovery = isLeft ? { changes: unsaved.length, since: first.at } : null;
  }

  /** The newest events, oldest first; what is to be journaled before the next one stands behind them already. */
  log(limit: number, at: string): JournalEvent[] {
    const opening = this.#readOnly ? [] : placeEvents(this.#opening, at, this.#lastSeq);
    return limit > 0 ? [...this.#loaded.journal.events.slice(-limit), ...opening].slice(-limit) : [];
  }

  /** Changes the state by events that are on disk. */
  apply(events: readonly JournalEvent[]): void {
    for (const event of events) {
      this.#lastSeq = event.seq;
      this.#loaded.journal.events.push(event);
      applyEvent(this.#loaded.state, event);
      if (EVENT_GROUP[event.type] === 'undoable') {
        this.#unsaved += 1;
        this.#recovery = null;
        this.#keptSeqs.set(this.#id, event.seq);
      }
    }
  }

  /** The opening events are journaled. */
  opened(): void {
    this.#opening = [];
  }

  /** Everything is in the saved file. In: its time, in seconds since 1970. */
  saved(timestamp: number): void {
    this.#loaded.state.timestamp = timestamp;
    this.#loaded = { ...this.#loaded, repairs: [] };
    this.#unsaved = 0;
    this.#recovery = null;
  }

  /** What was put together is in a saved file now. In: what is still to be said of it. */
  rebuilt(repairs: readonly string[]): void {
    this.#loaded = { ...this.#loaded, isRebuilt: false, repairs };
  }

  /** Images of a state turned out to be torn: they do not count any more, unless the state is another by now. */
  tear(state: SessionState, torn: ReadonlySet<ImageRecord>): void {
    if (this.#loaded.state !== state) return;
    // Records, not names: an image that was made anew meanwhile is another one.
    const there = new Set([...state.images.values()].filter((image) => !torn.has(image)));
    settleImages(state, (image) => there.has(image));
    // Nobody has journaled yet that the run is complete, and it is not.
    if (!isGenerationComplete(state))
      this.#opening = this.#opening.filter(({ type }) => type !== 'session_completed');
    if (state.run.status !== 'running') settleRun(state);
  }

  /** What an earlier process left is kept, or taken back: nothing of it is to be asked about again. */
  settled(): void {
    this.#recovery = null;
    this.#keptSeqs.set(this.#id, this.#lastSeq);
  }

  /** Another program may write from here on. */
  letGo(): void {
    this.#stamp = null;
  }

  /** Another program has the lock. */
  lockedElsewhere(): void {
    this.#readOnly = true;
  }
}
