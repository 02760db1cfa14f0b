/** A number as somebody wrote it in a line. */
export interface WrittenNumber {
  /** Places in the line, the sign left out, `%` or `percent` with it. */
  readonly from: number;
  readonly to: number;
  /** What it may mean, without its sign: `1.234` is one or the other. `places` behind the point. */
  readonly readings: readonly { readonly value: number; readonly places: number }[];
  /** `points`: percentage points. `multiple`: so many times as much. `exact`: a day, or a version such as 1.5.2. */
  readonly kind: 'plain' | 'percent' | 'points' | 'multiple' | 'exact';
  readonly sign: 1 | -1 | null;
  /** `below 0.05`, `< 0.05`. */
  readonly isBelow: boolean;
  /** `p = 0.05`. */
  readonly isOfP: boolean;
  /** `weight 0.8`. */
  readonly isOfWeight: boolean;
}

/** Two numbers that stand together, by their places in the list: `31 of 40`, `62 to 88`. */
export interface NumberPair {
  readonly first: number;
  readonly second: number;
  readonly as: 'fraction' | 'range';
}

const UNITS =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const PARTS = 'halves thirds quarters fifths sixths sevenths eighths ninths tenths'.split(' ');

/**
 * Digits with what joins them, a day, or signs such as a half. Letters right before make it part of a word (`v2`), but for those of
 * `p0.03`, `n40` and `x2`.
 */
