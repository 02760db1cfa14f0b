import { describe, expect, it } from 'vitest';
import { cutRemarks, metricRemarks, promptRemarks } from './answerRemarks';

const known = { loras: [], trigger_words: ['inkwash', 'sumi e '], base_model: null };
const pairs = (...texts: string[]) => texts.map((positive) => ({ positive, negative: '' }));

describe('remarks on prompts', () => {
  it('are none where the wish was met, whatever the case and whichever word', () => {
    const made = pairs('InkWash fox', 'a crane, Sumi E', 'an inkwashed hill');
    expect(promptRemarks(made, { known, count: 3, without_trigger: 1 })).toEqual([]);
  });

  it.each([
    [0, '1 of 3 prompts lacks the trigger words, though none was to. Look at them before you add them.'],
    [2, '1 of 3 prompts lacks the trigger words, though 2 were to. Look at them before you add them.'],
  ])('say where trigger words stand otherwise than wished: %s without', (without_trigger, sentence) => {
    const made = pairs('inkwash fox', 'sumi e crane', 'a hill');
    expect(promptRemarks(made, { known, count: 3, without_trigger })).toEqual([sentence]);
  });

  it('name a single trigger word', () => {
    const one = { ...known, trigger_words: ['inkwash'] };
    expect(
      promptRemarks(pairs('inkwash a', 'inkwash b'), { known: one, count: 2, without_trigger: 1 }),
    ).toEqual([
      '0 of 2 prompts lack the trigger word “inkwash”, though 1 was to. Look at them before you add them.',
    ]);
  });

  it('say once that too few came, though too few of them lack the words as well', () => {
    const few = ['8 prompts were asked for, and 2 came. Ask again for more.'];
    const made = pairs('inkwash fox', 'a hill');
    expect(promptRemarks(made, { known, count: 8, without_trigger: 2 })).toEqual(few);
    expect(promptRemarks(made, { known, count: 8, without_trigger: 0 })).toHaveLength(2);
  });

  it('say that fewer came, and that no trigger words are known', () => {
    const none = { ...known, trigger_words: [' '] };
    expect(promptRemarks(pairs('a fox'), { known: none, count: 8, without_trigger: 2 })).toEqual([
      '8 prompts were asked for, and 1 came. Ask again for more.',
      'No trigger words are known, so none of the prompts could be made without them on purpose.',
    ]);
    expect(promptRemarks(pairs('a fox'), { known: none, count: 1, without_trigger: 0 })).toEqual([]);
  });
});

it('say why an answer was cut', () => {
  expect(cutRemarks(null, 'The rest is here.')).toEqual([]);
  expect(cutRemarks('length', 'The rest is here.')[0]).toContain('at the length that the model may write');
  expect(cutRemarks('filter', 'The rest is here.')[0]).toContain('its rules forbid');
});

it('let choose among metrics that a session cannot all take', () => {
  expect(metricRemarks(4, 1)).toEqual([]);
  expect(metricRemarks(7, 0)).toEqual(['A session takes 5 metrics. Choose among the 7 that came.']);
  expect(metricRemarks(5, 1)).toEqual([
    'A session takes 5 metrics, and 1 is there already. Choose among the 5 that came.',
  ]);
});
