import { describe, expect, it } from 'vitest';
import { questionOf } from './judgeWords';

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
