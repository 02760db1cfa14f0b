import { describe, expect, it } from 'vitest';
import { createRandom } from '../plan/random';
import { mcNemar } from './pairwise';
import { binomialTest, clopperPearson, signTest, wilsonInterval } from './proportion';
import { signFlipTest } from './resample';
import { confidenceSequence } from './stopping';

/** Everything here is counted out or integrated, and shares nothing with the code under test. */

const SETS = 200;
const draw = createRandom(20260417);

interface Small {
  wins: number;
  losses: number;
  share: number;
  /** For each pair whether the first and whether the second of two candidates won it. */
  pairs: (readonly [boolean, boolean])[];
  means: number[];
}

const sets: Small[] = Array.from({ length: SETS }, () => {
  const n = 1 + draw.int(11);
  const wins = draw.int(n + 1);
  return {
    wins,
    losses: n - wins,
    share: (1 + draw.int(99)) / 100,
    pairs: Array.from({ length: 1 + draw.int(14) }, () => [draw.int(2) === 0, draw.int(3) === 0] as const),
    means: Array.from({ length: 1 + draw.int(10) }, () => (draw.int(13) - 6) / 6),
  };
});

/** How many of all 2^n sequences of votes hold k wins, for each k: by writing all of them down. */
const sequences = Array.from({ length: 15 }, (_, n) => {
  const counts = new Array<number>(n + 1).fill(0);
  for (let sequence = 0; sequence < 2 ** n; sequence += 1) {
    const wins = sequence.toString(2).replaceAll('0', '').length;
    counts[wins] = (counts[wins] ?? 0) + 1;
  }
  return counts;
});

/** The chance of each number of wins when each vote is won with the chance `share`. */
const chances = (n: number, share: number) =>
  (sequences[n] ?? []).map((ways, wins) => ways * share ** wins * (1 - share) ** (n - wins));

/** The sum of the chances of those numbers of wins that the test takes in. */
function chanceWhere(n: number, share: number, isIn: (wins: number) => boolean): number {
  return chances(n, share).reduce((sum, chance, wins) => sum + (isIn(wins) ? chance : 0), 0);
}

/** Where a rising function crosses a value between two places. */
function crossing(low: number, high: number, rises: (at: number) => number, value: number): number {
  let [from, to] = [low, high];
  for (let step = 0; step < 100; step += 1) {
    const middle = from + (to - from) / 2;
    if (rises(middle) < value) from = middle;
    else to = middle;
  }
  return from;
}

/** An integral from 0 to 1 by Simpson's rule. */
function integral(of: (at: number) => number, steps: number): number {
  let sum = of(0) + of(1);
  for (let step = 1; step < steps; step += 1) sum += of(step / steps) * (step % 2 === 1 ? 4 : 2);
  return sum / (3 * steps);
}

function allFlips(means: readonly number[]): number {
  const seen = Math.abs(means.reduce((sum, mean) => sum + mean, 0));
  let extreme = 0;
  for (let flip = 0; flip < 2 ** means.length; flip += 1) {
    const sum = means.reduce((all, mean, place) => all + ((flip >> place) & 1 ? -mean : mean), 0);
    if (Math.abs(sum) >= seen - 1e-9) extreme += 1;
  }
  return extreme / 2 ** means.length;
}

