import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../plan/random';
import { alphaInterval, cohenKappa, type Distance, krippendorffAlpha } from './agreement';
import { clusterInterval, clusterStandardError, type RatioCell } from './resample';

/** Everything here follows the definitions word by word, and shares nothing with the code under test. */

const SETS = 200;
const draw = createRandom(20260418);
const DISTANCES: readonly Distance[] = ['nominal', 'ordinal', 'interval', 'ratio'];

/** A source of chance that goes through all draws in turn: of each size in `sizes` once a resample, over and over. */
function allDraws(resamples: number, ...parts: (readonly number[])[]): Random {
  let [part, drawn, resample, rest] = [0, 0, 0, 0];
  return {
    int: (below) => {
      const sizes = parts[part] ?? [];
      expect(below).toBe(sizes[drawn]);
      if (drawn === 0) rest = resample;
      const digit = rest % below;
      rest = Math.floor(rest / below);
      drawn += 1;
      if (drawn === sizes.length) {
        drawn = 0;
        resample += 1;
        if (resample === resamples) [part, resample] = [part + 1, 0];
      }
      return digit;
    },
    real: () => {
      throw new Error('Whole numbers are drawn here.');
    },
  };
}

/** All lists of `length` numbers from 0 to below `size`. */
function lists(size: number, length: number): number[][] {
  if (length === 0) return [[]];
  return lists(size, length - 1).flatMap((list) => Array.from({ length: size }, (_, one) => [...list, one]));
}

/** The 2.5 % and the 97.5 % quantile, straight between neighbours in order. */
function quantiles(values: readonly number[]): { low: number; high: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => {
    const place = (sorted.length - 1) * share;
    const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
    return below * (1 - (place % 1)) + above * (place % 1);
  };
  return { low: at(0.025), high: at(0.975) };
}

const count = (values: readonly number[], value: number) => values.filter((one) => one === value).length;

/** Krippendorff's alpha by its definition: the mean squared difference within units over that of all values with each other. */
function definedAlpha(units: readonly (readonly number[])[], distance: Distance): number | null {
  const paired = units.filter((unit) => unit.length > 1);
  const all = paired.flat();
  const between = (one: number, other: number) => {
    if (one === other) return 0;
    if (distance === 'nominal') return 1;
    if (distance === 'interval') return (one - other) ** 2;
    if (distance === 'ratio') return ((one - other) / (one + other)) ** 2;
    const [low, high] = [Math.min(one, other), Math.max(one, other)];
    const inside = all.filter((value) => low < value && value < high).length;
    return (inside + count(all, low) / 2 + count(all, high) / 2) ** 2;
  };
  let [observed, expected] = [0, 0];
  for (const unit of paired) {
    unit.forEach((one, place) => {
      unit.forEach((other, otherPlace) => {
        if (place !== otherPlace) observed += between(one, other) / (unit.length - 1) / all.length;
      });
    });
  }
  all.forEach((one, place) => {
    all.forEach((other, otherPlace) => {
      if (place !== otherPlace) expected += between(one, other) / (all.length * (all.length - 1));
    });
  });
  return expected === 0 ? null : 1 - observed / expected;
}

function expectSame(found: number | null, counted: number | null): void {
  if (counted === null || found === null) expect(found).toBe(counted);
  else expect(found).toBeCloseTo(counted, 10);
}

