import type { CheckKind } from '../session/events';
import type { PlannedPair } from './jobs';
import { type Random, shuffled } from './random';

/** One place in the order of showing. */
export interface OrderEntry {
  /** The pair, by its candidate's image file. */
  readonly pair: string;
  /** True: A (left) is the LoRA. False: A is the baseline. A catch shows the picture of that side twice. */
  readonly swap: boolean;
  /** Set for a showing that never counts. */
  readonly kind?: CheckKind | undefined;
  /** The one question of this showing, where each pass asks one; else it asks all. */
  readonly metric?: string | undefined;
}

/**
 * The order of showing and the sides, drawn by lot over all planned pairs.
 * Sides: within each candidate as many left as right (one apart when the number is odd, the odd one by lot).
 * Order: the baselines take turns in one drawn order, so that pairs with the same baseline lie as many places apart as
 * there are baselines, the largest gap that any order of a whole plan can keep; which candidate stands against it at each turn is
 * drawn for every baseline on its own.
 */
export function drawOrder(pairs: readonly PlannedPair[], random: Random): OrderEntry[] {
  return drawBlock([], pairs, random);
}

/**
 * An order with the pairs that it lacks behind it, in a block of their own that is drawn like a whole order. No place in
 * the old order changes. Sides: balanced within each candidate over old and new together, as far as the old ones allow.
 * Order: baselines that were shown before take their turns in the order of their last showing, so that pairs of one baseline
 * lie far apart across the seam, too; new ones stand between them.
 * In: the order, and every pair of the plan by its candidate's image file.
 */
export function extendOrder(
  order: readonly OrderEntry[],
  pairs: ReadonlyMap<string, PlannedPair>,
  random: Random,
): OrderEntry[] {
  const placed = new Set(order.map(({ pair }) => pair));
  const shown = order.flatMap(({ pair, swap }): ShownPair[] => {
    const planned = pairs.get(pair);
    return planned === undefined ? [] : [{ planned, swap }];
  });
  const added = [...pairs.values()].filter(({ lora }) => !placed.has(lora));
  return [...order, ...drawBlock(shown, added, random)];
}

/** A pair with its side as it stands in an order already. */
interface ShownPair {
  readonly planned: PlannedPair;
  readonly swap: boolean;
}

function drawBlock(shown: readonly ShownPair[], pairs: readonly PlannedPair[], random: Random): OrderEntry[] {
  const sides = drawSides(shown, pairs, random);
  const groups = shuffled([...groupBy(pairs, (pair) => pair.baseline).values()], random);
  const turns = inLastTurns(shown, groups).map((group) => shuffled(group, random));
  return takeTurns(turns).map(({ lora }) => ({ pair: lora, swap: sides.get(lora) === true }));
}

/**
 * The pairs of all groups, each group's as far apart as there is room. Groups of one size take turns; where some are
 * larger, as new prompts are beside old ones that gain a weight, both kinds are spread evenly over the whole.
 */
function takeTurns(groups: readonly (readonly PlannedPair[])[]): PlannedPair[] {
  const placed = [...groupBy(groups, (group) => group.length)].flatMap(([size, alike]) =>
    Array.from({ length: size * alike.length }, (_, place) => ({
      pair: alike[place % alike.length]?.[Math.floor(place / alike.length)],
      at: (place + 0.5) / (size * alike.length),
    })),
  );
  // Sorting is stable: what falls on one point stays in the drawn order.
  return placed.sort((a, b) => a.at - b.at).flatMap(({ pair }) => (pair === undefined ? [] : [pair]));
}

/** Drawn groups with those whose baseline was shown before in the order of its last showing, in the places that such groups drew. */
function inLastTurns(
  shown: readonly ShownPair[],
  groups: readonly (readonly PlannedPair[])[],
): (readonly PlannedPair[])[] {
  const last = new Map(shown.map(({ planned }, place) => [planned.baseline, place]));
  const placeOf = (group: readonly PlannedPair[]) => last.get(group[0]?.baseline ?? '');
  const known = groups
    .filter((group) => placeOf(group) !== undefined)
    .sort((a, b) => (placeOf(a) ?? 0) - (placeOf(b) ?? 0));
  return groups.map((group) => (placeOf(group) === undefined ? group : (known.shift() ?? group)));
}

function drawSides(
  shown: readonly ShownPair[],
  pairs: readonly PlannedPair[],
  random: Random,
): Map<string, boolean> {
  const sides = new Map<string, boolean>();
  const before = groupBy(shown, ({ planned }) => planned.candidate);
  for (const [candidate, group] of groupBy(pairs, (pair) => pair.candidate)) {
    const oddOne = random.int(2) === 0;
    const old = before.get(candidate) ?? [];
    const lefts = old.filter(({ swap }) => swap).length;
    // What the old ones lack on one side comes first; the rest is halves.
    const lacking = old.length - 2 * lefts;
    const owed = Math.min(group.length, Math.abs(lacking));
    const halves = group.map((_, index) =>
      index < owed ? lacking > 0 : ((index - owed) % 2 === 0) === oddOne,
    );
    const drawn = shuffled(halves, random);
    for (const [index, pair] of group.entries()) sides.set(pair.lora, drawn[index] === true);
  }
  return sides;
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
