import type { Random } from '../plan/random';
import type { ReportInput } from '../report/report';
import { promptsInterval } from '../report/resampling';
import { answerOf, netPreference, outcomesOf, type Tally, testOutcomes } from '../report/tally';
import { holm } from '../statistics/pairwise';
import { ALPHA, type Interval, wilsonInterval } from '../statistics/proportion';
import { percentileInterval } from '../statistics/resample';
import { confidenceSequence } from '../statistics/stopping';
import type { ComparedFigures, ComparedMetric } from './comparison';
import { drawRows, type OnStep, type Row, rowOf, rowValue } from './drawnRows';
import { type Contender, commonUnits, openDuels } from './duels';
import type { CandidateUnits } from './sharedPart';

/** One session's votes on one metric of the shared part. */
export interface MetricVotes {
  report: ReportInput;
  /** Place of the candidate that stands for it; null when none does. */
  standing: number | null;
  tallies: readonly Tally[];
  units: readonly CandidateUnits[];
}

interface MetricAsked {
  sessions: readonly MetricVotes[];
  resamples: number;
  random: Random;
  onStep: OnStep;
}

/** Rounding of sums must not break a tie. */
const SAME = 1e-12;

/** One metric of a comparison: figures of every candidate, duels, and who is ahead. All intervals are of the same draws of prompts. */
export function comparedMetric(metric: string, asked: MetricAsked): ComparedMetric {
  const candidates = asked.sessions.flatMap(ofSession);
  const contenders = asked.sessions.flatMap(({ report, standing, units }, session): Contender[] => {
    const own = standing === null ? undefined : units[standing];
    return own === undefined ? [] : [{ session, units: own, method: report.method }];
  });
  const duels = openDuels(contenders);
  const foremost = contenders.filter(({ units }) => units.size > 0);
  const common = commonUnits(foremost);
  const standing = foremost.map(({ units }) =>
    rowOf(
      common.flatMap((number) => {
        const unit = units.get(number);
        return unit === undefined ? [] : [[unit.prompt, unit.sum / unit.votes, 1] as const];
      }),
    ),
  );
  const rows = [...candidates.map(({ row }) => row), ...duels.map(({ row }) => row), ...standing];
  const drawn = rows.every(({ prompts }) => prompts.length < 2)
    ? rows.map(() => new Float64Array(0))
    : drawRows(rows, asked.resamples, asked.random, asked.onStep);
  const intervalAt = (index: number): Interval | null => intervalOf(rows[index], drawn[index]);
  return {
    metric,
    candidates: candidates.map(({ figures }, index) => {
      const interval = intervalAt(index);
      return { ...figures, net_low: interval?.low ?? null, net_high: interval?.high ?? null };
    }),
    duels: duels.map(({ duel, row }, index) => {
      const interval = intervalAt(candidates.length + index);
      return {
        ...duel,
        difference: differenceOf(row),
        low: interval?.low ?? null,
        high: interval?.high ?? null,
      };
    }),
    ahead: aheadOf(foremost, standing, common.length, drawn.slice(rows.length - standing.length)),
  };
}

/** Sums of fractions may end a hair beyond the range that their mean cannot leave. */
function differenceOf(row: Row): number | null {
  const value = rowValue(row);
  return value === null ? null : Math.max(-2, Math.min(2, value));
}

function intervalOf(row: Row | undefined, drawn: Float64Array | undefined): Interval | null {
  if (row === undefined || drawn === undefined) return null;
  const values = [...drawn].filter((value) => !Number.isNaN(value));
  return promptsInterval(
    percentileInterval(values.map((value) => Math.max(-2, Math.min(2, value)))),
    row.prompts.length,
  );
}

interface OpenFigures {
  figures: Omit<ComparedFigures, 'net_low' | 'net_high'>;
  row: Row;
}

function ofSession({ report, standing, tallies, units }: MetricVotes, session: number): OpenFigures[] {
  const tests = tallies.map((tally) => testOutcomes(outcomesOf(tally), report.method));
  const adjusted = holm(tests.map(({ p_value }) => p_value));
  return tallies.map((tally, place) => {
    const { candidate, lora_filename, weight, wins, losses, ties } = tally;
    const n = wins + losses;
    const wilson = wilsonInterval(wins, n);
    const safe = confidenceSequence(wins, losses);
    const test = tests[place] ?? { p_value: 1, side: 0 as const };
    const p_adjusted = adjusted[place] ?? 1;
    const own = units[candidate] ?? new Map();
    return {
      figures: {
        session,
        lora_filename,
        weight,
        units: own.size,
        votes: tally.judged.length,
        n,
        wins,
        losses,
        ties,
        win_rate: n === 0 ? null : wins / n,
        win_rate_low: wilson?.low ?? null,
        win_rate_high: wilson?.high ?? null,
        safe_low: safe?.low ?? null,
        safe_high: safe?.high ?? null,
        net_preference: netPreference(tally),
        p_value: test.p_value,
        p_adjusted,
        answer: answerOf(p_adjusted, test.side, ALPHA),
        stands: candidate === standing,
      },
      row: rowOf([...own.values()].map(({ prompt, sum, votes }) => [prompt, sum, votes] as const)),
    };
  });
}

/**
 * The session with the highest net preference on the units that all standing candidates with votes were judged on, each
 * unit counting alike; its sureness is its share of first places in the resamples, a shared one in part.
 */
function aheadOf(
  contenders: readonly Contender[],
  rows: readonly Row[],
  units: number,
  drawn: readonly Float64Array[],
): ComparedMetric['ahead'] {
  if (contenders.length < 2 || units === 0) return null;
  const values = rows.map((row) => rowValue(row) ?? Number.NEGATIVE_INFINITY);
  const first = firstPlaces(values);
  const [winner] = first;
  if (winner === undefined || first.length > 1) return null;
  const prompts = rows[winner]?.prompts.length ?? 0;
  let times = 0;
  const resamples = drawn[winner]?.length ?? 0;
  for (let resample = 0; resample < resamples; resample += 1) {
    const places = firstPlaces(drawn.map((values) => values[resample] ?? Number.NaN));
    if (places.includes(winner)) times += 1 / places.length;
    // None of the common prompts was drawn: every session has the same part of it.
    else if (places.length === 0) times += 1 / contenders.length;
  }
  return {
    session: contenders[winner]?.session ?? 0,
    units,
    prompts,
    sureness: prompts < 2 ? null : Math.min(1, times / resamples),
  };
}

/** The places of the highest values. */
function firstPlaces(values: readonly number[]): number[] {
  const highest = Math.max(...values);
  return values.flatMap((value, place) => (value >= highest - SAME ? [place] : []));
}
