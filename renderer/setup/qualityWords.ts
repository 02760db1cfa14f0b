import { countOf } from '../store/sessionWords';

/** Showings that lie at least between a pair and its repeat; so many pairs and one make room for a repeat. */
const REPEAT_DISTANCE = 10;

/** A share as percent, with one decimal at most: 0.1 is 10. */
export function percentOfShare(share: number): number {
  return Math.round(share * 1000) / 10;
}

/** The share that a percentage stands for, without the noise of binary fractions: 7 is 0.07. */
export function shareOfPercent(percent: number): number {
  return Math.round(percent * 10) / 1000;
}

/** Why a share cannot be kept, in the percent that stand in its field; null when it can. */
export function rangeFault(share: number): string | null {
  return share >= 0 && share <= 0.5 ? null : 'Repeats are 0 to 50 % of the pairs.';
}

/** `% = 4 of 40 pairs`: what a share of repeats comes to. */
export function repeatsCountWords(share: number, pairs: number): string {
  if (pairs === 0) return '% of the pairs';
  if (pairs <= REPEAT_DISTANCE) return `% = none of ${countOf(pairs, 'pair')}`;
  return `% = ${Math.round(Math.min(1, Math.max(0, share)) * pairs)} of ${countOf(pairs, 'pair')}`;
}

/** What repeats are for, or why a plan has no room for them. */
export function repeatsHelp(share: number, pairs: number): string {
  return share > 0 && pairs > 0 && pairs <= REPEAT_DISTANCE
    ? `A repeat comes at least ${REPEAT_DISTANCE} pairs after its first showing, so ${countOf(pairs, 'pair')} leave${pairs === 1 ? 's' : ''} no room for one. More prompts or seeds do.`
    : 'A pair once more, much later and with its sides swapped: whether the same is answered again.';
}
