/** What the palette can find. */
export interface Findable {
  readonly label: string;
  /** Other words by which somebody may look for it; never shown. */
  readonly otherWords?: string;
  /** Why it cannot be chosen now: it stands after what can. */
  readonly off?: string;
}

/** A piece of a label, and whether it is what was searched for. */
export interface Piece {
  readonly text: string;
  readonly isMatch: boolean;
}

/** More than any search of sensible length can come to. */
const BEHIND = 1000;

function wordsOf(search: string): string[] {
  return search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** How well something fits a search, 0 being best; null where a word of the search is nowhere in it. */
export function fitOf({ label, otherWords = '' }: Findable, search: string): number | null {
  const words = wordsOf(search);
  const text = label.toLowerCase();
  const other = otherWords.toLowerCase();
  const fits = words.map((word) => {
    if (text.startsWith(word)) return 0;
    if (startsAWord(text, word)) return 1;
    if (text.includes(word)) return 2;
    return startsAWord(other, word) ? 3 : null;
  });
  return fits.reduce<number | null>((sum, fit) => (sum === null || fit === null ? null : sum + fit), 0);
}

/** What cannot be chosen stands behind everything that fits as it is searched for. */
function withOff({ off }: Findable, fit: number | null): number | null {
  return fit === null || off === undefined ? fit : fit + BEHIND;
}

function startsAWord(text: string, word: string): boolean {
  return text.split(/[\s_/.,:-]+/).some((one) => one.startsWith(word));
}

/** A label in pieces, those marked that hold the words of the search. */
export function piecesOf(label: string, search: string): Piece[] {
  const lower = label.toLowerCase();
  // Some letters grow when they are made small, and then places no longer agree.
  if (lower.length !== label.length) return [{ text: label, isMatch: false }];
  const marks = new Array<boolean>(label.length).fill(false);
  for (const word of wordsOf(search)) {
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length))
      marks.fill(true, at, at + word.length);
  }
  const pieces: Piece[] = [];
  let start = 0;
  for (let at = 1; at <= label.length; at += 1) {
    if (at < label.length && marks[at] === marks[start]) continue;
    pieces.push({ text: label.slice(start, at), isMatch: marks[start] === true });
    start = at;
  }
  return pieces;
}

/**
 * Groups with what fits a search, the best first in each, and that group first that holds the best of all; groups of which
 * nothing fits are left out. Without a search everything stays as it is.
 */
export function found<E extends Findable, G extends { readonly items: readonly E[] }>(
  groups: readonly G[],
  search: string,
): G[] {
  if (wordsOf(search).length === 0) return groups.filter(({ items }) => items.length > 0);
  return groups
    .map((group) => {
      const fitting = group.items
        .map((item) => ({ item, fit: withOff(item, fitOf(item, search)) }))
        .filter((one): one is { item: E; fit: number } => one.fit !== null)
        .sort((a, b) => a.fit - b.fit);
      return { group: { ...group, items: fitting.map(({ item }) => item) }, best: fitting[0]?.fit };
    })
    .filter((one): one is { group: G; best: number } & typeof one => one.best !== undefined)
    .sort((a, b) => a.best - b.best)
    .map(({ group }) => group);
}
