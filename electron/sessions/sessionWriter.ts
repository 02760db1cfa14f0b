import type { JournalEvent } from '../../core/session/events';
import type { FileSystem } from './fileSystem';
import {
  type JournalContents,
  type JournalFile,
  JournalOvertaken,
  journalLine,
  openJournal,
} from './journalFile';
import { removeLeftovers } from './leftovers';
import { type HeldLock, type LockOptions, takeLock } from './lock';
import type { SessionFolder } from './sessionFolder';

/** A session that this program may write to: its lock is held, its journal open. */
export interface SessionWriter {
  /** False once another program has taken the lock away. */
  readonly isHeld: boolean;
  /**
   * Appends events to the journal and flushes it. Throws the system's error; then the journal is as before. Throws
   * JournalOvertaken when the lock is another program's by now, or the journal does not end where this program left it; then
   * lock and journal must be taken anew.
   */
  append(events: readonly JournalEvent[]): Promise<void>;
  /** Closes the journal, then removes the lock. Never throws. */
  close(): Promise<void>;
}

export interface WriterOptions {
  readonly fs: FileSystem;
  readonly lock: LockOptions;
  /** Called once the lock is held: what the journal holds now, whoever wrote to it before. */
  readJournal(): Promise<JournalContents>;
  log(level: 'warning', message: string): void;
}

/**
 * Takes the lock of a session and opens its journal.
 * Out: null when another live copy of the app has the lock. Throws the system's error, or that of `readJournal`; then
 * nothing is held.
 */
export async function openWriter(
  folder: SessionFolder,
  options: WriterOptions,
): Promise<SessionWriter | null> {
  const lock = await takeLock(folder.lock, options.lock);
  if (lock === null) return null;
  try {
    const contents = await options.readJournal();
    await removeLeftovers(options.fs, folder);
    return writerOf(lock, await openJournal(options.fs, folder.journal, contents), options);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function writerOf(lock: HeldLock, journal: JournalFile, { log }: WriterOptions): SessionWriter {
  return {
    get isHeld() {
      return lock.isHeld;
    },
    append: async (events) => {
      if (!(await lock.confirm())) throw new JournalOvertaken();
      await journal.append(events.map(journalLine).join(''));
    },
    close: async () => {
      await journal.close().catch((error: unknown) => {
        log('warning', `A journal could not be closed: ${String(error)}`);
      });
      await lock.release();
    },
  };
}
