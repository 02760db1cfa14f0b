import type { EvaluationView } from '../../core/contract/sessionView';
import { countOf } from './sessionWords';

interface VoteCount {
  votes_done: number;
  votes_total: number;
}

/** The votes of the one who judges on this page. Others may vote on the same session, by a script for example. */
export function ownVotes({ rater, raters, votes_done, votes_total }: EvaluationView): VoteCount {
  const own = raters.find(({ name }) => name === rater);
  if (own !== undefined) return own;
  const others = raters.reduce((sum, { votes_done: done }) => sum + done, 0);
  return { votes_done: votes_done - others, votes_total: raters[0]?.votes_total ?? votes_total };
}

/** Whether anybody votes but the one who judges on this page. */
export function hasOthers({ rater, raters }: EvaluationView): boolean {
  return raters.some(({ name, votes_done }) => name !== rater && votes_done > 0);
}

/** Whether nothing is left to vote on here, though the evaluation goes on. */
export function isOwnPartDone(evaluation: EvaluationView): boolean {
  const { votes_done, votes_total } = ownVotes(evaluation);
  return !evaluation.complete && votes_total > 0 && votes_done >= votes_total;
}

/** `5 of 24 votes`, and of how many raters when there are several. */
export function allVotesWords(evaluation: EvaluationView): string {
  const { raters, votes_done, votes_total } = evaluation;
  const words = `${votes_done} of ${countOf(votes_total, 'vote')}`;
  if (!hasOthers(evaluation)) return words;
  return `${words}, of ${countOf(raters.filter(({ votes_done: done }) => done > 0).length, 'rater')}`;
}

/** Which of the others have begun and are not done: `Ann has 3 of 12.` Empty when there is none. */
export function openRatersWords({ rater, raters }: EvaluationView): string {
  const open = raters.filter(
    ({ name, votes_done, votes_total }) => name !== rater && votes_done > 0 && votes_done < votes_total,
  );
  if (open.length === 0) return '';
  return `${open.map(({ name, votes_done, votes_total }) => `${name} has ${votes_done} of ${votes_total}`).join(', ')}.`;
}
