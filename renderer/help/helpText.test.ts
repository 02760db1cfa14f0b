import { describe, expect, it } from 'vitest';
import { blockAbout, excerptOf, findBlocks, readHelp } from './helpText';

const TEXT = readHelp(`# Page

First words.

## Some \`code\`, and more

**"... has no LoRA named ..."**, or **"No."** Look
[there](other.md#x).

- one **entry**
- another

| key | does |
| --- | --- |
| \`A\` | left |

\`\`\`sh
# no heading
\`\`\`
`);

describe('a page of the help', () => {
  it('is taken apart into headings and blocks', () => {
    expect(TEXT.headings).toEqual([
      { level: 2, title: 'Some code, and more', id: 'some-code-and-more', line: 5 },
    ]);
    expect(TEXT.blocks.map(({ line, text }) => [line, text])).toEqual([
      [3, 'First words.'],
      [7, '"... has no LoRA named ...", or "No." Look there.'],
      [10, 'one entry'],
      [11, 'another'],
      [13, 'key - does'],
      [15, 'A - left'],
      [18, '# no heading'],
    ]);
  });

  it('knows the block about what the app said, whatever stands in its gaps', () => {
    expect(blockAbout(TEXT, 'This server has no LoRA named "fox".')?.line).toBe(7);
    expect(blockAbout(TEXT, 'LoRA named fox, and the server has no')).toBeNull();
  });

  it('finds blocks by all words, in their heading or text, and marks them', () => {
    expect(findBlocks(TEXT, ['more', 'entry']).map(({ line }) => line)).toEqual([10]);
    expect(findBlocks(TEXT, ['missing'])).toEqual([]);
    expect(excerptOf('An (odd) text', ['(odd)'])).toEqual(['An ', '(odd)', ' text']);
    expect(excerptOf('one two three', ['one'], 9)).toEqual(['', 'one', ' two ...']);
    expect(excerptOf('onetwothree', ['one'], 6)).toEqual(['', 'one', 'two ...']);
  });
});
