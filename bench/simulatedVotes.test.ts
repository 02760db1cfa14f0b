import { describe, expect, it } from 'vitest';
import { createRandom } from '../core/plan/random';
import { buildReport } from '../core/report/figures';
import { designEffect } from '../core/statistics/resample';
import { balancedShares, drawnShares, type Simulation, simulatedInput } from './simulatedVotes';

const SMALL: Simulation = {
  candidates: 2,
  metrics: 2,
  prompts: 6,
  seeds: 5,
  ties: 0.1,
  method: 'fixed',
  shares: balancedShares(6, 0.5, 0.3),
};

describe('votes by lot', () => {
  it('are the same from the same number: each pair once on each metric, some ties', () => {
    const { votes } = simulatedInput(SMALL, 5);
    expect(simulatedInput(SMALL, 5).votes).toEqual(votes);
    expect(simulatedInput(SMALL, 6).votes).not.toEqual(votes);
    expect(new Set(votes.map(({ pair_id, metric }) => `${pair_id} ${metric}`)).size).toBe(2 * 2 * 6 * 5);
    expect(votes).toHaveLength(2 * 2 * 6 * 5);
    const ties = votes.filter(({ outcome }) => outcome === 'tie').length;
    expect(ties).toBeGreaterThan(2);
    expect(ties).toBeLessThan(24);
  });

  it('lean by prompt with a mean that is held exactly', () => {
    const shares = balancedShares(12, 0.7, 0.2)(createRandom(3));
    expect(shares.reduce((sum, share) => sum + share, 0) / 12).toBeCloseTo(0.7, 12);
    expect(Math.max(...shares)).toBeLessThanOrEqual(0.9);
    expect(new Set(shares.map((share) => share.toFixed(9))).size).toBe(12);
  });

  it('resemble each other on a prompt as much as was asked for', () => {
    const random = createRandom(4);
    const prompts = drawnShares(
      4000,
      0.3,
    )(random).map((share) => [0, 0, 0, 0, 0].map(() => (random.real() < share ? 1 : 0)));
    // 1 + (5 - 1) x 0.3.
    expect(Math.abs((designEffect(prompts) ?? 0) - 2.2)).toBeLessThan(0.1);
  });
});

describe('the report of votes by lot', () => {
  const answered = (simulation: Simulation) =>
    Array.from({ length: 40 }, (_, number) => buildReport(simulatedInput(simulation, number))).flatMap(
      ({ metrics }) =>
        metrics.map(({ candidates }) => candidates.some(({ answer }) => answer !== 'undecided')),
    );

  it('rarely gives an answer where nothing differs, and mostly where 80 of 100 votes are for the LoRA', () => {
    expect(answered(SMALL).filter((one) => one).length).toBeLessThanOrEqual(4);
    const clear = { ...SMALL, candidates: 1, shares: balancedShares(6, 0.8, 0.1) };
    expect(answered(clear).filter((one) => one).length).toBeGreaterThan(64);
  });
});
