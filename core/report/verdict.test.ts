import { describe, expect, it } from 'vitest';
import { exampleEvaluation, weightsOf } from './exampleEvaluation';
import { buildReport } from './figures';
import type { CountedVote, ReportInput } from './report';
import { verdictParts } from './verdict';

const one = weightsOf('a.safetensors', 0.8);
const three = weightsOf('a.safetensors', 0.4, 0.8, 1.2);
const BETTER = `${'W'.repeat(31)}${'L'.repeat(7)}TT`;
const WORSE = `${'L'.repeat(31)}${'W'.repeat(7)}TT`;
/** Wins and losses in turn: as even as can be on every prompt. */
const EVEN = 'WL'.repeat(20);
/** A little ahead, far from decided. */
const LEANING = `${'W'.repeat(12)}${'L'.repeat(8)}`;

const verdictOf = (input: ReportInput) => buildReport(input).verdict;
const headlineOf = (input: ReportInput) => verdictOf(input)[0];

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

describe('the sentences below it', () => {
  it('give the rate, the interval, the answers and the best of a decided metric', () => {
    const shifted = `${'LW'.repeat(4)}${'W'.repeat(24)}${'L'.repeat(6)}TT`;
    const [, rate, answers, best, turned] = verdictOf(
      exampleEvaluation(three, { Style: [EVEN, BETTER, shifted] }),
    );
    expect(rate).toMatch(
      /^On Style at weight 0\.8 the LoRA was preferred in 31 of 38 decided votes, 95% interval 67 to 91%, beside 2 ties: better than the baseline/,
    );
    expect(answers).toBe('Style: better at 0.8 and 1.2; not decided at 0.4.');
    expect(best).toBe('Best on Style: 0.8, 90% sure.');
    expect(turned).toMatch(/^\d+ votes? turned round would change the best on Style or its answer/);
  });

  it('speak of the headline’s weight where it is decided, else of the best there', () => {
    const verdict = verdictOf(
      exampleEvaluation(three, {
        Style: [EVEN, BETTER, EVEN],
        Quality: [EVEN, LEANING, WORSE],
        Colour: [EVEN, EVEN, LEANING],
      }),
    ).join(' ');
    expect(verdict).toContain('On Style at weight 0.8 the LoRA was preferred in 31 of 38');
    expect(verdict).toContain('On Quality at weight 1.2 the LoRA was preferred in 7 of 38');
    expect(verdict).toContain('On Colour at weight 1.2 the LoRA was preferred in 12 of 20');
    // One vote won makes a weight the best by figure; the sentence stays with what is decided.
    const single = verdictOf(exampleEvaluation(three, { Style: ['W', BETTER, EVEN] })).join(' ');
    expect(single).toContain('On Style at weight 0.8 the LoRA was preferred in 31 of 38');
  });

  it('speak of what the headline names, where that is open too', () => {
    // Fewer votes at a clearer rate are nearest to an answer; the best by figure is another weight.
    const near = `${'W'.repeat(9)}LTTTTTT`;
    const input = exampleEvaluation(three, { Style: [near, `${'W'.repeat(10)}LL`, EVEN] });
    const [headline, rate] = verdictOf(input);
    expect(headline).toMatch(/show Style better at weight 0\.4$/);
    expect(buildReport(input).metrics[0]?.best?.weight).toBe(0.8);
    expect(rate).toMatch(/^On Style at weight 0\.4 the LoRA was preferred in 9 of 10/);
  });

  it('say when an answer does not hold prompt by prompt', () => {
    const on = (lines: string, prompt: number) =>
      exampleEvaluation(one, { Style: [lines] }, { prompt_count: 1 }).votes.map(
        (vote): CountedVote => ({ ...vote, prompt_index: prompt }),
      );
    const votes = [...on('W'.repeat(30), 0), ...[1, 2, 3, 4, 5, 6, 7].flatMap((prompt) => on('WL', prompt))];
    const verdict = verdictOf({ ...exampleEvaluation(one, { Style: [''] }), votes }).join(' ');
    expect(verdict).toContain('better than the baseline, but not shown when taken prompt by prompt');
    expect(verdict).toContain('a few of the 8 prompts');
    expect(verdict).toMatch(/^At weight 0.8 it is better on Style on these prompts/);
    const held = verdictOf(exampleEvaluation(one, { Style: ['W'.repeat(20)] })).join(' ');
    expect(held).not.toContain('on these prompts');
    expect(held).toContain('better than the baseline, also when taken prompt by prompt (10 prompts)');
  });

  it('tell a single candidate’s fragility without a best', () => {
    const verdict = verdictOf(exampleEvaluation(one, { Style: ['WWWWWWWW'] }));
    expect(verdict).toContain(
      '1 vote turned round would change the answer on Style; leaving out any one of the 8 prompts would not.',
    );
    expect(verdict.join(' ')).not.toContain('Best');
  });

  it('say when a test would pass alone but not among several', () => {
    const verdict = verdictOf(exampleEvaluation(three, { Style: ['LLWW', 'WWWWWWWL', 'LLWW'] })).join(' ');
    expect(verdict).not.toContain('alone it would be');
    const near = verdictOf(exampleEvaluation(three, { Style: ['LLWW', 'WWWWWWWWL', 'LLWW'] })).join(' ');
    expect(near).toContain('not decided yet (alone it would be, but not as one of 3 tested together), about');
  });

  it('never call sure what so few prompts cannot carry', () => {
    const few = verdictOf(
      exampleEvaluation(three, { Style: [EVEN, BETTER, EVEN] }, { prompt_count: 3 }),
    ).join(' ');
    expect(few).toContain('Best on Style: 0.8, how surely cannot be said from 3 prompts');
    expect(few).toContain('Only 3 prompts were judged: whether this holds for other prompts cannot be said.');
    const single = verdictOf(exampleEvaluation(one, { Style: [BETTER] }, { prompt_count: 1 })).join(' ');
    expect(single).toContain('Only 1 prompt was judged');
    const many = verdictOf(exampleEvaluation(three, { Style: [WORSE, 'W'.repeat(40), WORSE] })).join(' ');
    expect(many).toContain('over 99% sure');
    expect(many).not.toContain('100% sure');
    expect(many).not.toContain('Only');
  });

  it('say of every answer that rests on few prompts on how many', () => {
    const on = (line: string, candidate: number, prompts: number) =>
      exampleEvaluation(one, { Style: [line] }, { prompt_count: prompts }).votes.map(
        (vote): CountedVote => ({ ...vote, candidate }),
      );
    const [first, second, third] = ['W'.repeat(20), 'W'.repeat(21), EVEN];
    const votes = [...on(first, 0, 2), ...on(second, 1, 3), ...on(third, 2, 10)];
    const verdict = verdictOf({ ...exampleEvaluation(three, { Style: ['', '', ''] }), votes });
    expect(verdict[1]).toMatch(/: better than the baseline, on only 2 prompts\.$/);
    expect(verdict).toContain(
      'On Style the answer at 0.8 rests on only 3 prompts: whether it holds for others cannot be said.',
    );
    expect(verdict.join(' ')).not.toContain('were judged');
    const wide = verdictOf({ ...exampleEvaluation(three, { Style: ['', '', ''] }), votes: on(first, 0, 6) });
    expect(wide.join(' ')).not.toContain('only');
  });

  it('name no best where nothing beat the baseline', () => {
    const verdict = verdictOf(exampleEvaluation(three, { Style: [WORSE, EVEN, WORSE] })).join(' ');
    expect(verdict).toContain('Nothing on Style was preferred more often than the baseline.');
    expect(verdict).not.toContain('Best on');
  });

  it('say what one vote was, and no more', () => {
    expect(verdictOf(exampleEvaluation(three, { Style: ['', 'L'] }))).toEqual([
      'One vote is too few to say anything',
      'It was for the baseline, on Style at weight 0.8.',
    ]);
  });

  it('call all ties no proof', () => {
    expect(verdictOf(exampleEvaluation(one, { Style: ['TTTTTTTTTT'] }))[1]).toBe(
      'All of them were ties, which does not prove that there is no difference.',
    );
  });

  it('name metrics and weights without votes', () => {
    const verdict = verdictOf(exampleEvaluation(three, { Style: [BETTER, 'TT', ''], Quality: ['', '', ''] }));
    expect(verdict).toContain('Style: better at 0.4; only ties at 0.8; no votes at 1.2.');
    expect(verdict).toContain('No votes yet on Quality.');
  });

  it('count long lists of weights instead of naming them', () => {
    const many = weightsOf('a', ...Array.from({ length: 12 }, (_, index) => (index + 1) / 10));
    const verdict = verdictOf(
      exampleEvaluation(many, { Style: ['W'.repeat(20), ...new Array<string>(11).fill(EVEN)] }),
    );
    expect(verdict).toContain('Style: better at 0.1; not decided at 11 weights.');
    expect(verdictOf(exampleEvaluation(many, { Style: many.map(() => EVEN) }))).toContain(
      'Style: not decided at all 12 weights.',
    );
  });

  it('say that votes have swung round where the peek-safe test once spoke', () => {
    const line = `${'W'.repeat(9)}${'L'.repeat(14)}`;
    const verdict = verdictOf(exampleEvaluation(one, { Style: [line] }, { method: 'peek_safe' }));
    expect(verdict.join(' ')).toContain('not decided, the votes have swung round since they were clear.');
  });
});

