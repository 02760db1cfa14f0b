import type { Timers } from '../sessions/timers';

/** Hands on the newest of many values, at most once in a while. */
export interface Pacing<T> {
  add(value: T): void;
  /** Hands on what waits now; nothing is handed on later. */
  end(): void;
}

/** Whoever hears takes at most this share of the time. */
const SHARE = 0.1;

/**
 * In: the least pause between two values, in milliseconds, who gets them, and a clock in milliseconds. The pause is longer where
 * hearing takes long, so that all else goes on beside it.
 */
export function createPacing<T>(
  timers: Timers,
  pauseMs: number,
  hear: (value: T) => void,
  clock: () => number = () => performance.now(),
): Pacing<T> {
  let waiting: { readonly value: T } | null = null;
  let stopPause: (() => void) | null = null;
  let hasEnded = false;

  /** Out: how long it took, in milliseconds. */
  function handOn(): number {
    if (waiting === null) return 0;
    const began = clock();
    const { value } = waiting;
    waiting = null;
    hear(value);
    return clock() - began;
  }

  function pause(tookMs: number): void {
    stopPause = timers.after(Math.max(pauseMs, tookMs / SHARE), () => {
      stopPause = null;
      if (waiting !== null) pause(handOn());
    });
  }

  return {
    add(value) {
      if (hasEnded) return;
      waiting = { value };
      if (stopPause === null) pause(handOn());
    },
    end() {
      hasEnded = true;
      stopPause?.();
      handOn();
    },
  };
}
