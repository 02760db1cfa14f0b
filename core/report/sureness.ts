import { FEWEST_FLIPPED } from '../statistics/resample';
import { figuresOfBest } from './bestStanding';
import type { MetricReport } from './report';

/** How sure it is that the best is the best: a share of resamples, or the prompts that are too few to say. */
export type Sureness = { share: number } | { too_few_prompts: number };

/**
 * The sureness of a metric's best candidate as far as it may be said: resampling a handful of prompts says nothing of others,
 * so the best and its nearest rival (by net preference) must both have been judged on enough. Null when there is no best, or
 * when it is the best only because nothing else was judged.
 */
export function surenessOf(metric: MetricReport): Sureness | null {
  const own = figuresOfBest(metric);
  const [rival] = metric.candidates
    .filter((candidate) => candidate !== own && candidate.votes > 0)
    .sort((a, b) => (b.net_preference ?? -1) - (a.net_preference ?? -1));
  if (metric.best === null || own === null || rival === undefined) return null;
  const prompts = Math.min(own.prompts_judged, rival.prompts_judged);
  return metric.best.sureness === null || prompts < FEWEST_FLIPPED
    ? { too_few_prompts: prompts }
    : { share: metric.best.sureness };
}

/** `86% sure`; a share of resamples is no certainty, so it is never all of them. */
export function sureText(share: number): string {
  return share > 0.99 ? 'over 99% sure' : `${Math.round(share * 100)}% sure`;
}
