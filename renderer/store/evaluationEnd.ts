import type { CommandName } from '../../core/contract/commands';
import { call } from './backend';
import { votesSent } from './evaluationVotes';
import { tell, tellFailure } from './notices';
import { ownRaterOf } from './ownRater';
import { dropReport } from './report';
import { refreshSession, sessionEvent } from './session';
import { showTab } from './view';

/** Takes the last vote of a finished evaluation back, which opens it again. */
export async function takeLastBack(sessionId: string): Promise<void> {
  const rater = ownRaterOf(sessionId);
  try {
    await call('vote.undo', { session_id: sessionId, ...(rater === null ? {} : { rater }) });
    await refreshSession();
  } catch (error) {
    tellFailure(error);
  }
}

/** Ends the evaluation before the last vote. Answers whether it was done. */
export function finishEarly(sessionId: string): Promise<boolean> {
  return change(sessionId, 'evaluation.finish');
}

/** Takes the end by hand back; every vote stays. Answers whether it was done. */
export function openAgain(sessionId: string): Promise<boolean> {
  return change(sessionId, 'evaluation.reopen');
}

/** Begins the judging anew, with a new order and new sides; the votes so far are kept and do not count. Answers whether it was done. */
export async function judgeAgain(sessionId: string): Promise<boolean> {
  if (!(await change(sessionId, 'evaluation.redo'))) return false;
  dropReport();
  showTab('evaluate');
  tell('The judging begins anew. The votes of before are kept in the history.');
  // Pictures, labels and thumbnails are hidden again, which no push tells whole.
  await refreshSession();
  return true;
}

async function change(
  sessionId: string,
  command: Extract<CommandName, 'evaluation.finish' | 'evaluation.reopen' | 'evaluation.redo'>,
): Promise<boolean> {
  try {
    await votesSent();
    const evaluation = await call(command, { session_id: sessionId });
    sessionEvent({ type: 'evaluationChanged', id: sessionId, evaluation });
    return true;
  } catch (error) {
    tellFailure(error);
    return false;
  }
}
