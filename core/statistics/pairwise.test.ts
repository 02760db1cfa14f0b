import { describe, expect, it } from 'vitest';
import { holm, mcNemar } from './pairwise';

describe('holm', () => {
  const rounded = (values: readonly number[]) => values.map((value) => Math.round(value * 10_000) / 10_000);

  it('adjusts the fifteen values of Benjamini and Hochberg', () => {
    const values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324];
    const adjusted = holm([...values, 0.4262, 0.5719, 0.6528, 0.759, 1]);
    expect(rounded(adjusted)).toEqual([
      0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213, 1, 1, 1, 1, 1, 1,
    ]);
    expect(adjusted.filter((p) => p < 0.05)).toHaveLength(3);
  });

  it('keeps the order the values came in', () => {
    expect(rounded(holm([0.01, 0.04, 0.03, 0.005]))).toEqual([0.03, 0.06, 0.06, 0.02]);
  });

  it('is the smallest level at which step-down rejection takes the value in', () => {
    const values = [0.011, 0.2, 0.013, 0.04, 0.013];
    const rejected = (level: number) => {
      const sorted = [...values].sort((a, b) => a - b);
      const stop = sorted.findIndex((p, rank) => p > level / (values.length - rank));
      return values.map((p) => sorted.slice(0, stop === -1 ? values.length : stop).includes(p));
    };
    const adjusted = holm(values);
    for (let level = 0.0005; level < 1; level += 0.001) {
      expect(rejected(level)).toEqual(adjusted.map((p) => p <= level));
    }
  });

  it('leaves one value as it is and none as none', () => {
    expect(holm([0.03])).toEqual([0.03]);
    expect(holm([])).toEqual([]);
  });
});

describe('mcNemar', () => {
  it('gives the figures of the approval table', () => {
    const test = mcNemar(86, 150);
    expect(test.exact).toBeCloseTo(3.716e-5, 8);
    expect(test.chi_square).toBeCloseTo(17.356, 3);
    expect(test.corrected).toBeCloseTo(16.818, 3);
    expect(test.corrected_p).toBeCloseTo(4.115e-5, 8);
    expect(mcNemar(150, 86)).toEqual(test);
  });

  it('gives the chi-square of 16 against 58', () => {
    expect(mcNemar(16, 58).chi_square).toBeCloseTo(23.838, 3);
  });

  it('finds nothing where nothing differs', () => {
    expect(mcNemar(0, 0)).toEqual({ exact: 1, chi_square: 0, chi_square_p: 1, corrected: 0, corrected_p: 1 });
    expect(mcNemar(7, 7)).toEqual({ exact: 1, chi_square: 0, chi_square_p: 1, corrected: 0, corrected_p: 1 });
    expect(mcNemar(8, 7)).toMatchObject({ exact: 1, corrected: 0, corrected_p: 1 });
  });
});
