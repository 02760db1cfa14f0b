import { describe, expect, it } from 'vitest';
import type { EvaluationView } from '../../core/contract/sessionView';
import { exampleEvaluation, exampleRater } from '../../core/testing/exampleEvaluation';
import {
  allVotesWords,
  hasOthers,
  isOwnPartDone,
  nameFault,
  openRatersWords,
  ownVotes,
  raterLabel,
} from './raters';

function evaluationOf(own: number | null, others: Record<string, number>): EvaluationView {
  const votes = own === null ? others : { 'rater 1': own, ...others };
  const raters = Object.entries(votes).map(([name, votes_done]) => exampleRater(name, votes_done, 12));
  return exampleEvaluation({
    raters,
    votes_done: raters.reduce((sum, { votes_done }) => sum + votes_done, 0),
    votes_total: 12 * Math.max(1, raters.filter(({ votes_done }) => votes_done > 0).length),
  });
}

describe('the votes of several raters', () => {
  it('are told apart from those of the one who judges here', () => {
    expect(ownVotes(evaluationOf(2, { Ann: 3 }))).toMatchObject({ votes_done: 2, votes_total: 12 });
    expect(ownVotes(evaluationOf(null, { Ann: 3 }))).toEqual({ votes_done: 0, votes_total: 12 });
    expect(hasOthers(evaluationOf(2, { Ann: 3 }))).toBe(true);
    expect(hasOthers(evaluationOf(2, {}))).toBe(false);
  });

  it('are said with how many raters there are', () => {
    expect(allVotesWords(evaluationOf(2, { Ann: 3 }))).toBe('5 of 24 votes, of 2 raters');
    expect(allVotesWords(evaluationOf(0, { Ann: 3 }))).toBe('3 of 12 votes, of 1 rater');
    expect(allVotesWords(evaluationOf(2, {}))).toBe('2 of 12 votes');
  });

  it('end here before they end for everybody', () => {
    expect(isOwnPartDone(evaluationOf(12, { Ann: 3 }))).toBe(true);
    expect(isOwnPartDone(evaluationOf(11, { Ann: 12 }))).toBe(false);
    expect(isOwnPartDone({ ...evaluationOf(12, {}), complete: true })).toBe(false);
    expect(openRatersWords(evaluationOf(12, { Ann: 3, Bo: 12, Cy: 1 }))).toBe(
      'Ann has 3 of 12, Cy has 1 of 12.',
    );
  });

  it('are those of whoever this window votes as', () => {
    const evaluation = evaluationOf(12, { Ann: 3 });
    expect(ownVotes(evaluation, 'Ann')).toMatchObject({ votes_done: 3 });
    expect(ownVotes(evaluation, 'Newcomer')).toEqual({ votes_done: 0, votes_total: 12 });
    expect(isOwnPartDone(evaluation, 'Ann')).toBe(false);
    expect(openRatersWords(evaluation, 'Ann')).toBe('');
    expect(hasOthers(evaluationOf(0, { Ann: 3 }), 'Ann')).toBe(false);
  });

  it('are counted where very many raters are open', () => {
    const many = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`R${index}`, 1]));
    expect(openRatersWords(evaluationOf(12, many))).toBe(
      'R0 has 1 of 12, R1 has 1 of 12, R2 has 1 of 12, and 3 more are not done.',
    );
  });
});

describe('the name of a rater', () => {
  const evaluation = exampleEvaluation({
    raters: [exampleRater('rater 1', 0, 4, { label: 'Zoe' }), exampleRater('Ann', 0, 4)],
  });

  it('is the label, or the name of one who has not joined', () => {
    expect(raterLabel(evaluation, 'rater 1')).toBe('Zoe');
    expect(raterLabel(evaluation, 'Bo')).toBe('Bo');
  });

  it('is nobody else’s', () => {
    expect(nameFault(evaluation, ' zoe ', null)).toMatch(/called so already/);
    expect(nameFault(evaluation, 'rater 1', 'Ann')).toMatch(/called so already/);
    expect(nameFault(evaluation, 'Zoe', 'rater 1')).toBeNull();
    expect(nameFault(evaluation, '  ', null)).toBe('Type a name.');
    expect(nameFault(evaluation, 'x'.repeat(81), null)).toMatch(/at most 80/);
    expect(nameFault(evaluation, 'Bo', null)).toBeNull();
  });
});
