import type { Page } from 'playwright';

/** Which elements are pictures, in the app and on the bare page. */
const PICTURES = '[aria-label="Picture A"], [aria-label="Picture B"], img[alt="bare"]';

/** What a key press led to, in ms of the page's clock. */
interface Watched {
  paintWatch: {
    pressed: number;
    /** When both new pictures were on the screen; null until they are. */
    painted: number | null;
    heard: (() => void) | null;
  };
}

/**
 * Has the page, from its next load on, note each key press and when two pictures that are new came to the screen. Pictures are
 * elements with the names of `PICTURES`. The browser tells the time of painting for text that carries a mark; such a text is
 * put on the page in the moment in which the second picture is, before anything is painted, so that one frame brings all three.
 */
export async function watchPaints(page: Page): Promise<void> {
  await page.addInitScript((pictures) => {
    const watch = { pressed: 0, painted: null as number | null, heard: null as (() => void) | null };
    (window as unknown as Watched).paintWatch = watch;
    const isPicture = (node: Node) => node instanceof Element && node.matches(pictures);
    let marker: HTMLElement | null = null;
    let fresh = new Set<Node>();
    const mark = () => {
      marker?.remove();
      marker = document.createElement('span');
      marker.setAttribute('elementtiming', 'pictures');
      marker.textContent = '.';
      marker.ariaHidden = 'true';
      Object.assign(marker.style, { position: 'fixed', left: '0', top: '0', fontSize: '10px' });
      document.documentElement.append(marker);
    };
    window.addEventListener(
      'keydown',
      (event) => {
        watch.pressed = event.timeStamp;
        watch.painted = null;
        fresh = new Set();
      },
      { capture: true },
    );
    new MutationObserver((changes) => {
      const before = fresh.size;
      for (const { addedNodes } of changes)
        for (const node of addedNodes) if (isPicture(node)) fresh.add(node);
      if (before < 2 && fresh.size >= 2) mark();
    }).observe(document, { subtree: true, childList: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { renderTime: number })[])
        if (entry.renderTime > watch.pressed) watch.painted = entry.renderTime;
      watch.heard?.();
    }).observe({ type: 'element', buffered: true });
  }, PICTURES);
}

/** Longer than any pair takes; in ms. */
const AT_MOST = 30_000;

/**
 * Presses a key, on a page that says when it is busy once it is not, and waits until two new pictures are on the screen. Out: the time from the press to that, in ms.
 * Throws Error when they never come.
 */
export async function pressForPair(page: Page, key: string): Promise<number> {
  await page.locator('html:not([aria-busy=true])').waitFor({ state: 'attached' });
  await page.keyboard.press(key);
  return page.evaluate(async (most) => {
    const watch = (window as unknown as Watched).paintWatch;
    const giveUp = setTimeout(() => watch.heard?.(), most);
    while (watch.painted === null) {
      await new Promise<void>((done) => {
        watch.heard = done;
      });
      if (performance.now() - watch.pressed >= most)
        throw new Error(`No new pair came to the screen, which says: ${document.body.innerText}`);
    }
    clearTimeout(giveUp);
    return watch.painted - watch.pressed;
  }, AT_MOST);
}
