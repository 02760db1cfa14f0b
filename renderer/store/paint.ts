/** A page in the background paints nothing; then nobody waits longer than this, in ms. */
const LONGEST_MS = 100;

let coming: Promise<void> | null = null;

/** The person waits for what is painted next: until then the page does nothing that can be done behind it. */
export function paintFirst(): void {
  const frame = new Promise<void>((resolve) => {
    // A frame is painted behind its callbacks, so the work comes in a turn of its own.
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, LONGEST_MS);
  }).then(() => {
    if (coming === frame) coming = null;
  });
  coming = frame;
}

/** Resolves when nobody waits for a frame. */
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
