import type { NewEvent } from '../../core/session/events';
import { completeInOrder } from '../../core/session/showing';
import { findRater, newRater, type Rater, type SessionState } from '../../core/session/state';
import { wholeOrder } from '../generation/orders';

/**
 * The rater of that name. One who is new has an order and sides of their own already, drawn from the stored seed and the name,
 * and joins the session with the first vote: reading changes nothing.
 */
export function raterOf(state: SessionState, name: string): Rater {
  const known = findRater(state, name);
  if (known !== undefined && known.order.length > 0) return known;
  const order = wholeOrder(state, name);
  return { ...newRater(name), order, shown: completeInOrder(state, order) };
}

/** What is to be journaled with a rater's vote, so that the order under it stands for good; nothing for one who has joined. */
export function joinEvents(state: SessionState, { name, order }: Rater): NewEvent[] {
  const known = findRater(state, name);
  if (known !== undefined && known.order.length > 0) return [];
  const joins: NewEvent[] = known === undefined ? [{ type: 'rater_added', rater: name }] : [];
  return [...joins, { type: 'order_drawn', rater: name, round: state.round, order }];
}
