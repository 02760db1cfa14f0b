import { type RefObject, useEffect, useRef } from 'react';

/**
 * Gives the focus to a control while a page lies over the tabs, and back to where it came from when that closes.
 * In: the control; the page's name, which whatever opens it carries as `data-opens`; whether it is still open.
 */
export function useFocusReturn(
  first: RefObject<HTMLElement | null>,
  name: string,
  isOpen: () => boolean,
): void {
  // Read while the page before still stands: what had the focus may be gone right after.
  const before = useRef<Element | null>(document.activeElement);
  const isStillOpen = useRef(isOpen);
  useEffect(() => {
    first.current?.focus({ preventScroll: true });
    return () => {
      requestAnimationFrame(() => {
        // Whoever has taken the focus meanwhile keeps it.
        if (isStillOpen.current() || document.activeElement !== document.body) return;
        const places = [before.current, findAgain(), ...document.querySelectorAll(`[data-opens="${name}"]`)];
        const place = places.find(
          (one) => one instanceof HTMLElement && one !== document.body && isShown(one),
        );
        // What was drawn anew begins at its top, so that the place may have to be scrolled to.
        if (place instanceof HTMLElement) place.focus();
      });
    };
  }, [first, name]);
}

let findAgain: () => Element | null = () => null;

/** To be called just before a page comes to lie over the tabs, whose controls are drawn anew when it closes. */
export function rememberFocus(): void {
  findAgain = finderOf(document.activeElement);
}

/** Finds what stands for an element once the page was drawn anew: the same kind, the same name, the same place among those. */
function finderOf(element: Element | null): () => Element | null {
  if (element === null || element === document.body) return () => null;
  const alike = (name: string) =>
    [...document.querySelectorAll(element.tagName)].filter((one) => nameOf(one) === name);
  const name = nameOf(element);
  const index = alike(name).indexOf(element);
  return () => alike(name)[index] ?? null;
}

function nameOf(element: Element): string {
  const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null;
  return element.getAttribute('aria-label') ?? label ?? element.textContent ?? '';
}

function isShown(element: Element): boolean {
  return element.isConnected && element.checkVisibility();
}
