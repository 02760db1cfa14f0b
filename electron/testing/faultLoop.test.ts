import { expect, it } from 'vitest';
import { liveInTrouble, liveWithStroke, STROKES, sumLine, tryEach } from './faultLoop';
import { findLines } from './finds';

/** Of the operations of the story every so many are tried here, in each way in turn; `npm run torture` tries each in each way. */
const STEP = 173;

it('one life with a fault at an operation: nothing that was told is lost', { timeout: 300_000 }, async () => {
  let turn = 0;
  const sum = await tryEach(
    (n) => {
      turn += 1;
      return liveWithStroke(n, STROKES[turn % STROKES.length] ?? 'EIO');
    },
    { first: 5, step: STEP },
  );
  console.log(sumLine('faults in turn', sum));
  expect(findLines(sum.finds)).toEqual([]);
  expect(sum.tried).toBeGreaterThan(5);
});

it.each(['full', 'read only'] as const)(
  'one life on a disk that is %s for a while',
  { timeout: 300_000 },
  async (trouble) => {
    const sum = await tryEach((n) => liveInTrouble(n, trouble), { first: 3, step: 251 });
    console.log(sumLine(trouble, sum));
    expect(findLines(sum.finds)).toEqual([]);
    expect(sum.told).toBe(sum.tried);
  },
);
