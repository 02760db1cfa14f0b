import { type RefObject, useEffect, useRef } from 'react';
import type { Point } from './zoom';

/** What a press on the pictures begins. */
export type Press = 'pan' | 'divide' | 'nothing';

export interface StageMoves {
  /** What dragging does from here. */
  pressAt: (target: Element) => Press;
  /** Whether holding a picture swaps it: at once, after a moment, or never. */
  holdFor: (pointer: string) => 'now' | 'soon' | 'never';
  /** The wheel was turned over a picture, inwards when positive; `at` is measured from the middle of what is seen. */
  onSteps: (steps: number, at: Point) => void;
  /** The pictures were dragged. */
  onMove: (by: Point) => void;
  /** Two fingers drew apart (a factor above 1) or together around `at`, and went so far. */
  onPinch: (factor: number, at: Point, by: Point) => void;
  /** The divider was put at a share of what is seen. */
  onDivide: (share: number) => void;
  /** A picture is held, or let go. */
  onHold: (isHeld: boolean) => void;
  /** A picture was pressed twice. */
  onTwice: (at: Point) => void;
}

const HOLD_MS = 200;
/** So many CSS pixels a finger may move and still hold. */
const SLOP = 6;

/** What mouse, pen and fingers do to the pictures; the keys do the same. All places are in CSS pixels. */
export function useStagePointer(ref: RefObject<HTMLElement | null>, moves: StageMoves): void {
  const latest = useRef(moves);
  useEffect(() => {
    latest.current = moves;
  });
  useEffect(() => {
    const stage = ref.current;
    if (stage === null) return;
    return listen(stage, () => latest.current);
  }, [ref]);
}

function listen(stage: HTMLElement, moves: () => StageMoves): () => void {
  const gesture = new Gesture(moves);
  const onWheel = (event: WheelEvent) => {
    // Also beside the pictures: the page itself is never zoomed or moved from here.
    event.preventDefault();
    const frame = frameAt(event);
    if (frame === null) return;
    const lines = event.deltaMode === 0 ? event.deltaY / 100 : event.deltaY / 3;
    // Two fingers on a touchpad come as a wheel with Ctrl, in much smaller turns.
    const steps = event.ctrlKey && Math.abs(lines) < 0.5 ? -lines * 5 : -lines;
    moves().onSteps(Math.max(-2, Math.min(2, steps)), fromMiddle(frame, event));
  };
  const onDown = (event: PointerEvent) => {
    const frame = frameAt(event);
    if (event.button !== 0 || frame === null || !(event.target instanceof Element)) return;
    stage.setPointerCapture(event.pointerId);
    gesture.down(event, frame, event.target);
  };
  // The divider takes no focus from a press: the arrows go on being votes.
  const onPress = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('.divider') !== null) event.preventDefault();
  };
  const onMove = (event: PointerEvent) => gesture.move(event);
  const onEnd = (event: PointerEvent) => gesture.up(event.pointerId);
  const onTwice = (event: MouseEvent) => {
    // The ground holds the pointer while it is pressed, so that it is the target here.
    const frame = frameOf(document.elementFromPoint(event.clientX, event.clientY));
    if (frame !== null) moves().onTwice(fromMiddle(frame, event));
  };
  // A finger that rests on a picture swaps it; the menu of the system would lie over it.
  const onMenu = (event: MouseEvent) => {
    if (event instanceof PointerEvent && event.pointerType !== 'mouse') event.preventDefault();
  };
  // The wheel must be heard actively, or the page would move too.
  stage.addEventListener('wheel', onWheel, { passive: false });
  stage.addEventListener('pointerdown', onDown);
  stage.addEventListener('mousedown', onPress);
  stage.addEventListener('pointermove', onMove);
  stage.addEventListener('pointerup', onEnd);
  stage.addEventListener('pointercancel', onEnd);
  stage.addEventListener('dblclick', onTwice);
  stage.addEventListener('contextmenu', onMenu);
  return () => {
    gesture.end();
    stage.removeEventListener('wheel', onWheel);
    stage.removeEventListener('pointerdown', onDown);
    stage.removeEventListener('mousedown', onPress);
    stage.removeEventListener('pointermove', onMove);
    stage.removeEventListener('pointerup', onEnd);
    stage.removeEventListener('pointercancel', onEnd);
    stage.removeEventListener('dblclick', onTwice);
    stage.removeEventListener('contextmenu', onMenu);
  };
}

