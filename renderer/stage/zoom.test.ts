import { describe, expect, it } from 'vitest';
import type { Zoom } from '../store/viewing';
import { layoutOf } from './layout';
import {
  type Fitting,
  fitScale,
  type Part,
  pannedBy,
  pinched,
  settled,
  zoomedBy,
  zoomedTo,
  zoomWords,
} from './zoom';

const FITTING: Fitting = { picture: { width: 1024, height: 1024 }, pane: { width: 500, height: 600 } };
const SMALL: Fitting = { picture: { width: 100, height: 100 }, pane: { width: 500, height: 600 } };

function zoomed(zoom: Zoom): Part {
  if (zoom === 'fit') throw new Error('It fits, and was to be zoomed.');
  return zoom;
}

/** The point of the picture under a point that is measured from the middle of what is seen, in picture pixels. */
function under({ scale, x, y }: Part, at: { x: number; y: number }) {
  return { x: x * 1024 + at.x / scale, y: y * 1024 + at.y / scale };
}

describe('zoomedBy', () => {
  it('keeps the middle without a pointer', () => {
    const zoom = zoomed(zoomedBy('fit', 2, FITTING));
    expect(zoom.scale).toBeCloseTo(fitScale(FITTING) * 1.5625);
    expect([zoom.x, zoom.y]).toEqual([0.5, 0.5]);
  });

  it('keeps the point under the pointer', () => {
    const before: Part = { scale: 1, x: 0.5, y: 0.5 };
    const at = { x: 120, y: -80 };
    for (const after of [zoomedBy(before, 1, FITTING, at), zoomedTo(before, 4, FITTING, at)]) {
      expect(under(zoomed(after), at).x).toBeCloseTo(under(before, at).x, 10);
      expect(under(zoomed(after), at).y).toBeCloseTo(under(before, at).y, 10);
    }
  });

  it('fits again when zoomed out as far, and stops far in', () => {
    expect(zoomedBy({ scale: 0.6, x: 0.2, y: 0.2 }, -3, FITTING)).toBe('fit');
    expect(zoomed(zoomedBy({ scale: 15, x: 0.5, y: 0.5 }, 9, FITTING)).scale).toBe(16);
  });

  it('stops at the whole picture on its way in and out, but not for ever', () => {
    expect(zoomedBy({ scale: 4.5, x: 0.5, y: 0.5 }, 1, SMALL)).toBe('fit');
    expect(zoomedBy({ scale: 5.5, x: 0.5, y: 0.5 }, -1, SMALL)).toBe('fit');
    expect(zoomed(zoomedBy('fit', -1, SMALL)).scale).toBeCloseTo(4);
    expect(zoomed(zoomedBy({ scale: 5, x: 0.5, y: 0.5 }, 1, SMALL)).scale).toBeCloseTo(6.25);
  });

  it('never shows a picture smaller than its own pixels when it would fit larger', () => {
    expect(zoomed(zoomedBy('fit', -20, SMALL)).scale).toBe(1);
  });
});

describe('zoomedTo', () => {
  it('shows a small picture small', () => {
    expect(zoomedTo('fit', 1, SMALL)).toEqual({ scale: 1, x: 0.5, y: 0.5 });
  });
});

describe('settled', () => {
  it('never shows void beyond the edge of a larger picture', () => {
    const { picture, frame } = layoutOf(settled({ scale: 1, x: 0, y: 1 }, FITTING), FITTING, 0);
    expect([picture.left, picture.top + picture.height]).toEqual([0, frame.height]);
  });

  it('keeps the side that is smaller than the pane in the middle', () => {
    const wide = { picture: { width: 2000, height: 500 }, pane: FITTING.pane };
    expect(zoomed(settled({ scale: 0.5, x: 0.9, y: 0.1 }, wide)).y).toBe(0.5);
  });

  it('fits where what was asked for would be smaller, and comes back in less room', () => {
    const asked: Zoom = { scale: 0.5, x: 0.5, y: 0.5 };
    expect(settled(asked, { picture: FITTING.picture, pane: { width: 900, height: 900 } })).toBe('fit');
    expect(settled(asked, { picture: FITTING.picture, pane: { width: 300, height: 300 } })).toEqual(asked);
  });

  it('keeps scale and place for a picture of another size', () => {
    const asked: Zoom = { scale: 2, x: 0.3, y: 0.6 };
    expect(settled(asked, { picture: { width: 2048, height: 1536 }, pane: FITTING.pane })).toEqual(asked);
  });
});

describe('pannedBy', () => {
  it('moves the picture with the hand', () => {
    const before: Zoom = { scale: 2, x: 0.5, y: 0.5 };
    const [one, two] = [before, pannedBy(before, { x: 50, y: -30 }, FITTING)].map(
      (zoom) => layoutOf(zoom, FITTING, 0).picture,
    );
    expect([(two?.left ?? 0) - (one?.left ?? 0), (two?.top ?? 0) - (one?.top ?? 0)]).toEqual([50, -30]);
  });

  it('leaves a picture that fits where it is', () => {
    expect(pannedBy('fit', { x: 50, y: 50 }, FITTING)).toBe('fit');
    const small: Zoom = { scale: 1, x: 0.5, y: 0.5 };
    expect(pannedBy(small, { x: 50, y: 50 }, SMALL)).toEqual(small);
  });
});

describe('pinched', () => {
  it('zooms around the fingers and goes with them', () => {
    const before: Part = { scale: 1, x: 0.5, y: 0.5 };
    const at = { x: 60, y: 40 };
    const after = zoomed(pinched(before, 2, at, { x: 10, y: 0 }, FITTING));
    expect(after.scale).toBeCloseTo(2);
    expect(under(after, { x: 70, y: 40 }).x).toBeCloseTo(under(before, at).x, 10);
    expect(under(after, { x: 70, y: 40 }).y).toBeCloseTo(under(before, at).y, 10);
  });
});

describe('zoomWords', () => {
  it('measures against the pixels of the screen', () => {
    expect(zoomWords('fit')).toBe('Fit');
    expect(zoomWords({ scale: 1, x: 0.5, y: 0.5 })).toBe('100%');
  });
});
