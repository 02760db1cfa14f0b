import { describe, expect, it } from 'vitest';
import type { Zoom } from '../store/viewing';
import { canvasSize, doublings } from './Difference';
import { shareAfter } from './Divider';
import { boxOf, containedIn, dividerAt, edgeOf, layoutOf, paneOf, type Room, seenOf } from './layout';

const room = (density: number, part: Partial<Room> = {}): Room => ({
  density,
  width: 1279 * density,
  height: 697 * density,
  left: 0,
  top: 0,
  ...part,
});

const ZOOMS: readonly Zoom[] = [
  'fit',
  { scale: 1, x: 0.5, y: 0.5 },
  { scale: 1.37, x: 0.31, y: 0.77 },
  { scale: 4, x: 0.123, y: 0.9 },
];

describe('layoutOf', () => {
  it('puts everything on whole pixels of the screen, whatever its density and however odd the sizes', () => {
    for (const density of [1, 1.25, 1.5, 2])
      for (const view of ['side', 'single'] as const)
        for (const picture of [
          { width: 333, height: 257 },
          { width: 1024, height: 1024 },
          { width: 1, height: 4001 },
        ])
          for (const zoom of ZOOMS) {
            const ground = room(density, { left: 0.25, top: 0.5 });
            const {
              pane,
              frame,
              picture: whole,
              edge,
            } = layoutOf(zoom, { picture, pane: paneOf(ground, view) }, edgeOf(ground, view));
            const all = [edge, ...[pane, frame, whole].flatMap((place) => Object.values(place))];
            expect(all.every(Number.isInteger), JSON.stringify({ density, picture, zoom, all })).toBe(true);
            expect(frame.width).toBeLessThanOrEqual(pane.width);
            expect(whole.left + whole.width).toBeGreaterThanOrEqual(frame.width);
            expect(2 * pane.width + 3 * edge).toBeLessThanOrEqual(
              view === 'side' ? ground.width : 2 * ground.width,
            );
          }
  });

  it('says what is enlarged and what is cut', () => {
    const fitting = { picture: { width: 400, height: 400 }, pane: { width: 600, height: 500 } };
    const told = (zoom: Zoom) => {
      const { isEnlarged, isCut } = layoutOf(zoom, fitting, 0);
      return [isEnlarged, isCut];
    };
    expect(told('fit')).toEqual([true, false]);
    expect(told({ scale: 1, x: 0.5, y: 0.5 })).toEqual([false, false]);
    expect(told({ scale: 1.4, x: 0.5, y: 0.5 })).toEqual([true, true]);
  });

  it('knows which part is seen', () => {
    const fitting = { picture: { width: 1000, height: 1000 }, pane: { width: 500, height: 600 } };
    expect(seenOf(layoutOf({ scale: 2, x: 0.5, y: 0.25 }, fitting, 0))).toEqual({
      left: 0.375,
      top: 0.1,
      width: 0.25,
      height: 0.3,
    });
  });
});

describe('pictures of different sizes', () => {
  it('share one frame, which holds the larger', () => {
    const box = boxOf({ width: 512, height: 768 }, { width: 1024, height: 1024 });
    expect(box).toEqual({ width: 1024, height: 1024 });
    if (box === null) return;
    expect(containedIn(box, { width: 1024, height: 1024 })).toEqual({
      width: 1024,
      height: 1024,
      left: 0,
      top: 0,
    });
    const { left, top, width, height } = containedIn(box, { width: 512, height: 768 });
    expect([width, height].map(Math.round)).toEqual([683, 1024]);
    expect([left, top].map(Math.round)).toEqual([171, 0]);
  });

  it('have no frame while there is no picture', () => {
    expect(boxOf(null, null)).toBeNull();
    expect(boxOf({ width: 0, height: 0 }, null)).toBeNull();
  });
});

describe('the divider', () => {
  it('stands on a whole pixel within what is seen', () => {
    const layout = layoutOf(
      'fit',
      { picture: { width: 300, height: 200 }, pane: { width: 333, height: 500 } },
      0,
    );
    expect([0, 0.5, 1].map((share) => dividerAt(share, layout))).toEqual([0, 167, 333]);
  });

  it('goes by its own keys alone', () => {
    expect(shareAfter('ArrowRight', 0.5)).toBeCloseTo(0.51);
    expect(shareAfter('PageDown', 0.5)).toBeCloseTo(0.4);
    expect([shareAfter('Home', 0.5), shareAfter('End', 0.5)]).toEqual([0, 1]);
    for (const key of ['1', 'Enter', ' ', 'v']) expect(shareAfter(key, 0.5)).toBeNull();
  });
});

describe('the difference', () => {
  it('is doubled until it is as bright as asked for', () => {
    expect(([1, 2, 4, 8, 16] as const).map(doublings)).toEqual([0, 1, 2, 3, 4]);
  });

  it('is taken at the pictures’ own size, within what a canvas can hold', () => {
    expect(canvasSize({ width: 333, height: 257 })).toEqual({ width: 333, height: 257 });
    expect(canvasSize({ width: 16_384, height: 100 })).toEqual({ width: 8192, height: 50 });
  });
});
