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
  const cards = inTurns(shuffled(items, random), groupOf).map((item, rank) => ({ item, uses: 0, rank }));
  return {
    draw(fits = () => true) {
      let best: (typeof cards)[number] | undefined;
      for (const card of cards)
        if ((best === undefined || isBefore(card, best)) && fits(card.item)) best = card;
      if (best === undefined) return null;
      best.uses += 1;
      // Each time round in another order, so that two lists of the same length do not always meet alike.
      best.rank = random.int(RANKS);
      return best.item;
    },
  };
}

const RANKS = 0x1_0000_0000;

interface Card {
  readonly uses: number;
  readonly rank: number;
}

function isBefore(card: Card, other: Card): boolean {
  return card.uses < other.uses || (card.uses === other.uses && card.rank < other.rank);
}

/** One of each group, then the second of each, and so on. */
function inTurns<T>(items: readonly T[], groupOf: (item: T) => unknown): T[] {
  const groups = [...Map.groupBy(items, groupOf).values()];
  const longest = Math.max(0, ...groups.map((group) => group.length));
  return Array.from({ length: longest }, (_, turn) =>
    groups.flatMap((group) => group.slice(turn, turn + 1)),
  ).flat();
}
