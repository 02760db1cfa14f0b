import type { SessionDetail } from '../../core/contract/sessionView';
import { call } from './backend';
import { useConnection } from './connection';
import { clearStage, course, openNext, prefetch, useEvaluation } from './evaluation';
import { keepDetails, onVotesElsewhere, ownVoteCount } from './evaluationVotes';
import { onRaterChosen, ownRaterOf, raterArg, seenBy } from './ownRater';
import { openDetail, useSession } from './session';
import { forgetVotedTrials, lookAtVotedTrials } from './votedTrials';

/** Counts redone evaluations; another number means that no trial of the stage exists any more. */
let knownRound: number | null = null;
/** The number of votes that the session told last; the same again is no news, and may be older than what the stage knows. */
let told: number | null = null;

/** Opens the judging of a session at its next trial; the answer ends it. */
export function followEvaluation(sessionId: string): () => void {
  begin(sessionId);
  const stops = [
    useConnection.subscribe((now, before) => {
      const { shown, done } = useEvaluation.getState();
      if (now.link === 'open' && before.link === 'lost' && shown === null && done === null) void openNext();
    }),
    useSession.subscribe(hearVotes),
    onRaterChosen(sessionId, () => begin(sessionId)),
    onVotesElsewhere((mine) => void followOthers(mine)),
  ];
  return () => {
    for (const stop of stops) stop();
    keepDetails();
    clearStage(null);
    forgetVotedTrials();
  };
}

function begin(sessionId: string): void {
  clearStage(sessionId);
  forgetVotedTrials();
  const detail = openDetail();
  told = votesOf(detail);
  ownVoteCount.known = told;
  knownRound = detail?.evaluation.round ?? null;
  void openNext();
  lookAtVotedTrials();
}

function votesOf(detail: SessionDetail | null): number | null {
  if (detail === null) return null;
  const { rater, raters } = seenBy(detail.evaluation, ownRaterOf(detail.session_id));
  return raters.find(({ name }) => name === rater)?.votes_done ?? null;
}

/** Another window, or a script, may judge the same session. What this stage has on its way it counts itself. */
function hearVotes(): void {
  const detail = openDetail();
  const { sessionId } = useEvaluation.getState();
  if (detail === null || detail.session_id !== sessionId) return;
  if (detail.evaluation.round !== knownRound) {
    begin(sessionId);
    return;
  }
  const votes = votesOf(detail);
  if (votes === null || votes === told) return;
  told = votes;
  // While a vote is on its way this may count it or not; it is told once more after it.
  if (votes === ownVoteCount.known || course.onTheWay > 0 || course.isUndoing) return;
  ownVoteCount.known = votes;
  forgetVotedTrials();
  lookAtVotedTrials();
  void followOthers(course.turn);
}

/** Goes on to the next open trial when the shown one was judged elsewhere, unless the person has begun on it. */
async function followOthers(mine: number): Promise<void> {
  const { sessionId, shown, done } = useEvaluation.getState();
  if (sessionId === null) return;
  if (shown === null) {
    if (done !== null) await openNext();
    return;
  }
  try {
    const { trial_id, vote } = shown.trial;
    const found = await call('trial.get', { session_id: sessionId, ...raterArg(sessionId), trial_id });
    const now = useEvaluation.getState();
    if (mine !== course.turn || now.shown?.trial.trial_id !== trial_id || course.onTheWay > 0) return;
    const isBegun = now.choice !== null || now.stars !== null || course.drafts.has(trial_id);
    if (found.vote !== null && vote === null && !isBegun) await openNext();
    else {
      useEvaluation.setState({ ahead: [] });
      await prefetch(mine);
    }
  } catch {
    // What cannot be asked now shows when the vote goes its way: it leaves another one alone.
  }
}
