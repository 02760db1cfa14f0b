import { type KnownFigures, knownFigures, withoutConfidence } from './knownFigures';
import { codeSpansIn } from './modelMarkdown';
import { NOT_AMONG } from './modelSection';
import { numbersIn, type WrittenNumber } from './writtenNumbers';

/** A number that is not among the figures. */
export interface NumberFlag {
  /** As it was written. */
  number: string;
  /** Where it was written, without marks of Markdown. */
  sentence: string;
}

/** Longer sentences are cut around their number. */
const LONGEST_SENTENCE = 240;
/** Names that are looked for in a text. */
const MOST_NAMES = 200;

/**
 * Looks up every number of a text among the figures. In: Markdown whose lines are whole (no code blocks, no links), the figures as text, and
 * names that may hold digits. Out: the text with a mark behind each number that is not among them, those numbers in order, and how many
 * numbers it holds. Numbers are digits with their percent signs, and English number words (two to ninety-nine) before what a report
 * counts, in `three of five` or `two thirds`. `One`, ordinals, `half`, `twice` and `most` are taken as words. Numbers of lists, names and
 * the 95% of intervals are no figures.
 */
export function checkNumbers(
  markdown: string,
  figures: string,
  names: readonly string[],
): { text: string; flags: NumberFlag[]; numbers: number } {
  const known = knownFigures(figures);
  const cover = nameCover(names);
  const flags: NumberFlag[] = [];
  let count = 0;
  const lines = markdown.split('\n').map((line) => {
    const covered = cover(withoutConfidence(withoutNumbering(line)));
    const { strange, all } = strangeIn(covered, known);
    count += all;
    if (strange.length === 0) return line;
    const codes = codeSpansIn(line);
    let [out, at] = ['', 0];
    for (const { from, to } of strange) {
      flags.push({ number: plainOf(line.slice(from, to)), sentence: sentenceAt(line, from, to) });
      // Within code a mark would be part of it.
      const place = codes.find((code) => to > code.from && to < code.to)?.to ?? to;
      if (place < at) continue;
      out += `${line.slice(at, place)} ${NOT_AMONG}`;
      at = place;
    }
    return out + line.slice(at);
  });
  return { text: lines.join('\n'), flags, numbers: count };
}

function strangeIn(
  line: string,
  known: KnownFigures,
): { strange: { from: number; to: number }[]; all: number } {
  const { numbers, pairs } = numbersIn(line);
  const isKnown = (own: WrittenNumber) => known.has(own, line.slice(own.from, own.to));
  const strange: { from: number; to: number }[] = [];
  const pairAt = new Map(pairs.map((pair) => [pair.first, pair]));
  for (let place = 0; place < numbers.length; place += 1) {
    const own = numbers[place];
    if (own === undefined) continue;
    const pair = pairAt.get(place);
    const other = pair === undefined ? undefined : numbers[pair.second];
    if (pair === undefined || other === undefined) {
      if (!isKnown(own)) strange.push({ from: own.from, to: own.to });
    } else {
      const isKnownPair =
        pair.as === 'fraction'
          ? known.hasTogether(own, other) && !isMoreThanAll(line, own, other)
          : known.hasRange(own, other) || (!isInterval(line, own, other) && isKnown(own) && isKnown(other));
      if (!isKnownPair) strange.push({ from: own.from, to: other.to });
      place += 1;
    }
  }
  return { strange: strange.map((own) => withSign(line, own)), all: numbers.length };
}

/** `12 of 11` is no share, though both may be counts of one line; `11/0` and `3:2` set one beside the other. */
function isMoreThanAll(line: string, one: WrittenNumber, all: WrittenNumber): boolean {
  return (
    /of/i.test(line.slice(one.to, all.from)) &&
    !one.readings.some(({ value }) => all.readings.some((other) => value <= other.value))
  );
}

/** Whether a line calls two numbers an interval: then they are the ends of one, and not of two. */
function isInterval(line: string, one: WrittenNumber, other: WrittenNumber): boolean {
  const before = line.slice(Math.max(0, one.from - 40), one.from);
  return (
    /\b(?:intervals?|CIs?|confidence)\b[^.;|]*$/i.test(before) ||
    /^[\s)*_]{0,3}(?:intervals?|CIs?|confidence)\b/i.test(line.slice(other.to, other.to + 16))
  );
}

function withSign(line: string, { from, to }: { from: number; to: number }): { from: number; to: number } {
  return { from: /[+−]/.test(line.charAt(from - 1)) ? from - 1 : from, to };
}

/** The same line, as long, with the number of a heading or a list's item covered. */
function withoutNumbering(line: string): string {
  return line.replace(/^[\s>]{0,20}(?:#{1,6}\s+)?(?:\*{1,3})?\d{1,3}\\?[.)](?=\s|\*)/, covered);
}

/** Covers names in a line, and what is said of them: `epoch 8` of `style-000008`. */
function nameCover(names: readonly string[]): (line: string) => string {
  const withDigits = [...new Set(names)].filter((name) => /\p{N}/u.test(name)).slice(0, MOST_NAMES);
  if (withDigits.length === 0) return (line) => line;
  const patterns = withDigits
    .sort((a, b) => b.length - a.length)
    .map((name) =>
      name
        .split(/[\s_.\\-]+/)
        .filter((part) => part !== '')
        .map((part) => part.replace(/[^\p{L}\p{N}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`))
        .join('[\\s_.\\\\-]{0,4}'),
    )
    .filter((pattern) => pattern !== '');
  // A name that is a number is no percentage.
  const whole = new RegExp(
    `(?<![\\p{L}\\p{N}.])(?:${patterns.join('|')})(?![\\p{L}\\p{N}]|[.,]\\d|\\s?\\\\?%)`,
    'giu',
  );
  const parts = new Set(
    withDigits.flatMap((name) => (name.match(/\d+/g) ?? []).map((digits) => digits.replace(/^0+(?=\d)/, ''))),
  );
  return (line) =>
    line
      .replace(whole, covered)
      .replace(
        /\b(?:epochs?|versions?|steps?|ranks?|v|checkpoints?)[\s#]{0,3}0{0,8}(\d{1,9})(?![\d%]|[.,]\d)/gi,
        (found, digits: string) => (parts.has(digits) ? covered(found) : found),
      );
}

function covered(found: string): string {
  return '·'.repeat(found.length);
}

/** The sentence of a line in which a number stands, to be read. */
function sentenceAt(line: string, from: number, to: number): string {
  const start = Math.max(0, from - LONGEST_SENTENCE);
  const before = line.slice(start, from);
  const ends = [...before.matchAll(/[.!?:;]["')*_]{0,3}\s+|\|/g)].at(-1);
  const begin = ends === undefined ? start : start + ends.index + ends[0].length;
  const rest = line.slice(to, to + LONGEST_SENTENCE);
  const end = /[.!?](?=["')*_]{0,3}(?:\s|$))|\|/.exec(rest);
  const sentence = plainOf(
    line.slice(begin, to + (end === null ? rest.length : end.index + (end[0] === '|' ? 0 : 1))),
  );
  const isCut = {
    before: ends === undefined && start > 0,
    behind: end === null && to + rest.length < line.length,
  };
  return `${isCut.before ? '…' : ''}${sentence}${isCut.behind ? '…' : ''}`;
}

/** A piece of a line without its marks. */
function plainOf(markdown: string): string {
  return markdown
    .replace(/^[\s>]*(?:#{1,6}\s+|[-*+]\s+)?/, '')
    .replace(/\\([!-/:-@[-`{-~])|[*`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '$1')
    .trim();
}
