import { describe, expect, it } from 'vitest';
import type { Report } from '../../../core/report/report';
import { carefulLines } from './carefulWords';

const NONE = { count: 0, of: 0, share: null, low: null, high: null };
const NOTHING: Report['quality']['all'] = {
  repeats_alike: NONE,
  repeats_p: null,
  kappa: null,
  catches_same: NONE,
  false_preferences: NONE,
  too_fast: 0,
  timed: 40,
  training: 0,
};
const linesOf = (all: Partial<Report['quality']['all']>, past_rounds: Report['past_rounds'] = []) =>
  carefulLines({ quality: { raters: [], all: { ...NOTHING, ...all } }, past_rounds, metrics: [] });

describe('how carefully was judged', () => {
  it('says nothing where nothing was checked', () => {
    expect(linesOf({})).toEqual([]);
  });

  it('says counts, never a judgement', () => {
    const lines = linesOf({
      repeats_alike: { count: 9, of: 10, share: 0.9, low: 0.596, high: 0.982 },
      kappa: 0.8,
      catches_same: { count: 2, of: 3, share: 0.667, low: 0.2, high: 0.94 },
      too_fast: 2,
      training: 3,
    });
    expect(lines.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      'Repeats answered alike: 9 of 10',
      'Equal pictures called the same: 2 of 3',
      'Very fast votes: 2 of 40',
      'Practice: 3 answers',
    ]);
    expect(lines[0]?.help).toBe(
      'Pairs that came twice, with their sides swapped. 95% interval 60 to 98%. Cohen’s kappa 0.80.',
    );
  });

  it('tells of evaluations before', () => {
    const [line] = linesOf({}, [
      { at: '2026-04-12T12:00:00.000Z', votes: 57, raters: 2, after_reveal: true },
    ]);
    expect(line).toEqual({
      name: 'Judged before, until 2026-04-12',
      value: '57 votes',
      help: 'Of 2 raters. Kept, and counted nowhere. The labels were seen then.',
    });
  });
});
