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

  it('is 1 at full agreement, whatever the distance, and below 0 where raters contradict each other', () => {
    for (const distance of ['nominal', 'ordinal', 'interval', 'ratio'] as const) {
      expect(
        krippendorffAlpha(
          [
            [0, 0],
            [1, 1, 1],
            [3, 3],
          ],
          distance,
        ),
      ).toBe(1);
      expect(
        krippendorffAlpha(
          [
            [0, 1],
            [1, 0],
            [0, 1],
          ],
          distance,
        ),
      ).toBeLessThan(0);
    }
  });

  it('says nothing without two answers to a unit, and where only one answer was given', () => {
    expect(krippendorffAlpha([], 'ordinal')).toBeNull();
    expect(krippendorffAlpha([[1], [], [0]], 'ordinal')).toBeNull();
    expect(
      krippendorffAlpha(
        [
          [1, 1],
          [1, 1, 1],
        ],
        'ordinal',
      ),
    ).toBeNull();
  });

  it('counts a unit with a single answer in nothing', () => {
    expect(krippendorffAlpha([...DATA_D, [5], [9]], 'interval')).toBe(krippendorffAlpha(DATA_D, 'interval'));
  });

  it('takes losses, ties and wins as ranks: a tie against a win is less apart than a loss', () => {
    const near = krippendorffAlpha(
      [
        [-1, -1],
        [1, 1],
        [0, 1],
        [0, -1],
      ],
      'ordinal',
    );
    const far = krippendorffAlpha(
      [
        [-1, -1],
        [1, 1],
        [-1, 1],
        [0, 0],
      ],
      'ordinal',
    );
    expect(near).toBeGreaterThan(far ?? 1);
  });
});

describe('cohenKappa', () => {
  const pairs = (first: string, second: string, times: number) =>
    Array.from({ length: times }, () => [first, second] as const);

  it('of the table 20 5 / 10 15 is 0.4', () => {
    const table = [...pairs('yes', 'yes', 20), ...pairs('yes', 'no', 5)];
    expect(cohenKappa([...table, ...pairs('no', 'yes', 10), ...pairs('no', 'no', 15)])).toBeCloseTo(0.4, 12);
  });

  it('is 1 when all is alike, -1 when all is turned round, and null where it does not exist', () => {
    expect(cohenKappa([...pairs('a', 'a', 3), ...pairs('b', 'b', 2)])).toBe(1);
    expect(cohenKappa([...pairs('a', 'b', 3), ...pairs('b', 'a', 3)])).toBe(-1);
    expect(cohenKappa(pairs('a', 'a', 5))).toBeNull();
    expect(cohenKappa([])).toBeNull();
  });
});

describe('alphaInterval', () => {
  it('lies about alpha, is the same from the same seed, and narrower with more units', () => {
    const of = (units: number[][], seed: number) => alphaInterval(units, 'ordinal', 2000, createRandom(seed));
    const interval = of(DATA_D, 1);
    if (interval === null) throw new Error('no interval');
    expect(interval.low).toBeLessThan(0.815);
    expect(interval.high).toBeGreaterThan(0.815);
    expect(of(DATA_D, 1)).toEqual(interval);
    expect(of(DATA_D, 2)).not.toEqual(interval);
    const four = of([...DATA_D, ...DATA_D, ...DATA_D, ...DATA_D], 1);
    if (four === null) throw new Error('no interval');
    // A quarter of the units, half the width, more or less.
    expect((four.high - four.low) / (interval.high - interval.low)).toBeGreaterThan(0.35);
    expect((four.high - four.low) / (interval.high - interval.low)).toBeLessThan(0.65);
  });

  it('does not exist with one unit, or where alpha does not', () => {
    expect(alphaInterval([[0, 1], [2]], 'nominal', 100, createRandom(1))).toBeNull();
    expect(
      alphaInterval(
        [
          [1, 1],
          [1, 1],
        ],
        'nominal',
        100,
        createRandom(1),
      ),
    ).toBeNull();
  });

  it('tells how far it is, and stops when told to', () => {
    const steps: number[] = [];
    alphaInterval(DATA_E, 'nominal', 400, createRandom(1), (done) => steps.push(done));
    expect(steps).toEqual([100, 200, 300, 400]);
    const stop = () => {
      throw new Error('stopped');
    };
    expect(() => alphaInterval(DATA_E, 'nominal', 400, createRandom(1), stop)).toThrow('stopped');
  });
});
