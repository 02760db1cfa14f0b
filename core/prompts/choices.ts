import type { PromptPair } from '../session/setup';

/** A prompt whose choices cannot be read; the message says what is wrong and what to do, without the place. */
export class ChoiceFault extends Error {}

/** Text that stands for itself, or one of several ways to go on. */
type Part = string | readonly (readonly Part[])[];

/** Deeper nesting says nothing that a person could oversee. */
const MAX_DEPTH = 32;

/**
 * How many texts the choices of a prompt make: `a {red|blue} fox` makes 2, groups multiply, a group may hold groups. Braces
 * without a `|` of their own are plain text. 1 where there is no choice; may be beyond what anybody could hold.
 * Throws ChoiceFault.
 */
export function countChoices(text: string): number {
  return countParts(readParts(text));
}

/** How many prompts a pair makes: each text of the positive prompt with each of the negative one. Throws ChoiceFault. */
export function countPair(pair: PromptPair): number {
  return countChoices(pair.positive) * countChoices(pair.negative);
}

/**
 * All texts that the choices of a prompt make, the last group changing first. `\{`, `\|` and `\}` stand for the signs
 * themselves. To be asked only where `countChoices` is bearable. Throws ChoiceFault.
 */
export function expandChoices(text: string): string[] {
  const parts = readParts(text);
  const texts = expandParts(parts);
  // What an empty choice leaves between two spaces is one too many.
  return parts.some((part) => typeof part !== 'string')
    ? texts.map((one) => one.replaceAll(/ {2,}/g, ' ').trim())
    : texts;
}

/** All pairs that the choices of a pair make; see `expandChoices`. Throws ChoiceFault. */
export function expandPair({ positive, negative }: PromptPair): PromptPair[] {
  const negatives = expandChoices(negative);
  return expandChoices(positive).flatMap((one) =>
    negatives.map((other) => ({ positive: one, negative: other })),
  );
}

function readParts(text: string): Part[] {
  const reader = new Reader(text);
  return reader.whole();
}

class Reader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  whole(): Part[] {
    return this.parts(0);
  }

  /** Up to the `|` or `}` that ends the choice; at depth 0 both are plain text. */
  private parts(depth: number): Part[] {
    if (depth > MAX_DEPTH)
      throw new ChoiceFault(`Choices stand in one another more than ${MAX_DEPTH} deep. Write them flatter.`);
    const out: Part[] = [];
    let plain = '';
    while (this.at < this.text.length) {
      const sign = this.text[this.at] ?? '';
      if (sign === '\\' && /[{|}]/.test(this.text[this.at + 1] ?? '')) {
        plain += this.text[this.at + 1];
        this.at += 2;
      } else if (depth > 0 && (sign === '|' || sign === '}')) {
        break;
      } else if (sign === '{') {
        if (plain !== '') out.push(plain);
        plain = '';
        out.push(...this.group(depth + 1));
      } else {
        plain += sign;
        this.at += 1;
      }
    }
    if (plain !== '') out.push(plain);
    return out;
  }

  /** From an opening brace to behind its closing one. */
  private group(depth: number): Part[] {
    const start = this.at;
    this.at += 1;
    const choices: Part[][] = [this.parts(depth)];
    while (this.text[this.at] === '|') {
      this.at += 1;
      choices.push(this.parts(depth));
    }
    const isClosed = this.text[this.at] === '}';
    if (isClosed) this.at += 1;
    // Some models know braces as a sign of weight: those stay as they are.
    if (choices.length === 1) return ['{', ...(choices[0] ?? []), ...(isClosed ? ['}'] : [])];
    if (isClosed) return [choices];
    const near = this.text.slice(start, start + NEAR_LETTERS).trim();
    throw new ChoiceFault(
      `The choice that begins with “${near}” has no closing brace. Close it with }, or write \\{ for a brace that is meant as such.`,
    );
  }
}

/** So much of a choice is shown in a sentence about it. */
const NEAR_LETTERS = 16;

function countParts(parts: readonly Part[]): number {
  return parts.reduce<number>(
    (product, part) =>
      typeof part === 'string'
        ? product
        : product * part.reduce((sum, choice) => sum + countParts(choice), 0),
    1,
  );
}

function expandParts(parts: readonly Part[]): string[] {
  return parts.reduce<string[]>(
    (texts, part) => {
      const ends = typeof part === 'string' ? [part] : part.flatMap(expandParts);
      return texts.flatMap((text) => ends.map((end) => text + end));
    },
    [''],
  );
}
