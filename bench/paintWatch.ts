import type { Page } from 'playwright';

/** What a key press led to, in ms of the page's clock. */
interface Watched {
  paintWatch: {
    pressed: number;
    /** When each new picture was on the screen, since the press. */
    painted: number[];
    heard: (() => void) | null;
  };
}

/** Has the page, from its next load on, note each key press and when each picture that is new came to the screen. */
export async function watchPaints(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watch = { pressed: 0, painted: [] as number[], heard: null as (() => void) | null };
    (window as unknown as Watched).paintWatch = watch;
    // The browser tells the time of painting for elements that carry this mark before they are painted.
    const create = document.createElement.bind(document);
    const marked = (picture: HTMLImageElement) => {
      picture.setAttribute('elementtiming', 'picture');
      return picture;
    };
    const Plain = window.Image;
    window.Image = new Proxy(Plain, { construct: () => marked(new Plain()) });
    document.createElement = ((name: string, options?: ElementCreationOptions) => {
      const element = create(name, options);
      return element instanceof HTMLImageElement ? marked(element) : element;
    }) as typeof document.createElement;
    window.addEventListener(
      'keydown',
      (event) => {
        watch.pressed = event.timeStamp;
        watch.painted = [];
      },
      { capture: true },
    );
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { renderTime: number })[])
        if (entry.renderTime > watch.pressed) watch.painted.push(entry.renderTime);
      watch.heard?.();
    }).observe({ type: 'element', buffered: true });
  });
}

/** Longer than any pair takes; in ms. */
const AT_MOST = 30_000;

/**
 * Presses a key and waits until two new pictures are on the screen. Out: the time from the press to the later one, in ms.
 * Throws Error when they never come.
 */
export async function pressForPair(page: Page, key: string): Promise<number> {
  await page.keyboard.press(key);
  return page.evaluate(async (most) => {
    const watch = (window as unknown as Watched).paintWatch;
    const giveUp = setTimeout(() => watch.heard?.(), most);
    while (watch.painted.length < 2) {
      await new Promise<void>((done) => {
        watch.heard = done;
      });
      if (performance.now() - watch.pressed >= most)
        throw new Error(`No new pair came to the screen, which says: ${document.body.innerText}`);
    }
    clearTimeout(giveUp);
    return Math.max(...watch.painted) - watch.pressed;
  }, AT_MOST);
}
