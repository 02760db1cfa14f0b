import { describe, expect, it } from 'vitest';
import { exampleEvaluation, weightsOf } from './exampleEvaluation';
import { buildReport } from './figures';
import { surenessOf, sureText } from './sureness';

const three = weightsOf('a.safetensors', 0.4, 0.8, 1.2);
const EVEN = 'WL'.repeat(20);
const BETTER = `${'W'.repeat(31)}${'L'.repeat(7)}TT`;

function surenessFrom(lines: readonly string[], prompt_count = 10) {
  const [metric] = buildReport(exampleEvaluation(three, { Style: lines }, { prompt_count })).metrics;
  if (metric === undefined) throw new Error('no metric');
  return { shown: surenessOf(metric), figure: metric.best?.sureness };
}

describe('surenessOf', () => {
  it('is the share of resamples where several were judged on enough prompts', () => {
    const { shown, figure } = surenessFrom([EVEN, BETTER, EVEN], 6);
    expect(shown).toEqual({ share: figure });
  });

  it('is none for a best that nothing was judged against, whatever the resamples say', () => {
    const { shown, figure } = surenessFrom(['', BETTER, '']);
    expect(figure).toBe(1);
    expect(shown).toBeNull();
  });

  it('is none from a handful of prompts', () => {
    expect(surenessFrom([EVEN, BETTER, EVEN], 5).shown).toEqual({ too_few_prompts: 5 });
    expect(surenessFrom([EVEN, BETTER, EVEN], 1)).toEqual({ shown: { too_few_prompts: 1 }, figure: null });
  });

  it('is none where the best or its nearest rival was judged on a handful of prompts, however many others were', () => {
    expect(surenessFrom(['WWW', BETTER, EVEN]).shown).toEqual({ too_few_prompts: 3 });
    expect(surenessFrom(['WWWL', BETTER, EVEN]).shown).toEqual({ too_few_prompts: 4 });
    // 0.4 is far behind: what it was judged on does not matter.
    const { shown, figure } = surenessFrom(['LLL', BETTER, EVEN]);
    expect(shown).toEqual({ share: figure });
  });

  it('is none without a best', () => {
    expect(surenessFrom(['TT', 'TT', '']).shown).toBeNull();
  });
});

describe('sureText', () => {
  it('never claims all of the resamples', () => {
    expect([0.864, 0.99, 0.995, 1].map(sureText)).toEqual([
      '86% sure',
      '99% sure',
      'over 99% sure',
      'over 99% sure',
    ]);
  });
});
