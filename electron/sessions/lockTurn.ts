import { AppFailure } from '../../core/contract/failure';
import { type HeldLock, type LockOptions, takeLock } from './lock';

/** How often a file that another copy writes at this moment is tried again, and how long each time, in ms. */
const TURNS = 500;
const TURN_MS = 20;

/**
 * Takes the lock of a small file that several copies of the app write, and waits while another copy has it.
 * In: the file, and what it is in a sentence. Throws AppFailure when the other copy does not come to an end, and the system's error.
 */
export async function lockForWriting(path: string, what: string, lock: LockOptions): Promise<HeldLock> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    const held = await takeLock(`${path}.lock`, lock);
    if (held !== null) return held;
    await new Promise<void>((resolve) => lock.timers.after(TURN_MS, resolve));
  }
  throw new AppFailure(
    'storage_failed',
    `Another copy of Blindfold has been writing ${what} in ${path} for a while. Try again in a moment.`,
  );
}
