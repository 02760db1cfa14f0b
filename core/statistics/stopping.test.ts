import { describe, expect, it } from 'vitest';
import { wilsonInterval } from './proportion';
import { confidenceSequence, peekSafe, peekSafeAt, peekSafeFrom } from './stopping';

const sweep = (wins: number) => new Array<boolean>(wins).fill(true);

/** B(1 + w, 1 + l) as the integral of p^w (1-p)^l, by Simpson's rule. */
function betaIntegral(wins: number, losses: number): number {
  const steps = 2000;
  let sum = 0;
  for (let step = 0; step <= steps; step += 1) {
    const p = step / steps;
    const factor = step === 0 || step === steps ? 1 : step % 2 === 1 ? 4 : 2;
    sum += factor * p ** wins * (1 - p) ** losses;
  }
  return sum / (3 * steps);
}

/** The chance that the p-value falls below 5 % within `votes` when each vote is a coin's, exact over all paths. */
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
      if (peekSafeAt(wins, n - wins) >= 0.05) return chance;
      alarms += chance;
      return 0;
    });
  }
  return alarms;
}

describe('peekSafe', () => {
  it('gives the inverse evidence of clean sweeps', () => {
    expect(1 / peekSafe(sweep(7)).p_value).toBeCloseTo(16, 9);
    expect(1 / peekSafe(sweep(8)).p_value).toBeCloseTo(28.4444, 4);
    expect(peekSafe(sweep(7)).p_value).toBeGreaterThan(0.05);
    expect(peekSafe(sweep(8)).p_value).toBeLessThan(0.05);
    expect(peekSafe(sweep(7)).side).toBe(1);
    expect(peekSafe(sweep(7).map(() => false))).toEqual({ p_value: peekSafe(sweep(7)).p_value, side: -1 });
  });

  it('is the least so far of the value at each vote, on any path', () => {
    for (let path = 0; path < 2 ** 10; path += 1) {
      const outcomes = Array.from({ length: 10 }, (_, bit) => ((path >> bit) & 1) === 1);
      let least = 1;
      outcomes.forEach((_, at) => {
        const wins = outcomes.slice(0, at + 1).filter((won) => won).length;
        least = Math.min(least, peekSafeAt(wins, at + 1 - wins));
      });
      expect(peekSafe(outcomes).p_value).toBeCloseTo(least, 12);
    }
  });

  it('keeps the side on which the evidence was greatest', () => {
    const swung = [...sweep(9), ...new Array<boolean>(15).fill(false)];
    expect(peekSafe(swung)).toEqual({ p_value: peekSafe(sweep(9)).p_value, side: 1 });
  });

  it('says nothing without votes', () => {
    expect(peekSafe([])).toEqual({ p_value: 1, side: 0 });
    expect(peekSafe([true, false])).toEqual({ p_value: 1, side: 0 });
  });

  it('rarely raises a false alarm, however often it is looked at', () => {
    expect(falseAlarm(400)).toBeLessThan(0.05);
    expect(falseAlarm(400)).toBeGreaterThan(0.01);
  });

  it('stays finite for thousands of votes', () => {
    expect(peekSafe(sweep(6000)).p_value).toBeLessThan(1e-300);
    const even = Array.from({ length: 6000 }, (_, index) => index % 2 === 0);
    expect(peekSafe(even).p_value).toBe(1);
  });
});

describe('peekSafeAt', () => {
  it('equals the integral of the likelihood over all shares', () => {
    for (let wins = 0; wins <= 12; wins += 1) {
      for (let losses = 0; losses <= 12; losses += 1) {
        const expected = Math.min(1, 1 / (betaIntegral(wins, losses) * 2 ** (wins + losses)));
        expect(peekSafeAt(wins, losses)).toBeCloseTo(expected, 6);
      }
    }
  });

  it.each([
    [7, 10, false],
    [0, 10, true],
    [15, 20, false],
    [30, 40, true],
    [60, 100, false],
    [8, 8, true],
    [10, 10, true],
  ])('%i of %i excludes one half: %s', (wins, n, excludes) => {
    expect(peekSafeAt(wins, n - wins) < 0.05).toBe(excludes);
  });
});

