import { formatWeight } from '../../plan/weights';
import { fileWords, percentText } from '../figureText';
import type { Answer, MetricReport, OverallFigures, Report } from '../report';
import { shownInterval } from '../shownInterval';

/** One weight of a curve; values in percent. */
export interface DosePoint {
  weight: number;
  /** Where it is drawn: beside its weight where several files share one. */
  x: number;
  value: number;
  low: number | null;
  high: number | null;
  /** Null where nothing is tested. */
  answer: Answer | null;
}

/** The curve of one LoRA file: only weights that have a value, from the lowest up. */
export interface DoseSeries {
  name: string;
  /** Of the file among all files, those without a value included: it decides the curve's look. */
  place: number;
  points: DosePoint[];
}

/** What a chart shows: its curves and the ground they lie on. */
export interface DosePlot {
  series: DoseSeries[];
  /** Ends of the vertical axis, in percent, and the value that means no preference. */
  axis: { min: number; max: number; step: number; even: number };
  /** The finding in words, for those who cannot see the chart. */
  finding: string;
}

/** An answer in words. */
export const ANSWER_WORDS: Record<Answer, string> = {
  better: 'better',
  worse: 'worse',
  undecided: 'not decided yet',
};

/**
 * The dose plot of one metric: win rate by weight with the interval of the report's method. Null when no vote of the metric is
 * decided.
 */
export function metricPlot(metric: MetricReport, method: Report['method']): DosePlot | null {
  const series = byFile(metric.candidates, (own) => {
    if (own.win_rate === null) return null;
    const interval = shownInterval(own, method);
    return {
      value: own.win_rate * 100,
      low: interval === null ? null : interval.low * 100,
      high: interval === null ? null : interval.high * 100,
      answer: own.answer,
    };
  });
  if (series.length === 0) return null;
  return {
    series,
    axis: { min: 0, max: 100, step: 25, even: 50 },
    finding: `${metric.metric}: share of decided votes for the LoRA by weight, with 95% intervals. ${findings(series)}`,
  };
}

/** The plot over all metrics: net preference by weight, with its interval. Null when there is no vote. */
export function overallPlot(overall: readonly OverallFigures[]): DosePlot | null {
  const percent = (share: number | null) => (share === null ? null : share * 100);
  const series = byFile(overall, (own) =>
    own.net_preference === null
      ? null
      : { value: own.net_preference * 100, low: percent(own.low), high: percent(own.high), answer: null },
  );
  if (series.length === 0) return null;
  return {
    series,
    axis: { min: -100, max: 100, step: 50, even: 0 },
    finding: `All metrics: net preference for the LoRA by weight, with 95% intervals. ${findings(series)}`,
  };
}

function byFile<Own extends { lora_filename: string; weight: number }>(
  candidates: readonly Own[],
  read: (own: Own) => Omit<DosePoint, 'weight' | 'x'> | null,
): DoseSeries[] {
  const files = new Map<string, DosePoint[]>();
  for (const own of candidates) {
    const point = read(own);
    if (point === null) continue;
    files.set(own.lora_filename, [
      ...(files.get(own.lora_filename) ?? []),
      { weight: own.weight, x: own.weight, ...point },
    ]);
  }
  const nameOf = fileWords(candidates);
  const places = [...new Set(candidates.map(({ lora_filename }) => lora_filename))];
  const series = [...files].map(([file, points]) => ({
    name: nameOf(file),
    place: places.indexOf(file),
    points: points.sort((a, b) => a.weight - b.weight),
  }));
  return besideEachOther(series);
}

/** How far two files stand apart at the same weight, as a share of the smallest gap between weights. */
const APART = 0.06;

/** Curves of several files with their points beside each other, so that no interval hides another. */
function besideEachOther(series: readonly DoseSeries[]): DoseSeries[] {
  const { gap } = weightAxis(series);
  return series.map(({ points, ...own }, index) => {
    const shift = (index - (series.length - 1) / 2) * APART * gap;
    return { ...own, points: points.map((point) => ({ ...point, x: point.weight + shift })) };
  });
}

function findings(series: readonly DoseSeries[]): string {
  return series
    .map(({ name, points }) => {
      const start = series.length > 1 ? `${name}: ` : '';
      return `${start}${points.map(pointWords).join('; ')}.`;
    })
    .join(' ');
}

function pointWords({ weight, value, low, high, answer }: DosePoint): string {
  const interval =
    low === null || high === null ? '' : `, ${percentText(low / 100)} to ${percentText(high / 100)}`;
  const said = answer === null ? '' : `, ${ANSWER_WORDS[answer]}`;
  return `at ${formatWeight(weight)} ${percentText(value / 100)}%${interval}${said}`;
}

/** The ends of the weight axis: half the smallest gap beyond the outer weights, half a unit around a single one. */
export function weightAxis(series: readonly DoseSeries[]): {
  min: number;
  max: number;
  weights: number[];
  gap: number;
} {
  const weights = [...new Set(series.flatMap(({ points }) => points.map(({ weight }) => weight)))].sort(
    (a, b) => a - b,
  );
  const first = weights[0] ?? 0;
  const last = weights.at(-1) ?? 0;
  const gaps = weights.slice(1).map((weight, index) => weight - (weights[index] ?? 0));
  const gap = gaps.length === 0 ? 1 : Math.min(...gaps);
  return { min: first - gap / 2, max: last + gap / 2, weights, gap };
}
