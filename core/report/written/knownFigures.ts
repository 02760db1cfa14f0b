import { numbersIn, type WrittenNumber } from './writtenNumbers';

interface Figure {
  readonly value: number;
  readonly places: number;
  readonly sign: 1 | -1 | null;
}

/** The numbers of a text of figures, for others to be looked up in. */
export interface KnownFigures {
  /** Whether a number is one of them, as it stands there or rounded. */
  has(number: WrittenNumber, text: string): boolean;
  /** Whether both stand in one line, as `31 of 40` says. */
  hasTogether(one: WrittenNumber, other: WrittenNumber): boolean;
  /** Whether they are the ends of an interval in percent, where a range was written without `%`. */
  hasRange(one: WrittenNumber, other: WrittenNumber): boolean;
}

/** Below it an answer is given: no p-value, though the figures speak of it. */
const LEVEL = 0.05;
/** What p-values are commonly said to be below. */
const LEVELS = [LEVEL, 0.01, 0.005, 0.001, 0.0001];

/**
 * Reads a text of figures, line by line. A percentage is known as it is shown or with fewer places; a share in decimals is the
 * percentage; other numbers may be rounded to two places or more, but for what is called a weight. Nothing that could be worked out of them is known: no
 * difference, no ratio.
 */
export function knownFigures(text: string): KnownFigures {
  const percents: Figure[] = [];
  const plains: Figure[] = [];
  const ofP: Figure[] = [];
  const ps: number[] = [];
  const weights = new Set<number>();
  const linesOf = new Map<number, Set<number>>();
  const ranges: [WrittenNumber | undefined, WrittenNumber | undefined][] = [];
  for (const [place, line] of withoutConfidence(text).split('\n').entries()) {
    const { numbers, pairs } = numbersIn(line);
    for (const number of numbers) {
      for (const reading of number.readings) {
        const figure = { ...reading, sign: number.sign };
        if (number.kind === 'percent') percents.push(figure);
        else plains.push(figure);
        if (number.isOfWeight && number.kind === 'plain') weights.add(signed(number, reading));
        // What an answer's p-value has to be below is none.
        if (number.isOfP && !(number.isBelow && reading.value === LEVEL)) {
          ofP.push(figure);
          ps.push(number.isBelow ? reading.value / 2 : reading.value);
        }
        if (number.kind !== 'percent')
          linesOf.set(reading.value, (linesOf.get(reading.value) ?? new Set()).add(place));
      }
    }
    for (const { first, second } of pairs.filter(({ as }) => as === 'range'))
      ranges.push([numbers[first], numbers[second]]);
  }
  const [allPercents, allPlains] = [unique(percents), unique(plains)];

  function hasPercent({ readings, sign, isOfP }: WrittenNumber): boolean {
    return readings.some(
      (own) =>
        allPercents.some((figure) => signFits(sign, figure.sign) && isRounded(own, figure)) ||
        (isOfP && ps.some((p) => isNear(own.value, p * 100, own.places))),
    );
  }
  function hasPlain({ readings, sign, isBelow, isOfP }: WrittenNumber): boolean {
    // That p is something is said of a p-value only; that it is below something, of the level, too.
    const figures = isOfP && !isBelow ? ofP : allPlains;
    return readings.some(
      (own) =>
        figures.some((figure) => signFits(sign, figure.sign) && isSameOrRounded(own, figure)) ||
        (!isOfP &&
          own.places >= 2 &&
          allPercents.some(
            (figure) => signFits(sign, figure.sign) && isNear(own.value, figure.value / 100, own.places),
          )) ||
        (isBelow && isOfP && LEVELS.includes(own.value) && ps.some((p) => p < own.value)),
    );
  }
  return {
    has(number, written) {
      // What was not tested is no weight, even where it is a figure of another kind.
      if (number.isOfWeight && number.kind === 'plain' && weights.size > 0)
        return number.readings.some((own) => weights.has(signed(number, own)));
      switch (number.kind) {
        case 'percent':
          return hasPercent(number);
        case 'points':
          return number.readings.some((own) =>
            allPercents.some(
              (figure) =>
                figure.sign !== null && signFits(number.sign, figure.sign) && isRounded(own, figure),
            ),
          );
        case 'plain':
          return hasPlain(number);
        case 'exact':
          return text.includes(written);
        case 'multiple':
          return false;
      }
    },
    hasTogether(one, other) {
      return one.readings.some(({ value }) =>
        other.readings.some(({ value: of }) => {
          const lines = linesOf.get(of);
          return lines !== undefined && [...(linesOf.get(value) ?? [])].some((line) => lines.has(line));
        }),
      );
    },
    hasRange: (one, other) => ranges.some(([from, to]) => isSameEnd(one, from) && isSameEnd(other, to)),
  };
}

/** How sure an interval is, as its name says it: that is no figure, and as one it would let any `95%` pass. */
const CONFIDENCE =
  /(?<![\d.,])95\s?(?:\\?%|per\s?cent)(?=[\s*_-]{0,4}(?:\p{L}{1,20}[\s-]{1,2})?(?:intervals?|CIs?|confidence|credible|percentiles)\b)|(?<=(?:\b(?:Wilson|Pearson|confidence|intervals?|CIs?|at)\b)[\s(,:]{0,3}(?:of\s|at\s)?)(?<![\d.,])95\s?%/giu;

/** The same text, as long, with the `95%` of intervals covered. */
export function withoutConfidence(text: string): string {
  return text.replace(CONFIDENCE, (found) => '·'.repeat(found.length));
}

/** Whether both are the same end of an interval; a plus may be left out, a minus may not. */
function isSameEnd(written: WrittenNumber, figure: WrittenNumber | undefined): boolean {
  return (
    figure !== undefined &&
    written.readings[0]?.value === figure.readings[0]?.value &&
    (written.sign === figure.sign || (written.sign === null && figure.sign === 1))
  );
}

function signed({ sign }: Pick<WrittenNumber, 'sign'>, { value }: { readonly value: number }): number {
  return sign === -1 ? -value : value;
}

/** A sign that is written must be the figure's; without one either is meant. */
function signFits(written: WrittenNumber['sign'], figure: Figure['sign']): boolean {
  return written === null || written === figure;
}

/** As `isRounded`, but to two places or more, and never to nothing: `0.00` is no count of none. */
function isSameOrRounded(own: { value: number; places: number }, figure: Figure): boolean {
  if (own.value === 0) return figure.value === 0 && own.places <= figure.places;
  return own.value === figure.value || (own.places >= 2 && isRounded(own, figure));
}

/** Whether one number is another one with as many places or fewer. */
function isRounded(own: { value: number; places: number }, figure: Figure): boolean {
  return (
    own.value === figure.value || (own.places < figure.places && isNear(own.value, figure.value, own.places))
  );
}

function isNear(own: number, exact: number, places: number): boolean {
  return Math.abs(own - exact) <= 0.5 * 10 ** -places + 1e-9;
}

function unique(figures: readonly Figure[]): Figure[] {
  return [...new Map(figures.map((own) => [`${own.value} ${own.places} ${own.sign}`, own])).values()];
}