interface Finger extends Point {
  id: number;
}

/** From the first press until nothing is pressed any more. */
class Gesture {
  private readonly moves: () => StageMoves;
  private fingers: Finger[] = [];
  /** What is seen of the picture that was pressed first. */
  private frame: Element | null = null;
  private press: Press = 'nothing';
  private hold: 'none' | 'waiting' | 'held' = 'none';
  private timer: ReturnType<typeof setTimeout> | null = null;
  private begun: Point = { x: 0, y: 0 };

  constructor(moves: () => StageMoves) {
    this.moves = moves;
  }

  down(event: PointerEvent, frame: Element, target: Element): void {
    if (this.fingers.length === 2) return;
    const { pressAt, holdFor, onDivide } = this.moves();
    this.fingers.push({ id: event.pointerId, x: event.clientX, y: event.clientY });
    if (this.fingers.length === 2) {
      // A second finger: both move and zoom now, whatever the first began.
      this.endHold();
      this.press = 'nothing';
      return;
    }
    this.frame = frame;
    this.begun = { x: event.clientX, y: event.clientY };
    this.press = pressAt(target);
    if (this.press === 'divide') onDivide(shareIn(frame, event.clientX));
    else this.beginHold(holdFor(event.pointerType));
  }

  move(event: PointerEvent): void {
    const finger = this.fingers.find(({ id }) => id === event.pointerId);
    if (finger === undefined || this.frame === null) return;
    const to = { x: event.clientX, y: event.clientY };
    if (this.fingers.length === 2) {
      this.pinch(finger, to);
      return;
    }
    if (this.press === 'divide') this.moves().onDivide(shareIn(this.frame, to.x));
    if (this.hold === 'waiting' && distance(this.begun, to) > SLOP) this.endHold();
    if (this.press === 'pan' && this.hold === 'none') {
      this.moves().onMove({ x: to.x - finger.x, y: to.y - finger.y });
    }
    Object.assign(finger, to);
  }

  up(pointer: number): void {
    if (!this.fingers.some(({ id }) => id === pointer)) return;
    this.fingers = this.fingers.filter(({ id }) => id !== pointer);
    // The finger that stays goes on moving the pictures.
    if (this.fingers.length === 1) this.press = 'pan';
    else this.end();
  }

  end(): void {
    this.fingers = [];
    this.press = 'nothing';
    this.endHold();
  }

  private pinch(finger: Finger, to: Point): void {
    const other = this.fingers.find((one) => one !== finger);
    if (other === undefined || this.frame === null) return;
    const factor = distance(to, other) / Math.max(1, distance(finger, other));
    // Too little to be seen yet: it adds up with what comes.
    if (Math.abs(Math.log(factor)) < 0.01 && distance(finger, to) < 2) return;
    const at = fromMiddle(this.frame, {
      clientX: (finger.x + other.x) / 2,
      clientY: (finger.y + other.y) / 2,
    });
    this.moves().onPinch(factor, at, { x: (to.x - finger.x) / 2, y: (to.y - finger.y) / 2 });
    Object.assign(finger, to);
  }

  private beginHold(when: 'now' | 'soon' | 'never'): void {
    if (when === 'now') this.startHold();
    if (when !== 'soon') return;
    this.hold = 'waiting';
    this.timer = setTimeout(() => this.startHold(), HOLD_MS);
  }

  private startHold(): void {
    this.hold = 'held';
    this.moves().onHold(true);
  }

  private endHold(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.hold === 'held') this.moves().onHold(false);
    this.hold = 'none';
  }
}

/** What is seen of the picture in whose room an event happened. */
function frameAt(event: Event): Element | null {
  return frameOf(event.target instanceof Element ? event.target : null);
}

function frameOf(target: Element | null): Element | null {
  return target?.closest('.shot')?.querySelector('.frame') ?? null;
}

function fromMiddle(frame: Element, { clientX, clientY }: { clientX: number; clientY: number }): Point {
  const { left, top, width, height } = frame.getBoundingClientRect();
  return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
}

function shareIn(frame: Element, clientX: number): number {
  const { left, width } = frame.getBoundingClientRect();
  return width === 0 ? 0.5 : (clientX - left) / width;
}

function distance(from: Point, to: Point): number {
  return Math.hypot(to.x - from.x, to.y - from.y);
}
