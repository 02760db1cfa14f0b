import type { Setup } from '../session/setup';
import type { OrderEntry } from './trials';

/** What the order of showing depends on beside the pairs. */
export type Asking = Pick<Setup, 'metrics' | 'metric_mode' | 'quality_control'>;

/** Showings that lie at least between a pair and its repeat. */
export const REPEAT_GAP = 10;

/** Showings of practice before the first trial, where there are so many pairs. */
export const TRAINING_SHOWINGS = 3;

/** The questions that the showings of each pass ask: undefined stands for the one pass that asks all of them. */
export function passesOf({ metric_mode, metrics }: Asking): readonly (string | undefined)[] {
  return metric_mode === 'passes' ? metrics : [undefined];
}

/** Checks among the showings of one pass. */
export interface PassChecks {
  readonly repeats: number;
  readonly catches: number;
}

/**
 * How many checks a plan has, for each pass. Repeats: the share of its pairs in every pass, none where there are too few pairs
 * for the gap. Catches: the whole evaluation has the asked number, spread evenly over the passes, each of another pair within
 * a pass. In: the number of planned pairs.
 */
export function passChecks(pairs: number, asking: Asking): PassChecks[] {
  const { repeats, catches } = asking.quality_control ?? { repeats: 0, catches: 0 };
  const passes = passesOf(asking);
  const repeatsOfEach = pairs > REPEAT_GAP ? Math.round(repeats * pairs) : 0;
  const all = Math.min(catches, pairs * passes.length);
  return passes.map((_, pass) => ({
    repeats: repeatsOfEach,
    catches: Math.floor(all / passes.length) + (pass < all % passes.length ? 1 : 0),
  }));
}

/**
 * How many further trials repeats and catches make: each showing asks one question in passes, else all of them. Practice is
 * not among them. In: the number of planned pairs.
 */
export function checkTrials(pairs: number, asking: Asking): number {
  const questions = asking.metric_mode === 'passes' ? 1 : asking.metrics.length;
  return passChecks(pairs, asking).reduce(
    (sum, { repeats, catches }) => sum + (repeats + catches) * questions,
    0,
  );
}

/** Why a plan has fewer checks than were asked for, in a sentence; null when it has all. In: the number of planned pairs. */
export function fewerChecks(pairs: number, asking: Asking): string | null {
  const { repeats = 0, catches = 0 } = asking.quality_control ?? {};
  const most = pairs * passesOf(asking).length;
  if (most === 0) return null;
  const sentences: string[] = [];
  if (repeats > 0 && pairs <= REPEAT_GAP)
    sentences.push(
      `Repeats need at least ${REPEAT_GAP + 1} pairs, and this plan has ${pairs}: none is shown.`,
    );
  else if (repeats > 0 && Math.round(repeats * pairs) === 0)
    sentences.push(`${Math.round(100 * repeats)}% of ${pairs} pairs is less than one: none is repeated.`);
  if (catches > most)
    sentences.push(
      `This plan has room for ${most} catch ${most === 1 ? 'trial' : 'trials'}, not ${catches}.`,
    );
  return sentences.length === 0 ? null : sentences.join(' ');
}

/** What tells a showing from every other one of an order. */
export function showingKey({ pair, kind, metric }: Omit<OrderEntry, 'swap'>): string {
  return `${kind ?? ''}\n${metric ?? ''}\n${pair}`;
}
