import { createHash } from 'node:crypto';
import { createRandom } from '../../core/plan/random';
import { drawOrder } from '../../core/plan/trials';
import type { NewEvent } from '../../core/session/events';
import { completeInOrder } from '../../core/session/journal';
import { findRater, type Rater, type SessionState } from '../../core/session/state';

/**
 * The rater of that name. One who is new has an order and sides of their own already, drawn from the stored seed and the name,
 * and joins the session with the first vote: reading changes nothing.
 */
export function raterOf(state: SessionState, name: string): Rater {
  const known = findRater(state, name);
  if (known !== undefined && known.order.length > 0) return known;
  const order = drawOrder([...state.pairs.values()], createRandom(raterSeed(state, name), 'order'));
  return { name, order, shown: completeInOrder(state, order), votes: [] };
}

/** What is to be journaled with a rater's vote, so that the order under it stands for good; nothing for one who has joined. */
export function joinEvents(state: SessionState, { name, order }: Rater): NewEvent[] {
  const known = findRater(state, name);
  if (known !== undefined && known.order.length > 0) return [];
  const joins: NewEvent[] = known === undefined ? [{ type: 'rater_added', rater: name }] : [];
  return [...joins, { type: 'order_drawn', rater: name, round: state.round, order }];
}

/** The seed of a further rater's order: of the stored seed and the name, so that it can be drawn again. */
function raterSeed(state: SessionState, name: string): number {
  const { order_seed, blind_key } = state.started ?? { order_seed: 0, blind_key: '' };
  return createHash('sha256')
    .update(JSON.stringify([order_seed, blind_key, state.round, name]))
    .digest()
    .readUIntBE(0, 6);
}
