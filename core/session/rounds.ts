import type { EventOf, JournalEvent } from './events';
import { showCompletePairs } from './showing';
import { FIRST_RATER, findRater, newRater, type SessionState } from './state';

/**
 * The number of a new round: one that no round had before, those included that were taken back, so that neither their trial ids
 * nor their rating packs are taken for the new one's. In: the state and its journal, oldest first.
 */
export function nextRound({ round, packs }: SessionState, events: readonly JournalEvent[]): number {
  let last = round;
  for (const pack of packs) last = Math.max(last, pack.round);
  for (const event of events) if (event.type === 'evaluation_redone') last = Math.max(last, event.round);
  return last + 1;
}

/**
 * Begins the evaluation anew: everything that was answered goes into the history, the labels are hidden again, and the first
 * rater has the new order. Others join anew with their first vote, under the name that they were given. Changes `state` in place.
 */
export function redo(state: SessionState, event: EventOf<'evaluation_redone'> & { at: string }): void {
  const { raters, round, finished_by_hand, revealed } = state;
  state.past_rounds.push({ round, at: event.at, raters, finished_by_hand, revealed });
  const label = findRater(state, FIRST_RATER)?.label ?? null;
  const named = raters.filter(
    ({ name, label: own, source }) => name !== FIRST_RATER && own !== null && source === null,
  );
  state.raters = [
    { ...newRater(FIRST_RATER), label, order: event.order },
    ...named.map((rater) => ({ ...newRater(rater.name), label: rater.label })),
  ];
  state.round = event.round;
  state.finished_by_hand = false;
  state.revealed = null;
  state.report_generated = false;
  if (state.run.status !== 'running') showCompletePairs(state);
}
