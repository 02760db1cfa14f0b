import { createHash } from 'node:crypto';
import { withinReach } from '../../core/plan/extension';
import { planPairs } from '../../core/plan/jobs';
import { createRandom } from '../../core/plan/random';
import { drawOrder, extendOrder, type OrderEntry } from '../../core/plan/trials';
import type { NewEvent } from '../../core/session/events';
import type { Setup } from '../../core/session/setup';
import { effectiveSetup, FIRST_RATER, findRater, type SessionState } from '../../core/session/state';

/** The order of showing and the sides, drawn over all planned pairs before the first image is made. */
export function firstOrder(setup: Setup, orderSeed: number): NewEvent {
  const order = drawOrder(planPairs(setup, orderSeed), createRandom(orderSeed, 'order'), setup);
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
          order: extendOrder(
            order,
            pairs,
            createRandom(raterSeed(state, name), 'order', number),
            setup,
          ).slice(order.length),
        }))
    : [];
  return { type: 'plan_extended', setup, orders, round: state.round };
}

/**
 * The order of a rater who has not voted yet, as it would stand had the rater been there since the evaluation began: drawn over
 * the plan of then, and extended as often as the plan was since. So what such a rater looks at stays where it is when the plan grows.
 */
export function wholeOrder(state: SessionState, name: string): OrderEntry[] {
  const { started, pack } = state;
  // The showings of a rating pack come as they were drawn where it was made.
  if (pack !== null) return findRater(state, FIRST_RATER)?.order ?? [];
  const seed = raterSeed(state, name);
  const { setup, extensions } = started ?? { setup: state.setup, extensions: [] };
  const redone = Date.parse(state.past_rounds.at(-1)?.at ?? '');
  const all = [...state.pairs];
  const plans = extensions.flatMap(({ at, before }, number) => {
    if (Date.parse(at) <= redone) return [];
    const isWithin = withinReach(setup, before);
    return [{ number, pairs: new Map(all.filter(([, pair]) => isWithin(pair))) }];
  });
  return [...plans, { number: extensions.length, pairs: state.pairs }].reduce<OrderEntry[]>(
    // The first of them is not extended but drawn.
    (order, { number, pairs }, place) =>
      extendOrder(order, pairs, createRandom(seed, 'order', place === 0 ? 0 : number), setup),
    [],
  );
}

/** The first rater's order for a new round: drawn anew over all pairs as one plan, with other sides. In: the round's number, from 1. */
export function redoneOrder(state: SessionState, round: number): OrderEntry[] {
  const random = createRandom(raterSeed({ ...state, round }, FIRST_RATER), 'order');
  return drawOrder([...state.pairs.values()], random, effectiveSetup(state));
}

/**
 * The seed of a rater's order, so that it can be drawn again: the stored one, with the rater's name and the round in it for everybody but
 * the first rater in the first round.
 */
function raterSeed({ started, round }: SessionState, name: string): number {
  const { order_seed, blind_key } = started ?? { order_seed: 0, blind_key: '' };
  if (name === FIRST_RATER && round === 0) return order_seed;
  return createHash('sha256')
    .update(JSON.stringify([order_seed, blind_key, round, name]))
    .digest()
    .readUIntBE(0, 6);
}
