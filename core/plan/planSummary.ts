import type { PlanSummary } from '../contract/sessionView';
import { planCounts } from '../session/planCounts';
import { type Setup, weightsOf } from '../session/setup';
import { ALPHA, neededWins, smallestDetectableShare } from '../statistics/proportion';
import { builtinDefaults } from '../workflow/builtin';
import { checkTrials, fewerChecks } from './checks';

/** Bytes that a picture of a diffusion model takes per pixel as a PNG: the mean over common models, noise and all. */
const BYTES_PER_PIXEL = 1.45;

/** What earlier images of the session or of its server told; null where nothing was measured. */
export interface Measured {
  /** Seconds that one image takes. */
  readonly secondsPerImage: number | null;
  /** Bytes that one image takes on disk. */
  readonly bytesPerImage: number | null;
  /** Free bytes of the disk. */
  readonly freeBytes: number | null;
}

export const NOTHING_MEASURED: Measured = { secondsPerImage: null, bytesPerImage: null, freeBytes: null };

/**
 * What a set-up will cost and what it can show, before it runs. `seconds` is the time for all its images.
 * `smallest_share` counts one rater's votes on one candidate and one metric, at the level that Holm's correction asks of the
 * first of all candidates (0.05 / candidates).
 */
export function planSummary(setup: Setup, measured: Measured = NOTHING_MEASURED): PlanSummary {
  const weights = weightsOf(setup);
  const { candidates, pairsOfEach, pairs, baselines } = planCounts(setup);
  const images = pairs === 0 ? 0 : pairs + baselines;
  return {
    images,
    pairs,
    trials: pairs * setup.metrics.length,
    checks: checkTrials(pairs, setup),
    checks_note: fewerChecks(pairs, setup),
    weights,
    bytes: Math.round(images * (measured.bytesPerImage ?? estimatedBytes(setup))),
    seconds: measured.secondsPerImage === null ? null : images * measured.secondsPerImage,
    free_bytes: measured.freeBytes,
    smallest_share: pairs === 0 ? null : smallestDetectableShare(pairsOfEach, ALPHA / candidates),
  };
}

/** What one candidate's votes on one metric must come to, to be called better. */
export interface Needed {
  /** Fewest wins, all votes decided; null when not even all of them are enough. */
  wins: number | null;
  /** Votes of one rater on one candidate and one metric. */
  votes: number;
}

/** The wins that a set-up's votes need, at the level of `planSummary`; null while nothing is planned. */
export function neededToShow(setup: Setup): Needed | null {
  const { candidates, pairsOfEach: votes } = planCounts(setup);
  return candidates * votes === 0 ? null : { wins: neededWins(votes, ALPHA / candidates), votes };
}

function estimatedBytes(setup: Setup): number {
  const [width, height] = setup.size ?? builtinDefaults(setup.checkpoint ?? '').size;
  return width * height * BYTES_PER_PIXEL;
}
