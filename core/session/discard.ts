import { EVENT_GROUP } from './eventGroups';
import type { JournalEvent, NewEvent } from './events';
import type { SessionState } from './state';

/**
 * The events that a later `discarded` makes void. In: a journal's events in order. An order drawn for a round that is void
 * goes with it: the rater's own one is that of the round before. So does that of a rater whose joining is void.
 */
export function voidedEvents(events: readonly JournalEvent[]): Set<number> {
  const voided = new Set<number>();
  let begun = 0;
  for (const discard of events) {
    if (beginsPlan(discard)) begun = discard.seq;
    if (discard.type !== 'discarded') continue;
    const rounds = new Set<number>();
    const joined = new Set<string>();
    for (const event of events) {
      if (event.seq <= discard.to_seq || event.seq >= discard.seq) continue;
      if (event.type === 'order_drawn' && (rounds.has(event.round) || joined.has(event.rater)))
        voided.add(event.seq);
      if (event.type === 'rater_added' && !isStillThere(events, discard.seq, event.rater))
        joined.add(event.rater);
      if (event.type === 'evaluation_redone') rounds.add(event.round);
      if (EVENT_GROUP[event.type] !== 'undoable') continue;
      // A set-up that images were made with cannot be taken back.
      if (event.type === 'setup_changed' && event.seq < begun) continue;
      voided.add(event.seq);
    }
  }
  return voided;
}

/** Older journals keep a rater's order behind a discard: there votes follow with no joining before them. */
function isStillThere(events: readonly JournalEvent[], after: number, rater: string): boolean {
  const next = events.find((event) => event.seq > after && 'rater' in event && event.rater === rater);
  return next !== undefined && next.type !== 'rater_added' && next.type !== 'order_drawn';
}

/** True for what fixes a whole set-up that images are made with from there on. */
function beginsPlan(event: JournalEvent): boolean {
  return event.type === 'session_start' || (event.type === 'plan_extended' && event.orders.length > 0);
}

/**
 * Events that count as unsaved: undoable and after the last save, but for those that a discard has passed over, whether it
 * made them void or had to leave them.
 */
export function unsavedEvents(events: readonly JournalEvent[], savedSeq: number): JournalEvent[] {
  const discards = events.filter((event) => event.type === 'discarded');
  const isPassed = (seq: number) => discards.some((discard) => discard.to_seq < seq && seq < discard.seq);
  return events.filter(
    (event) => event.seq > savedSeq && EVENT_GROUP[event.type] === 'undoable' && !isPassed(event.seq),
  );
}

/**
 * The event that goes back to a save. In: the `seq` that the saved file holds everything up to, and the states before and
 * after. After a reveal it carries how many votes have been taken back by then.
 */
export function discardEvent(toSeq: number, before: SessionState, after: SessionState): NewEvent {
  const event = { type: 'discarded', to_seq: toSeq } as const;
  if (before.revealed === null) return event;
  return { ...event, votes_taken_back: before.revealed.votes_taken_back + votesMissing(before, after) };
}

/** How many votes of one state another does not hold: those that a way back from the first to the second takes away. */
function votesMissing(before: SessionState, after: SessionState): number {
  const idsOf = ({ raters }: SessionState) =>
    raters.flatMap(({ name, votes }) => votes.map(({ vote_id }) => `${name}\n${vote_id}`));
  const kept = new Set(idsOf(after));
  return idsOf(before).filter((id) => !kept.has(id)).length;
}
