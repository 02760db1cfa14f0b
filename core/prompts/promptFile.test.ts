import { describe, expect, it } from 'vitest';
import { PromptFileFault, promptsInFile } from './promptFile';
import { isPromptFile } from './promptFileName';
import { promptsInText } from './promptText';

const pairs = (name: string, text: string) =>
  promptsInFile(name, text).map(({ pair }) =>
    pair.negative === '' ? pair.positive : [pair.positive, pair.negative],
  );
const places = (name: string, text: string) => promptsInFile(name, text).map(({ place }) => place);

describe('prompts in plain text', () => {
  it('are one a line, the negative one after a tab or three dashes', () => {
    const text = '\uFEFFa fox\tblurry\r\n\n  an owl --- low quality\ra-b -- c\n--- only negative';
    expect(promptsInText(text)).toEqual([
      { place: 'Line 1', pair: { positive: 'a fox', negative: 'blurry' } },
      { place: 'Line 3', pair: { positive: 'an owl', negative: 'low quality' } },
      { place: 'Line 4', pair: { positive: 'a-b -- c', negative: '' } },
      { place: 'Line 5', pair: { positive: '', negative: 'only negative' } },
    ]);
  });
});

describe('a file of prompts', () => {
  it('is known by its name', () => {
    expect(['a.TXT', 'a.csv', 'b.json', 'c.zip', 'txt'].map(isPromptFile)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(() => promptsInFile('a.zip', 'x')).toThrow(PromptFileFault);
  });

  it.each([
    ['names of columns', 'positive,negative\na fox,blurry\nan owl,', [['a fox', 'blurry'], 'an owl']],
    [
      'other names, others between',
      'id,Negative_Prompt,"prompt"\n1,blurry,"a fox, red"',
      [['a fox, red', 'blurry']],
    ],
    ['no names', 'a fox,blurry\nan owl', [['a fox', 'blurry'], 'an owl']],
    ['semicolons', 'prompt;negative_prompt\na fox, red;blurry', [['a fox, red', 'blurry']]],
    ['semicolons, no names', '"a fox; red";blurry', [['a fox; red', 'blurry']]],
    ['tabs', 'a fox, red\tblurry', [['a fox, red', 'blurry']]],
    [
      'a byte order mark, and a break in quotes',
      '\uFEFFprompt\r\n"a fox\r\nin snow"\r\n',
      ['a fox\nin snow'],
    ],
    ["a spreadsheet's own line", 'sep=;\r\nprompt;negative\r\na, b;c', [['a, b', 'c']]],
    ['one column with commas in quotes', '"a fox, red"\n"an owl, grey"', ['a fox, red', 'an owl, grey']],
  ])('.csv with %s', (_what, text, expected) => {
    expect(pairs('x.csv', text)).toEqual(expected);
  });

  it('.csv names the line of a fault', () => {
    expect(() => promptsInFile('x.csv', 'prompt\na fox\na fox, red')).toThrow(
      'Line 3: There are 2 cells where 1 is the most. Put a prompt that holds the separator in quotes.',
    );
    expect(() => promptsInFile('x.csv', 'sep=;\na;b\n"c')).toThrow(/^Line 3: .*never closed/);
    expect(() => promptsInFile('x.csv', 'prompt,negative\n')).toThrow('There is no prompt in this file.');
    expect(places('x.csv', 'sep=;\nprompt\n"a\nb"\nc')).toEqual(['Line 3', 'Line 5']);
  });

  it.each([
    ['texts', '["a fox", " an owl "]', ['a fox', 'an owl']],
    [
      'pairs',
      '[{"positive":"a fox","negative":"blurry"},{"prompt":"an owl","negative_prompt":"text"}]',
      [
        ['a fox', 'blurry'],
        ['an owl', 'text'],
      ],
    ],
    ['a set-up', '{"prompt_pairs":[{"positive":"a fox"}],"seeds":[18446744073709551615]}', ['a fox']],
    [
      'a session',
      '{"session_id":"x","step_1_setup":{"prompt_pairs":[{"positive":"a fox","negative":""}]},"x":NaN}',
      ['a fox'],
    ],
    ['a preset', '{"setup":{"prompt_pairs":[{"positive":"a fox","negative":"text"}]}}', [['a fox', 'text']]],
  ])('.json with %s', (_what, text, expected) => {
    expect(pairs('x.json', text)).toEqual(expected);
  });

  it('.json names what is wrong and where', () => {
    expect(() => promptsInFile('x.json', '["a",\n"b"')).toThrow(/^Line 2: this is not valid JSON/);
    expect(() => promptsInFile('x.json', '["a", 5]')).toThrow(/^Entry 2: /);
    expect(() => promptsInFile('x.json', '{"a":1}')).toThrow(/holds no list of prompts/);
    expect(() => promptsInFile('x.json', '7')).toThrow(/holds no list of prompts/);
    expect(() => promptsInFile('x.json', '[]')).toThrow('There is no prompt in this file.');
    expect(() => promptsInFile('x.json', '['.repeat(100_000))).toThrow(PromptFileFault);
  });
});
