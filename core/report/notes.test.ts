import { describe, expect, it } from 'vitest';
import { exampleEvaluation, weightsOf } from './exampleEvaluation';
import { BETTER, EVEN, LEANING, one, three, verdictOf } from './exampleVerdicts';
import { buildReport } from './figures';
import type { CountedVote, ReportInput } from './report';

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
