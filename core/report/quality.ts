import { cohenKappa } from '../statistics/agreement';
import { binomialTest } from '../statistics/proportion';
import { counted } from './counted';
import type { GivenAnswers, QualityFigures } from './report';

/** No picture is judged in less, in milliseconds after both were painted. */
export const FASTEST_MS = 400;
/** A vote below this share of the rater's own median is too fast, too. */
const SHARE_OF_MEDIAN = 1 / 3;

/**
 * How carefully a rater judged: checks and times, none of which changes a figure of the result.
 * In: the answers by rater. Out: a line for each and one for all together, `null` where nobody answered anything.
 */
export function qualityFigures(raters: readonly GivenAnswers[]): {
  raters: QualityFigures[];
  all: Omit<QualityFigures, 'rater' | 'label'>;
} {
  const own = raters.map((rater) => ({ rater: rater.rater, label: rater.label, ...figuresOf([rater]) }));
  return { raters: own, all: figuresOf(raters) };
}

function figuresOf(raters: readonly GivenAnswers[]): Omit<QualityFigures, 'rater' | 'label'> {
  const repeats = raters.flatMap((rater) => rater.repeats);
  const catches = raters.flatMap((rater) => rater.catches);
  const timed = raters.reduce((sum, { times }) => sum + times.length, 0);
  const fast = raters.reduce(
    (sum, { times, too_fast_below }) => sum + times.filter((time) => isTooFast(time, too_fast_below)).length,
    0,
  );
  return {
    repeats_alike: counted(repeats.filter(([first, again]) => first === again).length, repeats.length),
    repeats_p: repeatsAgainstChance(repeats),
    kappa: cohenKappa(repeats),
    catches_same: counted(catches.filter((choice) => choice === 'same').length, catches.length),
    false_preferences: counted(catches.filter((choice) => choice !== 'same').length, catches.length),
    too_fast: fast,
    timed,
    training: raters.reduce((sum, { training }) => sum + training, 0),
  };
}

/**
 * Whether repeats are answered alike more or less often than by chance: exact two-sided binomial test against the share of
 * equal answers that chance would give (that of Cohen's kappa, from how often each answer was given first and again). Null
 * without repeats, and where chance alone makes all of them alike or none.
 */
function repeatsAgainstChance(repeats: GivenAnswers['repeats']): number | null {
  const times = (place: 0 | 1, answer: string) => repeats.filter((pair) => pair[place] === answer).length;
  const answers = [...new Set(repeats.map(([first]) => first))];
  const total = repeats.length;
  const equal = answers.reduce((sum, answer) => sum + times(0, answer) * times(1, answer), 0);
  if (equal === 0 || equal === total ** 2) return null;
  const alike = repeats.filter(([first, again]) => first === again).length;
  return binomialTest(alike, total, equal / total ** 2);
}

/**
 * The time below which a vote is too fast, in milliseconds: a fixed floor, or a third of the rater's median time where that is more. In: the times of
 * all votes of the rater.
 */
export function tooFastBelow(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
  return Math.max(FASTEST_MS, median * SHARE_OF_MEDIAN);
}

/** Whether a vote took less time than any judging does. In: its time and the rater's `tooFastBelow`, in milliseconds. */
export function isTooFast(time: number, limit: number): boolean {
  return time < limit;
}
