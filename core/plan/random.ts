import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A source of chance that can be replayed: the same seed gives the same draws. */
export interface Random {
  /** A whole number from 0 to `belowExclusive` - 1, each as likely. */
  int(belowExclusive: number): number;
  /** A number from 0 (included) to 1 (excluded). */
  real(): number;
}

/** One seed feeds several independent lots; each has a stream of its own so that adding a draw to one moves no other. */
export type RandomStream = 'jobs' | 'order' | 'tiles' | 'report' | 'seeds' | 'words';

const STREAM_SALT: Record<RandomStream, number> = {
  jobs: 0x51ed270b,
  order: 0x2545f491,
  tiles: 0x6c62272e,
  report: 0x1b873593,
  seeds: 0x38b34ae5,
  words: 0x27d4eb2f,
};

/**
 * A random source from a seed, for one stream. In: a whole number from 0 to 2^53 - 1; all of it counts, so that a seed
 * cannot be found by trying from what its other streams show. `turn` parts draws that a stream makes one after the other, as
 * with each extension of a plan. Uniform draws by pure-rand's xoroshiro128+.
 */
export function createRandom(seed: number, stream: RandomStream = 'report', turn = 0): Random {
  // Turn 0 adds nothing, so that what was drawn before there were turns is drawn alike.
  const low = mix((seed >>> 0) ^ STREAM_SALT[stream] ^ mix(Math.imul(turn, GOLDEN)));
  const both = mix((Math.floor(seed / 0x1_0000_0000) >>> 0) ^ low ^ GOLDEN);
  // Every word of the state depends on the whole seed.
  const words = [1, 2, 3, 4].map((place) => mix(both + place * GOLDEN) ^ mix(low ^ (place * GOLDEN)));
  const generator = xoroshiro128plusFromState(words);
  return {
    int: (belowExclusive) => uniformInt(generator, 0, belowExclusive - 1),
    real: () => uniformInt(generator, 0, 0xffffffff) / 0x1_0000_0000,
  };
}

/** 2^32 over the golden ratio, as hash functions use it to keep equal inputs apart. */
const GOLDEN = 0x9e3779b9;

/** Finaliser of MurmurHash3: spreads neighbouring seeds over the whole 32-bit range. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/**
 * A whole number from 0 to 2^53 - 1, as large as every reader of a file takes exactly. In: a source of whole numbers of 32
 * bits, evenly spread.
 */
export function wholeNumber(randomUint32: () => number): number {
  return randomUint32() * 2 ** 21 + (randomUint32() >>> 11);
}

/** The largest number that `drawSeeds` gives. */
export const MAX_DRAWN_SEED = 2 ** 52 - 1;

const HALF_BITS = 26;

/**
 * Seeds drawn from one seed, a different one for every two places. Out: a function from a row and a place in it (each below
 * 2^26) to a whole number up to 2^52 - 1, which every reader of a file takes exactly; the same at every call.
 */
export function drawSeeds(seed: number): (row: number, place: number) => number {
  const random = createRandom(seed, 'seeds');
  const keys = Array.from({ length: 6 }, () => random.int(0x1_0000_0000));
  return (row, place) => {
    // A Feistel network: it only puts all numbers in another order, so no two places can share one.
    let [left, right] = [row, place];
    for (const key of keys) [left, right] = [right, left ^ (mix(right ^ key) >>> (32 - HALF_BITS))];
    return left * 2 ** HALF_BITS + right;
  };
}

/** A new list with the same items in an order drawn by lot (Fisher-Yates); each order is as likely. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const out = [...items];
  for (let last = out.length - 1; last > 0; last -= 1) {
    const pick = random.int(last + 1);
    const moved = out[last] as T;
    out[last] = out[pick] as T;
    out[pick] = moved;
  }
  return out;
}
