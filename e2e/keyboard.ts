import { expect, type Locator, type Page } from '@playwright/test';

/** More stops than any screen has: whoever does not come to a place by then never comes to it. */
const MOST_STOPS = 150;

/** Hands that have no mouse. Each stop on the way must be seen: with a ring, in the window, under nothing. */
export class Keyboard {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes from stop to stop until one of the places has the focus; `back`: towards the beginning of the page. */
  async reach(place: Locator, back = false): Promise<void> {
    for (let stops = 0; stops < MOST_STOPS; stops += 1) {
      await this.page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
      const { faults, isThere } = await place.evaluateAll(lookAtFocus);
      expect(faults, 'the focus is seen').toEqual([]);
      if (isThere) return;
    }
    throw new Error(`${place} cannot be reached by keyboard.`);
  }

  /** Goes to a place and presses it. */
  async press(place: Locator, key = 'Enter'): Promise<void> {
    await this.reach(place);
    await this.page.keyboard.press(key);
  }
}

/**
 * In the page: whether one of the places has the focus, and what keeps the focused element from being seen; nothing where the
 * focus is at the page's edge.
 */
function lookAtFocus(places: readonly Element[]): { faults: string[]; isThere: boolean } {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body) return { faults: [], isThere: false };
  const box = focused.getBoundingClientRect();
  const name = `${focused.tagName} ${focused.getAttribute('aria-label') ?? focused.textContent ?? ''}`.slice(
    0,
    80,
  );
  const hasRing = (one: Element | null) => one !== null && getComputedStyle(one).boxShadow !== 'none';
  // A field's ring is around its frame, that of a hidden box beside it on what is drawn in its place.
  const around =
    box.height > 60 ? [] : [focused.parentElement, focused.nextElementSibling, ...focused.children];
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const isOutside =
    box.bottom < 1 || box.right < 1 || box.top > window.innerHeight - 1 || box.left > window.innerWidth - 1;
  const faults = [
    ...(hasRing(focused) || around.some(hasRing) ? [] : [`${name} has no ring`]),
    ...(isOutside ? [`${name} is outside the window`] : []),
    ...(top === null || top.contains(focused) || focused.contains(top) || top.closest('.toast') !== null
      ? []
      : [`${name} lies under ${top.className}`]),
  ];
  return { faults, isThere: places.includes(focused) };
}

/** Where what opens over the page is drawn. */
const POPUPS = '[data-base-ui-portal]';

/**
 * Opens what a button opens by keyboard, has it looked at, and closes it by Escape: the focus goes into it, and comes back to
 * the button, or to `home` where the keys mean more than the button.
 */
export async function openByKey(
  page: Page,
  button: Locator,
  look: (part: string) => Promise<void>,
  home: Locator = button,
): Promise<void> {
  await button.focus({ timeout: 5_000 });
  await page.keyboard.press('Enter');
  const popup = page.locator(POPUPS).last();
  await expect
    .poll(() => popup.evaluate((one) => one.contains(document.activeElement)), 'the focus goes into it')
    .toBe(true);
  await look(POPUPS);
  await page.keyboard.press('Escape');
  await expect(home, 'the focus comes back').toBeFocused();
}
