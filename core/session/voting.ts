import { lastNth, voteOn } from './answers';
import type { EventOf } from './events';
import { findRater, isPackRater, type SessionState, type Vote } from './state';

/** Puts a rater's answer in its place, a counted vote or one of a check. Changes `state` in place; nothing for an unknown rater. */
export function castVote(
  state: SessionState,
  event: EventOf<'vote_cast' | 'vote_changed'> & { at: string },
): void {
  const rater = findRater(state, event.rater);
  if (rater === undefined) return;
  const { vote_id, pair, metric, choice, stars, note, flags, elapsed_ms, swap, kind, voted_at } = event;
  const old = voteOn(rater, { pair, metric, kind });
  const next: Vote = {
    vote_id,
    pair,
    metric,
    choice,
    stars,
    note,
    flags,
    elapsed_ms,
    swap,
    at: voted_at ?? event.at,
    after_reveal: state.revealed !== null,
    // A changed vote keeps its place, so that undo goes back in the order of first voting.
    nth: old?.nth ?? lastNth(rater) + 1,
  };
  if (kind === undefined) putVote(rater.votes, next, old);
  else putVote(rater.checks, { ...next, kind }, old);
}

function putVote<V extends Vote>(votes: V[], next: V, old: Vote | undefined): void {
  const index = old === undefined ? -1 : votes.indexOf(old as V);
  if (index >= 0) votes[index] = next;
  else votes.push(next);
}

/**
 * Takes one answer of a rater back. An end by hand goes with it, but for votes of a rating pack: those are taken back elsewhere.
 * Changes `state` in place.
 */
export function undoVote(state: SessionState, event: EventOf<'vote_undone'>): void {
  const rater = findRater(state, event.rater);
  if (rater !== undefined) {
    const [votes, checks] = [without(rater.votes, event.vote_id), without(rater.checks, event.vote_id)];
    if (votes !== null && state.revealed !== null) state.revealed.votes_taken_back += 1;
    // A list that lost a vote is a new one: where each vote stands is remembered by list.
    if (votes !== null) rater.votes = votes;
    else if (checks !== null) rater.checks = checks;
  }
  if (!isPackRater(event.rater)) state.finished_by_hand = false;
}

/** The votes but for one; null where it is not among them. */
function without<V extends Vote>(votes: readonly V[], id: string): V[] | null {
  const index = votes.findIndex(({ vote_id }) => vote_id === id);
  return index < 0 ? null : votes.toSpliced(index, 1);
}

/** Votes that a discard took away after the reveal. The event carries the count, because the undoings that it makes void are not replayed, and yet they happened. */
export function countDiscarded({ revealed }: SessionState, event: EventOf<'discarded'>): void {
  if (revealed === null) return;
  revealed.votes_taken_back = Math.max(revealed.votes_taken_back, event.votes_taken_back ?? 0);
}
