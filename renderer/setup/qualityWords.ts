import { fewerChecks, passChecks } from '../../core/plan/checks';
import type { Setup } from '../../core/session/setup';
import { countOf } from '../store/sessionWords';

type Asking = Pick<Setup, 'metrics' | 'metric_mode' | 'quality_control'>;

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

/** `% = 4 of 40 pairs`: what a share of repeats comes to, in every pass where there are several. In: the number of planned pairs. */
export function repeatsCountWords(asking: Asking, pairs: number): string {
  const [first, ...others] = passChecks(pairs, asking);
  if (pairs === 0 || first === undefined) return '% of the pairs';
  const words = `% = ${first.repeats === 0 ? 'none' : first.repeats} of ${countOf(pairs, 'pair')}`;
  return others.length > 0 && first.repeats > 0 ? `${words} in each pass` : words;
}

/** What repeats are for, or why a plan has fewer. In: the number of planned pairs. */
export function repeatsHelp(asking: Asking, pairs: number): string {
  const { quality_control: quality } = asking;
  const fewer =
    quality === null ? null : fewerChecks(pairs, { ...asking, quality_control: { ...quality, catches: 0 } });
  return fewer === null
    ? 'A pair once more, much later and with its sides swapped: whether the same is answered again.'
    : `${fewer} More prompts or seeds make more pairs.`;
}

/** What catch trials are for, or why a plan has fewer. In: the number of planned pairs. */
export function catchesHelp(asking: Asking, pairs: number): string {
  const { quality_control: quality } = asking;
  const fewer =
    quality === null ? null : fewerChecks(pairs, { ...asking, quality_control: { ...quality, repeats: 0 } });
  return fewer ?? 'One picture stands on both sides. Whoever sees a difference there is guessing.';
}
