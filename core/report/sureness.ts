import { FEWEST_FLIPPED } from '../statistics/resample';
import type { MetricReport } from './report';

/** How sure it is that the best is the best: a share of resamples, or the prompts that are too few to say. */
export type Sureness = { share: number } | { too_few_prompts: number };

/**
 * The sureness of a metric's best candidate as far as it may be said: resampling a handful of prompts says nothing of others.
 * Null when there is no best, or when it is the best only because nothing else was judged.
 */
export function surenessOf({ best, candidates }: MetricReport): Sureness | null {
  const judged = candidates.filter(({ votes }) => votes > 0);
  if (best === null || judged.length < 2) return null;
  const prompts = Math.max(...judged.map(({ prompts_judged }) => prompts_judged));
  return best.sureness === null || prompts < FEWEST_FLIPPED
    ? { too_few_prompts: prompts }
    : { share: best.sureness };
}

/** `86% sure`; a share of resamples is no certainty, so it is never all of them. */
export function sureText(share: number): string {
  return share > 0.99 ? 'over 99% sure' : `${Math.round(share * 100)}% sure`;
}
