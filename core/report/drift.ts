import { type Interval, wilsonInterval } from '../statistics/proportion';
import type { MetricReport, ReportFigures } from './report';

/** Shares of decided votes that the LoRA won. */
export interface Drift {
  first: number;
  second: number;
}

/**
 * How the votes of a metric changed from the first half of its decided votes to the second; null where the Wilson 95 % intervals
 * of the two halves meet (the halves are then no more apart than chance easily explains), and after an extension, whose pairs may
 * be of other candidates. The halves part where a stretch of the course ends.
 */
export function driftOf(
  { over_time }: Pick<MetricReport, 'over_time'>,
  { extensions }: Pick<ReportFigures, 'extensions'>,
): Drift | null {
  const n = over_time.at(-1)?.n_so_far ?? 0;
  const middle = over_time.find(({ n_so_far }) => n_so_far * 2 >= n);
  const last = over_time.at(-1);
  if (extensions.length > 0 || middle === undefined || last === undefined) return null;
  const first = halfOf(middle.wins_so_far, middle.n_so_far);
  const second = halfOf(last.wins_so_far - middle.wins_so_far, last.n_so_far - middle.n_so_far);
  if (first === null || second === null || !areApart(first.interval, second.interval)) return null;
  return { first: first.share, second: second.share };
}

function halfOf(wins: number, n: number): { share: number; interval: Interval } | null {
  const interval = wilsonInterval(wins, n);
  return interval === null ? null : { share: wins / n, interval };
}

function areApart(one: Interval, other: Interval): boolean {
  return one.high < other.low || other.high < one.low;
}
