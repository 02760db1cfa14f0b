import { type Random, shuffled } from '../../plan/random';

/** A list that is gone through as evenly as can be. */
export interface Deck<T> {
  /** One of the items that fit and were drawn least; null when none fits. */
  draw(fits?: (item: T) => boolean): T | null;
}

/**
 * Lays out a list to draw from. In: the items, chance, and what parts them into groups: the first draws take one of each
 * group in turn, so that few draws show all groups too. None that fits comes a second time before all that fit came once.
 */
export function createDeck<T>(
  items: readonly T[],
  random: Random,
  groupOf: (item: T) => unknown = () => null,
): Deck<T> {
  const cards = inTurns(shuffled(items, random), groupOf).map((item) => ({ item, uses: 0 }));
  return {
    draw(fits = () => true) {
      let best: (typeof cards)[number] | undefined;
      for (const card of cards)
        if ((best === undefined || card.uses < best.uses) && fits(card.item)) best = card;
      if (best === undefined) return null;
      best.uses += 1;
      return best.item;
    },
  };
}

/** One of each group, then the second of each, and so on. */
function inTurns<T>(items: readonly T[], groupOf: (item: T) => unknown): T[] {
  const groups = [...Map.groupBy(items, groupOf).values()];
  const longest = Math.max(0, ...groups.map((group) => group.length));
  return Array.from({ length: longest }, (_, turn) =>
    groups.flatMap((group) => group.slice(turn, turn + 1)),
  ).flat();
}
