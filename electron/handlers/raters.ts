import { AppFailure } from '../../core/contract/failure';
import type { NewEvent } from '../../core/session/events';
import { completeInOrder } from '../../core/session/showing';
import { findRater, labelOf, newRater, type Rater, type SessionState } from '../../core/session/state';
import { wholeOrder } from '../generation/orders';

/** The rater who goes by that name, or else is called so; whose votes come from a rating pack goes by the name alone. */
export function knownRater({ raters }: SessionState, name: string): Rater | undefined {
  return (
    raters.find((rater) => rater.name === name) ??
    raters.find((rater) => labelOf(rater) === name && rater.source === null)
  );
}

/**
 * The rater of that name, or who is called so. One who is new has an order and sides of their own already, drawn from the stored
 * seed and the name, and joins the session with the first vote: reading changes nothing. Throws AppFailure `not_possible` for
 * a second rater in a rating pack, and for one who is called as somebody whose votes come from a pack: they would be taken for one.
 */
export function raterOf(state: SessionState, name: string): Rater {
  const known = knownRater(state, name);
  if (known !== undefined && known.order.length > 0) return known;
  if (state.pack !== null) {
    throw new AppFailure(
      'not_possible',
      'A rating pack is judged by one person. Open the pack once more for the next one.',
      { field: 'rater' },
    );
  }
  if (known === undefined && state.raters.some((rater) => labelOf(rater) === name)) {
    throw new AppFailure(
      'not_possible',
      `The votes of ${name} here come from a rating pack. Choose another name to vote under.`,
      { field: 'rater' },
    );
  }
  const order = wholeOrder(state, known?.name ?? name);
  return { ...newRater(known?.name ?? name), order, shown: completeInOrder(state, order) };
}

/** What is to be journaled with a rater's vote, so that the order under it stands for good; nothing for one who has joined. */
export function joinEvents(state: SessionState, { name, order }: Rater): NewEvent[] {
  const known = findRater(state, name);
  if (known !== undefined && known.order.length > 0) return [];
  const joins: NewEvent[] = known === undefined ? [{ type: 'rater_added', rater: name }] : [];
  return [...joins, { type: 'order_drawn', rater: name, round: state.round, order }];
}

/**
 * What is to be journaled when a rater is called otherwise; one who is new joins by it. Throws AppFailure `bad_request` for a
 * name that another rater has.
 */
export function namingEvents(state: SessionState, rater: Rater, label: string): NewEvent[] {
  const sounds = (text: string) => text.toLowerCase();
  const other = state.raters.find(
    (one) =>
      one.name !== rater.name && [one.name, labelOf(one)].some((name) => sounds(name) === sounds(label)),
  );
  if (other !== undefined) {
    throw new AppFailure('bad_request', `There is a rater ${labelOf(other)} already. Choose another name.`, {
      field: 'label',
    });
  }
  const joins = joinEvents(state, rater);
  const isCalledSo = labelOf(findRater(state, rater.name) ?? rater) === label;
  return isCalledSo ? joins : [...joins, { type: 'rater_named', rater: rater.name, label }];
}
