import type { EvaluationView } from '../../core/contract/sessionView';
import { numberText } from '../../core/report/figureText';
import { MAX_RATER_NAME } from '../../core/session/raterName';
import { useOwnRater } from './ownRater';
import { countOf } from './sessionWords';

interface VoteCount {
  votes_done: number;
  votes_total: number;
}

export type RaterView = EvaluationView['raters'][number];

/** The rater that this window votes as in the open session, by name. */
export function useVoter({ rater }: Pick<EvaluationView, 'rater'>): string {
  return useOwnRater() ?? rater;
}

/** What a rater is called; one who has not joined yet is called by the name alone. */
export function raterLabel({ raters }: Pick<EvaluationView, 'raters'>, name: string): string {
  return raters.find((one) => one.name === name)?.label ?? name;
}

/** The votes of the one who judges on this page. Others may vote on the same session, by a script for example. */
export function ownVotes(
  { rater, raters, votes_done, votes_total }: EvaluationView,
  voter: string = rater,
): VoteCount {
  const own = raters.find(({ name }) => name === voter);
  if (own !== undefined) return own;
  if (voter !== rater) return { votes_done: 0, votes_total: raters[0]?.votes_total ?? votes_total };
  const others = raters.reduce((sum, { votes_done: done }) => sum + done, 0);
  return { votes_done: votes_done - others, votes_total: raters[0]?.votes_total ?? votes_total };
}

/** Whether anybody votes but the one who judges on this page. */
export function hasOthers({ rater, raters }: EvaluationView, voter: string = rater): boolean {
  return raters.some(({ name, votes_done }) => name !== voter && votes_done > 0);
}

/** Whether nothing is left to vote on here, though the evaluation goes on. */
export function isOwnPartDone(evaluation: EvaluationView, voter: string = evaluation.rater): boolean {
  const { votes_done, votes_total } = ownVotes(evaluation, voter);
  return !evaluation.complete && votes_total > 0 && votes_done >= votes_total;
}

/** `5 of 24 votes`, and of how many raters when there are several. */
export function allVotesWords(evaluation: EvaluationView): string {
  const { raters, votes_done, votes_total } = evaluation;
  const words = `${numberText(votes_done)} of ${countOf(votes_total, 'vote')}`;
  if (!hasOthers(evaluation)) return words;
  return `${words}, of ${countOf(raters.filter(({ votes_done: done }) => done > 0).length, 'rater')}`;
}

/** Which of the others have begun and are not done: `Ann has 3 of 12.` Empty when there is none. */
export function openRatersWords({ rater, raters }: EvaluationView, voter: string = rater): string {
  const open = raters.filter(
    ({ name, votes_done, votes_total }) => name !== voter && votes_done > 0 && votes_done < votes_total,
  );
  if (open.length === 0) return '';
  const shown = open.length > MOST_NAMED + 1 ? open.slice(0, MOST_NAMED) : open;
  const more = open.length - shown.length;
  const words = shown.map(
    ({ label, votes_done, votes_total }) => `${label} has ${votes_done} of ${votes_total}`,
  );
  return `${words.join(', ')}${more === 0 ? '' : `, and ${more} more are not done`}.`;
}

/** So many raters are named in a sentence; the others are counted. */
const MOST_NAMED = 3;

/** Why nobody can be called so in this session; null when somebody can. `name`: whom it is about, who may keep it. */
export function nameFault(
  { raters }: Pick<EvaluationView, 'raters'>,
  typed: string,
  name: string | null,
): string | null {
  const label = typed.trim();
  if (label === '') return 'Type a name.';
  if (label.length > MAX_RATER_NAME) return `A name holds at most ${MAX_RATER_NAME} letters.`;
  const same = (other: string) => other.trim().toLowerCase() === label.toLowerCase();
  const taken = raters.some((one) => one.name !== name && (same(one.label) || same(one.name)));
  return taken ? 'Somebody is called so already. Take another name.' : null;
}
