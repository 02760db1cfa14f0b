import { describe, expect, it } from 'vitest';
import { binomialUpperTail, neededWins } from './proportion';
import { votesForPower } from './samples';

describe('votesForPower', () => {
  it.each([
    [0.6, 199, 114, 194],
    [0.65, 90, 55, 85],
    [0.7, 49, 32, 47],
    [0.75, 30, 21, 29],
    [0.8, 20, 15, 20],
    [0.9, 12, 10, 10],
  ])(
    'a true share of %f shows at %i votes, %i of them won (%i by the normal formula)',
    (share, n, wins, normal) => {
      expect(votesForPower(share)).toBe(n);
      expect(votesForPower(1 - share)).toBe(n);
      expect(neededWins(n)).toBe(wins);
      const formula = ((1.96 * 0.5 + 0.8416 * Math.sqrt(share * (1 - share))) / (share - 0.5)) ** 2;
      expect(Math.abs(formula - normal)).toBeLessThan(1);
    },
  );

  it('is the first count whose power reaches the aim, at any level and power', () => {
    for (const [share, alpha, aim] of [
      [0.72, 0.05, 0.8],
      [0.85, 0.0125, 0.8],
      [0.66, 0.05, 0.9],
      [1, 0.05, 0.8],
    ] as const) {
      const power = (votes: number) => {
        const wins = neededWins(votes, alpha);
        return wins === null ? 0 : binomialUpperTail(votes, wins, share);
      };
      const n = votesForPower(share, alpha, aim) ?? 0;
      expect(power(n)).toBeGreaterThanOrEqual(aim);
      for (let fewer = 1; fewer < n; fewer += 1) expect(power(fewer)).toBeLessThan(aim);
    }
  });

  it('is six for a clean sweep, and none at one half or beyond the most', () => {
    expect(votesForPower(1)).toBe(6);
    expect(votesForPower(0.5)).toBeNull();
    expect(votesForPower(0.51)).toBeNull();
    expect(votesForPower(0.6, 0.05, 0.8, 198)).toBeNull();
    expect(votesForPower(0.6, 0.05, 0.8, 199)).toBe(199);
  });
});
