import type { Random } from '../plan/random';
import type { Interval } from './proportion';
import { sum } from './sum';

/** Up to this many means the sign-flip test goes through all flips (2^16 of them). */
export const MOST_EXACT_FLIPS = 16;

/** With fewer means the sign-flip test cannot reach 5 %: five give 2/32 at the least. */
export const FEWEST_FLIPPED = 6;

/** Random flips drawn by the sign-flip test when there are too many means for all. */
export const RANDOM_FLIPS = 10_000;

/** Resamples from one call of `OnStep` to the next. */
const STEP = 100;

/** Called after every 100 resamples with how many are done; what it throws ends the resampling. */
export type OnStep = (done: number) => void;

/**
 * Cluster bootstrap (Efron 1979; pairs of whole clusters as in Cameron, Gelbach and Miller 2008): draws `clusters` clusters
 * with replacement, `resamples` times over, and shows each draw to `visit` as how often every cluster came up (one count a
 * cluster, their sum is `clusters`). The array is used again for the next draw. The same generator gives the same draws.
 */
export function resampleClusters(
  clusters: number,
  resamples: number,
  random: Random,
  visit: (times: Uint32Array, resample: number) => void,
  onStep?: OnStep,
): void {
  const times = new Uint32Array(clusters);
  for (let resample = 0; resample < resamples; resample += 1) {
    drawInto(times, random);
    visit(times, resample);
    if ((resample + 1) % STEP === 0) onStep?.(resample + 1);
  }
}

function drawInto(times: Uint32Array, random: Random): void {
  times.fill(0);
  for (let draw = 0; draw < times.length; draw += 1) {
    const cluster = random.int(times.length);
    times[cluster] = (times[cluster] ?? 0) + 1;
  }
}

/**
 * The 95 % percentile interval of resampled values (Efron and Tibshirani 1993, chapter 13): the 2.5 % and 97.5 % quantiles, linear between order
 * statistics (type 7 of Hyndman and Fan 1996); in the values' own unit, null when empty.
 */
export function percentileInterval(values: readonly number[]): Interval | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const quantile = (share: number): number => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)] ?? 0;
    const above = sorted[Math.ceil(place)] ?? below;
    return below + (above - below) * (place - Math.floor(place));
  };
  return { low: quantile(0.025), high: quantile(0.975) };
}

/** What a rater's votes on a prompt add to a ratio of sums. */
export interface RatioCell {
  prompt: number;
  rater: number;
  /** Added above the line: wins, or signed stars. */
  sum: number;
  /** Added below it: decided votes, or those with stars. */
  weight: number;
}

/**
 * The 95 % percentile interval of sum / weight over all cells by the cluster bootstrap: prompts are drawn with replacement, each
 * with all its votes. With several raters they are drawn, too, independently of the prompts (a cell then counts as often as its
 * prompt times its rater came up: the pigeonhole bootstrap, Owen 2007), and the wider of the two intervals is given. Only
 * prompts and raters with a weight are drawn; draws without any weight are left out.
 * In: cells whose prompts and raters are numbers from 0 to below `prompts` and `raters`. Out: the interval in the unit of
 * sum / weight; null with fewer than two prompts, which drawn again and again would say nothing of others.
 */
export function clusterInterval(
  cells: readonly RatioCell[],
  prompts: number,
  raters: number,
  resamples: number,
  random: Random,
  onStep?: OnStep,
): Interval | null {
  const used = cells.filter(({ weight }) => weight > 0);
  const prompt = placesOf(
    used.map((cell) => cell.prompt),
    prompts,
  );
  const rater = placesOf(
    used.map((cell) => cell.rater),
    raters,
  );
  if (prompt.count < 2) return null;
  const sums = Float64Array.from(used, ({ sum }) => sum);
  const weights = Float64Array.from(used, ({ weight }) => weight);
  const ratios: number[] = [];
  const raterTimes = new Uint32Array(rater.count);
  const add = (times: Uint32Array) => {
    let above = 0;
    let below = 0;
    for (let cell = 0; cell < sums.length; cell += 1) {
      const drawn = (times[prompt.places[cell] ?? 0] ?? 0) * (raterTimes[rater.places[cell] ?? 0] ?? 0);
      above += drawn * (sums[cell] ?? 0);
      below += drawn * (weights[cell] ?? 0);
    }
    if (below > 0) ratios.push(above / below);
  };
  raterTimes.fill(1);
  resampleClusters(prompt.count, resamples, random, add, onStep);
  const byPrompts = percentileInterval(ratios);
  if (rater.count < 2) return byPrompts;

  ratios.length = 0;
  const both = (times: Uint32Array) => {
    drawInto(raterTimes, random);
    add(times);
  };
  resampleClusters(prompt.count, resamples, random, both, onStep && ((done) => onStep(resamples + done)));
  return wider(byPrompts, percentileInterval(ratios));
}

