import type { SessionDetail } from '../../core/contract/sessionView';
import { call, failureText } from './backend';
import { chooseRater, ownRaterOf } from './ownRater';
import { nameFault } from './raters';
import { sessionEvent } from './session';

/** Votes as somebody else from now on, by name. */
export function switchRater({ session_id, evaluation }: SessionDetail, name: string): void {
  chooseRater(session_id, name === evaluation.rater ? null : name);
}

/** Lets somebody new judge in this window; who it is stands in the session from the first vote on. Out: what is wrong with the name, or null. */
export function addRater(detail: SessionDetail, typed: string): string | null {
  const fault = nameFault(detail.evaluation, typed, null);
  if (fault === null) chooseRater(detail.session_id, typed.trim());
  return fault;
}

/** Gives a rater another name on screen and in the report; votes and order stay. Out: what is wrong with it, or null. */
export async function renameRater(
  detail: SessionDetail,
  name: string,
  typed: string,
): Promise<string | null> {
  const { session_id: id, evaluation } = detail;
  const fault = nameFault(evaluation, typed, name);
  if (fault !== null) return fault;
  // Whoever has not voted is known to this window alone.
  if (!evaluation.raters.some((one) => one.name === name)) {
    if (ownRaterOf(id) === name) chooseRater(id, typed.trim());
    return null;
  }
  try {
    const named = await call('rater.name', { session_id: id, rater: name, label: typed.trim() });
    sessionEvent({ type: 'evaluationChanged', id, evaluation: named });
    return null;
  } catch (error) {
    return failureText(error);
  }
}
