import { useEffect } from 'react';
import { isPopupOpen } from './openPopup';

/** Parts of the page that a person knows as places. */
const PLACES = 'section, article, form, fieldset, li, aside, [role=tabpanel]';
/** What gives its own focus back when it closes has done so by then. */
const WAIT_FRAMES = 2;

/**
 * Keeps the keyboard's place when the focused element leaves the page: the focus goes to the nearest part of the page that
 * still stands there, else to what the open tab shows. A part is focused and no button in it, so that no key presses by
 * accident what came where another button was. A tab may name the part to begin with by `data-focus-home`.
 */
export function useFocusHome(): void {
  useEffect(() => {
    let trail: readonly Element[] = [];
    let frame: number | null = null;
    const remember = (event: FocusEvent) => {
      trail = event.target instanceof Element ? pathOf(event.target) : [];
    };
    // A press on nothing lets the focus go on purpose.
    const forget = (event: FocusEvent) => {
      if (event.relatedTarget === null && event.target instanceof Element && event.target.isConnected) {
        const left = event.target;
        // Leaving the page fires this too, in some browsers before the element is taken out.
        queueMicrotask(() => {
          if (left.isConnected && isShown(left)) trail = [];
        });
      }
    };
    const look = (framesLeft: number) => {
      if (frame !== null) cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        frame = null;
        if (framesLeft > 1) look(framesLeft - 1);
        else bringHome();
      });
    };
    const bringHome = () => {
      const lost = trail[0];
      if (lost === undefined || document.activeElement !== document.body) return;
      if ((lost.isConnected && isShown(lost)) || isPopupOpen()) return;
      const home = homeOf(trail);
      if (home === null) return;
      if (!home.hasAttribute('tabindex')) {
        home.setAttribute('tabindex', '-1');
        home.addEventListener('blur', () => home.removeAttribute('tabindex'), { once: true });
      }
      home.focus({ preventScroll: true });
    };
    const changes = new MutationObserver(() => {
      if (trail.length > 0 && document.activeElement === document.body) look(WAIT_FRAMES);
    });
    changes.observe(document.body, {
      childList: true,
      subtree: true,
      attributeFilter: ['data-sidebar', 'hidden'],
    });
    document.addEventListener('focusin', remember);
    document.addEventListener('focusout', forget);
    return () => {
      changes.disconnect();
      if (frame !== null) cancelAnimationFrame(frame);
      document.removeEventListener('focusin', remember);
      document.removeEventListener('focusout', forget);
    };
  }, []);
}

/** An element and all those around it, from the inside out. */
function pathOf(element: Element): Element[] {
  const path: Element[] = [];
  for (let one: Element | null = element; one !== null; one = one.parentElement) path.push(one);
  return path;
}

function isShown(element: Element): boolean {
  return element.checkVisibility();
}

function homeOf(trail: readonly Element[]): HTMLElement | null {
  const around = trail.find((element) => element.isConnected && isShown(element));
  const panel = document.querySelector('[role=tabpanel]:not([hidden])');
  const place = around?.closest(PLACES) ?? panel?.querySelector('[data-focus-home]') ?? panel;
  return place instanceof HTMLElement ? place : null;
}
