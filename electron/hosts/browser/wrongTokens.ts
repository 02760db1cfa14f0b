/** So many within a minute are an old tab or an old script, and are refused at once. */
const FREE = 60;
const MINUTE_MS = 60_000;
/** How late each further refusal goes out, in ms. */
const LATE_MS = 1000;
/** So many refusals wait at the most; who comes on top of them gets no answer at all. */
const MOST_WAITING = 32;

export interface WrongTokens {
  /**
   * To be awaited before a wrong token is refused. Out: false when there are so many that this one gets no answer, and its
   * connection is to be closed.
   */
  holdBack(): Promise<boolean>;
}

/**
 * Slows down whoever tries one token after another. Nothing is ever locked: a request with the right token does not come by
 * here, so that nobody can shut the person out by sending wrong ones.
 * In: the time in ms, how to wait for so many ms, and where the person is warned, once a minute at the most.
 */
export function createWrongTokens(world: {
  now(): number;
  wait(ms: number): Promise<void>;
  warn(sentence: string): void;
}): WrongTokens {
  const { now, wait, warn } = world;
  /** The times of the last refusals, oldest first. */
  const last: number[] = [];
  let waiting = 0;
  let warnedAt = Number.NEGATIVE_INFINITY;
  return {
    async holdBack() {
      const time = now();
      const before = last.length < FREE ? undefined : last.shift();
      last.push(time);
      if (before === undefined || time - before > MINUTE_MS) return true;
      if (time - warnedAt > MINUTE_MS) {
        warnedAt = time;
        warn(
          `More than ${FREE} requests with a wrong token came within a minute. A tab or a script from before the last start may still ask; close it. If there is none, another program on this machine tries to get in. Whoever has the right token is served as before.`,
        );
      }
      if (waiting >= MOST_WAITING) return false;
      waiting += 1;
      try {
        await wait(LATE_MS);
      } finally {
        waiting -= 1;
      }
      return true;
    },
  };
}
