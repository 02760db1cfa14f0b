import { describe, expect, it } from 'vitest';
import { exampleEvaluation, weightsOf } from './exampleEvaluation';
import { BETTER, EVEN, headlineOf, LEANING, one, three, WORSE } from './exampleVerdicts';
import { buildReport } from './figures';
import type { ReportInput } from './report';
import { verdictParts } from './verdict';

describe('the headline', () => {
  it.each<[string, ReportInput, string]>([
    ['no votes', exampleEvaluation(one, { Style: [''] }), 'No votes yet, so nothing can be said'],
    [
      'only skips',
      exampleEvaluation(one, { Style: ['SSS'] }),
      'Nothing but skips (3), so nothing can be said',
    ],
    ['one vote', exampleEvaluation(one, { Style: ['W'] }), 'One vote is too few to say anything'],
    ['one tie', exampleEvaluation(one, { Style: ['T'] }), 'One vote is too few to say anything'],
    ['all ties', exampleEvaluation(one, { Style: ['TTTT'] }), 'No difference was seen in any of 4 votes'],
    ['better', exampleEvaluation(one, { Style: [BETTER] }), 'At weight 0.8 it is better on Style'],
    [
      'better on one metric, open on another',
      exampleEvaluation(one, { Style: [BETTER], Quality: [EVEN] }),
      'At weight 0.8 it is better on Style, and not shown worse on anything',
    ],
    [
      'better on one metric, unjudged on another',
      exampleEvaluation(one, { Style: [BETTER], Quality: [''] }),
      'At weight 0.8 it is better on Style, with no votes yet on Quality',
    ],
    [
      'better on one metric, worse on another',
      exampleEvaluation(one, { Style: [BETTER], Quality: [WORSE] }),
      'At weight 0.8 it is better on Style, but worse on Quality',
    ],
    [
      'better on all metrics at one of several weights',
      exampleEvaluation(three, { Style: [EVEN, BETTER, EVEN], Quality: [EVEN, BETTER, BETTER] }),
      'At weight 0.8 it is better on Style and Quality',
    ],
    [
      'better on one metric, open on another, unjudged on a third',
      exampleEvaluation(one, { Style: [BETTER], Quality: [EVEN], Colour: [''] }),
      'At weight 0.8 it is better on Style, not decided on Quality, with no votes yet on Colour',
    ],
    ['worse', exampleEvaluation(one, { Style: [WORSE] }), 'At weight 0.8 it is worse on Style'],
    [
      'worse at one weight',
      exampleEvaluation(three, { Style: [EVEN, EVEN, WORSE] }),
      'At weight 1.2 it is worse on Style, and nothing is shown better',
    ],
    [
      'worse at every weight',
      exampleEvaluation(three, { Style: [WORSE, WORSE, WORSE] }),
      'Worse than the baseline on Style at every weight',
    ],
    [
      'two files, one better',
      exampleEvaluation(
        [...weightsOf('x/epoch8.safetensors', 0.8), ...weightsOf('x/epoch12.safetensors', 0.8)],
        {
          Style: [EVEN, BETTER],
        },
      ),
      'epoch12 at weight 0.8 is better on Style',
    ],
    [
      'two files of one name in two folders',
      exampleEvaluation([...weightsOf('x/a.safetensors', 0.8), ...weightsOf('y/a.safetensors', 0.8)], {
        Style: [EVEN, BETTER],
      }),
      'y/a.safetensors at weight 0.8 is better on Style',
    ],
    [
      'even',
      exampleEvaluation(one, { Style: [EVEN] }),
      'Not decided, and 2,000 more decided votes at these rates would not decide it',
    ],
  ])('with %s', (_, input, sentence) => {
    expect(headlineOf(input)).toBe(sentence);
  });

  it('claims nothing of weights without decided votes', () => {
    const said = 'Not decided, and 2,000 more decided votes at these rates would not decide it';
    expect(headlineOf(exampleEvaluation(three, { Style: ['WWLL', '', ''] }))).toBe(
      `${said}; not every weight has decided votes`,
    );
    expect(headlineOf(exampleEvaluation(one, { Style: ['WWLL'], Quality: ['TT'] }))).toBe(
      `${said}; not every weight has decided votes on every metric`,
    );
  });

  it('does not call near what is open only because the votes have swung round', () => {
    const swung = 'W'.repeat(14) + 'L'.repeat(24);
    const safe = { method: 'peek_safe' } as const;
    const input = exampleEvaluation(three, { Style: [swung, 'LW'.repeat(8).concat('WWW'), EVEN] }, safe);
    expect(buildReport(input).metrics[0]?.candidates[0]).toMatchObject({ answer: 'undecided' });
    expect(headlineOf(input)).toMatch(
      /^Not decided yet: about \d+ more decided votes at this rate would show Style better at weight 0\.8/,
    );
    expect(headlineOf(exampleEvaluation(three, { Style: [swung, EVEN, EVEN] }, safe))).toBe(
      'Not decided: on Style at weight 0.4 the votes have swung round since they were clear',
    );
  });

  it('names the metrics that it speaks of, those of its answer first', () => {
    const leading = (input: ReportInput) => verdictParts(buildReport(input)).leading;
    const apart = exampleEvaluation(one, { Quality: [''], Colour: [EVEN], Style: [BETTER] });
    expect(leading(apart)).toEqual(['Style', 'Colour', 'Quality']);
    expect(leading(exampleEvaluation(one, { Quality: [WORSE], Style: [BETTER] }))).toEqual([
      'Style',
      'Quality',
    ]);
    expect(
      leading(exampleEvaluation(three, { Style: [EVEN, EVEN, WORSE], Quality: [EVEN, EVEN, EVEN] })),
    ).toEqual(['Style']);
    expect(leading(exampleEvaluation(three, { Style: [EVEN], Quality: [LEANING] }))).toEqual(['Quality']);
    expect(leading(exampleEvaluation(one, { better: [EVEN], Style: [BETTER] }))).toEqual(['Style']);
    expect(leading(exampleEvaluation(one, { Style: ['W'] }))).toEqual([]);
  });

  it('says how many more decided votes the nearest candidate needs', () => {
    const input = exampleEvaluation(three, { Style: [EVEN, LEANING, EVEN] });
    const more = buildReport(input).metrics[0]?.candidates[1]?.votes_needed;
    expect(more).toBeGreaterThan(1);
    expect(headlineOf(input)).toBe(
      `Not decided yet: about ${more} more decided votes at this rate would show Style better at weight 0.8`,
    );
  });
});
