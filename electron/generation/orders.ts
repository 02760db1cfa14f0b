import { createHash } from 'node:crypto';
import { withinReach } from '../../core/plan/extension';
import { planPairs } from '../../core/plan/jobs';
import { createRandom } from '../../core/plan/random';
import { drawOrder, extendOrder, type OrderEntry } from '../../core/plan/trials';
import type { NewEvent } from '../../core/session/events';
import type { Setup } from '../../core/session/setup';
import { FIRST_RATER, type SessionState } from '../../core/session/state';

/** The order of showing and the sides, drawn over all planned pairs before the first image is made. */
export function firstOrder(setup: Setup, orderSeed: number): NewEvent {
  const order = drawOrder(planPairs(setup, orderSeed), createRandom(orderSeed, 'order'));
  return { type: 'order_drawn', rater: FIRST_RATER, round: 0, order };
}

/**
 * The event with which a set-up takes the place of the begun one: with what every rater's order gains at its end when it
 * adds pairs. In: a set-up that extends the begun one. Each extension is drawn anew, and can be drawn again.
 */
export function extensionEvent(state: SessionState, setup: Setup): NewEvent {
  const pairs = new Map(planPairs(setup, state.started?.order_seed ?? 0).map((pair) => [pair.lora, pair]));
  const number = (state.started?.extensions.length ?? 0) + 1;
  const isLarger = [...pairs.keys()].some((pair) => !state.pairs.has(pair));
  const orders = isLarger
    ? state.raters
        .filter(({ order }) => order.length > 0)
        .map(({ name, order }) => ({
          rater: name,
          order: extendOrder(order, pairs, createRandom(raterSeed(state, name), 'order', number)).slice(
            order.length,
          ),
        }))
    : [];
  return { type: 'plan_extended', setup, orders };
}

/**
 * The order of a rater who has not voted yet, as it would stand had the rater been there from the start: drawn over the first
 * plan, then extended as often as the plan was. So what such a rater looks at stays where it is when the plan grows.
 */
export function wholeOrder(state: SessionState, name: string): OrderEntry[] {
  const seed = raterSeed(state, name);
  const { setup, extensions } = state.started ?? { setup: state.setup, extensions: [] };
  const all = [...state.pairs];
  const plans = extensions.map(({ before }) => {
    const isWithin = withinReach(setup, before);
    return new Map(all.filter(([, pair]) => isWithin(pair)));
  });
  return [...plans, state.pairs].reduce<OrderEntry[]>(
    (order, pairs, turn) => extendOrder(order, pairs, createRandom(seed, 'order', turn)),
    [],
  );
}

/** The seed of a rater's order, so that it can be drawn again: the stored one, for further raters with the name in it. */
function raterSeed({ started, round }: SessionState, name: string): number {
  const { order_seed, blind_key } = started ?? { order_seed: 0, blind_key: '' };
  if (name === FIRST_RATER) return order_seed;
  return createHash('sha256')
    .update(JSON.stringify([order_seed, blind_key, round, name]))
    .digest()
    .readUIntBE(0, 6);
}
