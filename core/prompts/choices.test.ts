import { describe, expect, it } from 'vitest';
import { ChoiceFault, countChoices, countPair, expandChoices, expandPair } from './choices';

describe('choices in a prompt', () => {
  it.each([
    ['a fox', ['a fox']],
    ['a {red|blue} fox', ['a red fox', 'a blue fox']],
    ['{a|b} {1|2}', ['a 1', 'a 2', 'b 1', 'b 2']],
    ['a {red|{dark|light} blue} fox', ['a red fox', 'a dark blue fox', 'a light blue fox']],
    ['a {big |}fox', ['a big fox', 'a fox']],
    ['a {big|} fox', ['a big fox', 'a fox']],
    ['{|}fox', ['fox', 'fox']],
    ['a { red | blue } fox', ['a red fox', 'a blue fox']],
    [
      '(a {red|blue} fox:1.2), <lora:x:0.8>',
      ['(a red fox:1.2), <lora:x:0.8>', '(a blue fox:1.2), <lora:x:0.8>'],
    ],
    ['[red|blue] fox | owl', ['[red|blue] fox | owl']],
    ['{{masterpiece}}, a fox', ['{{masterpiece}}, a fox']],
    ['{very {red|blue}} fox', ['{very red} fox', '{very blue} fox']],
    ['a \\{red\\|blue\\} fox', ['a {red|blue} fox']],
    ['{a\\|b|c}', ['a|b', 'c']],
    ['a } and a { alone', ['a } and a { alone']],
    ['a \\ and \\n stay', ['a \\ and \\n stay']],
    ['𝒜 {雪|🦊}', ['𝒜 雪', '𝒜 🦊']],
    ['', ['']],
  ])('%j', (text, texts) => {
    expect(expandChoices(text)).toEqual(texts);
    expect(countChoices(text)).toBe(texts.length);
  });

  it('leave spaces of a prompt without choices as they are', () => {
    expect(expandChoices('a  fox ')).toEqual(['a  fox ']);
  });

  it('are counted without being made', () => {
    expect(countChoices('{a|b|c|d|e|f|g|h|i|j}'.repeat(400))).toBe(Number.POSITIVE_INFINITY);
    expect(countChoices('{a|b|c|d|e|f|g|h|i|j}'.repeat(9))).toBe(1e9);
  });

  it('of a negative prompt multiply with those of the positive one', () => {
    const pair = { positive: 'a {fox|owl}', negative: '{blurry|text}' };
    expect(countPair(pair)).toBe(4);
    expect(expandPair(pair)).toEqual([
      { positive: 'a fox', negative: 'blurry' },
      { positive: 'a fox', negative: 'text' },
      { positive: 'a owl', negative: 'blurry' },
      { positive: 'a owl', negative: 'text' },
    ]);
  });

  it('that are not closed are told with their beginning', () => {
    expect(() => countChoices('a {red|blue fox')).toThrow(/“\{red\|blue fox” has no closing brace/);
    expect(() => countChoices('a {red|{blue|green} fox')).toThrow(ChoiceFault);
  });

  it('stand in one another only so deep', () => {
    expect(() => countChoices('{a|'.repeat(10_000))).toThrow(/more than 32 deep/);
    expect(() => countChoices('{'.repeat(10_000))).toThrow(ChoiceFault);
  });
});
