import type { JournalEvent } from '../../core/session/events';
import type { SessionId } from '../../core/session/identity';
import type { FileSystem } from './fileSystem';
import type { LockOptions } from './lock';
import type { OpenSession } from './openSession';
import type { KeptSeqs } from './sessionMemory';
import type { Timers } from './timers';

/** What all sessions of a store share. */
export interface StoreParts<Session> {
  readonly fs: FileSystem;
  readonly timers: Timers;
  readonly lock: LockOptions;
  readonly idleMs: number;
  now(): Date;
  randomHex(bytes: number): string;
  log(level: 'info' | 'warning' | 'error', message: string): void;
  tell(session: OpenSession, events: JournalEvent[]): void;
  /** Secret for the trial ids of a session whose file holds none; the same as long as the program runs. */
  blindKeyOf(id: SessionId): string;
  /** The server of a set-up that says nothing yet. */
  servers(): readonly string[];
  /** True once writes are refused because the program ends. */
  isClosing(): boolean;
  /** What is to be thrown instead of `error`, which met a session whose folder is gone. */
  explainGone(session: Session, error: unknown): Promise<unknown>;
  readonly keptSeqs: KeptSeqs;
  /** The session is in use and stays in memory. */
  keep(session: Session): void;
  /** The session need not stay in memory. */
  drop(session: Session): void;
}
