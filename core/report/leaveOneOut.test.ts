import { describe, expect, it } from 'vitest';
import { createRandom } from '../plan/random';
import { bestTally } from './best';
import { exampleEvaluation, weightsOf } from './exampleEvaluation';
import { buildReport } from './figures';
import { leaveOneOut } from './leaveOneOut';
import type { CountedVote, MetricReport, ReportInput } from './report';
import { outcomesOf, tallyVotes, testOutcomes } from './tally';

const three = weightsOf('a.safetensors', 0.4, 0.8, 1.2);

function firstMetric(input: ReportInput): MetricReport {
  const metric = buildReport(input).metrics[0];
  if (metric === undefined) throw new Error('no metric');
  return metric;
}

function placeOfBest({ best, candidates }: MetricReport): number | null {
  return best === null ? null : candidates.findIndex(({ weight }) => weight === best.weight);
}

/** What leaving out each prompt changes, by making the whole report anew without its votes. */
function recounted(input: ReportInput): MetricReport['leave_one_out'] {
  const whole = firstMetric(input);
  const prompts = whole.prompts.map(({ prompt_index }) => prompt_index);
  if (prompts.length < 2) return { prompts: 0, changes: [] };
  const changes = prompts.flatMap((prompt) => {
    const left = firstMetric({
      ...input,
      votes: input.votes.filter(({ prompt_index }) => prompt_index !== prompt),
    });
    const answers = left.candidates.flatMap(({ answer: to }, candidate) => {
      const from = whole.candidates[candidate]?.answer ?? 'undecided';
      return from === to ? [] : [{ candidate, from, to }];
    });
    const best_changes = placeOfBest(left) !== placeOfBest(whole);
    if (answers.length === 0 && !best_changes) return [];
    return [{ prompt_index: prompt, answers, best: best_changes ? placeOfBest(left) : null, best_changes }];
  });
  return { prompts: prompts.length, changes };
}

describe('leaving out one prompt', () => {
  it('changes what making the report without its votes changes, by either method', () => {
    const random = createRandom(11);
    let changes = 0;
    for (let round = 0; round < 12; round += 1) {
      const line = (wins: number) =>
        Array.from({ length: 20 + random.int(12) }, () => {
          const letter = random.real() < wins ? 'W' : 'LLLLTS'[random.int(6)];
          return `${letter}${random.int(2) === 0 ? '' : 1 + random.int(5)}`;
        }).join('');
      const input = exampleEvaluation(
        three,
        { Style: [line(0.8), line(0.76), line(0.3)] },
        { prompt_count: 2 + random.int(5), method: round % 2 === 0 ? 'fixed' : 'peek_safe' },
      );
      const { leave_one_out } = firstMetric(input);
      expect(leave_one_out).toEqual(recounted(input));
      changes += leave_one_out.changes.length;
    }
    expect(changes).toBeGreaterThan(5);
  });

  it('says when no best would be left', () => {
    // Prompt 1 alone is decided.
    const input = exampleEvaluation(weightsOf('a', 0.8), { Style: ['WT'] }, { prompt_count: 2 });
    expect(firstMetric(input).leave_one_out).toEqual({
      prompts: 2,
      changes: [{ prompt_index: 0, answers: [], best: null, best_changes: true }],
    });
  });

  it('is not asked with a single prompt', () => {
    const input = exampleEvaluation(three, { Style: ['WWWWWWWW', 'LL', 'WL'] }, { prompt_count: 1 });
    expect(firstMetric(input).leave_one_out).toEqual({ prompts: 0, changes: [] });
  });

  it('of 6,000 votes over 100 prompts and 20 candidates takes no long time', () => {
    const random = createRandom(2);
    const candidates = weightsOf('a', ...Array.from({ length: 20 }, (_, index) => (index + 1) / 10));
    const lines = candidates.map(() => Array.from({ length: 300 }, () => 'WWWLLT'[random.int(6)]).join(''));
    const { votes } = exampleEvaluation(candidates, { Style: lines }, { prompt_count: 100 });
    for (const method of ['fixed', 'peek_safe'] as const) {
      const made = (some: readonly CountedVote[]) => {
        const tallies = tallyVotes(candidates, some);
        const tests = tallies.map((tally) => testOutcomes(outcomesOf(tally), method));
        return { tallies, tests };
      };
      const { tallies, tests } = made(votes);
      const found = leaveOneOut(tallies, tests, method);
      expect(found.prompts).toBe(100);
      const left = made(votes.filter(({ prompt_index }) => prompt_index !== 7));
      const change = found.changes.find(({ prompt_index }) => prompt_index === 7);
      expect(change?.best_changes ?? false).toBe(
        bestTally(left.tallies)?.weight !== bestTally(tallies)?.weight,
      );
    }
  });
});
