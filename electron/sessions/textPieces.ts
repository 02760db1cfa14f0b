/** Items of a list whose text is kept together. */
const AT_ONCE = 64;

/** Some items of a list, as text. */
export interface TextPiece {
  /** All that the text of each depends on. */
  readonly facts: readonly (readonly unknown[])[];
  readonly bytes: Uint8Array;
}

/** How a long list becomes text. */
export interface ListText<T> {
  /** All that an item's text depends on; none of it is changed in place. */
  factsOf(item: T): readonly unknown[];
  write(items: readonly T[]): Uint8Array;
}

/**
 * The text of a list, piece by piece; what did not change since the last time is not written anew. In: the items, and the pieces of
 * the last time. Each piece is made when it is asked for.
 */
export function* piecesOf<T>(
  items: readonly T[],
  { factsOf, write }: ListText<T>,
  before: readonly TextPiece[],
): Generator<TextPiece> {
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const to = Math.min(from + AT_ONCE, items.length);
    const old = before[from / AT_ONCE];
    if (old !== undefined && isAsBefore(old, items, from, to, factsOf)) {
      yield old;
      continue;
    }
    const some = items.slice(from, to);
    yield { facts: some.map(factsOf), bytes: write(some) };
  }
}

/** Whether a piece is the text of these items. Nothing is put together for it: with each save all items are looked at. */
function isAsBefore<T>(
  { facts }: TextPiece,
  items: readonly T[],
  from: number,
  to: number,
  factsOf: (item: T) => readonly unknown[],
): boolean {
  if (facts.length !== to - from) return false;
  for (let at = from; at < to; at += 1) {
    const now = factsOf(items[at] as T);
    const old = facts[at - from] as readonly unknown[];
    for (let index = 0; index < now.length; index += 1) if (now[index] !== old[index]) return false;
  }
  return true;
}
