import type { Timers } from '../sessions/timers';

/** Hands on the newest of many values, at most once in a while. */
export interface Pacing<T> {
  add(value: T): void;
  /** Hands on what waits now; nothing is handed on later. */
  end(): void;
}

/** In: the pause between two values, in milliseconds, and who gets them. */
export function createPacing<T>(timers: Timers, pauseMs: number, hear: (value: T) => void): Pacing<T> {
  let waiting: { readonly value: T } | null = null;
  let stopPause: (() => void) | null = null;
  let hasEnded = false;

  function handOn(): void {
    if (waiting === null) return;
    const { value } = waiting;
    waiting = null;
    hear(value);
  }

  function pause(): void {
    stopPause = timers.after(pauseMs, () => {
      stopPause = null;
      if (waiting === null) return;
      handOn();
      pause();
    });
  }

  return {
    add(value) {
      if (hasEnded) return;
      waiting = { value };
      if (stopPause !== null) return;
      handOn();
      pause();
    },
    end() {
      hasEnded = true;
      stopPause?.();
      handOn();
    },
  };
}
