import { countText, dayText, percentText } from '../../../core/report/figureText';
import type { Stretch } from '../../../core/report/metricDetail';
import type { MetricReport } from '../../../core/report/report';

/** A stretch of the votes as it is drawn; shares in percent. */
export interface TimePoint {
  /** Votes (ties too) up to its end, and up to the middle of it. */
  votes: number;
  middle: number;
  /** Share won so far with its interval; null while every vote was a tie. */
  soFar: { value: number; low: number; high: number } | null;
  /** The share of this stretch alone; null where it holds only ties. */
  own: number | null;
}

/** A day that began between two votes: after how many votes, and which. */
export interface DayBreak {
  after: number;
  day: string;
}

export interface TimePlot {
  points: TimePoint[];
  days: DayBreak[];
  /** All votes. */
  total: number;
  /** Votes of a stretch; the last may be shorter. */
  length: number;
  finding: string;
}

/** The course of a metric's votes. Null where none is decided. */
export function timePlot({
  metric,
  over_time: stretches,
}: Pick<MetricReport, 'metric' | 'over_time'>): TimePlot | null {
  const last = stretches.at(-1);
  if (last === undefined || last.n_so_far === 0) return null;
  const points = pointsOf(stretches);
  const total = points.at(-1)?.votes ?? 0;
  return {
    points,
    days: dayBreaks(stretches, points),
    total,
    length: stretches[0]?.votes ?? 1,
    finding: `${metric}: share of decided votes for the LoRA so far, in the order of voting. ${findings(stretches)}`,
  };
}

function pointsOf(stretches: readonly Stretch[]): TimePoint[] {
  let votes = 0;
  return stretches.map((own) => {
    const middle = votes + own.votes / 2;
    votes += own.votes;
    const decided = own.wins + own.losses;
    const { win_rate_so_far: value, low, high } = own;
    return {
      votes,
      middle,
      soFar:
        value === null
          ? null
          : { value: value * 100, low: (low ?? value) * 100, high: (high ?? value) * 100 },
      own: decided === 0 ? null : (own.wins / decided) * 100,
    };
  });
}

/** Where a new day begins: between two stretches, or in the middle of one that goes over it. */
function dayBreaks(stretches: readonly Stretch[], points: readonly TimePoint[]): DayBreak[] {
  const breaks: DayBreak[] = [];
  let day = stretches[0] === undefined ? '' : dayText(stretches[0].from);
  stretches.forEach(({ from, to }, at) => {
    const ends: [string, number][] = [
      [from, points[at - 1]?.votes ?? 0],
      [to, points[at]?.middle ?? 0],
    ];
    for (const [time, after] of ends) {
      if (dayText(time) === day) continue;
      day = dayText(time);
      breaks.push({ after, day });
    }
  });
  return breaks;
}

function findings(stretches: readonly Stretch[]): string {
  const decided = stretches.filter(({ win_rate_so_far }) => win_rate_so_far !== null);
  const half = decided[Math.floor((decided.length - 1) / 2)];
  const last = decided.at(-1);
  if (half === undefined || last === undefined) return '';
  const said = half === last ? [last] : [half, last];
  return `${said
    .map((own) => `After ${countText(own.n_so_far, 'decided vote')} ${soFarText(own)}`)
    .join('; ')}.`;
}

/** The share so far with its interval: `72% (60–82)`; a dash while there is none. */
export function soFarText({ win_rate_so_far: rate, low, high }: Stretch): string {
  if (rate === null) return '-';
  const interval = low === null || high === null ? '' : ` (${percentText(low)}–${percentText(high)})`;
  return `${percentText(rate)}%${interval}`;
}

/** The share of a stretch alone; a dash where it holds only ties. */
export function ownText({ wins, losses }: Stretch): string {
  return wins + losses === 0 ? '-' : `${percentText(wins / (wins + losses))}%`;
}
