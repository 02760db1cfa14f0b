import { describe, expect, it } from 'vitest';
import { createRandom } from '../plan/random';
import { wilsonInterval } from './proportion';
import { clusterInterval, clusterStandardError, designEffect, type RatioCell } from './resample';

const random = () => createRandom(21);
const widthOf = (interval: { low: number; high: number } | null) => {
  if (interval === null) throw new Error('no interval');
  return interval.high - interval.low;
};

/** One rater's cells: so many wins of so many votes on each prompt. */
const cellsOf = (prompts: readonly (readonly [wins: number, votes: number])[]): RatioCell[] =>
  prompts.map(([sum, weight], prompt) => ({ prompt, rater: 0, sum, weight }));

/** The sample standard deviation. */
function deviation(values: readonly number[]): number {
  const mean = values.reduce((all, one) => all + one, 0) / values.length;
  return Math.sqrt(values.reduce((all, one) => all + (one - mean) ** 2, 0) / (values.length - 1));
}

describe('clusterStandardError', () => {
  it('of clusters of one value is s / sqrt(n)', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    expect(clusterStandardError(values.map((value) => [value]))).toBeCloseTo(
      deviation(values) / Math.sqrt(8),
      12,
    );
  });

  it('of clusters of m equal values is that of their means', () => {
    const means = [0.2, 0.9, 0.4, 0.4, 0.7];
    const clusters = means.map((mean) => [mean, mean, mean, mean]);
    expect(clusterStandardError(clusters)).toBeCloseTo(deviation(means) / Math.sqrt(5), 12);
  });

  it('does not exist with fewer than two clusters, and empty ones are none', () => {
    expect(clusterStandardError([[1, 0, 1]])).toBeNull();
    expect(clusterStandardError([[1, 0, 1], []])).toBeNull();
    expect(clusterStandardError([[1, 0], [], [1]])).toBe(clusterStandardError([[1, 0], [1]]));
  });
});

describe('designEffect', () => {
  it('is 1 for clusters of one value, and nearly m when the m values of each are equal', () => {
    expect(designEffect([[1], [0], [0], [1], [1]])).toBeCloseTo(1, 12);
    const clusters = Array.from({ length: 200 }, (_, cluster) => new Array<number>(4).fill(cluster % 2));
    expect(designEffect(clusters)).toBeCloseTo(4, 1);
  });

  it('comes to 1 + (m - 1) rho, as in n / (1 + (m - 1) rho)', () => {
    const draw = createRandom(8);
    // Values of a prompt's own part and a part of their own, equally large: rho is one half.
    const clusters = Array.from({ length: 4000 }, () => {
      const own = draw.real();
      return [0, 0, 0, 0, 0].map(() => own + draw.real());
    });
    expect(designEffect(clusters)).toBeCloseTo(1 + 4 * 0.5, 0);
    expect(Math.abs((designEffect(clusters) ?? 0) - 3)).toBeLessThan(0.15);
  });

  it('does not exist where nothing differs, or with one cluster', () => {
    expect(designEffect([[1, 1], [1]])).toBeNull();
    expect(designEffect([[1, 0]])).toBeNull();
  });
});

describe('clusterInterval', () => {
  it('of one vote a prompt comes close to the interval of independent votes', () => {
    const cells = cellsOf(Array.from({ length: 200 }, (_, prompt) => [prompt < 130 ? 1 : 0, 1]));
    const interval = clusterInterval(cells, 200, 1, 4000, random());
    const wilson = wilsonInterval(130, 200);
    expect(Math.abs((interval?.low ?? 0) - (wilson?.low ?? 1))).toBeLessThan(0.01);
    expect(Math.abs((interval?.high ?? 0) - (wilson?.high ?? 1))).toBeLessThan(0.01);
  });

  it('is wider where the votes on a prompt resemble each other', () => {
    const mixed = cellsOf(Array.from({ length: 20 }, () => [3, 6]));
    const leaning = cellsOf(Array.from({ length: 20 }, (_, prompt) => [prompt % 2 === 0 ? 6 : 0, 6]));
    expect(widthOf(clusterInterval(mixed, 20, 1, 500, random()))).toBe(0);
    expect(widthOf(clusterInterval(leaning, 20, 1, 2000, random()))).toBeGreaterThan(0.35);
  });

  it('with several raters is the wider of prompts alone and prompts with raters', () => {
    const cells = Array.from({ length: 40 }, (_, cell): RatioCell => {
      const rater = cell % 4;
      // Two raters always prefer one side, two the other: the prompts are all alike.
      return { prompt: Math.floor(cell / 4), rater, sum: rater < 2 ? 1 : 0, weight: 1 };
    });
    expect(widthOf(clusterInterval(cells, 10, 4, 2000, random()))).toBeGreaterThan(0.8);
    const alone = cells.map((cell) => ({ ...cell, rater: 0 }));
    expect(widthOf(clusterInterval(alone, 10, 4, 2000, random()))).toBe(0);
  });

  it('draws only prompts that have a weight', () => {
    const few = cellsOf([
      [2, 3],
      [0, 4],
      [3, 3],
    ]);
    const spread = few.map((cell) => ({ ...cell, prompt: cell.prompt * 30 + 5 }));
    const empty = [{ prompt: 80, rater: 0, sum: 0, weight: 0 }];
    expect(clusterInterval([...spread, ...empty], 100, 3, 2000, random())).toEqual(
      clusterInterval(few, 3, 1, 2000, random()),
    );
  });

  it('keeps the range of the values, and does not exist with fewer than two prompts', () => {
    expect(
      clusterInterval(
        cellsOf([
          [4, 4],
          [2, 2],
        ]),
        2,
        1,
        500,
        random(),
      ),
    ).toEqual({ low: 1, high: 1 });
    expect(clusterInterval(cellsOf([[3, 4]]), 1, 1, 500, random())).toBeNull();
    expect(
      clusterInterval(
        cellsOf([
          [3, 4],
          [0, 0],
        ]),
        2,
        1,
        500,
        random(),
      ),
    ).toBeNull();
    expect(clusterInterval([], 0, 0, 500, random())).toBeNull();
  });

  it('holds the true share in about 95 of 100 samples of prompts that lean each their own way', () => {
    const draw = createRandom(33);
    let held = 0;
    for (let sample = 0; sample < 300; sample += 1) {
      const cells = Array.from({ length: 40 }, (_, prompt): RatioCell => {
        const share = 0.2 + 0.8 * draw.real();
        const wins = [0, 0, 0, 0, 0].filter(() => draw.real() < share).length;
        return { prompt, rater: 0, sum: wins, weight: 5 };
      });
      const interval = clusterInterval(cells, 40, 1, 300, draw);
      if (interval !== null && interval.low <= 0.6 && 0.6 <= interval.high) held += 1;
    }
    expect(held / 300).toBeGreaterThan(0.9);
    expect(held / 300).toBeLessThan(0.98);
  });

  it('tells how far it is over both drawings', () => {
    const cells = [0, 1, 2, 3].map((cell) => ({
      prompt: cell >> 1,
      rater: cell & 1,
      sum: cell % 3,
      weight: 3,
    }));
    const steps: number[] = [];
    clusterInterval(cells, 2, 2, 200, random(), (done) => steps.push(done));
    expect(steps).toEqual([100, 200, 300, 400]);
  });
});
