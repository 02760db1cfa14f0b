import { describe, expect, it } from 'vitest';
import { readMetrics, readPrompts } from './readAnswer';

/** Numbers from 0 to 1, the same at every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const SIGNS = [
  'a',
  ' cat',
  ',',
  ' "',
  '" ',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ':',
  '\n',
  "'",
  '日',
  '😀',
  '`',
  '/',
  ' 1. ',
  '"prompts":',
  '\u0007',
];

function words(random: () => number): string {
  const length = 1 + Math.floor(random() * 12);
  return `x${Array.from({ length }, () => SIGNS[Math.floor(random() * SIGNS.length)]).join('')}${random()}`;
}

/** What this process has worked so far, in ms. A clock would count what others do meanwhile. */
function workMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const oneLine = (text: string) => text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();

/** The ways in which models write a list of pairs. */
const WAYS: readonly ((pairs: readonly object[], indent: number) => string)[] = [
  (pairs, indent) => JSON.stringify({ prompts: pairs }, null, indent),
  (pairs, indent) => JSON.stringify(pairs, null, indent),
  (pairs, indent) =>
    `Here:\n\`\`\`json\n${JSON.stringify({ data: { prompts: pairs } }, null, indent)}\n\`\`\`\nDone.`,
  (pairs, indent) =>
    JSON.stringify(Object.fromEntries(pairs.map((pair, at) => [at + 1, pair])), null, indent),
];

describe('an answer that is cut anywhere', () => {
  it.each([1, 2, 3])('gives whole prompts only, in their order: seed %i', (seed) => {
    const random = chance(seed);
    const pairs = Array.from({ length: 4 }, () => ({
      positive: words(random),
      negative: random() < 0.3 ? '' : words(random),
    }));
    const expected = pairs.map(({ positive, negative }) => ({
      positive: oneLine(positive),
      negative: oneLine(negative),
    }));
    const wish = { count: 50, present: [] };
    for (const way of WAYS) {
      const text = way(pairs, seed % 3);
      expect(readPrompts(text, wish).items).toEqual(expected);
      let before = 0;
      for (let end = 0; end <= text.length; end += 1) {
        for (const isWhole of [false, true]) {
          const { items } = readPrompts(text.slice(0, end), wish, isWhole);
          expect(items).toEqual(expected.slice(0, items.length));
          if (isWhole) continue;
          // What was there once does not go away.
          expect(items.length).toBeGreaterThanOrEqual(before);
          before = items.length;
        }
      }
      expect(before).toBe(4);
    }
  });

  it.each([11, 12])('gives whole bare words and metrics only: seed %i', (seed) => {
    const random = chance(seed);
    const texts = Array.from({ length: 4 }, () => words(random));
    const metrics = texts.map((name) => ({ name: `${oneLine(name).slice(0, 60)}`, question: 'Which one?' }));
    const wish = { count: 10, present: [] };
    const list = JSON.stringify({ prompts: texts });
    const named = JSON.stringify({ metrics });
    for (let end = 0; end <= list.length; end += 1) {
      const { items } = readPrompts(list.slice(0, end), wish, false);
      expect(items.map(({ positive }) => positive)).toEqual(texts.slice(0, items.length).map(oneLine));
    }
    for (let end = 0; end <= named.length; end += 1) {
      const { items } = readMetrics(named.slice(0, end), wish, false);
      expect(items.map(({ question }) => question)).toEqual(items.map(() => 'Which one?'));
    }
  });

  it('leaves out the last entry of a plain list while it comes', () => {
    const wish = { count: 5, present: [] };
    const text = '1. a cat\n2. a dog\n3. a ho';
    expect(readPrompts(text, wish, false).items).toHaveLength(2);
    expect(readPrompts(text, wish, true).items).toHaveLength(3);
    expect(readPrompts(text, { ...wish, isCut: true }).items).toHaveLength(2);
  });
});

describe('an answer from a hostile server', () => {
  const filled = (piece: string, length = 100_000) => piece.repeat(Math.floor(length / piece.length));
  it.each<[string, string]>([
    ['opening brackets', filled('[')],
    ['opening braces', filled('{"a":')],
    ['brackets and braces', filled('[{')],
    ['closing brackets', `{"a": [${filled('}')}`],
    ['quotes', `["${filled('"')}`],
    ['quotes in words', `["${filled('a "a ')}`],
    ['single quotes', `['${filled("it's ")}`],
    ['backslashes', `["${filled('\\')}`],
    ['comments', `[${filled('/*')}`],
    ['fences', filled('```json\n{"')],
    ['blanks', `{"prompts": ["a"${filled(' ')}`],
    ['blanks behind quotes', `["a${filled('"    ')}`],
    ['small blocks', filled('["a"]')],
    ['broken objects', `[${filled('{"positive": "a"b" c": }, ')}]`],
    ['one broken object', `[{"positive": "${filled('a"\n')}`],
    ['repairs', `[${filled(`{'positive': "${'a\\n'.repeat(9000)}",}, `, 400_000)}]`],
    ['entries', filled('1. a\n')],
    ['dashes', filled('- ')],
    ['stars', filled('*')],
    ['metric words', `["${filled('a - ')}"]`],
    ['commas', `[{${filled(',')}`],
    ['colons', `{${filled(':')}`],
    ['words', filled('word ')],
    ['line breaks', filled('\n')],
    ['nulls', filled('\u0000')],
  ])('is read in no time and without a fault: %s', (_, text) => {
    const wish = { count: 8, present: [] };
    const before = workMs();
    expect(readPrompts(text, wish).items.length).toBeLessThanOrEqual(8);
    readPrompts(text, wish, false);
    expect(readMetrics(text, wish).items.length).toBeLessThanOrEqual(8);
    // Three readings take a few ms for each 10,000 letters; what grows with their square takes many seconds.
    expect(workMs() - before).toBeLessThan(2000);
  });

  it('stays cheap to read while it comes', () => {
    const pairs = Array.from({ length: 400 }, (_, at) => ({
      positive: `a cat, take ${at}, ${'soft light, '.repeat(16)}`,
      negative: 'blurry, text',
    }));
    const text = JSON.stringify({ prompts: pairs }).slice(0, 100_000);
    const before = workMs();
    for (let at = 0; at < 10; at += 1) readPrompts(text, { count: 8, present: [] }, false);
    // A second's readings; on a quiet machine they take a twentieth of it.
    expect(workMs() - before).toBeLessThan(1000);
  });
});
