import {
  type FocusEventHandler,
  type KeyboardEvent,
  type KeyboardEventHandler,
  type MouseEvent,
  type MouseEventHandler,
  type RefObject,
  useEffect,
  useRef,
} from 'react';
import { lookKey } from '../../stage/lookKeys';
import type { Viewer } from '../../stage/viewer';

interface PairActs {
  onMove: (by: 1 | -1) => void;
  onClose: () => void;
  onFacts: () => void;
  onKeys: () => void;
  viewer: Viewer;
}

interface PairKeys {
  onKeyDown: KeyboardEventHandler;
  onKeyUp: KeyboardEventHandler;
  onClick: MouseEventHandler;
  onBlur: FocusEventHandler;
}

const MOVES: Readonly<Record<string, 1 | -1>> = { ArrowLeft: -1, '[': -1, ArrowRight: 1, ']': 1 };

/** What keys do while a pair is looked at, wherever the focus is in it; a dialog or a menu over it keeps its own. */
export function usePairKeys(popup: RefObject<HTMLElement | null>, acts: PairActs): PairKeys {
  const { onMove, onClose, onFacts, onKeys, viewer } = acts;
  const isInside = (event: { target: EventTarget }) =>
    event.target instanceof Node && popup.current?.contains(event.target) === true;
  const latest = useRef(viewer.swap);
  useEffect(() => {
    latest.current = viewer.swap;
  });
  useEffect(() => {
    const release = () => latest.current(false);
    window.addEventListener('blur', release);
    return () => window.removeEventListener('blur', release);
  }, []);
  const does = (event: KeyboardEvent): (() => void) | null => {
    // A bracket comes with AltGr on some layouts.
    const by = event.shiftKey || event.metaKey ? undefined : MOVES[event.key];
    if (by !== undefined) return () => onMove(by);
    if (event.key === 'Escape') return onClose;
    const key = lookKey(event);
    if (key === null) return null;
    switch (key.does) {
      case 'swap':
        return () => viewer.swap(true);
      case 'prompt':
        return onFacts;
      case 'keys':
        return onKeys;
      default:
        return () => viewer.act(key);
    }
  };
  return {
    onKeyDown: (event) => {
      if (event.defaultPrevented || !isInside(event)) return;
      const act = does(event);
      if (act !== null || event.key === ' ') event.preventDefault();
      act?.();
    },
    onKeyUp: (event) => {
      if (event.key !== ' ' || !isInside(event)) return;
      // Space means the pictures, also on a button that has the focus.
      event.preventDefault();
      viewer.swap(false);
    },
    // A button pressed by pointer gives the focus back.
    onClick: (event: MouseEvent) => {
      const button = event.target instanceof Element ? event.target.closest('button') : null;
      if (event.detail > 0 && isInside(event) && button !== null && !button.hasAttribute('aria-haspopup'))
        popup.current?.focus({ preventScroll: true });
    },
    onBlur: (event) => {
      if (!isInside({ target: event.relatedTarget ?? document.body })) viewer.swap(false);
    },
  };
}
