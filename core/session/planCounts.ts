import { type Setup, weightsOf } from './setup';

/** How much a set-up asks for, without planning it. */
export interface PlanCounts {
  readonly candidates: number;
  /** Pairs of each candidate: one rater's votes on it for one metric. */
  readonly pairsOfEach: number;
  readonly pairs: number;
  readonly baselines: number;
}

/** Counts what a set-up asks for. A baseline serves all candidates of its seed, or one pair that has a seed of its own. */
export function planCounts(
  setup: Pick<Setup, 'loras' | 'weights' | 'weight_range' | 'prompt_pairs' | 'seeds' | 'own_seeds'>,
): PlanCounts {
  const candidates = setup.loras.length * weightsOf(setup).length;
  const pairsOfEach = setup.prompt_pairs.length * (setup.own_seeds ?? setup.seeds.length);
  const pairs = candidates * pairsOfEach;
  const baselines = setup.own_seeds === null ? pairsOfEach : pairs;
  return { candidates, pairsOfEach, pairs, baselines };
}

/** How many images a set-up asks for, without planning them. */
export function plannedImages(setup: Setup): number {
  const { pairs, baselines } = planCounts(setup);
  return pairs + baselines;
}
