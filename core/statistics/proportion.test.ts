import { describe, expect, it } from 'vitest';
import {
  binomialUpperTail,
  logFactorial,
  MOST_VOTES_NEEDED,
  neededWins,
  signTest,
  smallestDetectableShare,
  votesNeeded,
  wilsonInterval,
} from './proportion';

/** Counts outcomes of all 2^n sequences of votes, with nothing shared with the code under test. */
function enumeratedSignTest(wins: number, losses: number): number {
  const n = wins + losses;
  const distance = Math.abs(wins - losses);
  let extreme = 0;
  for (let sequence = 0; sequence < 2 ** n; sequence += 1) {
    let ones = 0;
    for (let bit = 0; bit < n; bit += 1) ones += (sequence >> bit) & 1;
    if (Math.abs(2 * ones - n) >= distance) extreme += 1;
  }
  return extreme / 2 ** n;
}

/** The chance that a test run after every vote falls to 5 % at least once within `votes`, exact over all paths. */
function falseAlarm(votes: number): number {
  let open = [1];
  let alarms = 0;
  for (let n = 1; n <= votes; n += 1) {
    const next = new Array<number>(n + 1).fill(0);
    open.forEach((chance, wins) => {
      next[wins] = (next[wins] ?? 0) + chance / 2;
      next[wins + 1] = (next[wins + 1] ?? 0) + chance / 2;
    });
    open = next.map((chance, wins) => {
      if (signTest(wins, n - wins) > 0.05) return chance;
      alarms += chance;
      return 0;
    });
  }
  return alarms;
}

describe('signTest', () => {
  it.each([
    [7, 8, 0.0703],
    [8, 10, 0.1094],
    [9, 10, 0.02148],
    [12, 16, 0.07681],
    [13, 16, 0.02127],
    [15, 20, 0.041389],
  ])('%i of %i gives %f', (wins, n, p) => {
    expect(signTest(wins, n - wins)).toBeCloseTo(p, 4);
    expect(signTest(n - wins, wins)).toBe(signTest(wins, n - wins));
  });

  it('gives the plain home wins of the baseball season', () => {
    expect(signTest(154, 273 - 154)).toBeCloseTo(0.0394, 4);
  });

  it('is the exact McNemar test of pairs that only one won, as in the approval table', () => {
    expect(signTest(86, 150)).toBeCloseTo(3.716e-5, 8);
  });

  it('equals a count of all sequences up to 12 votes', () => {
    for (let n = 0; n <= 12; n += 1) {
      for (let wins = 0; wins <= n; wins += 1) {
        expect(signTest(wins, n - wins)).toBeCloseTo(enumeratedSignTest(wins, n - wins), 12);
      }
    }
  });

  it('is 1 without votes and at a draw, and finite for thousands of votes', () => {
    expect(signTest(0, 0)).toBe(1);
    expect(signTest(500, 500)).toBe(1);
    expect(signTest(6000, 0)).toBeGreaterThanOrEqual(0);
    expect(signTest(6000, 0)).toBeLessThan(1e-300);
    // Twice the normal tail beyond (3099.5 - 3000) / sqrt(1500) = 2.569.
    expect(signTest(3100, 2900)).toBeCloseTo(0.0102, 3);
  });

  it('needs six votes for a clean sweep', () => {
    expect(signTest(5, 0)).toBeCloseTo(0.0625, 12);
    expect(signTest(6, 0)).toBeLessThan(0.05);
  });

  it.each([
    [20, 0.107],
    [50, 0.171],
    [100, 0.227],
    [200, 0.284],
  ])('raises a false alarm when looked at after each of %i votes in %f', (votes, chance) => {
    expect(falseAlarm(votes)).toBeCloseTo(chance, 3);
  });
});

describe('binomialUpperTail', () => {
  it('equals the sum of all terms on either side of the mode', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
    for (const share of [0.1, 0.5, 0.73, 0.99]) {
      for (let k = 0; k <= 14; k += 1) {
        let sum = 0;
        for (let x = k; x <= 14; x += 1) sum += choose(14, x) * share ** x * (1 - share) ** (14 - x);
        expect(binomialUpperTail(14, k, share)).toBeCloseTo(sum, 12);
      }
    }
    expect(binomialUpperTail(14, 15, 0.5)).toBe(0);
    expect(binomialUpperTail(14, 3, 0)).toBe(0);
    expect(binomialUpperTail(14, 3, 1)).toBe(1);
  });

  it('keeps tails that begin below the smallest number', () => {
    expect(binomialUpperTail(5000, 2600, 0.999)).toBe(1);
    expect(binomialUpperTail(5000, 4999, 0.1)).toBe(0);
  });
});

describe('logFactorial', () => {
  it('is the logarithm of the product', () => {
    expect(logFactorial(0)).toBe(0);
    expect(Math.exp(logFactorial(10))).toBeCloseTo(3628800, 4);
  });
});

