import { describe, expect, it } from 'vitest';
import { binomialTest, binomialUpperTail, clopperPearson, signTest, wilsonInterval } from './proportion';

describe('the one-sided sign test', () => {
  it.each([
    [7, 8, 0.03516],
    [8, 10, 0.05469],
    [9, 10, 0.01074],
    [12, 16, 0.03841],
    [13, 16, 0.01064],
    [15, 20, 0.02069],
  ])('%i of %i gives %f', (wins, n, p) => {
    expect(binomialUpperTail(n, wins, 0.5)).toBeCloseTo(p, 5);
  });
});

describe('binomialTest', () => {
  it('gives the value of the Mendelian example, 682 of 925 against three quarters', () => {
    expect(binomialTest(682, 925, 0.75)).toBeCloseTo(0.3825, 4);
  });

  it('is the sign test at one half', () => {
    for (let n = 0; n <= 40; n += 1) {
      for (let wins = 0; wins <= n; wins += 1) {
        expect(binomialTest(wins, n, 0.5)).toBeCloseTo(signTest(wins, n - wins), 12);
      }
    }
    expect(binomialTest(3100, 6000, 0.5)).toBeCloseTo(signTest(3100, 2900), 12);
  });

  it('takes a share of 0 or 1 at its word, and says nothing without votes', () => {
    expect(binomialTest(0, 5, 0)).toBe(1);
    expect(binomialTest(1, 5, 0)).toBe(0);
    expect(binomialTest(5, 5, 1)).toBe(1);
    expect(binomialTest(4, 5, 1)).toBe(0);
    expect(binomialTest(0, 0, 0.3)).toBe(1);
  });
});

describe('clopperPearson', () => {
  it.each([
    [682, 925, 0.7076683, 0.7654066],
    [8, 10, 0.4439, 0.9748],
    [7, 10, 0.3475, 0.9333],
    [15, 20, 0.509, 0.9134],
    [10, 10, 0.6915, 1],
  ])('%i of %i gives %f to %f', (wins, n, low, high) => {
    const interval = clopperPearson(wins, n);
    const digits = n === 925 ? 7 : 4;
    expect(interval?.low).toBeCloseTo(low, digits);
    expect(interval?.high).toBeCloseTo(high, digits);
  });

  it('of a clean sweep ends at the n-th root of 2.5 %', () => {
    for (const n of [1, 2, 10, 400, 6000]) {
      expect(clopperPearson(n, n)?.low).toBeCloseTo(0.025 ** (1 / n), 12);
      expect(clopperPearson(n, n)?.high).toBe(1);
      expect(clopperPearson(0, n)?.low).toBe(0);
      expect(clopperPearson(0, n)?.high).toBeCloseTo(1 - 0.025 ** (1 / n), 12);
    }
  });

  it('is wider than the Wilson interval, and turned round when wins and losses are', () => {
    for (const [wins, n] of [
      [3, 7],
      [20, 31],
      [1900, 6000],
    ] as const) {
      const [exact, wilson, turned] = [
        clopperPearson(wins, n),
        wilsonInterval(wins, n),
        clopperPearson(n - wins, n),
      ];
      if (exact === null || wilson === null || turned === null) throw new Error('no interval');
      expect(exact.high - exact.low).toBeGreaterThan(wilson.high - wilson.low);
      expect(turned.low).toBeCloseTo(1 - exact.high, 12);
      expect(turned.high).toBeCloseTo(1 - exact.low, 12);
    }
  });

  it('does not exist without votes', () => {
    expect(clopperPearson(0, 0)).toBeNull();
  });
});
