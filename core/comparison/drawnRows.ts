import type { Random } from '../plan/random';
import { resampleClusters } from '../statistics/resample';

/** Something that is counted prompt by prompt: its value is the sum over prompts, by the weight over prompts. */
export interface Row {
  prompts: Uint32Array;
  sums: Float64Array;
  weights: Float64Array;
}

/** Tells how far work has come: steps done, of so many. Throwing from it ends the work. */
export type OnStep = (done: number, of: number) => void;

/** So many resamples are one step. */
const STEP = 100;

/** A row from what is known of each unit, in the order of the units' numbers so that sums do not hang on any other. */
export function rowOf(units: Iterable<readonly [prompt: number, sum: number, weight: number]>): Row {
  const prompts = new Map<number, { sum: number; weight: number }>();
  for (const [prompt, sum, weight] of units) {
    const cell = prompts.get(prompt) ?? { sum: 0, weight: 0 };
    cell.sum += sum;
    cell.weight += weight;
    prompts.set(prompt, cell);
  }
  const cells = [...prompts].sort(([a], [b]) => a - b);
  return {
    prompts: Uint32Array.from(cells, ([prompt]) => prompt),
    sums: Float64Array.from(cells, ([, { sum }]) => sum),
    weights: Float64Array.from(cells, ([, { weight }]) => weight),
  };
}

/** A row's value on the prompts as they are; null for an empty row. */
export function rowValue({ sums, weights }: Row): number | null {
  const weight = weights.reduce((all, one) => all + one, 0);
  return weight === 0 ? null : sums.reduce((all, one) => all + one, 0) / weight;
}

/**
 * The values of rows in each resample of the prompts that any of them has, all rows in the same draws. In: how many
 * resamples. Out: for each row its values, NaN where none of its prompts was drawn.
 */
export function drawRows(
  rows: readonly Row[],
  resamples: number,
  random: Random,
  onStep?: OnStep,
): Float64Array[] {
  const prompts = [...new Set(rows.flatMap((row) => [...row.prompts]))].sort((a, b) => a - b);
  const places = new Map(prompts.map((prompt, place) => [prompt, place]));
  const placed = rows.map((row) => ({
    ...row,
    prompts: row.prompts.map((prompt) => places.get(prompt) ?? 0),
  }));
  const drawn = rows.map(() => new Float64Array(resamples));
  resampleClusters(prompts.length, resamples, random, (times, resample) => {
    if (resample % STEP === 0) onStep?.(resample, resamples);
    placed.forEach((row, index) => {
      const values = drawn[index];
      if (values !== undefined) values[resample] = valueIn(row, times);
    });
  });
  return drawn;
}

function valueIn({ prompts, sums, weights }: Row, times: Uint32Array): number {
  let sum = 0;
  let weight = 0;
  for (let place = 0; place < prompts.length; place += 1) {
    const drawn = times[prompts[place] as number] as number;
    sum += drawn * (sums[place] as number);
    weight += drawn * (weights[place] as number);
  }
  return sum / weight;
}
