import { showingKey } from '../plan/checks';
import { withDue } from '../plan/due';
import type { PlannedPair } from '../plan/jobs';
import type { OrderEntry } from '../plan/trials';
import type { CheckKind } from './events';
import { isComplete, type Rater, type SessionState } from './state';

/**
 * Brings each rater's order of showing up to date with the images: the whole drawn order while the rater has answered nothing,
 * else what is new at the end, so that no place under an answer moves. Only done while nothing is being made, because only
 * then are trials asked for. A repeat that has no room yet is placed at a later time, when it has.
 */
export function showCompletePairs(state: SessionState): void {
  for (const rater of state.raters) {
    if (rater.votes.length + rater.checks.length === 0) {
      rater.shown = completeInOrder(state, rater.order);
      continue;
    }
    const answered = answeredShowings(rater);
    // A showing under an answer has its place even while one of its pictures is gone; practice comes before any answer.
    rater.shown = withDue(
      rater.shown,
      rater.order,
      (entry) =>
        answered.has(showingKey(entry)) || (entry.kind !== 'training' && isPairComplete(state, entry.pair)),
    );
  }
}

/** The showings of a drawn order that there are before any answer: those of complete pairs, checks where they have room. */
export function completeInOrder(state: SessionState, order: readonly OrderEntry[]): OrderEntry[] {
  return withDue([], order, ({ pair }) => isPairComplete(state, pair));
}

/** The files of the pictures of a showing, left and right; a catch shows one of the two on both sides. */
export function picturesShown({ kind, swap }: OrderEntry, { lora, baseline }: PlannedPair): [string, string] {
  const [left, right] = swap ? [lora, baseline] : [baseline, lora];
  return kind === 'catch' ? [left, left] : [left, right];
}

/** What a rater has answered: each by its one question, and by none for a showing that asks all. */
function answeredShowings({ votes, checks }: Rater): Set<string> {
  const answered = new Set<string>();
  const add = (kind: CheckKind | undefined, pair: string, metric: string) =>
    answered.add(showingKey({ kind, pair, metric })).add(showingKey({ kind, pair }));
  for (const { pair, metric } of votes) add(undefined, pair, metric);
  for (const { kind, pair, metric } of checks) add(kind, pair, metric);
  return answered;
}

function isPairComplete(state: SessionState, name: string): boolean {
  const pair = state.pairs.get(name);
  return pair !== undefined && isComplete(state, pair);
}
