/** A page in the background paints nothing; then nobody waits longer than this, in ms. */
const LONGEST_MS = 100;

let last: Promise<void> = Promise.resolve();

/** Resolves behind a frame that nobody else waits for: what comes part by part holds the page up for one of them at a time. */
export function ownFrame(): Promise<void> {
  last = last.then(
    () =>
      new Promise((resolve) => {
        // A frame is painted behind its callbacks, so the work comes in a turn of its own.
        requestAnimationFrame(() => setTimeout(resolve));
        setTimeout(resolve, LONGEST_MS);
      }),
  );
  return last;
}
