import { useCallback, useEffect, useRef } from 'react';

/**
 * Puts off what would move the page while a pointer is held down, until the press has been given to what it meant; does it
 * at once where none is. In: what is to be done.
 */
export function useAfterPress(): (run: () => void) => void {
  const isPressed = useRef(false);
  useEffect(() => {
    const press = () => {
      isPressed.current = true;
    };
    const release = () => {
      isPressed.current = false;
    };
    document.addEventListener('pointerdown', press, true);
    for (const end of ENDS) document.addEventListener(end, release, true);
    return () => {
      document.removeEventListener('pointerdown', press, true);
      for (const end of ENDS) document.removeEventListener(end, release, true);
    };
  }, []);
  return useCallback((run) => {
    if (!isPressed.current) {
      run();
      return;
    }
    const once = new AbortController();
    const after = () => {
      once.abort();
      // The click follows the release.
      setTimeout(run);
    };
    for (const end of ENDS) document.addEventListener(end, after, { capture: true, signal: once.signal });
  }, []);
}

/** How a press ends: let go, taken over by scrolling, or by dragging, which fires no `pointerup`. */
const ENDS = ['pointerup', 'pointercancel', 'dragend'] as const;
