import { describe, expect, it } from 'vitest';
import type { EvidencePair } from '../../../core/report/metricDetail';
import {
  answerWords,
  kindOption,
  noteWords,
  pairWords,
  restWords,
  sideNames,
  stageNames,
} from './evidenceWords';

const pair: EvidencePair = {
  pair_id: 'lora_2_0_w0.8.png',
  prompt_index: 2,
  seed: 7,
  candidate: 0,
  votes: 1,
  wins: 1,
  losses: 0,
  ties: 0,
  net_preference: 1,
  mean_signed_stars: 5,
  notes: [],
};
const candidate = (lora_filename: string, weight: number) =>
  ({ lora_filename, weight }) as Parameters<typeof sideNames>[1][number];
const said = (changes: Partial<EvidencePair>) => pairWords({ ...pair, ...changes }).replaceAll('\u00a0', ' ');

describe('what was said of a pair', () => {
  it('is its stars, how many voted where it was more than one, and both counts where they disagree', () => {
    expect(said({})).toBe('5 stars, prompt 3');
    expect(said({ mean_signed_stars: null })).toBe('prompt 3');
    expect(said({ votes: 3, wins: 0, losses: 3, mean_signed_stars: -10 / 3 })).toBe(
      '3 votes, 3.3 stars, prompt 3',
    );
    expect(said({ mean_signed_stars: -1 })).toBe('1 star, prompt 3');
    expect(said({ votes: 4, wins: 2, losses: 1, ties: 1 })).toBe('2 won, 1 lost, 1 same, prompt 3');
  });

  it('is told of each rater with the stars', () => {
    expect(answerWords({ outcome: 'win', stars: 1 })).toBe('won, 1 star');
    expect(answerWords({ outcome: 'tie', stars: null })).toBe('same');
  });

  it('holds the first note, and how many more there are', () => {
    expect(noteWords([])).toBeNull();
    expect(noteWords(['soft', 'dark', 'flat'])).toEqual({ first: 'soft', more: 'and 2 more notes' });
  });
});

describe('the labels of a pair', () => {
  it('name the file only where there are several', () => {
    const one = sideNames(1, [candidate('a/fox.safetensors', 0.6), candidate('a/fox.safetensors', 0.8)]);
    expect(stageNames(one)).toEqual({ a: 'Baseline', b: 'LoRA 0.8' });
    const several = sideNames(0, [candidate('a/fox.safetensors', 0.6), candidate('b/owl.safetensors', 0.6)]);
    expect(stageNames(several)).toEqual({ a: 'Baseline', b: 'LoRA 0.6, fox' });
  });
});

describe('the kinds of pairs', () => {
  const none = { total: 0, pairs: [] };
  const evidence = { won: { total: 1200, pairs: [] }, lost: none, split: none };
  const voter = (rater: string) => ({ rater, label: rater });

  it('say how many there are, and why raters cannot disagree', () => {
    const alone = { raters: ['Mia'], voters: [voter('Mia')] };
    expect(kindOption('won', evidence, alone)).toEqual({ value: 'won', label: 'Won clearly 1,200' });
    expect(kindOption('split', evidence, alone).off).toBe('One rater has voted. It takes two to disagree.');
    const narrowed = { raters: ['Mia'], voters: [voter('Mia'), voter('Ben')] };
    expect(kindOption('split', evidence, narrowed).off).toContain('narrowed to one rater');
    expect(kindOption('split', evidence, { ...narrowed, raters: ['Mia', 'Ben'] })).not.toHaveProperty('off');
  });

  it('say what is not here', () => {
    expect(restWords(10, 60, 132)).toEqual({ more: 'Show 50 more', beyond: null });
    expect(restWords(60, 60, 1132)).toEqual({ more: null, beyond: 'The clearest 60 of 1,132 are here.' });
    expect(restWords(7, 7, 7)).toEqual({ more: null, beyond: null });
  });
});
