import { canonicalInteger, type Integer } from '../../core/session/json';
import { MAX_SEED, type PromptPair } from '../../core/session/setup';

/** The prompt pairs of a pasted text: one a line, the negative prompt after a tab or `---`. Empty lines count for nothing. */
export function pastedPrompts(text: string): PromptPair[] {
  return text
    .split(/\r?\n/)
    .map((line) => {
      const [, positive = '', negative = ''] = /^(.*?)(?:\t+|\s*---\s*)(.*)$/.exec(line) ?? [null, line, ''];
      return { positive: positive.trim(), negative: negative.trim() };
    })
    .filter(({ positive }) => positive !== '');
}

/** The pairs that are neither in the list nor twice among themselves. */
export function newPrompts(pairs: readonly PromptPair[], list: readonly PromptPair[]): PromptPair[] {
  const keyOf = (pair: PromptPair) => `${pair.positive.trim()}\n${pair.negative.trim()}`;
  const seen = new Set(list.map(keyOf));
  return pairs.filter((pair) => !seen.has(keyOf(pair)) && seen.add(keyOf(pair)));
}

export interface PastedSeeds {
  /** In the order of the text, each once, digit for digit. */
  seeds: Integer[];
  /** What is no seed, in a sentence; null when all is well. */
  fault: string | null;
}

/** The seeds of a pasted text: whole numbers from 0 to 2^64-1, parted by spaces, commas, semicolons or line breaks. */
export function pastedSeeds(text: string): PastedSeeds {
  const seeds = new Set<Integer>();
  for (const word of text.split(/[\s,;]+/).filter((part) => part !== '')) {
    if (!/^\d+$/.test(word)) {
      return { seeds: [...seeds], fault: `“${word}” is no seed. A seed is a whole number from 0 on.` };
    }
    const value = BigInt(word);
    if (value > MAX_SEED)
      return { seeds: [...seeds], fault: `${word} is too large. ComfyUI takes seeds up to ${MAX_SEED}.` };
    seeds.add(canonicalInteger(value));
  }
  return { seeds: [...seeds], fault: null };
}

/** The weights of a typed list, or null when a part of it is no number. */
export function typedWeights(text: string): number[] | null {
  const words = text.split(/[\s,;]+/).filter((part) => part !== '');
  const weights = words.map(Number);
  return words.length === 0 || weights.some((weight) => !Number.isFinite(weight)) ? null : weights;
}

/** As many new seeds as asked for, drawn with `draw` (a whole number below 2^32), none of them in the list. */
export function randomSeeds(count: number, list: readonly Integer[], draw: () => number): Integer[] {
  const taken = new Set(list);
  const seeds: Integer[] = [];
  while (seeds.length < count) {
    const seed = draw();
    if (taken.has(seed)) continue;
    taken.add(seed);
    seeds.push(seed);
  }
  return seeds;
}
