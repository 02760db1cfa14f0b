import { fireEvent, render, screen } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type StageMoves, useStagePointer } from './pointer';

let told: unknown[];
let press: 'pan' | 'divide';
let hold: 'now' | 'soon' | 'never';

function Ground() {
  const ref = useRef<HTMLDivElement>(null);
  const moves: StageMoves = {
    pressAt: () => press,
    holdFor: () => hold,
    onSteps: (steps, at) => told.push(['steps', steps, at.x, at.y]),
    onMove: (by) => told.push(['move', by.x, by.y]),
    onPinch: (factor, at, by) => told.push(['pinch', factor, at.x, at.y, by.x, by.y]),
    onDivide: (share) => told.push(['divide', share]),
    onHold: (isHeld) => told.push(['hold', isHeld]),
    onTwice: (at) => told.push(['twice', at.x, at.y]),
  };
  useStagePointer(ref, moves);
  return (
    <div ref={ref} data-testid="ground">
      <div className="shot">
        <div className="frame" data-testid="frame" />
      </div>
    </div>
  );
}

const at = (pointerId: number, clientX: number, clientY: number) => ({
  pointerId,
  clientX,
  clientY,
  button: 0,
});

function frame(): HTMLElement {
  render(<Ground />);
  const element = screen.getByTestId('frame');
  element.getBoundingClientRect = () => new DOMRect(100, 50, 200, 100);
  return element;
}

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  press = 'pan';
  hold = 'never';
  HTMLElement.prototype.setPointerCapture = () => undefined;
});

afterEach(() => {
  vi.useRealTimers();
});

describe('useStagePointer', () => {
  it('moves with one finger', () => {
    const element = frame();
    fireEvent.pointerDown(element, at(1, 150, 80));
    fireEvent.pointerMove(element, at(1, 160, 75));
    fireEvent.pointerUp(element, at(1, 160, 75));
    fireEvent.pointerMove(element, at(1, 190, 75));
    expect(told).toEqual([['move', 10, -5]]);
  });

  it('zooms and moves with two, around their middle, and goes on with the one that stays', () => {
    const element = frame();
    fireEvent.pointerDown(element, at(1, 150, 100));
    fireEvent.pointerDown(element, at(2, 250, 100));
    fireEvent.pointerMove(element, at(2, 350, 100));
    expect(told).toEqual([['pinch', 2, 0, 0, 50, 0]]);
    fireEvent.pointerUp(element, at(2, 350, 100));
    fireEvent.pointerMove(element, at(1, 151, 101));
    expect(told.slice(1)).toEqual([['move', 1, 1]]);
  });

  it('swaps while a finger rests, not when it moves on or another comes', () => {
    hold = 'soon';
    const element = frame();
    fireEvent.pointerDown(element, at(1, 150, 80));
    vi.advanceTimersByTime(250);
    expect(told).toEqual([['hold', true]]);
    fireEvent.pointerMove(element, at(1, 180, 80));
    fireEvent.pointerUp(element, at(1, 180, 80));
    expect(told).toEqual([
      ['hold', true],
      ['hold', false],
    ]);
    told = [];
    fireEvent.pointerDown(element, at(1, 150, 80));
    fireEvent.pointerMove(element, at(1, 170, 80));
    vi.advanceTimersByTime(250);
    fireEvent.pointerUp(element, at(1, 170, 80));
    expect(told).toEqual([['move', 20, 0]]);
    told = [];
    fireEvent.pointerDown(element, at(1, 150, 80));
    fireEvent.pointerDown(element, at(2, 250, 80));
    vi.advanceTimersByTime(250);
    expect(told).toEqual([]);
  });

  it('swaps at once where the mouse may, until it is let go or taken away', () => {
    hold = 'now';
    const element = frame();
    fireEvent.pointerDown(element, at(1, 150, 80));
    fireEvent.pointerCancel(element, at(1, 150, 80));
    expect(told).toEqual([
      ['hold', true],
      ['hold', false],
    ]);
  });

  it('brings the divider to the cursor and has it follow', () => {
    press = 'divide';
    const element = frame();
    fireEvent.pointerDown(element, at(1, 150, 80));
    fireEvent.pointerMove(element, at(1, 250, 80));
    expect(told).toEqual([
      ['divide', 0.25],
      ['divide', 0.75],
    ]);
  });

  it('hears a second press of the picture under it', () => {
    const element = frame();
    document.elementFromPoint = () => element;
    fireEvent.doubleClick(screen.getByTestId('ground'), { clientX: 210, clientY: 95 });
    expect(told).toEqual([['twice', 10, -5]]);
  });

  it('zooms where the wheel is turned, and never the page', () => {
    const element = frame();
    expect(fireEvent.wheel(element, { deltaY: -100, clientX: 250, clientY: 90 })).toBe(false);
    expect(fireEvent.wheel(element, { deltaY: -4, ctrlKey: true, clientX: 200, clientY: 100 })).toBe(false);
    expect(fireEvent.wheel(screen.getByTestId('ground'), { deltaY: 100, ctrlKey: true })).toBe(false);
    expect(told).toEqual([
      ['steps', 1, 50, -10],
      ['steps', 0.2, 0, 0],
    ]);
  });
});
