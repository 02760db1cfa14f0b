import { expect, it } from 'vitest';
import { liveInTrouble, liveWithStroke, STROKES, sumLine, tryEach } from '../../electron/testing/faultLoop';
import { findLines } from '../../electron/testing/finds';

it.each(STROKES)('one life with %s at each operation in turn', { timeout: 3_600_000 }, async (stroke) => {
  const sum = await tryEach((n) => liveWithStroke(n, stroke));
  console.log(sumLine(stroke, sum));
  expect(findLines(sum.finds)).toEqual([]);
});

it.each(['full', 'read only'] as const)(
  'one life on a disk that is %s from each change on',
  { timeout: 3_600_000 },
  async (trouble) => {
    const sum = await tryEach((n) => liveInTrouble(n, trouble));
    console.log(sumLine(trouble, sum));
    expect(findLines(sum.finds)).toEqual([]);
  },
);
