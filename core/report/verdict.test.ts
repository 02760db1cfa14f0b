import { describe, expect, it } from 'vitest';
import { exampleEvaluation, weightsOf } from './exampleEvaluation';
import { BETTER, EVEN, LEANING, one, three, verdictOf, WORSE } from './exampleVerdicts';
import { buildReport } from './figures';
import type { CountedVote } from './report';
import { verdictParts } from './verdict';

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