describe('the notes', () => {
  const notesOf = (more: Partial<ReportInput>) =>
    verdictOf(exampleEvaluation(three, { Style: [EVEN, BETTER, EVEN] }, more));

  it('are none where there is nothing to note', () => {
    expect(notesOf({})).toHaveLength(5);
  });

  it('put the demo right below the headline', () => {
    expect(notesOf({ demo: true })[1]).toBe(
      'These images come from the built-in demo, not from a model: the result says nothing about a real LoRA.',
    );
  });

  it('say that and where it was ended by hand, below the headline as it was', () => {
    const ended = notesOf({ ended_early: { votes_done: 12, votes_total: 1096 } });
    expect(ended[1]).toBe('Ended by hand after 12 of 1,096 trials.');
    expect([ended[0], ...ended.slice(2)]).toEqual(notesOf({}));
  });

  it('say below the headline how far an evaluation is that still goes on', () => {
    const open = notesOf({ unfinished: { votes_done: 12, votes_total: 18 } });
    expect(open[1]).toBe('The evaluation is not complete: 12 of 18 trials are answered.');
    expect([open[0], ...open.slice(2)]).toEqual(notesOf({}));
  });

  it('say below the headline how many votes were taken back after the reveal', () => {
    const peeked = { method: 'peek_safe', votes_taken_back: 6 } as const;
    const back = notesOf(peeked);
    expect(back[1]).toBe('6 votes were taken back after the reveal.');
    expect(notesOf({ ...peeked, votes_taken_back: 1 })[1]).toBe('1 vote was taken back after the reveal.');
    const { methods } = buildReport(exampleEvaluation(one, { Style: [EVEN] }, peeked));
    expect(methods).toContain('6 votes were taken back after the reveal; no figure counts them.');
    const none = verdictOf(exampleEvaluation(one, { Style: [''] }, peeked));
    expect(none).toEqual(['No votes yet, so nothing can be said', back[1]]);
  });

  it('tell of the stricter test, once, and why', () => {
    const at = new Date(2026, 0, 5, 12).toISOString();
    const extensions = [
      { at, pairs: 1, after_reveal: false },
      { at, pairs: 20, after_reveal: true },
    ];
    const early = notesOf({ method: 'peek_safe', revealed_early: true, extensions });
    expect(early).toContain(
      'The labels were revealed before the last vote, so the answers and their intervals use a stricter method, which stays valid under early looks.',
    );
    expect(early).toContain('The evaluation was extended after the reveal.');
    expect(notesOf({ method: 'peek_safe', extensions })).toContain(
      'The evaluation was extended after the reveal, so the answers and their intervals use a stricter method, which stays valid under early looks.',
    );
    expect(notesOf({ method: 'peek_safe' })).toContain(
      'The answers and their intervals use a stricter method, which stays valid under early looks.',
    );
    expect(notesOf({ revealed_early: true })).toContain('The labels were revealed before the last vote.');
  });

  it('say below the headline when the evaluation was extended, by how much, and whether after the reveal', () => {
    const at = new Date(2026, 0, 5, 12).toISOString();
    const before = { extensions: [{ at, pairs: 1, after_reveal: false }] };
    expect(notesOf(before)[1]).toBe('The evaluation was extended on 2026-01-05 by 1 pair.');
    expect(notesOf(before).join(' ')).not.toContain('stricter');
    expect(notesOf({ extensions: [{ at, pairs: 20, after_reveal: true }] })[1]).toBe(
      'The evaluation was extended on 2026-01-05, after the reveal, by 20 pairs.',
    );
  });

  it('count the votes that came after the reveal', () => {
    const input = exampleEvaluation(one, { Style: ['WLWLW'] });
    const votes = input.votes.map((vote, index): CountedVote => ({ ...vote, after_reveal: index >= 3 }));
    expect(verdictOf({ ...input, votes })).toContain(
      '2 of 5 votes came after the reveal, when the labels could be known.',
    );
    const skipped = exampleEvaluation(one, { Style: ['WLWSS'] });
    const late = skipped.votes.map((vote, index): CountedVote => ({ ...vote, after_reveal: index >= 3 }));
    expect(verdictOf({ ...skipped, votes: late })).toContain(
      '2 of 5 votes, skips counted, came after the reveal, when the labels could be known.',
    );
    const allSkipped = late.map((vote): CountedVote => ({ ...vote, outcome: 'skip' }));
    expect(verdictOf({ ...skipped, votes: allSkipped })).toHaveLength(2);
  });

  it('say that each metric was tested on its own, once one of several has an answer', () => {
    const said = (count: number) =>
      `Each metric was tested on its own: with ${count} of them, one may show a difference by chance.`;
    const decided = verdictOf(
      exampleEvaluation(one, { Style: [BETTER], Quality: [EVEN], Colour: [LEANING] }),
    );
    expect(decided).toContain(said(3));
    expect(verdictOf(exampleEvaluation(one, { Style: [BETTER], Quality: [EVEN], Colour: [''] }))).toContain(
      said(2),
    );
    for (const lines of [{ Style: [EVEN], Quality: [EVEN] }, { Style: [BETTER] }]) {
      expect(verdictOf(exampleEvaluation(one, lines)).join(' ')).not.toContain('on its own');
    }
  });

  it('tell of a habit of side', () => {
    const input = exampleEvaluation(one, { Style: [EVEN] });
    const votes = input.votes.map((vote, index): CountedVote => ({ ...vote, chose_left: index >= 8 }));
    expect(verdictOf({ ...input, votes })).toContain(
      'On Style the left image was chosen in 32 of 40 decided votes, more than chance easily explains.',
    );
  });

  it('tell of several raters, several files and own seeds', () => {
    expect(notesOf({ raters: ['a', 'b'] })).toContain(
      'Votes of 2 raters are counted together; no two judged the same pair, so whether they agree cannot be said.',
    );
    expect(notesOf({ own_seeds: true })).toContain(
      'Every pair had a seed of its own, so the weights were not tested against each other.',
    );
    const files = [...weightsOf('a', 0.8), ...weightsOf('b', 0.8)];
    const verdict = verdictOf(exampleEvaluation(files, { Style: [EVEN, BETTER] }, { own_seeds: true }));
    expect(verdict).toContain('Each LoRA file is tested against the baseline, not against the other files.');
    expect(verdict).toContain('Style: better with b at 0.8; not decided with a at 0.8.');
    expect(verdict.join(' ')).not.toContain('seed of its own');
  });
});

