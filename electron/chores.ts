import { AppFailure } from '../core/contract/failure';
import type { Timers } from './sessions/timers';

/** Work that nobody asks for: at start and then every hour. */
export interface Chores {
  start(): void;
  /** Starts nothing more and waits for what is under way. */
  dispose(): Promise<void>;
}

export interface ChoreParts {
  readonly timers: Timers;
  /** Done once, before all others. */
  readonly atStart: readonly (() => Promise<void>)[];
  /** Done at start and every hour, one after the other. */
  readonly hourly: readonly (() => Promise<unknown>)[];
  log(level: 'warning', message: string): void;
  /** A fault inside Blindfold. */
  onFault(error: unknown): void;
}

const HOUR_MS = 3_600_000;

/** Makes the chores; nothing is done before `start`. */
export function createChores(parts: ChoreParts): Chores {
  let stop: () => void = () => undefined;
  let isEnding = false;
  let last: Promise<void> = Promise.resolve();

  async function work(chores: readonly (() => Promise<unknown>)[]): Promise<void> {
    for (const chore of chores) {
      if (isEnding) return;
      try {
        await chore();
      } catch (error) {
        // One chore that cannot be done keeps no other from being done, and the next hour tries again.
        if (isEnding) return;
        if (error instanceof AppFailure) parts.log('warning', error.message);
        else parts.onFault(error);
      }
    }
  }

  const then = (chores: readonly (() => Promise<unknown>)[]) => {
    last = last.then(() => work(chores));
  };

  return {
    start() {
      then([...parts.atStart, ...parts.hourly]);
      stop = parts.timers.every(HOUR_MS, () => then(parts.hourly));
    },
    async dispose() {
      isEnding = true;
      stop();
      await last;
    },
  };
}
