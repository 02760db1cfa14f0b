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
        const places = [before.current, ...document.querySelectorAll(`[data-opens="${name}"]`)];
        const place = places.find(
          (one) => one instanceof HTMLElement && one !== document.body && isShown(one),
        );
        if (place instanceof HTMLElement) place.focus({ preventScroll: true });
      });
    };
  }, [first, name]);
}

function isShown(element: Element): boolean {
  return element.isConnected && element.checkVisibility();
}
