/** Timers that never keep the program alive; handed in so that tests need not wait. */
export interface Timers {
  /** Calls back once after so many milliseconds; the answer stops it. */
  after(ms: number, run: () => void): () => void;
  /** Calls back again and again; the answer stops it. */
  every(ms: number, run: () => void): () => void;
}

/** Node's own timers. */
export const realTimers: Timers = {
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
  every: (ms, run) => {
    const timer = setInterval(run, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};

/** Waits for work to end, but no longer than so many milliseconds. Out: false when the time ran out first. Rejects when the work does. */
export async function endsWithin(
  work: Promise<unknown>,
  ms: number,
  timers: Timers = realTimers,
): Promise<boolean> {
  let stop: () => void = () => undefined;
  const timeUp = new Promise<false>((resolve) => {
    stop = timers.after(ms, () => resolve(false));
  });
  try {
    return await Promise.race([work.then(() => true as const), timeUp]);
  } finally {
    stop();
  }
}

/**
 * Waits for all of several pieces of work, however each of them ends, but no longer than so many milliseconds. In: where each failure
 * goes, as soon as it comes. Out: false when the time ran out first. Never rejects.
 */
export function allEndWithin(
  work: readonly Promise<unknown>[],
  ms: number,
  onFailure: (error: unknown) => void,
  timers: Timers = realTimers,
): Promise<boolean> {
  return endsWithin(Promise.all(work.map((one) => one.catch(onFailure))), ms, timers);
}
