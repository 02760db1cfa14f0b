import { type RefObject, useEffect, useRef } from 'react';
import { useView } from '../store/view';

/** Gives the focus to a control while the settings open, and back to where it came from when they close. */
export function useFocusReturn(first: RefObject<HTMLElement | null>): void {
  // Read while the page before still stands: what had the focus may be gone right after.
  const before = useRef<Element | null>(document.activeElement);
  useEffect(() => {
    first.current?.focus({ preventScroll: true });
    return () => {
      requestAnimationFrame(() => {
        // Whoever has taken the focus meanwhile keeps it.
        if (useView.getState().settings !== null || document.activeElement !== document.body) return;
        const places = [before.current, ...document.querySelectorAll('[data-opens="settings"]')];
        const place = places.find(
          (one) => one instanceof HTMLElement && one !== document.body && isShown(one),
        );
        if (place instanceof HTMLElement) place.focus({ preventScroll: true });
      });
    };
  }, [first]);
}

function isShown(element: Element): boolean {
  return element.isConnected && element.checkVisibility();
}
