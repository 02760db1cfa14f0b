import { canonicalInteger, type Integer } from '../../core/session/json';
import { MAX_SEED, MAX_SEEDS } from '../../core/session/setup';

export interface PastedSeeds {
  /** In the order of the text, each once, digit for digit, none of them in the list that was there. */
  fresh: Integer[];
  /** How many of the text were left out because they are there already. */
  doubles: number;
  /** What keeps them from being added, in a sentence; null when all is well. */
  fault: string | null;
}

const MOST = MAX_SEEDS.toLocaleString('en-US');

/**
 * The seeds of a pasted text: whole numbers from 0 to 2^64-1, or ranges such as `100-119` with both ends, parted by spaces,
 * commas, semicolons or line breaks. In: the text, and the list they come to.
 */
export function pastedSeeds(text: string, list: readonly Integer[]): PastedSeeds {
  const taken = new Set(list);
  const fresh: Integer[] = [];
  let doubles = 0;
  const out = (fault: string | null): PastedSeeds => ({ fresh, doubles, fault });
  // A range may be written with spaces and with the dashes that other programs make of it.
  const words = text.replaceAll(/(\d)\s+[-–—]\s+(\d)/g, '$1-$2').split(/[\s,;]+/);
  for (const word of words.filter((part) => part !== '')) {
    const [, low, high = low] = /^(\d+)(?:[-–—](\d+))?$/.exec(word) ?? [];
    if (low === undefined || high === undefined)
      return out(`“${word}” is no seed. A seed is a whole number from 0 on; 100-119 is twenty of them.`);
    const [first, last] = [BigInt(low), BigInt(high)];
    if (first > MAX_SEED || last > MAX_SEED)
      return out(`${word} is too large. ComfyUI takes seeds up to ${MAX_SEED}.`);
    if (last < first) return out(`${word} runs backwards. Write it as ${high}-${low}.`);
    if (last - first >= MAX_SEEDS)
      return out(
        `${word} is ${(last - first + 1n).toLocaleString('en-US')} seeds; ${MOST} are the most of one evaluation.`,
      );
    for (let value = first; value <= last; value += 1n) {
      const seed = canonicalInteger(value);
      if (taken.has(seed)) doubles += 1;
      else fresh.push(seed);
      taken.add(seed);
    }
    if (taken.size > MAX_SEEDS)
      return out(
        `That makes more than ${MOST} seeds${list.length === 0 ? '' : ', with those that are there'}. Take fewer of them.`,
      );
  }
  return out(null);
}

/** The weights of a typed list, or null when a part of it is no number. */
export function typedWeights(text: string): number[] | null {
  const words = text.split(/[\s,;]+/).filter((part) => part !== '');
  const weights = words.map(Number);
  return words.length === 0 || weights.some((weight) => !Number.isFinite(weight)) ? null : weights;
}

/** Bits of one draw. */
const DRAW_BITS = 50n;
/**
 * Drawn seeds stay below this. Of the 2^64 that ComfyUI takes, those with up to 15 digits pass through every other tool as
 * they are, spreadsheets included, can still be read out, and are about as many as ComfyUI's own page draws from.
 */
const DRAWN_BELOW = 10n ** 15n;

/** As many new seeds as asked for, none of them in the list. In: `draw`, evenly spread over all numbers of 64 bits. */
export function randomSeeds(count: number, list: readonly Integer[], draw: () => bigint): Integer[] {
  const taken = new Set(list);
  const seeds: Integer[] = [];
  while (seeds.length < count) {
    const value = draw() >> (64n - DRAW_BITS);
    // To fold the few that are too large back in would draw some seeds twice as often.
    if (value >= DRAWN_BELOW) continue;
    const seed = canonicalInteger(value);
    if (taken.has(seed)) continue;
    taken.add(seed);
    seeds.push(seed);
  }
  return seeds;
}
