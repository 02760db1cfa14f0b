import { MAX_PROMPT, MAX_PROMPTS, PROMPT_TOO_LONG, type PromptPair } from '../session/setup';
import { ChoiceFault, countPair, expandPair } from './choices';

/** A prompt pair as it was written, and where: `Line 3`, `Entry 7`. */
export interface WrittenPair {
  readonly place: string;
  readonly pair: PromptPair;
}

/** What a text or a file of prompts comes to. */
export interface PromptList {
  /** In their order, each once; none of them is in the list that was there. */
  readonly fresh: readonly PromptPair[];
  /** How many were left out because they are there already, or twice in the text. */
  readonly doubles: number;
  /** How many of the prompts as written hold choices. */
  readonly choices: number;
  /** What is wrong with single prompts, each a sentence with its place; these are not in `fresh`. */
  readonly faults: readonly string[];
  /** Why nothing of it can be added, in a sentence; null when it can. */
  readonly obstacle: string | null;
}

const MOST = MAX_PROMPTS.toLocaleString('en-US');

/** What makes two prompt pairs the same: both texts, but for space around them. */
export function promptKey(pair: PromptPair): string {
  return `${pair.positive.trim()}\n${pair.negative.trim()}`;
}

/** The pairs that are neither in the list nor twice among themselves. */
export function newPrompts(pairs: readonly PromptPair[], list: readonly PromptPair[]): PromptPair[] {
  const seen = new Set(list.map(promptKey));
  return pairs.filter((pair) => !seen.has(promptKey(pair)) && seen.add(promptKey(pair)));
}

/**
 * Works out what is added by prompts as they were written. In: these, the list they come to, and whether `{a|b}` makes
 * several prompts (otherwise it stays as it is). Nothing is left out unsaid: see `PromptList`.
 */
export function promptList(
  written: readonly WrittenPair[],
  list: readonly PromptPair[],
  expands = true,
): PromptList {
  const seen = new Set<string>();
  const faults: string[] = [];
  const good: PromptPair[] = [];
  let choices = 0;
  let total = 0;
  let doubles = 0;
  for (const { place, pair } of written) {
    // Tables of images name a prompt once for each of them.
    if (seen.has(promptKey(pair))) {
      doubles += 1;
      continue;
    }
    seen.add(promptKey(pair));
    const made = expanded(pair, expands ? MAX_PROMPTS - total : 0);
    const fault = faultOf(pair) ?? (expands ? made.fault : null);
    if (fault !== null) {
      faults.push(`${place}: ${fault}`);
      continue;
    }
    if (made.count > 1) choices += 1;
    total += expands ? made.count : 1;
    good.push(...(expands ? made.pairs : [pair]));
  }
  const nothing = { fresh: [], doubles, choices, faults };
  if (total > MAX_PROMPTS) {
    const many = total > 1e9 ? 'more than a billion' : total.toLocaleString('en-US');
    return {
      ...nothing,
      obstacle: `That makes ${many} prompts; ${MOST} are the most. Take fewer prompts, or fewer choices.`,
    };
  }
  const fresh = newPrompts(good, list);
  const all = list.length + fresh.length;
  if (all > MAX_PROMPTS) {
    return {
      ...nothing,
      obstacle: `With the ${list.length.toLocaleString('en-US')} that are there, that makes ${all.toLocaleString('en-US')} prompts; ${MOST} are the most. Take fewer of them.`,
    };
  }
  return { ...nothing, fresh, doubles: doubles + good.length - fresh.length, obstacle: null };
}

interface Expanded {
  /** How many prompts it makes; these are only made where there is room for them. */
  count: number;
  pairs: readonly PromptPair[];
  fault: string | null;
}

function expanded(pair: PromptPair, room: number): Expanded {
  try {
    const count = countPair(pair);
    const pairs = count > room ? [] : expandPair(pair);
    const leavesNothing = pairs.some(({ positive }) => positive.trim() === '');
    const fault = leavesNothing
      ? 'One of its choices leaves no prompt at all. Write something beside it.'
      : null;
    return { count, pairs, fault };
  } catch (error) {
    if (!(error instanceof ChoiceFault)) throw error;
    return { count: 0, pairs: [], fault: error.message };
  }
}

function faultOf({ positive, negative }: PromptPair): string | null {
  if (positive.trim() === '')
    return negative.trim() === '' ? 'There is no prompt.' : 'There is a negative prompt, but no prompt.';
  return positive.length > MAX_PROMPT || negative.length > MAX_PROMPT ? PROMPT_TOO_LONG : null;
}
