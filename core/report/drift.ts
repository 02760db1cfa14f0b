import { type Interval, wilsonInterval } from '../statistics/proportion';
import type { Stretch } from './metricDetail';
import type { MetricReport, ReportFigures } from './report';

/** Shares of decided votes that the LoRA won. */
export interface Drift {
  first: number;
  second: number;
}

/**
 * How the votes of a metric changed from the first half of its decided votes to the second; null where the Wilson 95 % intervals
 * of the two halves meet (the halves are then no more apart than chance easily explains). It is asked once, of the middle, however
 * many stretches the course has. Null, too, after an extension, whose pairs may be of other candidates, and with several raters,
 * of whom one may have judged the first half and another the second. The halves part where a stretch of the course ends.
 */
export function driftOf(
  { over_time }: Pick<MetricReport, 'over_time'>,
  { extensions, raters }: Pick<ReportFigures, 'extensions' | 'raters'>,
): Drift | null {
  const halves = extensions.length > 0 || raters.length > 1 ? null : halvesOf(over_time);
  if (halves === null) return null;
  const [first, second] = halves.map(({ wins, n }) => ({
    share: wins / n,
    interval: wilsonInterval(wins, n),
  }));
  if (!first?.interval || !second?.interval || !areApart(first.interval, second.interval)) return null;
  return { first: first.share, second: second.share };
}

/** Decided votes of a half, and how many of them the LoRA won. */
interface Half {
  wins: number;
  n: number;
}

/** The decided votes before and after the end of the stretch in which their middle lies; null where one half would be empty. */
export function halvesOf(over_time: readonly Stretch[]): [Half, Half] | null {
  const last = over_time.at(-1);
  const middle = over_time.find(({ n_so_far }) => n_so_far * 2 >= (last?.n_so_far ?? 0));
  if (middle === undefined || last === undefined) return null;
  const first = { wins: middle.wins_so_far, n: middle.n_so_far };
  const second = { wins: last.wins_so_far - first.wins, n: last.n_so_far - first.n };
  return first.n === 0 || second.n === 0 ? null : [first, second];
}

function areApart(one: Interval, other: Interval): boolean {
  return one.high < other.low || other.high < one.low;
}
