import type { CandidateFigures, MetricReport } from './report';

/** The figures of a metric's best candidate; null where there is none. */
export function figuresOfBest({
  best,
  candidates,
}: Pick<MetricReport, 'best' | 'candidates'>): CandidateFigures | null {
  if (best === null) return null;
  return (
    candidates.find((own) => own.lora_filename === best.lora_filename && own.weight === best.weight) ?? null
  );
}

/**
 * What a metric's best candidate may be called: `best` where it is better than the baseline, `ahead` where that is not
 * decided, `behind` where not even the best was preferred more often than the baseline. Null where there is none.
 */
export function standingOfBest(
  metric: Pick<MetricReport, 'best' | 'candidates'>,
): 'best' | 'ahead' | 'behind' | null {
  const own = figuresOfBest(metric);
  if (own === null) return null;
  if ((own.net_preference ?? 0) <= 0) return 'behind';
  return own.answer === 'better' ? 'best' : 'ahead';
}
