import { type RefObject, useEffect, useRef } from 'react';

interface StageMoves {
  /** The wheel was turned over a picture, inwards when positive; `at` is measured from the pane's middle. */
  onSteps: (steps: number, at: { x: number; y: number }) => void;
  /** A picture was dragged by so many CSS pixels. */
  onMove: (dx: number, dy: number) => void;
  /** A picture is pressed and held, or let go. */
  onHold: (isHeld: boolean) => void;
  /** A picture was pressed twice. */
  onTwice: () => void;
}

/** What mouse, pen and finger do to the pictures; the keys do the same. */
export function useStagePointer(ref: RefObject<HTMLElement | null>, moves: StageMoves): void {
  const latest = useRef(moves);
  useEffect(() => {
    latest.current = moves;
  });
  useEffect(() => {
    const stage = ref.current;
    if (stage === null) return;
    let last: { x: number; y: number } | null = null;
    const shotOf = (event: Event) => (event.target instanceof Element ? event.target.closest('.shot') : null);

    const onWheel = (event: WheelEvent) => {
      const shot = shotOf(event);
      if (shot === null) return;
      event.preventDefault();
      const { left, top, width, height } = shot.getBoundingClientRect();
      const lines = event.deltaMode === 0 ? event.deltaY / 100 : event.deltaY / 3;
      const steps = Math.max(-2, Math.min(2, -lines));
      latest.current.onSteps(steps, {
        x: event.clientX - left - width / 2,
        y: event.clientY - top - height / 2,
      });
    };
    const onDown = (event: PointerEvent) => {
      if (event.button !== 0 || shotOf(event) === null) return;
      stage.setPointerCapture(event.pointerId);
      last = { x: event.clientX, y: event.clientY };
      latest.current.onHold(true);
    };
    const onMove = (event: PointerEvent) => {
      if (last === null) return;
      latest.current.onMove(event.clientX - last.x, event.clientY - last.y);
      last = { x: event.clientX, y: event.clientY };
    };
    const onEnd = () => {
      if (last === null) return;
      last = null;
      latest.current.onHold(false);
    };
    const onTwice = (event: MouseEvent) => {
      if (shotOf(event) !== null) latest.current.onTwice();
    };
    // The wheel must be heard actively, or the page would move too.
    stage.addEventListener('wheel', onWheel, { passive: false });
    stage.addEventListener('pointerdown', onDown);
    stage.addEventListener('pointermove', onMove);
    stage.addEventListener('pointerup', onEnd);
    stage.addEventListener('pointercancel', onEnd);
    stage.addEventListener('dblclick', onTwice);
    return () => {
      stage.removeEventListener('wheel', onWheel);
      stage.removeEventListener('pointerdown', onDown);
      stage.removeEventListener('pointermove', onMove);
      stage.removeEventListener('pointerup', onEnd);
      stage.removeEventListener('pointercancel', onEnd);
      stage.removeEventListener('dblclick', onTwice);
    };
  }, [ref]);
}
