import { describe, expect, it } from 'vitest';
import type { PromptPair } from '../session/setup';
import { newPrompts, promptList } from './promptList';
import { promptsInText } from './promptText';

const pair = (positive: string, negative = ''): PromptPair => ({ positive, negative });

describe('prompts that are added', () => {
  it('count once', () => {
    expect(newPrompts([pair('a fox'), pair('an owl'), pair('an owl')], [pair(' a fox ')])).toEqual([
      pair('an owl'),
    ]);
    const list = promptList(promptsInText('a fox\na fox\nan owl\nan owl --- text'), [pair('an owl')]);
    expect(list).toEqual({
      fresh: [pair('a fox'), pair('an owl', 'text')],
      doubles: 2,
      choices: 0,
      faults: [],
      obstacle: null,
    });
  });

  it('are several where they hold choices, unless these are to stay', () => {
    const written = promptsInText('a {fox|owl}\na fox\na {fox|boat}');
    expect(promptList(written, [])).toMatchObject({
      fresh: [pair('a fox'), pair('a owl'), pair('a boat')],
      doubles: 2,
      choices: 2,
    });
    expect(promptList(written, [], false)).toMatchObject({
      fresh: [pair('a {fox|owl}'), pair('a fox'), pair('a {fox|boat}')],
      doubles: 0,
      choices: 2,
    });
  });

  it('that are faulty are named with their place, the others are taken', () => {
    const written = promptsInText(`a fox\n--- text\na {b|c\n{|d}\n${'x'.repeat(20_001)}`);
    const { fresh, faults } = promptList(written, []);
    expect(fresh).toEqual([pair('a fox')]);
    expect(faults).toEqual([
      'Line 2: There is a negative prompt, but no prompt.',
      expect.stringMatching(/^Line 3: The choice that begins with “\{b\|c”/),
      'Line 4: One of its choices leaves no prompt at all. Write something beside it.',
      'Line 5: A prompt holds at most 20,000 characters.',
    ]);
    expect(promptList(written.slice(2, 3), [], false)).toMatchObject({ fresh: [pair('a {b|c')], faults: [] });
  });

  it('are at most a thousand, with those that are there', () => {
    const there = Array.from({ length: 995 }, (_, index) => pair(`prompt ${index}`));
    expect(promptList(promptsInText('{a|b|c|d|e}'), there)).toMatchObject({ obstacle: null });
    expect(promptList(promptsInText('{a|b|c|d|e|f}'), there)).toMatchObject({
      fresh: [],
      obstacle:
        'With the 995 that are there, that makes 1,001 prompts; 1,000 are the most. Take fewer of them.',
    });
    expect(promptList(promptsInText('{a|b|c|d|e|f|g|h|i|j} '.repeat(4)), [])).toMatchObject({
      fresh: [],
      obstacle: 'That makes 10,000 prompts; 1,000 are the most. Take fewer prompts, or fewer choices.',
    });
    expect(promptList(promptsInText('{a|b|c|d|e|f|g|h|i|j} '.repeat(500)), []).obstacle).toContain(
      'more than a billion',
    );
  });

  it('that a table names for each of its images count as one', () => {
    const rows = Array.from({ length: 5000 }, (_, index) => ({
      place: `Line ${index + 2}`,
      pair: pair(`prompt ${index % 20}`),
    }));
    expect(promptList(rows, [])).toMatchObject({ doubles: 4980, obstacle: null });
  });
});
