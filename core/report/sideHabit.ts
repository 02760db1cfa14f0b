import { holm } from '../statistics/pairwise';
import { ALPHA } from '../statistics/proportion';
import type { MetricReport } from './report';

/**
 * The side that was chosen on each metric more often than chance easily explains; null where none was. The sign tests of all
 * metrics are Holm-corrected together.
 */
export function sideHabits(metrics: readonly Pick<MetricReport, 'side_bias'>[]): ('left' | 'right' | null)[] {
  const adjusted = holm(metrics.map(({ side_bias }) => side_bias.p_value));
  return metrics.map(({ side_bias: { left, right } }, index) => {
    if ((adjusted[index] ?? 1) >= ALPHA) return null;
    return left > right ? 'left' : 'right';
  });
}
