import { describe, expect, it } from 'vitest';
import { exampleEvaluation, weightsOf } from './exampleEvaluation';
import { buildReport } from './figures';
import type { CountedVote, ReportInput } from './report';

const one = weightsOf('a.safetensors', 0.8);
const three = weightsOf('a.safetensors', 0.4, 0.8, 1.2);
const EVEN = 'WL'.repeat(20);

const verdictOf = (input: ReportInput) => buildReport(input).verdict;

/** One candidate's votes, a line a prompt. */
function onPrompts(...lines: string[]): ReportInput {
  const votes = lines.flatMap((line, prompt_index) =>
    exampleEvaluation(one, { Style: [line] }, { prompt_count: 1 }).votes.map(
      (vote): CountedVote => ({ ...vote, prompt_index, pair_id: `${prompt_index}/${vote.pair_id}` }),
    ),
  );
  return { ...exampleEvaluation(one, { Style: [''] }, { prompt_count: lines.length }), votes };
}

describe('what would change an answer', () => {
  it('names the prompt without which it would be another', () => {
    expect(verdictOf(onPrompts('WWWWWW', 'WWL', 'WWL', 'WLW', 'WWL')).join(' ')).toContain(
      'turned round would change the answer on Style, and so would leaving out prompt 1.',
    );
  });

  it('counts prompts of which there are many', () => {
    const report = buildReport(onPrompts('W', 'W', 'W', 'W', 'W', 'W'));
    expect(report.metrics[0]?.leave_one_out.changes).toHaveLength(6);
    expect(report.verdict).toContain(
      '1 vote turned round would change the answer on Style, and so would leaving out any one of 6 prompts.',
    );
  });

  it('says that no prompt would, and nothing of an answer that is not given', () => {
    expect(verdictOf(onPrompts(...new Array<string>(8).fill('WWWWL'))).join(' ')).toMatch(
      /turned round would change the answer on Style; leaving out any one of the 8 prompts would not\./,
    );
    expect(verdictOf(onPrompts('WWL', 'WWL')).join(' ')).not.toContain('leaving out');
    expect(verdictOf(onPrompts('WWWWWWWWW')).join(' ')).not.toContain('leaving out');
  });

  it('speaks of several candidates’ best, not of the answers of others', () => {
    const verdict = verdictOf(
      exampleEvaluation(three, { Style: [EVEN, 'W'.repeat(40), 'WWWWWWWWWL'] }, { prompt_count: 10 }),
    ).join(' ');
    expect(verdict).toMatch(
      /turned round would change the best on Style or its answer; leaving out any one of the 10 prompts would not\./,
    );
  });
});

describe('the interval that is spoken of', () => {
  it('is joined by that of prompts where one half is in the latter alone', () => {
    const few = verdictOf(
      onPrompts('W'.repeat(24), 'W'.repeat(10), 'L'.repeat(8), 'WLWL', 'L'.repeat(5), 'LLW'),
    );
    expect(few[1]).toMatch(
      /, 95% interval \d\d to \d\d% \(by prompt \d\d to \d\d%, which one half is in\): better/,
    );
    const many = verdictOf(onPrompts(...new Array<string>(10).fill('WWWL')));
    expect(many[1]).toMatch(/, 95% interval \d\d to \d\d%: better/);
  });

  it('is the confidence sequence once somebody has looked', () => {
    const line = { Style: ['W'.repeat(15) + 'L'.repeat(5)] };
    expect(verdictOf(exampleEvaluation(one, line))[1]).toContain('95% interval 53 to 89%');
    expect(verdictOf(exampleEvaluation(one, line, { method: 'peek_safe' }))[1]).toContain(
      '95% interval 42 to 95%',
    );
  });
});

describe('an answer that was shown earlier', () => {
  it('says so where the interval of now holds one half', () => {
    const line = { Style: [`${'W'.repeat(8)}LLL`] };
    const [, rate] = verdictOf(exampleEvaluation(one, line, { method: 'peek_safe' }));
    expect(rate).toMatch(
      /95% interval 3\d to 9\d%: better than the baseline.*; it was shown earlier in the voting\.$/,
    );
    const [, still] = verdictOf(exampleEvaluation(one, { Style: ['W'.repeat(12)] }, { method: 'peek_safe' }));
    expect(still).not.toContain('earlier');
  });
});

describe('a change on the way', () => {
  const changed = { Style: [`${'W'.repeat(18)}LL${'L'.repeat(14)}${'W'.repeat(6)}`] };

  it('is told where the halves are further apart than chance explains', () => {
    const report = buildReport(exampleEvaluation(one, changed));
    expect(report.verdict).toContain(
      'On Style the LoRA was preferred in 90% of the first half of the decided votes and in 30% of the second, further apart than chance easily explains.',
    );
    expect(report.methods.join(' ')).toContain('Change on the way');
  });

  it('is not told of halves that chance may part, nor after an extension, nor of several raters', () => {
    const at = '2026-01-05T12:00:00.000Z';
    for (const input of [
      exampleEvaluation(one, { Style: [EVEN] }),
      exampleEvaluation(one, { Style: ['WWWWWWLLLL'] }),
      exampleEvaluation(one, changed, { extensions: [{ at, pairs: 20, after_reveal: false }] }),
      exampleEvaluation(one, changed, { raters: ['Ann', 'Ben'] }),
    ]) {
      const report = buildReport(input);
      expect([...report.verdict, ...report.methods].join(' ')).not.toMatch(/first half|on the way/);
    }
  });
});
