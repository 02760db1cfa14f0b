import { countText, percentText, pText } from '../report/figureText';
import { FEWEST_FLIPPED } from '../statistics/resample';
import type { ComparedMetric, Duel } from './comparison';
import type { SessionNames } from './names';

/** A difference of net preferences in points of a hundred, with its sign: `+31`, `-4`, `0`. */
export function pointsText(share: number): string {
  const text = percentText(Math.abs(share));
  if (text === '0') return '0';
  return `${share > 0 ? '+' : '-'}${text}`;
}

/** What a duel shows, in one sentence; with the metric's name in front where one is given. */
export function duelSentence(duel: Duel, names: SessionNames, metric?: string): string {
  const { a, b, answer, units, only_a: onlyA, only_b: onlyB } = duel;
  const of = metric === undefined ? '' : `${metric}: `;
  if (units === 0) return `${of}${names(a)} and ${names(b)} were never judged on the same prompt and seed.`;
  const isB = answer === 'b';
  const [first, second] = isB ? [b, a] : [a, b];
  const [won, lost] = isB ? [onlyB, onlyA] : [onlyA, onlyB];
  const start =
    answer === 'undecided'
      ? `${of === '' ? 'Not' : `${of}not`} decided between ${names(first)} and ${names(second)}`
      : `${of}${names(first)} is ahead of ${names(second)}`;
  const pairs = countText(units, 'shared pair');
  const counts = `of ${pairs} ${won} ${won === 1 ? 'was' : 'were'} won only by the first and ${lost} only by the second`;
  return `${start}: ${counts} (p ${pText(duel.p_adjusted)}${duel.method === 'peek_safe' ? ', peek-safe' : ''})${intervalWords(duel)}.`;
}

function intervalWords(duel: Duel): string {
  const { difference, low, high, answer, prompts } = duel;
  if (answer !== 'undecided' && prompts < FEWEST_FLIPPED) return `; on only ${countText(prompts, 'prompt')}`;
  if (difference === null || low === null || high === null) return '';
  const [from, value, to] = answer === 'b' ? [-high, -difference, -low] : [low, difference, high];
  const points = `; net preference ${pointsText(value)} points, 95% ${pointsText(from)} to ${pointsText(to)}`;
  return isOnlyHere(duel) ? `${points}, so on other prompts it may not hold` : points;
}

/** Who has the highest net preference on a metric, and how sure that is; null where none has. */
export function aheadSentence({ metric, ahead, duels }: ComparedMetric, names: SessionNames): string | null {
  if (ahead === null) return null;
  const isShown = isAheadOfAll(ahead.session, duels);
  const { prompts } = ahead;
  const start = `${metric}: ${names(ahead.session)} has the highest net preference`;
  const first = firstShare(ahead);
  const sure = first === null ? `, on only ${countText(prompts, 'prompt')}` : `, ${first} by prompt`;
  const others = duels.length > 1 ? 'every other' : 'the other';
  return `${start}${sure}${isShown ? '' : `; it is not shown ahead of ${others}`}.`;
}

/** How often the session with the highest net preference comes first: `first in 84% of resamples`; null where too few prompts say nothing of others. */
export function firstShare({ sureness, prompts }: NonNullable<ComparedMetric['ahead']>): string | null {
  if (sureness === null || prompts < FEWEST_FLIPPED) return null;
  // A share of resamples is no certainty, so it is never all of them.
  return `first in ${sureness > 0.99 ? 'over 99' : Math.round(sureness * 100)}% of resamples`;
}

/** True when every duel of a session is decided for it. */
export function isAheadOfAll(session: number, duels: readonly Duel[]): boolean {
  return duels
    .filter(({ a, b }) => a === session || b === session)
    .every((duel) => winnerOf(duel) === session);
}

/** The session that a duel is decided for; null when it is not decided. */
export function winnerOf({ a, b, answer }: Duel): number | null {
  return answer === 'undecided' ? null : answer === 'a' ? a : b;
}

/**
 * True when a decided duel may not hold on other prompts: on too few of them to ask, or where zero is in the interval that takes the
 * prompts. The test takes every pair for itself; the prompts are the harder question.
 */
export function isOnlyHere({ answer, prompts, low, high }: Duel): boolean {
  if (answer === 'undecided') return false;
  if (prompts < FEWEST_FLIPPED) return true;
  return low !== null && high !== null && low <= 0 && high >= 0;
}