const NUMBER =
  /(?:(?<![\p{L}\d](?:\\?_){0,3}|\d[.,])|(?<=(?<![\p{L}\d])[pnx]))(?:\d{4}-\d{2}-\d{2}(?!\d)|(?:\d+(?:[.,'’\u00a0\u202f]\d+| \d{3}(?!\d))*|\.\d+)(?:e[+-]?\d{1,3}(?![\p{L}\d]))?)|\p{No}+/giu;
const WORD = new RegExp(
  `\\b(?:(${TENS.join('|')})(?:[\\s-](${UNITS.slice(0, 9).join('|')}))?|(${UNITS.slice(1).join('|')}))\\b(?:[\\s-](${PARTS.join('|')})\\b)?`,
  'gi',
);
/** What is counted in a report: before such a noun a number word is a figure, elsewhere (`two things stand out`) it is not. */
const COUNTED =
  /^(?:\s+of(?:\s+(?:the|all))?)?(?:\s+[\p{L}-]{1,20}){0,2}\s+(?:votes?|pairs?|prompts?|raters?|people|persons|weights?|candidates?|metrics?|questions?|ties|skips?|stars?|wins?|losses|comparisons?|repeats?|pictures?|images?|seeds?|loras)\b/iu;

const MARKS = '(?:\\*{1,3}|_{1,3}|`)?';
const PERCENT = new RegExp(`^${MARKS}[\\s\\u00a0\\u202f-]?(?:\\\\?[%％٪]|per\\s?cent\\b|pct\\b)`, 'iu');
const POINTS = new RegExp(`^${MARKS}\\s?-?(?:pp\\b|p\\.p\\.|(?:percentage[\\s-]|%[\\s-])points?\\b)`, 'iu');
const MULTIPLE = new RegExp(
  `^${MARKS}(?:\\s?[×x](?!\\s?\\d)(?!\\p{L})|[\\s-]?fold\\b|\\s+times\\b(?=\\s+(?:as|more|less|better|worse|higher|lower|the)\\b))`,
  'iu',
);
const BELOW = /(?:<|≤|\bbelow|\bunder|\bless than|\bsmaller than)\s{0,3}$/i;
/** Not `at each weight 12 votes`. */
const OF_WEIGHT = /(?<!\b(?:each|every|per|any)\s)\bweight(?:\s+of)?[\s*_`]{1,4}[+−–-]?$/i;
const OF_P =
  /(?<![\p{L}\d])p(?:[\s-]?values?)?[\s*_]{0,3}(?:=|≈|\\?<|≤|:|of|is|was)?\s{0,3}(?:only|about|below|under|less than)?\s{0,3}$/iu;
const RANGE = /^(?:\s?%|\s?percent)?\s?(?:-|–|—|−|to|bis|through)\s?[+−-]?$/i;
const AND = /^\s?%?\s(?:and|und)\s[+−-]?$/i;
const FRACTION = /^\s?[/⁄:]\s?$|^\s(?:out\s)?of\s(?:the\s|all\s|its\s)?$/i;

/** The numbers of a line, in digits of any script and in English words from two to ninety-nine, in order, and those that stand together. */
export function numbersIn(line: string): { numbers: WrittenNumber[]; pairs: NumberPair[] } {
  const plain = latinDigits(line);
  const found = [...digitsIn(plain), ...wordsIn(plain)].sort((a, b) => a.from - b.from);
  const numbers: (WrittenNumber & { isWord: boolean })[] = [];
  for (const each of found) {
    const last = numbers.at(-1);
    if (last === undefined || each.from >= last.to) numbers.push(each);
  }
  const pairs = pairsIn(numbers, plain);
  for (const { first, second, as } of pairs) {
    const [one, other] = [numbers[first], numbers[second]];
    if (as === 'range' && one?.kind === 'plain' && other?.kind === 'percent')
      numbers[first] = { ...one, kind: 'percent' };
  }
  const paired = new Set(pairs.flatMap(({ first, second }) => [first, second]));
  const kept = numbers.flatMap((own, place) =>
    !own.isWord || own.kind !== 'plain' || paired.has(place) || COUNTED.test(plain.slice(own.to, own.to + 80))
      ? [place]
      : [],
  );
  const placeOf = new Map(kept.map((place, index) => [place, index]));
  return {
    numbers: kept.flatMap((place) => numbers[place] ?? []),
    pairs: pairs.map((pair) => ({
      ...pair,
      first: placeOf.get(pair.first) ?? -1,
      second: placeOf.get(pair.second) ?? -1,
    })),
  };
}

function digitsIn(line: string): (WrittenNumber & { isWord: boolean })[] {
  return [...line.matchAll(NUMBER)].map((match) => {
    const [text] = match;
    const read = readingsOf(text);
    return { ...around(line, match.index, text, read.isExact), readings: read.readings, isWord: false };
  });
}

function wordsIn(line: string): (WrittenNumber & { isWord: boolean })[] {
  return [...line.matchAll(WORD)].map((match) => {
    const [text, tens, unit, small, part] = match;
    const value =
      tens === undefined
        ? UNITS.indexOf((small ?? '').toLowerCase()) + 1
        : (TENS.indexOf(tens.toLowerCase()) + 2) * 10 +
          (unit === undefined ? 0 : UNITS.indexOf(unit.toLowerCase()) + 1);
    const own = { ...around(line, match.index, text, false), isWord: true };
    if (part === undefined) return { ...own, readings: [{ value, places: 0 }] };
    const share = (100 * value) / (PARTS.indexOf(part.toLowerCase()) + 2);
    return { ...own, kind: 'percent', readings: [{ value: Math.round(share), places: 0 }] };
  });
}

/** What stands before and behind a number, and makes it a percentage, a multiple or the like. */
function around(line: string, from: number, text: string, isExact: boolean): Omit<WrittenNumber, 'readings'> {
  const end = from + text.length;
  const behind = line.slice(end, end + 32);
  const before = line.slice(Math.max(0, from - 40), from);
  const suffix = (
    [
      ['points', POINTS],
      ['percent', PERCENT],
      ['multiple', MULTIPLE],
    ] as const
  ).flatMap(([kind, pattern]) => {
    const found = pattern.exec(behind);
    return found === null ? [] : [{ kind, length: found[0].length }];
  })[0];
  const isTimes = /(?<![\p{L}\d])x$/iu.test(before);
  const sign = /(?:^|[\s([*_|=:/`"'~≈,;])([+−–-])$/.exec(before)?.[1];
  return {
    from,
    to: end + (suffix?.length ?? 0),
    kind: isExact ? 'exact' : isTimes ? 'multiple' : (suffix?.kind ?? 'plain'),
    sign: sign === undefined ? null : sign === '+' ? 1 : -1,
    isBelow: BELOW.test(before),
    isOfP: OF_P.test(before),
    isOfWeight: OF_WEIGHT.test(before),
  };
}

function pairsIn(numbers: readonly WrittenNumber[], line: string): NumberPair[] {
  const pairs: NumberPair[] = [];
  for (let first = 0; first + 1 < numbers.length; first += 1) {
    const [one, other] = [numbers[first], numbers[first + 1]];
    if (one === undefined || other === undefined || other.from - one.to > 14) continue;
    const gap = line.slice(one.to, other.from);
    const isBetween = () =>
      AND.test(gap) && /\bbetween\s[+−-]?$/i.test(line.slice(Math.max(0, one.from - 12), one.from));
    if (RANGE.test(gap) || isBetween()) pairs.push({ first, second: first + 1, as: 'range' });
    else if (FRACTION.test(gap) && one.kind === 'plain' && other.kind === 'plain')
      pairs.push({ first, second: first + 1, as: 'fraction' });
  }
  return pairs;
}

/** What digits may mean; a point or comma that sets thousands apart may be a decimal one too. */
function readingsOf(text: string): Pick<WrittenNumber, 'readings'> & { isExact: boolean } {
  const bare = text.replace(/['’ \u00a0\u202f]/g, '');
  // A half, squares and the like: no figure is written so.
  if (!/^[\d.]/.test(bare)) return { readings: [], isExact: false };
  if (/^\d{4}-/.test(bare)) return { readings: [], isExact: true };
  const decimal = (digits: string) => ({
    value: Number(digits),
    places: /\.(\d+)/.exec(digits)?.[1]?.length ?? 0,
  });
  const signs = [...bare.replace(/[^.,]/g, '')];
  const last = signs.at(-1);
  if (last === undefined || (signs.length === 1 && last === '.' && !/^[1-9]\d{0,2}\.\d{3}$/.test(bare)))
    return { readings: [decimal(bare)], isExact: false };
  const isGrouped = /^[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*$/.test(bare);
  if (isGrouped) {
    const whole = { value: Number(bare.replace(/[.,]/g, '')), places: 0 };
    return {
      readings: signs.length === 1 && last === '.' ? [decimal(bare), whole] : [whole],
      isExact: false,
    };
  }
  if (signs.length === 1) return { readings: [decimal(bare.replace(',', '.'))], isExact: false };
  const other = signs[0];
  if (other !== last && signs.filter((sign) => sign === last).length === 1)
    return {
      readings: [decimal(bare.replaceAll(other ?? '', '').replace(last, '.'))],
      isExact: false,
    };
  return { readings: [], isExact: true };
}

/** The same line with the digits of every script as those of this one; places stay. */
function latinDigits(line: string): string {
  return line.replace(/[^ -~]/g, (sign) => {
    if (!/^\p{Nd}$/u.test(sign)) return sign;
    // Digits stand in rows of ten, from 0 up.
    const code = sign.charCodeAt(0);
    let value = 0;
    while (value < 9 && /^\p{Nd}$/u.test(String.fromCharCode(code - value - 1))) value += 1;
    return String(value);
  });
}
