import type { PlannedPair } from './jobs';
import { type Random, shuffled } from './random';

/** One place in the order of showing. */
export interface OrderEntry {
  /** The pair, by its candidate's image file. */
  readonly pair: string;
  /** True: A (left) is the LoRA. False: A is the baseline. */
  readonly swap: boolean;
}

/**
 * The order of showing and the sides, drawn by lot over all planned pairs.
 * Sides: within each candidate as many left as right (one apart when the number is odd, the odd one by lot).
 * Order: the baselines take turns in one drawn order, so that pairs with the same baseline lie as many places apart as
 * there are baselines, the largest gap that any order can keep; which candidate stands against it at each turn is
 * drawn for every baseline on its own.
 */
export function drawOrder(pairs: readonly PlannedPair[], random: Random): OrderEntry[] {
  const sides = drawSides(pairs, random);
  const turns = shuffled([...groupBy(pairs, (pair) => pair.baseline).values()], random).map((group) =>
    shuffled(group, random),
  );
  const rounds = Math.max(0, ...turns.map((group) => group.length));
  const out: OrderEntry[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const group of turns) {
      const pair = group[round];
      if (pair !== undefined) out.push({ pair: pair.lora, swap: sides.get(pair.lora) === true });
    }
  }
  return out;
}

function drawSides(pairs: readonly PlannedPair[], random: Random): Map<string, boolean> {
  const sides = new Map<string, boolean>();
  for (const group of groupBy(pairs, (pair) => pair.candidate).values()) {
    const oddOne = random.int(2) === 0;
    const halves = group.map((_, index) => (index % 2 === 0) === oddOne);
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
