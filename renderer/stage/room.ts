import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { Room } from './layout';

/** The ground of the pictures in pixels of the screen, kept up to date, also when the window comes to another screen; null before it was measured. */
export function useRoom(): [RefObject<HTMLDivElement | null>, Room | null] {
  const ref = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Room | null>(null);
  useLayoutEffect(() => {
    const stage = ref.current;
    if (stage === null) return;
    const measure = () => {
      const now = roomOf(stage);
      setRoom((old) => (old !== null && isSame(old, now) ? old : now));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(stage);
    const stopDensity = onDensity(measure);
    return () => {
      observer.disconnect();
      stopDensity();
    };
  }, []);
  return [ref, room];
}

function roomOf(stage: HTMLElement): Room {
  const density = window.devicePixelRatio;
  const box = stage.getBoundingClientRect();
  // A thousandth of a pixel is what dividing by the density leaves over.
  const past = (value: number) => Math.ceil(value * density - 0.001) - value * density;
  return {
    density,
    width: box.width * density + 0.001,
    height: box.height * density + 0.001,
    left: Math.max(0, past(box.left)),
    top: Math.max(0, past(box.top)),
  };
}

function isSame(one: Room, other: Room): boolean {
  return (['density', 'width', 'height', 'left', 'top'] as const).every((key) => one[key] === other[key]);
}

/** Hears when a CSS pixel has another number of the screen's; the answer ends it. */
function onDensity(listener: () => void): () => void {
  // A simulated page has no screen.
  if (typeof window.matchMedia !== 'function') return () => undefined;
  let query: MediaQueryList | null = null;
  const follow = () => {
    query?.removeEventListener('change', change);
    query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener('change', change);
  };
  const change = () => {
    follow();
    listener();
  };
  follow();
  return () => query?.removeEventListener('change', change);
}