describe('peekSafeFrom', () => {
  it('remembers the least value so far on its own side, and is 1 where that speaks for the other', () => {
    const goneOn = peekSafeFrom(peekSafe(new Array<boolean>(9).fill(true)));
    expect(goneOn(9, 3)).toBeCloseTo(peekSafeAt(9, 0), 12);
    expect(goneOn(20, 0)).toBe(peekSafeAt(20, 0));
    expect(goneOn(9, 14)).toBe(1);
    expect(goneOn(9, 60)).toBe(peekSafeAt(9, 60));
  });
});

describe('confidenceSequence', () => {
  it.each([
    [7, 10, 0.2667, 0.9634],
    [15, 20, 0.4217, 0.9493],
    [30, 40, 0.5117, 0.9144],
    [60, 100, 0.4408, 0.746],
    [8, 8, 0.5225, 1],
    [0, 10, 0, 0.4169],
  ])('%i of %i gives %f to %f', (wins, n, low, high) => {
    const interval = confidenceSequence(wins, n - wins);
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  it('is never narrower than the Wilson interval, and holds it', () => {
    for (let n = 1; n <= 60; n += 1) {
      for (let wins = 0; wins <= n; wins += 1) {
        const [safe, fixed] = [confidenceSequence(wins, n - wins), wilsonInterval(wins, n)];
        if (safe === null || fixed === null) throw new Error('no interval');
        expect(safe.high - safe.low).toBeGreaterThanOrEqual(fixed.high - fixed.low);
        expect(safe.low).toBeLessThanOrEqual(fixed.low);
        expect(safe.high).toBeGreaterThanOrEqual(fixed.high);
      }
    }
  });

  it('leaves out one half exactly where the test at this moment does', () => {
    for (let n = 1; n <= 60; n += 1) {
      for (let wins = 0; wins <= n; wins += 1) {
        const interval = confidenceSequence(wins, n - wins);
        if (interval === null) throw new Error('no interval');
        expect(interval.low > 0.5 || interval.high < 0.5).toBe(peekSafeAt(wins, n - wins) < 0.05);
      }
    }
  });

  it('leaves one half to a clean sweep of seven votes, and takes it from one of eight', () => {
    expect(confidenceSequence(7, 0)?.low).toBeLessThan(0.5);
    expect(confidenceSequence(8, 0)?.low).toBeGreaterThan(0.5);
    expect(confidenceSequence(0, 7)?.high).toBeGreaterThan(0.5);
    expect(confidenceSequence(0, 8)?.high).toBeLessThan(0.5);
  });

  it('misses a true share at any of 300 looks in less than 5 %, exact over all paths', () => {
    for (const share of [0.5, 0.7, 0.95]) {
      let open = [1];
      let missed = 0;
      for (let n = 1; n <= 300; n += 1) {
        const next = new Array<number>(n + 1).fill(0);
        open.forEach((chance, wins) => {
          next[wins] = (next[wins] ?? 0) + chance * (1 - share);
          next[wins + 1] = (next[wins + 1] ?? 0) + chance * share;
        });
        open = next.map((chance, wins) => {
          if (chance === 0) return 0;
          const interval = confidenceSequence(wins, n - wins);
          if (interval !== null && interval.low <= share && share <= interval.high) return chance;
          missed += chance;
          return 0;
        });
      }
      expect(missed).toBeLessThan(0.05);
      expect(missed).toBeGreaterThan(0.01);
    }
  });

  it('is wider at a stricter level, stays finite for thousands of votes, and does not exist without any', () => {
    const [loose, strict] = [confidenceSequence(30, 10), confidenceSequence(30, 10, 0.01)];
    expect(strict?.low).toBeLessThan(loose?.low ?? 0);
    expect(strict?.high).toBeGreaterThan(loose?.high ?? 1);
    const large = confidenceSequence(6000, 0);
    expect(large?.low).toBeGreaterThan(0.99);
    expect(large?.high).toBe(1);
    expect(confidenceSequence(0, 0)).toBeNull();
  });
});
