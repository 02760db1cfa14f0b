import type { JournalEvent } from '../../core/session/events';
import type { SessionId } from '../../core/session/identity';
import type { FileSystem } from './fileSystem';
import type { OpenSession } from './openSession';
import type { Processes } from './processes';
import type { Timers } from './timers';

/** With what the sessions of one root are opened. */
export interface SessionStoreOptions {
  /** The sessions folder; made when missing. */
  readonly root: string;
  now(): Date;
  /** So many random bytes as hexadecimal digits. */
  randomHex(bytes: number): string;
  log(level: 'info' | 'warning' | 'error', message: string): void;
  /** Called after the events are on disk and in the state, in the order of writing. */
  onEvents?(session: OpenSession, events: JournalEvent[]): void;
  /** A session that nothing used for so many milliseconds is let go; 60 seconds when not given. */
  readonly idleMs?: number;
  /** The server of a set-up that says nothing yet, as after the discard of a draft that was never saved. */
  servers?(): readonly string[];
  readonly fs?: FileSystem;
  /** Why there is no folder for an id, in a sentence; null when nothing is known of it. */
  explainMissing?(id: SessionId): Promise<string | null>;
  /** Whether an id is in use elsewhere than among the folders, as by an archived session; none is when not given. */
  isTaken?(id: SessionId): Promise<boolean>;
  readonly timers?: Timers;
  readonly processes?: Processes;
}
