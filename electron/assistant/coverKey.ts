import { UNSEEN } from '../../core/report/charts/textRoom';

const MASK = '[key]';
/** A shorter one is no key; it would be found in many a word. */
const SHORTEST = 4;
/** What people type where a program wants any key for a server that asks for none. */
const NO_SECRET =
  /^(?:none|null|empty|test|dummy|local|token|ollama|lm[-_]?studio|llama\.?cpp|no[-_]?key|not[-_]?needed)$/i;
/** So many letters of a key's beginning at the end of a text are taken for the key that just comes. */
const BEGINNING = 6;
/** A part of a key is covered, too, where it is at least half of it and as long as this. */
const SHORTEST_PART = 12;
/** Parts are looked for by pieces of this length; each part holds a whole one. */
const PIECE = 6;

/** From the first letter to behind the last one. */
type Range = readonly [from: number, to: number];

/** Whether a key is one to be kept secret, and no mere word. */
export function isSecret(key: string): boolean {
  return key.length >= SHORTEST && !NO_SECRET.test(key);
}

/**
 * Covers up a key wherever a server repeats it: what it answers goes into sessions and reports. It is found as it is, in half, in base64,
 * and as JSON, HTML and addresses write its signs. In: `isWhole` false while the text still comes, when its end may be the key's
 * beginning and is left out.
 */
export function coverKey(text: string, key: string | null, isWhole = true): string {
  if (key === null || !isSecret(key)) return text;
  const { letters, places } = decoded(text);
  const placeOf = (at: number) => places[at] ?? text.length;
  // A key may hold what looks like a written sign.
  const keys = [...new Set([key, decoded(key).letters])];
  const coming = isWhole
    ? text.length
    : Math.min(
        text.length - beginningAt(text, key),
        ...keys.map((own) => placeOf(letters.length - beginningAt(letters, own))),
      );
  const ranges = [
    ...partsIn(text, key),
    ...keys.flatMap((own) => partsIn(letters, own).map(([from, to]): Range => [placeOf(from), placeOf(to)])),
    ...base64Of(key).flatMap((code) => placesOf(text, code)),
  ].sort(([one], [other]) => one - other);
  let [out, at] = ['', 0];
  for (const [from, to] of ranges) {
    if (from >= coming) break;
    if (from >= at) out += text.slice(at, from) + MASK;
    at = Math.max(at, to);
  }
  return out + text.slice(at, Math.max(at, coming));
}

/** Letters at the end of a text that are the beginning of the key. */
function beginningAt(text: string, key: string): number {
  for (let length = Math.min(key.length - 1, text.length); length >= BEGINNING; length -= 1)
    if (text.endsWith(key.slice(0, length))) return length;
  return 0;
}

/** Where the key stands, or so much of it that the rest protects it no more. */
function partsIn(text: string, key: string): Range[] {
  const least = Math.max(SHORTEST_PART, Math.ceil(key.length / 2));
  if (key.length <= least) return placesOf(text, key);
  const ranges: Range[] = [];
  for (let piece = 0; piece + PIECE <= key.length; piece += PIECE) {
    const sought = key.slice(piece, piece + PIECE);
    for (let found = text.indexOf(sought); found !== -1; ) {
      let [from, to] = [found, found + PIECE];
      while (from > 0 && found - from < piece && text[from - 1] === key[piece - (found - from) - 1])
        from -= 1;
      while (to < text.length && text[to] === key[piece + to - found]) to += 1;
      const isPart = to - from >= least;
      if (isPart) ranges.push([from, to]);
      found = text.indexOf(sought, isPart ? to : found + 1);
    }
  }
  return ranges;
}

function placesOf(text: string, sought: string): Range[] {
  const ranges: Range[] = [];
  for (let at = text.indexOf(sought); at !== -1; at = text.indexOf(sought, at + sought.length))
    ranges.push([at, at + sought.length]);
  return ranges;
}

const SIGNS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** How a sign is written in JSON, in addresses and in HTML; and what nobody sees. */
const WRITTEN = new RegExp(
  `\\\\u([0-9a-f]{4})|\\\\(["\\\\/bfnrt])|%([0-9a-f]{2})|&#x([0-9a-f]{1,4});|&#(\\d{1,4});|&(amp|lt|gt|quot|apos);|${UNSEEN.source}`,
  'giu',
);

/** The letters that a text stands for, and for each of them, and for the end, its place in the text. */
function decoded(text: string): { letters: string; places: Uint32Array } {
  const places = new Uint32Array(text.length + 1);
  const pieces: string[] = [];
  let [length, at] = [0, 0];
  const take = (letters: string, from: number, step: 0 | 1) => {
    for (let place = 0; place < letters.length; place += 1) places[length + place] = from + place * step;
    length += letters.length;
    pieces.push(letters);
  };
  for (const found of text.matchAll(WRITTEN)) {
    take(text.slice(at, found.index), at, 1);
    const [whole, unicode, escaped, percent, hex, decimal, name] = found;
    const code = unicode ?? percent ?? hex;
    if (code !== undefined) take(String.fromCharCode(Number.parseInt(code, 16)), found.index, 0);
    else if (decimal !== undefined) take(String.fromCharCode(Number(decimal)), found.index, 0);
    else take(escaped ?? SIGNS[name?.toLowerCase() ?? ''] ?? '', found.index, 0);
    at = found.index + whole.length;
  }
  take(text.slice(at), at, 1);
  places[length] = text.length;
  return { letters: pieces.join(''), places };
}

/** The key as base64 has it, alone and behind `Bearer ` or a name, whose length decides which letters come of it. */
function base64Of(key: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(key)]);
    const code = bytes
      .toString('base64')
      .slice(Math.ceil((before * 4) / 3), Math.floor((bytes.length * 4) / 3));
    return code.length < SHORTEST_PART ? [] : [code, code.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
