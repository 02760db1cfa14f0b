import { expect, it } from 'vitest';
import { liveInTrouble, liveWithStroke, STROKES, sumLine, tryEach } from './faultLoop';
import { findLines } from './finds';

/** Of the operations of the story, every so many are tried here; `npm run torture` tries each. */
const STEP = 29;

it.each(STROKES)(
  'one life with %s at an operation: nothing that was told is lost',
  { timeout: 120_000 },
  async (stroke) => {
    const first = 1 + STROKES.indexOf(stroke) * 5;
    const sum = await tryEach((n) => liveWithStroke(n, stroke), { first, step: STEP });
    console.log(sumLine(stroke, sum));
    expect(findLines(sum.finds)).toEqual([]);
    expect(sum.tried).toBeGreaterThan(10);
  },
);

it.each(['full', 'read only'] as const)(
  'one life on a disk that is %s for a while',
  { timeout: 120_000 },
  async (trouble) => {
    const sum = await tryEach((n) => liveInTrouble(n, trouble), { first: 3, step: 37 });
    console.log(sumLine(trouble, sum));
    expect(findLines(sum.finds)).toEqual([]);
    expect(sum.told).toBe(sum.tried);
  },
);
