import { type RefObject, useEffect, useRef } from 'react';
import { type LookKey, lookKey } from '../../stage/lookKeys';

/** What a key means while a pair is looked at. */
export type PairKey = LookKey | { does: 'move'; by: 1 | -1 } | { does: 'close' };

const MOVES: Readonly<Record<string, 1 | -1>> = { ArrowLeft: -1, '[': -1, ArrowRight: 1, ']': 1 };

/** What a key press means while a pair is looked at, or null. */
export function pairKey(press: KeyboardEvent): PairKey | null {
  // A bracket comes with AltGr on some layouts, and never with Shift alone.
  const by = press.shiftKey || press.metaKey ? undefined : MOVES[press.key];
  if (by !== undefined) return { does: 'move', by };
  if (press.key === 'Escape') return { does: 'close' };
  return lookKey(press);
}

/**
 * Hears the keys of a part of the page, wherever the focus is in it; a dialog or a menu over it keeps its own. In: what a key
 * does, and that Space is let go.
 */
export function usePairKeys(
  home: RefObject<HTMLElement | null>,
  act: (key: PairKey) => void,
  onRelease: () => void,
): void {
  const latest = useRef({ act, onRelease });
  useEffect(() => {
    latest.current = { act, onRelease };
  });
  useEffect(() => {
    const own = home.current;
    if (own === null) return;
    const onDown = (event: KeyboardEvent) => {
      if (event.target instanceof Element && event.target.closest('[role=slider]') && isSlide(event)) return;
      const key = pairKey(event);
      if (key !== null || event.key === ' ') event.preventDefault();
      if (key !== null) latest.current.act(key);
    };
    const onUp = (event: KeyboardEvent) => {
      if (event.key !== ' ') return;
      // Space means the pictures, also on a button that has the focus.
      event.preventDefault();
      latest.current.onRelease();
    };
    const onLeave = () => latest.current.onRelease();
    // A button pressed by pointer gives the focus back.
    const onClick = (event: MouseEvent) => {
      const button = event.target instanceof Element ? event.target.closest('button') : null;
      if (event.detail > 0 && button !== null && !button.hasAttribute('aria-haspopup'))
        own.focus({ preventScroll: true });
    };
    // Heard here and no further out: the dialog keeps arrows from what is around it.
    own.addEventListener('click', onClick);
    own.addEventListener('keydown', onDown);
    own.addEventListener('keyup', onUp);
    own.addEventListener('focusout', onLeave);
    window.addEventListener('blur', onLeave);
    return () => {
      own.removeEventListener('click', onClick);
      own.removeEventListener('keydown', onDown);
      own.removeEventListener('keyup', onUp);
      own.removeEventListener('focusout', onLeave);
      window.removeEventListener('blur', onLeave);
    };
  }, [home]);
}

/** Whether a slider that has the focus takes a key for itself. */
function isSlide({ key, shiftKey }: KeyboardEvent): boolean {
  return !shiftKey && /^(?:Arrow|Page|Home|End)/.test(key);
}
