import { describe, expect, it } from 'vitest';
import { metricFillings, promptFillings } from './fillings';
import { BUILTIN_TEMPLATES, fillTemplate, TEMPLATE_PLACES } from './templates';

const WISH = {
  description: 'ink wash drawings of animals',
  known: {
    loras: ['styles/inkwash_v1-000008.safetensors', 'C:\\loras\\inkwash_v2.safetensors'],
    trigger_words: ['inkwash', 'sumi-e'],
    base_model: 'SDXL',
  },
  present: ['a  red\nfox'],
  count: 8,
  coverage: true,
  without_trigger: 0,
};
const NOTHING = {
  ...WISH,
  description: '',
  known: { loras: [], trigger_words: [], base_model: null },
  present: [],
};

describe('what is filled in', () => {
  it.each([WISH, NOTHING])('is there for each place of a wording: %#', (wish) => {
    for (const [name, values] of [
      ['prompts', promptFillings(wish)],
      ['metrics', metricFillings({ ...wish, most: 4 })],
    ] as const) {
      expect(Object.keys(values).sort()).toEqual([...TEMPLATE_PLACES[name]].sort());
      const text = fillTemplate(BUILTIN_TEMPLATES[name], values);
      expect(text).not.toMatch(/\{[a-z_]+\}/);
      expect(Object.values(values).every((value) => value !== '')).toBe(true);
    }
  });

  it('says what is known, with no folder of a file and each present prompt on one line', () => {
    expect(promptFillings(WISH)).toMatchObject({
      loras: 'inkwash_v1-000008, inkwash_v2',
      trigger_words: 'inkwash, sumi-e',
      base_model: 'SDXL',
      count: '8',
      present: '- a red fox',
    });
  });

  it('sends only so much of what is there already', () => {
    const { present = '' } = promptFillings({
      ...WISH,
      present: [...Array.from({ length: 500 }, (_, index) => `prompt ${index}`), '狐'.repeat(20_000)],
    });
    expect(present.length).toBeLessThan(2_000);
    expect(present).toContain('- prompt 499\n');
    expect(present.endsWith('狐…')).toBe(true);
  });

  it.each([
    [0, /^Write the trigger words, letter for letter, into each prompt: inkwash, sumi-e\.$/],
    [2, /^Leave the trigger words out of exactly 2 of the prompts/],
    [8, /^Leave the trigger words out of all prompts: inkwash, sumi-e\.$/],
  ])('says where the trigger words stand: %s without', (without_trigger, sentence) => {
    expect(promptFillings({ ...WISH, without_trigger })['without_trigger']).toMatch(sentence);
  });

  it('spreads the prompts only where that is wished', () => {
    expect(promptFillings(WISH)['coverage']).toContain('Spread the prompts widely');
    expect(promptFillings({ ...WISH, coverage: false })['coverage']).toContain('Stay close');
  });
});
