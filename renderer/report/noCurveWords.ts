import type { MetricReport } from '../../core/report/report';

/** Why a metric has no curve: no votes, only skips, or only ties. */
export function noCurveWords({ metric, candidates }: MetricReport): string {
  const votes = candidates.reduce((sum, own) => sum + own.votes, 0);
  const skips = candidates.reduce((sum, own) => sum + own.skips, 0);
  if (votes > 0) return `Every vote on ${metric} was a tie, so there is no curve to draw.`;
  return skips > 0
    ? `Every trial on ${metric} was skipped, so there is nothing to draw.`
    : `There are no votes on ${metric} yet, so there is nothing to draw.`;
}
