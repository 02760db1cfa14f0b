import type { OrderEntry } from '../plan/trials';
import { isComplete, type SessionState } from './state';

/**
 * Brings each rater's order of showing up to date with the images: the whole drawn order while the rater has not voted,
 * else what is new at the end, so that no place under a vote moves. Only done while nothing is being made, because only
 * then are trials asked for.
 */
export function showCompletePairs(state: SessionState): void {
  for (const rater of state.raters) {
    if (rater.votes.length === 0) {
      rater.shown = completeInOrder(state, rater.order);
      continue;
    }
    const known = new Set(rater.shown.map((entry) => entry.pair));
    const voted = new Set(rater.votes.map((vote) => vote.pair));
    // A pair under a vote has its place even while one of its pictures is gone.
    const due = rater.order.filter(
      ({ pair }) => !known.has(pair) && (isPairComplete(state, pair) || voted.has(pair)),
    );
    rater.shown.push(...due);
  }
}

/** The pairs of a drawn order that are complete. */
export function completeInOrder(state: SessionState, order: readonly OrderEntry[]): OrderEntry[] {
  return order.filter(({ pair }) => isPairComplete(state, pair));
}

function isPairComplete(state: SessionState, name: string): boolean {
  const pair = state.pairs.get(name);
  return pair !== undefined && isComplete(state, pair);
}
