import { expect, it } from 'vitest';
import { liveInTrouble, liveWithStroke, STROKES, sumLine, tryEach } from '../../electron/testing/faultLoop';
import { findLines } from '../../electron/testing/finds';
import { tellCount } from '../../electron/testing/tellCount';

/** With `BLINDFOLD_STORY_EVERY=17` only every 17th operation is tried, other ones with each stroke. */
const STEP = Number(process.env['BLINDFOLD_STORY_EVERY'] ?? 1);

it.each(STROKES)('one life with %s at each operation in turn', { timeout: 3_600_000 }, async (stroke) => {
  const sum = await tryEach((n) => liveWithStroke(n, stroke), {
    first: 1 + Math.floor((STROKES.indexOf(stroke) * STEP) / STROKES.length),
    step: STEP,
  });
  console.log(sumLine(stroke, sum));
  tellCount({
    trouble: 'operation',
    name: stroke,
    tried: sum.tried,
    finds: findLines(sum.finds).length,
  });
  expect(findLines(sum.finds)).toEqual([]);
});

it.each(['full', 'read only'] as const)(
  'one life on a disk that is %s from each change on',
  { timeout: 3_600_000 },
  async (trouble) => {
    const sum = await tryEach((n) => liveInTrouble(n, trouble), { step: STEP });
    console.log(sumLine(trouble, sum));
    tellCount({ trouble: 'disk', name: trouble, tried: sum.tried, finds: findLines(sum.finds).length });
    expect(findLines(sum.finds)).toEqual([]);
  },
);
