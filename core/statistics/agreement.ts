import type { Random } from '../plan/random';
import type { Interval } from './proportion';
import { type OnStep, percentileInterval, resampleClusters } from './resample';

/**
 * Cohen's kappa (Cohen 1960) of two answers to each of several questions: (po - pe) / (1 - pe), po the share answered alike and
 * pe that share by chance, from how often each answer was given first and second. Answers are names or numbers. Out: -1 to 1;
 * null without pairs, and where only one kind of answer was given.
 */
export function cohenKappa(pairs: readonly (readonly [string | number, string | number])[]): number | null {
  const first = new Map<string | number, number>();
  const second = new Map<string | number, number>();
  let alike = 0;
  for (const [one, other] of pairs) {
    first.set(one, (first.get(one) ?? 0) + 1);
    second.set(other, (second.get(other) ?? 0) + 1);
    if (one === other) alike += 1;
  }
  const total = pairs.length;
  let products = 0;
  for (const [answer, times] of first) products += times * (second.get(answer) ?? 0);
  // In whole numbers, so that "only one kind" is met exactly.
  const byChance = total ** 2 - products;
  return byChance === 0 ? null : (alike * total - products) / byChance;
}

/** What two values' difference counts by: whether they differ, their ranks, their numbers, or their ratio. */
export type Distance = 'nominal' | 'ordinal' | 'interval' | 'ratio';

/**
 * Krippendorff's alpha (Krippendorff 2011): 1 - Do / De from the coincidences of values, where each unit with m >= 2 values adds
 * 1 / (m - 1) for each ordered pair of them. In: the values that raters gave, one list a unit (gaps are simply not in it; ratio
 * wants values of at least 0). Out: 1 at full agreement, about 0 by chance; null where nothing can be told: no unit with two
 * values, or only one value in all.
 */
export function krippendorffAlpha(units: readonly (readonly number[])[], distance: Distance): number | null {
  const { values, kinds, kindOf } = kindsOf(units);
  const times = new Float64Array(kinds.length);
  for (const kind of kindOf) times[kind] = (times[kind] ?? 0) + 1;
  return alphaOf(values, kinds, times, distanceOf(values, distance));
}

/**
 * The 95 % percentile interval of Krippendorff's alpha by resampling units (the units that have two values; Efron 1979, with
 * whole units drawn as Zapf, Castell, Morawietz and Karch 2016 do). Draws in which only one value comes up have no alpha and are
 * left out. Out: null with fewer than two such units, or where alpha does not exist.
 */
export function alphaInterval(
  units: readonly (readonly number[])[],
  distance: Distance,
  resamples: number,
  random: Random,
  onStep?: OnStep,
): Interval | null {
  const { values, kinds, kindOf } = kindsOf(units);
  if (kindOf.length < 2 || values.length < 2) return null;
  const distances = distanceOf(values, distance);
  const times = new Float64Array(kinds.length);
  const alphas: number[] = [];
  const visit = (drawn: Uint32Array) => {
    times.fill(0);
    for (let unit = 0; unit < drawn.length; unit += 1) {
      const kind = kindOf[unit] ?? 0;
      times[kind] = (times[kind] ?? 0) + (drawn[unit] ?? 0);
    }
    const alpha = alphaOf(values, kinds, times, distances);
    if (alpha !== null) alphas.push(alpha);
  };
  resampleClusters(kindOf.length, resamples, random, visit, onStep);
  return percentileInterval(alphas);
}

/** Coincidences that a unit adds: of the values at places `c` and `k`, in both orders when they differ. */
interface Coincidence {
  c: number;
  k: number;
  amount: number;
}

interface Kinds {
  /** The values that occur in units of two values or more, upwards. */
  values: number[];
  /** What one unit of each kind adds; units with the same values are of one kind. */
  kinds: Coincidence[][];
  /** The kind of each unit that has two values. */
  kindOf: number[];
}

/** Units with the same values add the same: with a few possible answers there are a few kinds of units, however many units. */
function kindsOf(units: readonly (readonly number[])[]): Kinds {
  const paired = units.filter(({ length }) => length >= 2).map((unit) => [...unit].sort((a, b) => a - b));
  const values = [...new Set(paired.flat())].sort((a, b) => a - b);
  const place = new Map(values.map((value, index) => [value, index]));
  const kinds: Coincidence[][] = [];
  const known = new Map<string, number>();
  const kindOf = paired.map((unit) => {
    const key = unit.join(' ');
    const kind = known.get(key) ?? kinds.length;
    if (kind === kinds.length) {
      known.set(key, kind);
      kinds.push(coincidencesOf(unit.map((value) => place.get(value) ?? 0)));
    }
    return kind;
  });
  return { values, kinds, kindOf };
}

/** In: the places of a unit's values, upwards. */
function coincidencesOf(places: readonly number[]): Coincidence[] {
  const counts = [...Map.groupBy(places, (place) => place)].map(([place, own]) => ({
    place,
    count: own.length,
  }));
  return counts.flatMap((one, index) =>
    counts.slice(index).flatMap((other) => {
      const pairs = one === other ? one.count * (one.count - 1) : one.count * other.count;
      return pairs === 0 ? [] : [{ c: one.place, k: other.place, amount: pairs / (places.length - 1) }];
    }),
  );
}

/** The squared distance of the values at two places, given how often each value occurs in paired units. */
type SquaredDistance = (c: number, k: number, totals: Float64Array) => number;

function distanceOf(values: readonly number[], distance: Distance): SquaredDistance {
  const at = (place: number) => values[place] ?? 0;
  switch (distance) {
    case 'nominal':
      return (c, k) => (c === k ? 0 : 1);
    case 'ordinal':
      return (c, k, totals) => {
        let between = -((totals[c] ?? 0) + (totals[k] ?? 0)) / 2;
        for (let g = Math.min(c, k); g <= Math.max(c, k); g += 1) between += totals[g] ?? 0;
        return between ** 2;
      };
    case 'interval':
      return (c, k) => (at(c) - at(k)) ** 2;
    case 'ratio':
      return (c, k) => (c === k ? 0 : ((at(c) - at(k)) / (at(c) + at(k))) ** 2);
  }
}

/** Alpha of so many units of each kind: 1 - (n - 1) sum o_ck d_ck / sum n_c n_k d_ck. */
function alphaOf(
  values: readonly number[],
  kinds: readonly Coincidence[][],
  times: Float64Array,
  distance: SquaredDistance,
): number | null {
  const totals = new Float64Array(values.length);
  kinds.forEach((kind, index) => {
    for (const { c, k, amount } of kind) {
      totals[c] = (totals[c] ?? 0) + amount * (times[index] ?? 0);
      if (k !== c) totals[k] = (totals[k] ?? 0) + amount * (times[index] ?? 0);
    }
  });
  let observed = 0;
  kinds.forEach((kind, index) => {
    const drawn = times[index] ?? 0;
    if (drawn === 0) return;
    for (const { c, k, amount } of kind) {
      if (c !== k) observed += drawn * amount * distance(c, k, totals);
    }
  });
  let expected = 0;
  let n = 0;
  for (let c = 0; c < values.length; c += 1) {
    n += totals[c] ?? 0;
    for (let k = 0; k < c; k += 1) {
      const both = (totals[c] ?? 0) * (totals[k] ?? 0);
      if (both > 0) expected += both * distance(c, k, totals);
    }
  }
  return expected === 0 ? null : 1 - ((n - 1) * observed) / expected;
}
