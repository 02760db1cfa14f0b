import type { Random } from '../plan/random';
import type { Interval } from '../statistics/proportion';
import { FEWEST_FLIPPED } from '../statistics/resample';
import type { ReportInput } from './report';

/** Resamples behind every figure that is resampled. */
export const RESAMPLES = 2000;

/** Rounding of sums gives no interval a width. */
const NO_WIDTH = 1e-12;

/** Each figure draws from the start of the stored seed, so that none depends on which others were made before it. */
export function randomOf({ random, bootstrap_seed }: Pick<ReportInput, 'random' | 'bootstrap_seed'>): Random {
  return random(bootstrap_seed);
}

/**
 * An interval by resampling prompts, or null where it would claim too much: from fewer than six prompts, of which the draws are so
 * alike that it misses the truth several times as often as it says (in 26 of 100 with three), and where it has no width.
 */
export function promptsInterval(interval: Interval | null, prompts: number): Interval | null {
  return prompts < FEWEST_FLIPPED ? null : withWidth(interval);
}

/**
 * An interval by resampling, or null where it has no width: where every prompt says the same, drawing them anew says nothing of
 * how far others might differ, and an interval of one point would claim that they cannot.
 */
export function withWidth(interval: Interval | null): Interval | null {
  return interval === null || interval.high - interval.low <= NO_WIDTH ? null : interval;
}