describe(`${SETS} small sets of raters and prompts`, () => {
  it("Krippendorff's alpha: all pairs of values, one by one", () => {
    for (let set = 0; set < SETS; set += 1) {
      const units = Array.from({ length: 1 + draw.int(7) }, () =>
        Array.from({ length: draw.int(5) }, () => draw.int(4)),
      );
      for (const distance of DISTANCES) {
        expectSame(krippendorffAlpha(units, distance), definedAlpha(units, distance));
      }
    }
  });

  it("its interval: the quantiles over all ways to draw the units' lists", () => {
    for (let set = 0; set < SETS; set += 1) {
      const units = Array.from({ length: 1 + draw.int(4) }, () =>
        Array.from({ length: 1 + draw.int(3) }, () => draw.int(3)),
      );
      const paired = units.filter((unit) => unit.length > 1);
      const distance = DISTANCES[set % 4] ?? 'nominal';
      const draws = lists(paired.length, paired.length);
      const found = alphaInterval(
        units,
        distance,
        draws.length,
        allDraws(
          draws.length,
          paired.map(() => paired.length),
        ),
      );
      const alphas = draws.flatMap(
        (list) =>
          definedAlpha(
            list.map((unit) => paired[unit] ?? []),
            distance,
          ) ?? [],
      );
      if (paired.length < 2 || alphas.length === 0) expect(found).toBeNull();
      else {
        const counted = quantiles(alphas);
        expect(found?.low).toBeCloseTo(counted.low, 10);
        expect(found?.high).toBeCloseTo(counted.high, 10);
      }
    }
  });

  it("Cohen's kappa: from the table of both answers", () => {
    for (let set = 0; set < SETS; set += 1) {
      const pairs = Array.from({ length: draw.int(9) }, () => [draw.int(3), draw.int(3)] as const);
      const cell = (one: number, other: number) =>
        pairs.filter(([first, second]) => first === one && second === other).length / pairs.length;
      const answers = [0, 1, 2];
      const row = (one: number) => answers.reduce((sum, other) => sum + cell(one, other), 0);
      const column = (other: number) => answers.reduce((sum, one) => sum + cell(one, other), 0);
      const alike = answers.reduce((sum, one) => sum + cell(one, one), 0);
      const chance = answers.reduce((sum, one) => sum + row(one) * column(one), 0);
      const exists = pairs.length > 0 && chance < 1 - 1e-9;
      expectSame(cohenKappa(pairs), exists ? (alike - chance) / (1 - chance) : null);
    }
  });

  it('interval by prompts and raters: the quantiles over all ways to draw them, the wider of the two', () => {
    for (let set = 0; set < SETS; set += 1) {
      const raters = 1 + draw.int(2);
      const prompts = 2 + draw.int(raters === 1 ? 3 : 2);
      const cells: RatioCell[] = [];
      for (let prompt = 0; prompt < prompts; prompt += 1) {
        for (let rater = 0; rater < raters; rater += 1) {
          // Prompts and raters all have votes; a cell may have none.
          const weight = prompt === rater || rater === 0 ? 1 + draw.int(3) : draw.int(3);
          cells.push({ prompt, rater, weight, sum: draw.int(weight + 1) });
        }
      }
      const ratioOf = (promptList: readonly number[], raterList: readonly number[]) => {
        let [above, below] = [0, 0];
        for (const cell of cells) {
          const times = count(promptList, cell.prompt) * count(raterList, cell.rater);
          above += times * cell.sum;
          below += times * cell.weight;
        }
        return below === 0 ? [] : [above / below];
      };
      const everyRater = Array.from({ length: raters }, (_, rater) => rater);
      const promptLists = lists(prompts, prompts);
      const raterLists = raters === 1 ? [everyRater] : lists(raters, raters);
      const both = quantiles(
        promptLists.flatMap((list) => raterLists.flatMap((also) => ratioOf(list, also))),
      );
      // As many draws as of both together, so that each list of prompts comes up equally often.
      const alone = quantiles(
        promptLists.flatMap((list) => raterLists.flatMap(() => ratioOf(list, everyRater))),
      );
      const counted = both.high - both.low > alone.high - alone.low + 1e-12 ? both : alone;
      const resamples = promptLists.length * raterLists.length;
      const ofPrompts = new Array<number>(prompts).fill(prompts);
      const random = allDraws(resamples, ofPrompts, [...ofPrompts, ...everyRater.map(() => raters)]);
      const found = clusterInterval(cells, prompts, raters, resamples, random);
      if (found === null) throw new Error('no interval');
      expect(found.high - found.low).toBeCloseTo(counted.high - counted.low, 10);
      // Two intervals of one width may lie at two places; then either is right.
      if (Math.abs(both.high - both.low - (alone.high - alone.low)) > 1e-9) {
        expect(found.low).toBeCloseTo(counted.low, 10);
      } else
        expect(Math.min(...[both, alone].map(({ low }) => Math.abs(found.low - low)))).toBeLessThan(1e-9);
    }
  });

  it('standard error by clusters: the spread of the mean over all ways to draw clusters of one size', () => {
    for (let set = 0; set < SETS; set += 1) {
      const [size, groups] = [1 + draw.int(3), 2 + draw.int(3)];
      const clusters = Array.from({ length: groups }, () => Array.from({ length: size }, () => draw.int(5)));
      const means = lists(groups, groups).map((list) => {
        const values = list.flatMap((group) => clusters[group] ?? []);
        return values.reduce((sum, value) => sum + value, 0) / values.length;
      });
      const mean = means.reduce((sum, one) => sum + one, 0) / means.length;
      const variance = means.reduce((sum, one) => sum + (one - mean) ** 2, 0) / means.length;
      expect(clusterStandardError(clusters)).toBeCloseTo(Math.sqrt((variance * groups) / (groups - 1)), 10);
    }
  });
});
