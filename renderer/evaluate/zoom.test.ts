import { describe, expect, it } from 'vitest';
import {
  fitScale,
  keptInside,
  pannedBy,
  pixelZoom,
  placeOf,
  windowOf,
  type Zoom,
  zoomedBy,
  zoomWords,
} from './zoom';

const PICTURE = { width: 1024, height: 1024 };
const PANE = { width: 500, height: 600 };

function zoomed(zoom: Zoom): Exclude<Zoom, 'fit'> {
  if (zoom === 'fit') throw new Error('It fits, and was to be zoomed.');
  return zoom;
}

/** The point of the picture under a point of the pane, as shares. */
function under(zoom: Exclude<Zoom, 'fit'>, x: number, y: number) {
  const { left, top, width, height } = placeOf(zoom, PICTURE, PANE);
  return { x: (x - left) / width, y: (y - top) / height };
}

describe('zoomedBy', () => {
  it('keeps the middle without a pointer', () => {
    const zoom = zoomed(zoomedBy('fit', 2, PICTURE, PANE));
    expect(zoom.scale).toBeCloseTo(fitScale(PICTURE, PANE) * 1.5625);
    expect([zoom.x, zoom.y]).toEqual([0.5, 0.5]);
  });

  it('keeps the point under the pointer', () => {
    const before: Zoom = { scale: 1, x: 0.5, y: 0.5 };
    const after = zoomed(zoomedBy(before, 1, PICTURE, PANE, { x: 120, y: -80 }));
    const [a, b] = [under(before, 370, 220), under(after, 370, 220)];
    expect(b.x).toBeCloseTo(a.x, 10);
    expect(b.y).toBeCloseTo(a.y, 10);
  });

  it('fits again when zoomed out as far, and stops far in', () => {
    expect(zoomedBy({ scale: 0.6, x: 0.2, y: 0.2 }, -3, PICTURE, PANE)).toBe('fit');
    expect(zoomed(zoomedBy({ scale: 15, x: 0.5, y: 0.5 }, 9, PICTURE, PANE)).scale).toBe(16);
  });
});

describe('keptInside', () => {
  it('never shows void beyond the edge of a larger picture', () => {
    const zoom = zoomed(keptInside({ scale: 1, x: 0, y: 1 }, PICTURE, PANE));
    const { left, top, height } = placeOf(zoom, PICTURE, PANE);
    expect(left).toBeCloseTo(0);
    expect(top + height).toBeCloseTo(PANE.height);
  });

  it('keeps the side that is smaller than the pane in the middle', () => {
    const wide = { width: 2000, height: 500 };
    expect(zoomed(keptInside({ scale: 0.5, x: 0.9, y: 0.1 }, wide, PANE)).y).toBe(0.5);
  });
});

describe('pixelZoom', () => {
  it('shows a picture pixel on a screen pixel, whatever the density', () => {
    expect(zoomed(pixelZoom('fit', PICTURE, PANE, 1)).scale).toBe(1);
    expect(zoomed(pixelZoom('fit', { width: 4096, height: 4096 }, PANE, 2)).scale).toBe(0.5);
  });

  it('shows a small picture small', () => {
    expect(pixelZoom('fit', { width: 100, height: 100 }, PANE, 1)).toEqual({ scale: 1, x: 0.5, y: 0.5 });
  });
});

describe('pannedBy', () => {
  it('moves the picture with the hand', () => {
    const before: Zoom = { scale: 2, x: 0.5, y: 0.5 };
    const after = zoomed(pannedBy(before, 50, -30, PICTURE, PANE));
    expect(placeOf(after, PICTURE, PANE).left - placeOf(before, PICTURE, PANE).left).toBeCloseTo(50);
    expect(placeOf(after, PICTURE, PANE).top - placeOf(before, PICTURE, PANE).top).toBeCloseTo(-30);
  });

  it('leaves a picture that fits where it is', () => {
    expect(pannedBy('fit', 50, 50, PICTURE, PANE)).toBe('fit');
  });
});

describe('windowOf', () => {
  it('says which part is seen', () => {
    const part = windowOf({ scale: 1, x: 0.5, y: 0.5 }, PICTURE, PANE);
    expect(part.width).toBeCloseTo(500 / 1024);
    expect(part.left + part.width / 2).toBeCloseTo(0.5);
  });
});

describe('zoomWords', () => {
  it('measures against the pixels of the screen', () => {
    expect(zoomWords('fit', 2)).toBe('Fit');
    expect(zoomWords({ scale: 0.5, x: 0.5, y: 0.5 }, 2)).toBe('100%');
  });
});