describe(`${SETS} small sets of votes`, () => {
  it('sign test: all sequences of votes that are as far from a draw', () => {
    for (const { wins, losses } of sets) {
      const n = wins + losses;
      const counted = chanceWhere(n, 0.5, (won) => Math.abs(2 * won - n) >= Math.abs(wins - losses));
      expect(signTest(wins, losses)).toBeCloseTo(counted, 12);
    }
  });

  it('binomial test: all outcomes that are no likelier', () => {
    for (const { wins, losses, share } of sets) {
      const n = wins + losses;
      const all = chances(n, share);
      const seen = all[wins] ?? 0;
      const counted = chanceWhere(n, share, (won) => (all[won] ?? 0) <= seen * (1 + 1e-9));
      expect(binomialTest(wins, n, share)).toBeCloseTo(counted, 12);
    }
  });

  it('Clopper-Pearson: the shares at which the counted tails come to 2.5 %', () => {
    for (const { wins, losses } of sets) {
      const n = wins + losses;
      const asMany = (share: number) => chanceWhere(n, share, (won) => won >= wins);
      const more = (share: number) => chanceWhere(n, share, (won) => won > wins);
      const interval = clopperPearson(wins, n);
      expect(interval?.low).toBeCloseTo(wins === 0 ? 0 : crossing(0, 1, asMany, 0.025), 10);
      expect(interval?.high).toBeCloseTo(losses === 0 ? 1 : crossing(0, 1, more, 0.975), 10);
    }
  });

  it('Wilson: the shares that lie 1.96 of their own standard errors from the one seen', () => {
    for (const { wins, losses } of sets) {
      const n = wins + losses;
      const seen = wins / n;
      const score = (share: number) => (share - seen) / Math.sqrt((share * (1 - share)) / n);
      const interval = wilsonInterval(wins, n);
      expect(interval?.low).toBeCloseTo(wins === 0 ? 0 : crossing(0, seen, score, -1.959964), 8);
      expect(interval?.high).toBeCloseTo(losses === 0 ? 1 : crossing(seen, 1, score, 1.959964), 8);
    }
  });

  it('confidence sequence: the shares against which the integrated likelihood is below 20 to 1', () => {
    for (const { wins, losses } of sets) {
      const likelihood = (share: number) => share ** wins * (1 - share) ** losses;
      // Polynomials of degree 11: Simpson's rule over 400 steps is exact to more digits than are asked for.
      const least = integral(likelihood, 400) * 0.05;
      const top = wins / (wins + losses);
      const interval = confidenceSequence(wins, losses);
      expect(interval?.low).toBeCloseTo(wins === 0 ? 0 : crossing(0, top, likelihood, least), 7);
      const falling = (share: number) => -likelihood(share);
      expect(interval?.high).toBeCloseTo(losses === 0 ? 1 : crossing(top, 1, falling, -least), 7);
    }
  });

  it('sign-flip test: all ways to turn signs round', () => {
    for (const { means } of sets) {
      const counted = means.every((mean) => mean === 0) ? 1 : allFlips(means);
      expect(signFlipTest(means, draw)).toBeCloseTo(counted, 12);
    }
  });

  it('McNemar: all ways in which the pairs that only one won could have gone, and areas below the normal curve', () => {
    /** Two-sided, by the area from the middle to the root: the curve is smooth and the rule nearly exact. */
    const normal = (root: number) =>
      1 - 2 * root * integral((at) => Math.exp(-((at * root) ** 2) / 2) / Math.sqrt(2 * Math.PI), 200);
    for (const { pairs } of sets) {
      const b = pairs.filter(([first, second]) => first && !second).length;
      const c = pairs.filter(([first, second]) => second && !first).length;
      const n = b + c;
      const test = mcNemar(b, c);
      const counted = chanceWhere(n, 0.5, (first) => Math.abs(first - (n - first)) >= Math.abs(b - c));
      expect(test.exact).toBeCloseTo(counted, 12);
      const root = n === 0 ? 0 : Math.abs(b - c) / Math.sqrt(n);
      const less = n === 0 ? 0 : Math.max(0, Math.abs(b - c) - 1) / Math.sqrt(n);
      expect(test.chi_square).toBeCloseTo(root ** 2, 12);
      expect(test.chi_square_p).toBeCloseTo(normal(root), 8);
      expect(test.corrected).toBeCloseTo(less ** 2, 12);
      expect(test.corrected_p).toBeCloseTo(normal(less), 8);
    }
  });
});