describe('wilsonInterval', () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [1, 2, 0.09452865480086611, 0.905471345199134],
    [90, 100, 0.8256326956323345, 0.9447714583868639],
    [1, 1, 0.20654329147389294, 1],
    [7, 10, 0.3968, 0.8922],
    [15, 20, 0.5313, 0.8881],
    [3, 3, 0.4385, 1],
    [10, 10, 0.7225, 1],
  ])('%i of %i gives %f to %f', (wins, n, low, high) => {
    const interval = wilsonInterval(wins, n);
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  it('ends where the score test of the bound reaches z, holds the share, and stays within 0 and 1', () => {
    for (let n = 1; n <= 40; n += 1) {
      for (let wins = 0; wins <= n; wins += 1) {
        const interval = wilsonInterval(wins, n);
        if (interval === null) throw new Error('no interval');
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.high).toBeLessThanOrEqual(1);
        expect(interval.low).toBeLessThanOrEqual(wins / n);
        expect(interval.high).toBeGreaterThanOrEqual(wins / n);
        for (const bound of [interval.low, interval.high]) {
          if (bound === 0 || bound === 1) continue;
          const z = Math.abs(wins / n - bound) / Math.sqrt((bound * (1 - bound)) / n);
          expect(z).toBeCloseTo(1.959964, 6);
        }
      }
    }
  });

  it('does not exist without votes', () => {
    expect(wilsonInterval(0, 0)).toBeNull();
  });
});

describe('neededWins', () => {
  it('gives the one-sided 5 % table of 10 to 25 trials', () => {
    const table = [9, 9, 10, 10, 11, 12, 12, 13, 13, 14, 15, 15, 16, 16, 17, 18];
    // One-sided 5 % is two-sided 10 %.
    expect(table.map((_, index) => neededWins(index + 10, 0.1))).toEqual(table);
  });

  it.each([
    [199, 114],
    [90, 55],
    [49, 32],
    [30, 21],
    [20, 15],
    [12, 10],
  ])('of %i votes %i must be won', (votes, wins) => {
    expect(neededWins(votes)).toBe(wins);
  });

  it('is the fewest that reaches the level, and null below six votes', () => {
    for (let votes = 0; votes < 6; votes += 1) expect(neededWins(votes)).toBeNull();
    for (let votes = 6; votes <= 120; votes += 1) {
      const wins = neededWins(votes) ?? 0;
      expect(signTest(wins, votes - wins)).toBeLessThanOrEqual(0.05);
      expect(signTest(wins - 1, votes - wins + 1)).toBeGreaterThan(0.05);
    }
  });
});

describe('smallestDetectableShare', () => {
  it.each([
    [0.6, 199],
    [0.65, 90],
    [0.7, 49],
    [0.75, 30],
    [0.8, 20],
    [0.9, 12],
  ])('a true share of %f first shows at %i votes', (share, votes) => {
    expect(smallestDetectableShare(votes)).toBeLessThanOrEqual(share);
    for (let fewer = 6; fewer < votes; fewer += 1)
      expect(smallestDetectableShare(fewer)).toBeGreaterThan(share);
  });

  it('has exactly 80 % power', () => {
    expect(binomialUpperTail(40, neededWins(40) ?? 0, smallestDetectableShare(40) ?? 0)).toBeCloseTo(0.8, 9);
  });

  it('is null with fewer than six votes', () => {
    expect(smallestDetectableShare(0)).toBeNull();
    expect(smallestDetectableShare(5)).toBeNull();
    // A clean sweep of six: the sixth root of 0.8.
    expect(smallestDetectableShare(6)).toBeCloseTo(0.8 ** (1 / 6), 9);
  });
});

describe('votesNeeded', () => {
  it('is the first count at which the rounded rate passes', () => {
    const more = votesNeeded(13, 7, 0.05);
    if (more === null) throw new Error('none');
    for (let k = 1; k <= more; k += 1) {
      const wins = Math.round((13 * (20 + k)) / 20);
      expect(signTest(wins, 20 + k - wins) <= 0.05).toBe(k === more);
    }
  });

  it('asks for more at a stricter level', () => {
    expect(votesNeeded(13, 7, 0.01)).toBeGreaterThan(votesNeeded(13, 7, 0.05) ?? 0);
  });

  it('a single vote won needs five more, a lost one the same', () => {
    expect(votesNeeded(1, 0, 0.05)).toBe(5);
    expect(votesNeeded(0, 1, 0.05)).toBe(5);
  });

  it('does not exist at one half, without votes, and beyond 2,000', () => {
    expect(votesNeeded(10, 10, 0.05)).toBeNull();
    expect(votesNeeded(0, 0, 0.05)).toBeNull();
    expect(votesNeeded(501, 499, 0.05)).toBeNull();
    expect(MOST_VOTES_NEEDED).toBe(2000);
  });
});