/** Numbers the clusters that occur from 0 on, in the order of their own numbers. */
function placesOf(clusters: readonly number[], below: number): { places: Int32Array; count: number } {
  const places = new Int32Array(below).fill(-1);
  for (const cluster of clusters) places[cluster] = 0;
  let count = 0;
  for (let cluster = 0; cluster < below; cluster += 1) {
    if (places[cluster] === 0) places[cluster] = count++;
  }
  return { places: Int32Array.from(clusters, (cluster) => places[cluster] ?? 0), count };
}

function wider(one: Interval | null, other: Interval | null): Interval | null {
  if (one === null || other === null) return one ?? other;
  return other.high - other.low > one.high - one.low ? other : one;
}

/**
 * Standard error of the mean of all values, which resemble each other within clusters (Liang and Zeger 1986, with the factor for few
 * clusters): sqrt(G / (G - 1) * sum over clusters of (sum over its values of (y - mean))^2) / n. In: the values, one list a cluster.
 * Out: in the values' unit; null with fewer than two clusters that have values.
 */
export function clusterStandardError(clusters: readonly (readonly number[])[]): number | null {
  const filled = clusters.filter(({ length }) => length > 0);
  if (filled.length < 2) return null;
  const n = sum(filled.map(({ length }) => length));
  const mean = sum(filled.map(sum)) / n;
  const squares = filled.map((values) => sum(values.map((value) => value - mean)) ** 2);
  return Math.sqrt((filled.length / (filled.length - 1)) * sum(squares)) / n;
}

/**
 * Design effect (Kish 1965): the variance of the mean of clustered values over that of as many independent ones, s^2 / n. With m
 * values a cluster it comes to 1 + (m - 1) rho, rho the intraclass correlation; n divided by it is the effective number of
 * values. Null with fewer than two clusters, or where no value differs from another.
 */
export function designEffect(clusters: readonly (readonly number[])[]): number | null {
  const error = clusterStandardError(clusters);
  const independent = clusterStandardError(clusters.flat().map((value) => [value]));
  return error === null || independent === null || independent === 0 ? null : (error / independent) ** 2;
}

/**
 * Two-sided sign-flip test (Fisher 1935) of means, one per prompt, -1 to 1, against zero: the share of all
 * ways to turn signs round whose absolute sum is at least the one seen. Exact (all 2^G flips) for up to 16 means; beyond that 10,000 random flips,
 * with the flip seen counted in: (1 + as extreme) / (1 + 10,000). Out: the p-value; 1 without means.
 */
export function signFlipTest(means: readonly number[], random: Random): number {
  const size = means.reduce((sum, mean) => sum + Math.abs(mean), 0);
  if (size === 0) return 1;
  // Sums of the same numbers in another order may differ in the last digits; those are still "as extreme".
  const seen = Math.abs(means.reduce((sum, mean) => sum + mean, 0)) - size * 1e-9;
  return means.length <= MOST_EXACT_FLIPS ? allFlips(means, seen) : randomFlips(means, seen, random);
}

/** All flips in the order of a Gray code, where each differs from the one before by a single sign. */
function allFlips(means: readonly number[], seen: number): number {
  const signed = [...means];
  const flips = 2 ** means.length;
  let sum = means.reduce((total, mean) => total + mean, 0);
  let extreme = 1;
  for (let flip = 1; flip < flips; flip += 1) {
    const place = 31 - Math.clz32(flip & -flip);
    const turned = -(signed[place] ?? 0);
    signed[place] = turned;
    sum += 2 * turned;
    if (Math.abs(sum) >= seen) extreme += 1;
  }
  return extreme / flips;
}

function randomFlips(means: readonly number[], seen: number, random: Random): number {
  let extreme = 1;
  for (let flip = 0; flip < RANDOM_FLIPS; flip += 1) {
    let sum = 0;
    let signs = 0;
    for (let place = 0; place < means.length; place += 1) {
      if (place % 30 === 0) signs = random.int(2 ** 30);
      const mean = means[place] ?? 0;
      sum += signs & 1 ? -mean : mean;
      signs >>>= 1;
    }
    if (Math.abs(sum) >= seen) extreme += 1;
  }
  return extreme / (1 + RANDOM_FLIPS);
}
