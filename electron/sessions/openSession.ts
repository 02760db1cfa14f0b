import type { JournalEvent, NewEvent } from '../../core/session/events';
import type { SessionId } from '../../core/session/identity';
import type { SessionState } from '../../core/session/state';
import type { SessionFolder } from './sessionFolder';

/** Changes that an earlier process left without saving. */
export interface Recovery {
  /** All changes since the last save. */
  readonly changes: number;
  /** ISO time of the first of them. */
  readonly since: string;
}

/** What can be told of a session without writing to it. */
export interface SessionGlance {
  readonly id: SessionId;
  readonly folder: SessionFolder;
  /** The state as the journal tells it; a run that no live program makes stands as paused. Changed only by `append`. */
  readonly state: Readonly<SessionState>;
  /** Another live copy of the app has the session open for writing. */
  readonly readOnly: boolean;
  /** Why the session cannot be used, in a sentence; null when it can. */
  readonly damaged: string | null;
  /** What was mended in reading since the last save, in sentences. */
  readonly repairs: readonly string[];
  readonly unsavedChanges: number;
  /** ISO time of the last save; null while never saved. */
  readonly savedAt: string | null;
  /** ISO time of the journal's last event; null where there is none. */
  readonly lastEventAt: string | null;
  readonly recovery: Recovery | null;
  /** What the journal on the disk holds, oldest first. */
  readonly events: readonly JournalEvent[];
  /** Its files as they were when they were read: another one when they change. Null when that is not known. */
  readonly stamp: string | null;
}

/** A session that can be written to; the lock is taken at the first write and let go when idle. */
export interface OpenSession extends SessionGlance {
  /**
   * Writes events to the journal, flushes it, then changes the state, then tells `onEvents`.
   * Out: the events with their places. Throws AppFailure (`session_locked`, `disk_full`, `no_permission`,
   * `storage_failed`, `not_possible` when damaged); then nothing has changed.
   */
  append(...events: NewEvent[]): Promise<JournalEvent[]>;
  /** Writes `session_meta.json`. Throws AppFailure; then the file is as before and the changes still count as unsaved. */
  save(): Promise<void>;
  /** Takes back every undoable change since the last save. */
  discard(): Promise<void>;
  /** Keeps what an earlier process left (the answer "Keep"). */
  recover(): Promise<void>;
  /** The newest events of the journal, oldest first; with what it tells of itself but has not written yet, at their end. */
  readLog(limit: number): Promise<JournalEvent[]>;
  /** Keeps the session in memory and locked while a run works on it; the answer lets go (calling it twice does no harm). */
  hold(): () => void;
  /** Lets go of lock and journal and leaves the memory; waits for writes under way. */
  close(): Promise<void>;
}
