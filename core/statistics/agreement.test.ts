import { describe, expect, it } from 'vitest';
import { createRandom } from '../plan/random';
import { alphaInterval, cohenKappa, krippendorffAlpha } from './agreement';

/** Raters' rows, one value a unit and a dot for a gap, turned to units. */
function unitsOf(...rows: string[]): number[][] {
  const raters = rows.map((row) => row.split(' '));
  return (raters[0] ?? []).map((_, unit) =>
    raters.flatMap((row) => (row[unit] === '.' ? [] : [Number(row[unit])])),
  );
}

/** Krippendorff 2011: four raters, twelve units. */
const DATA_D = unitsOf(
  '1 2 3 3 2 1 4 1 2 . . .',
  '1 2 3 3 2 2 4 1 2 5 . 3',
  '. 3 3 3 2 3 4 2 2 5 1 .',
  '1 2 3 3 2 4 4 1 2 5 1 .',
);
/** Three raters, fifteen units, many gaps. */
const DATA_E = unitsOf(
  '. . . . . 3 4 1 2 1 1 3 3 . 3',
  '1 . 2 1 3 3 4 3 . . . . . . .',
  '. . 2 1 3 4 4 . 2 1 1 3 3 . 4',
);

describe('krippendorffAlpha', () => {
  it.each([
    ['nominal', 113 / 152],
    ['ordinal', 0.815],
    ['interval', 951 / 1120],
    ['ratio', 0.797],
  ] as const)('of the published example, %s: %f', (distance, alpha) => {
    expect(krippendorffAlpha(DATA_D, distance)).toBeCloseTo(
      alpha,
      alpha === 0.815 || alpha === 0.797 ? 3 : 12,
    );
  });

  it.each([
    ['nominal', 0.691, 3],
    ['interval', 0.8108, 4],
  ] as const)('of the example with many gaps, %s: %f', (distance, alpha, digits) => {
    expect(krippendorffAlpha(DATA_E, distance)).toBeCloseTo(alpha, digits);
  });
});

describe('cohenKappa', () => {
  it('of the table 20 5 / 10 15 is 0.4', () => {
    const pairs = (first: string, second: string, times: number) =>
      Array.from({ length: times }, () => [first, second] as const);
    expect(
      cohenKappa([
        ...pairs('yes', 'yes', 20),
        ...pairs('yes', 'no', 5),
        ...pairs('no', 'yes', 10),
        ...pairs('no', 'no', 15),
      ]),
    ).toBeCloseTo(0.4, 12);
  });
});

describe('alphaInterval', () => {
  it('holds alpha', () => {
    const interval = alphaInterval(DATA_D, 'ordinal', 2000, createRandom(1));
    expect(interval?.low).toBeLessThan(0.815);
    expect(interval?.high).toBeGreaterThan(0.815);
  });
});
