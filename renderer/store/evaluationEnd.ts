import { call } from './backend';
import { votesSent } from './evaluationVotes';
import { tellFailure } from './notices';
import { refreshSession, sessionEvent } from './session';

/** Takes the last vote of a finished evaluation back, which opens it again. */
export async function reopen(sessionId: string): Promise<void> {
  try {
    await call('vote.undo', { session_id: sessionId });
    await refreshSession();
  } catch (error) {
    tellFailure(error);
  }
}

/** Ends the evaluation before the last vote. Answers whether it was done. */
export async function finishEarly(sessionId: string): Promise<boolean> {
  try {
    await votesSent();
    const evaluation = await call('evaluation.finish', { session_id: sessionId });
    sessionEvent({ type: 'evaluationChanged', id: sessionId, evaluation });
    return true;
  } catch (error) {
    tellFailure(error);
    return false;
  }
}
