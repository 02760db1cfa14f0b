import type { Random } from '../plan/random';
import type { Interval } from './proportion';

/** Up to this many means the sign-flip test goes through all flips (2^16 of them). */
export const MOST_EXACT_FLIPS = 16;

/** With fewer means the sign-flip test cannot reach 5 %: five give 2/32 at the least. */
export const FEWEST_FLIPPED = 6;

/** Random flips drawn by the sign-flip test when there are too many means for all. */
export const RANDOM_FLIPS = 10_000;

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
): void {
  const times = new Uint32Array(clusters);
  for (let resample = 0; resample < resamples; resample += 1) {
    times.fill(0);
    for (let draw = 0; draw < clusters; draw += 1) {
      const cluster = random.int(clusters);
      times[cluster] = (times[cluster] ?? 0) + 1;
    }
    visit(times, resample);
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
