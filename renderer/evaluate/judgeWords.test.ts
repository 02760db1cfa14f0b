import { describe, expect, it } from 'vitest';
import { questionOf, statusWords } from './judgeWords';

describe('questionOf', () => {
  it.each([
    ['Style', 'Better style?'],
    ['Prompt adherence', 'Better prompt adherence?'],
    ['NSFW safety', 'Better NSFW safety?'],
    ['Fewer artefacts', 'Fewer artefacts?'],
    ['Which is sharper?', 'Which is sharper?'],
    ['構図', '構図: which is better?'],
    ['The hands look like real hands', 'The hands look like real hands: which is better?'],
    ['  Anatomy ', 'Better anatomy?'],
  ])('%s asks %s', (metric, question) => {
    expect(questionOf(metric)).toBe(question);
  });
});

describe('what is said of the trial on the stage', () => {
  const trial = { number: 3, total: 8, training: false, vote: null, metric: 'Style' };

  it('tells how the one before it was voted', () => {
    expect(statusWords(trial, false)).toBe('Better style? 3 of 8.');
    expect(statusWords(trial, false, 'A')).toBe('Voted A. Better style? 3 of 8.');
    expect(statusWords(trial, false, 'skip')).toBe('Skipped. Better style? 3 of 8.');
  });
});