describe('the verdict in parts', () => {
  it('puts every sentence where it belongs, a habit of side to its metric', () => {
    const input = exampleEvaluation(
      three,
      { Style: [EVEN, BETTER, EVEN], Quality: ['', '', ''] },
      { demo: true, revealed_early: true },
    );
    const votes = input.votes.map((vote, index): CountedVote => ({ ...vote, chose_left: index >= 8 }));
    const report = buildReport({ ...input, votes });
    const parts = verdictParts(report);
    expect(parts.headline).toBe('At weight 0.8 it is better on Style, with no votes yet on Quality');
    expect(parts.standing).toHaveLength(1);
    expect(parts.metrics.map(({ metric }) => metric)).toEqual(['Style']);
    expect(parts.metrics[0]?.sentences.at(-1)).toContain('On Style the left image was chosen');
    expect(parts.overall).toEqual([
      'No votes yet on Quality.',
      'The labels were revealed before the last vote.',
    ]);
    expect(report.verdict).toHaveLength(4 + (parts.metrics[0]?.sentences.length ?? 0));
  });

  it('never says of open answers how many more votes without saying decided ones', () => {
    const line = `W${'T'.repeat(12)}`;
    for (const method of ['fixed', 'peek_safe'] as const) {
      const text = verdictOf(exampleEvaluation(three, { Style: [line, EVEN, ''] }, { method })).join(' ');
      expect(text).toMatch(/[\d,]+ more decided votes? at this rate/);
      expect(text).not.toMatch(/more votes?\b/);
    }
  });
});
