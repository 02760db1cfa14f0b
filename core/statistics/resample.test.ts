import { describe, expect, it } from 'vitest';
import { createRandom } from '../plan/random';
import { percentileInterval, resampleClusters, signFlipTest } from './resample';

/** All sign patterns by recursion. */
function enumeratedFlips(means: readonly number[]): number {
  const seen = Math.abs(means.reduce((sum, mean) => sum + mean, 0));
  const count = (place: number, sum: number): number => {
    const mean = means[place];
    if (mean === undefined) return Math.abs(sum) >= seen - 1e-9 ? 1 : 0;
    return count(place + 1, sum + mean) + count(place + 1, sum - mean);
  };
  return count(0, 0) / 2 ** means.length;
}

describe('signFlipTest', () => {
  it('cannot go below 2/32 with five prompts', () => {
    expect(signFlipTest([1, 1, 1, 1, 1], createRandom(1))).toBe(2 / 32);
    expect(signFlipTest([0.2, 1, 0.4, 0.9, 0.01], createRandom(1))).toBe(2 / 32);
    expect(signFlipTest([1, 1, 1, 1, 1, 1], createRandom(1))).toBe(2 / 64);
  });

  it('equals a walk through all flips for small random sets', () => {
    const random = createRandom(7);
    for (let set = 0; set < 60; set += 1) {
      const means = Array.from({ length: 1 + random.int(9) }, () => (random.int(13) - 6) / 6);
      const expected = means.every((mean) => mean === 0) ? 1 : enumeratedFlips(means);
      expect(signFlipTest(means, random)).toBeCloseTo(expected, 12);
    }
  });

  it('goes through all flips of sixteen prompts', () => {
    const means = Array.from({ length: 16 }, (_, index) => (index % 5) - 1.5);
    expect(signFlipTest(means, createRandom(1))).toBe(enumeratedFlips(means));
  });

  it('draws flips beyond sixteen prompts, close to the exact answer and never 0', () => {
    const means = Array.from({ length: 18 }, (_, index) => (index % 4 === 0 ? -1 : 0.6));
    const exact = enumeratedFlips(means);
    const drawn = signFlipTest(means, createRandom(3));
    expect(Math.abs(drawn - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 10_000) + 1 / 10_000);
    expect(signFlipTest(means, createRandom(3))).toBe(drawn);
    expect(signFlipTest(new Array<number>(40).fill(1), createRandom(3))).toBe(1 / 10_001);
  });

  it('is 1 when nothing differs', () => {
    expect(signFlipTest([], createRandom(1))).toBe(1);
    expect(signFlipTest([0, 0, 0], createRandom(1))).toBe(1);
  });
});

describe('resampleClusters', () => {
  it('draws as many clusters as there are, each as likely, and the same ones from the same seed', () => {
    const draw = (seed: number) => {
      const draws: number[][] = [];
      resampleClusters(4, 3000, createRandom(seed), (times) => draws.push([...times]));
      return draws;
    };
    const draws = draw(5);
    expect(draws).toHaveLength(3000);
    const totals = [0, 0, 0, 0];
    for (const times of draws) {
      expect(times.reduce((sum, count) => sum + count, 0)).toBe(4);
      times.forEach((count, cluster) => {
        totals[cluster] = (totals[cluster] ?? 0) + count;
      });
    }
    for (const total of totals) expect(Math.abs(total - 3000)).toBeLessThan(250);
    expect(draw(5)).toEqual(draws);
    expect(draw(6)).not.toEqual(draws);
  });

  it('spreads the mean of clusters as theory says', () => {
    const values = [0, 0.25, 0.5, 0.5, 0.75, 1, 1, 0.1, 0.9, 0.4];
    const means: number[] = [];
    resampleClusters(values.length, 4000, createRandom(11), (times) => {
      means.push(
        values.reduce((sum, value, cluster) => sum + value * (times[cluster] ?? 0), 0) / values.length,
      );
    });
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const spread = Math.sqrt(means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / means.length);
    expect(spread).toBeCloseTo(Math.sqrt(variance / values.length), 2);
  });
});

describe('percentileInterval', () => {
  it('takes the 2.5 % and 97.5 % quantiles', () => {
    const interval = percentileInterval(Array.from({ length: 201 }, (_, index) => 200 - index));
    expect(interval?.low).toBeCloseTo(5, 12);
    expect(interval?.high).toBeCloseTo(195, 12);
  });

  it('lies between order statistics, and does not exist without values', () => {
    expect(percentileInterval([2, 1])?.low).toBeCloseTo(1.025, 12);
    expect(percentileInterval([3])).toEqual({ low: 3, high: 3 });
    expect(percentileInterval([])).toBeNull();
  });
});
