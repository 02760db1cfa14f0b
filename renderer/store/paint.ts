/** A page in the background paints nothing; then nobody waits longer than this, in ms. */
const LONGEST_MS = 100;
/** So long what the page has drawn is on its way to the screen, in ms. Where no graphics card draws it, the processors are busy with that. */
const ON_ITS_WAY_MS = 25;

let coming: Promise<void> | null = null;

/**
 * The person waits for what is painted next: until it is on the screen the page does nothing that can be done behind it, and has nobody
 * else do it. A page that is left waits for nothing.
 */
export function paintFirst(): void {
  const stop = new AbortController();
  const frame = new Promise<void>((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve, ON_ITS_WAY_MS));
    setTimeout(resolve, LONGEST_MS);
    window.addEventListener('pagehide', () => resolve(), { signal: stop.signal });
  }).then(() => {
    stop.abort();
    if (coming === frame) coming = null;
  });
  coming = frame;
}

/** Resolves when nobody waits for a frame any more. */
export async function painted(): Promise<void> {
  await coming;
}

/** A listener that is called at once, or behind the frame that somebody waits for; in the order of what it hears. */
export function behindPaint<Payload>(listener: (payload: Payload) => void): (payload: Payload) => void {
  return (payload) => {
    if (coming === null) listener(payload);
    else void coming.then(() => listener(payload));
  };
}
