/** Told how far the making of a report is, `done` of `total`; what it throws ends the making. */
export type OnProgress = (done: number, total: number) => void;

/** What progress is told in: percent. */
const WHOLE = 100;

/**
 * Runs one task after the other and tells each whole percent that is reached; every task counts alike. A task gets a function
 * that takes how much of it is done, 0 to 1.
 */
export type TaskRunner = <T>(run: (onShare: (share: number) => void) => T) => T;

/** In: how many tasks there will be. */
export function taskRunner(tasks: number, onProgress: OnProgress = () => {}): TaskRunner {
  let ended = 0;
  let told = 0;
  const tell = (share: number) => {
    const done = Math.min(WHOLE, Math.floor(((ended + Math.min(1, share)) / tasks) * WHOLE));
    if (done <= told) return;
    told = done;
    onProgress(done, WHOLE);
  };
  return (run) => {
    const result = run(tell);
    ended += 1;
    tell(0);
    return result;
  };
}
