import { AppFailure } from '../../core/contract/failure';
import { call } from './backend';
import {
  atQuestion,
  course,
  goOnFrom,
  isSameShowing,
  newTurn,
  openNext,
  prefetch,
  putOnStage,
  SHOWINGS_AHEAD,
  type Showing,
  useEvaluation,
} from './evaluation';
import { ask } from './evaluationDraft';
import { loadPictures } from './evaluationPictures';
import { countOwnVotes, keepDetails } from './evaluationVotes';
import { tell, tellFailure } from './notices';
import { raterArg } from './ownRater';
import { loadVotedTrials, trialOpened } from './votedTrials';

/** Takes the last vote back and shows its trial again. */
export function undo(): void {
  if (course.isUndoing) return;
  keepDetails();
  const stage = useEvaluation.getState();
  const { sessionId, shown: before, ahead } = stage;
  if (sessionId === null) return;
  const [mine, voidsThen] = [course.turn, course.voids];
  course.isUndoing = true;
  // Where the pair has answers already, the last one is most likely one of them: the pictures stay.
  const stays =
    before?.trial.together.some(({ vote }) => vote !== null) === true && before.trial.vote === null;
  // Else the stage is empty meanwhile, so that no vote falls on the pair that goes.
  if (!stays) putOnStage(null, ahead, null);
  course.queue = course.queue.then(async () => {
    // The last vote could not be kept, and its pair is back: there is nothing more to take back.
    if (voidsThen !== course.voids) return;
    try {
      const trial = await call('vote.undo', { session_id: sessionId, ...raterArg(sessionId) });
      if (!trial.training) countOwnVotes(-1);
      trialOpened(trial.trial_id);
      if (mine !== course.turn) return;
      const next = newTurn();
      course.drafts.delete(trial.trial_id);
      useEvaluation.setState(({ paces }) => ({ paces: paces.slice(0, -1) }));
      const isHere = before !== null && isSameShowing(before.trial, trial);
      const pictures = isHere ? before.pictures : await loadPictures(trial);
      if (next !== course.turn) return;
      putOnStage({ trial, pictures }, isHere ? ahead : openFrom(stage), null);
      void goOnFrom(trial, next);
    } catch (error) {
      // Who holds the key down comes to the first trial: that is no fault.
      if (error instanceof AppFailure && error.code === 'not_possible') tell(error.message);
      else tellFailure(error);
      if (mine !== course.turn) return;
      course.isUndoing = false;
      if (before === null) void openNext();
      else putOnStage(before, ahead, null);
    }
  });
}

/** The open trials that are ready, the one on the stage among them, when the stage turns back. */
function openFrom({ shown, isAgain, ahead }: Stage): readonly Showing[] {
  const open = shown === null || isAgain ? null : atOpen(shown);
  return open === null ? ahead : [open, ...ahead].slice(0, SHOWINGS_AHEAD);
}

type Stage = Pick<ReturnType<typeof useEvaluation.getState>, 'shown' | 'isAgain' | 'ahead'>;

/** A pair at its first question without a vote; null when all have one. */
function atOpen(showing: Showing): Showing | null {
  const place = showing.trial.together.findIndex(({ vote }) => vote === null);
  return place < 0 ? null : atQuestion(showing, place);
}

/** Shows a trial that was voted on earlier, to be looked at or changed; the open one waits. */
export async function goTo(trialId: string): Promise<void> {
  const { sessionId, shown } = useEvaluation.getState();
  if (sessionId === null || course.isUndoing || shown?.trial.trial_id === trialId) return;
  const place = shown?.trial.together.findIndex(({ trial_id }) => trial_id === trialId) ?? -1;
  if (place >= 0) {
    ask(place);
    return;
  }
  keepDetails();
  const mine = newTurn();
  try {
    await course.queue;
    if (mine !== course.turn) return;
    const trial = await call('trial.get', {
      session_id: sessionId,
      ...raterArg(sessionId),
      trial_id: trialId,
    });
    const pictures = await loadPictures(trial);
    if (mine !== course.turn) return;
    putOnStage({ trial, pictures }, openFrom(useEvaluation.getState()), null);
    await prefetch(mine);
  } catch (error) {
    if (mine !== course.turn) return;
    tellFailure(error);
    if (useEvaluation.getState().shown === null) void openNext();
  }
}

/** Leaves an earlier trial for the next open one, and an answered question for the next open one of its pair. */
export function goOn(): void {
  const { shown, isAgain } = useEvaluation.getState();
  if (shown === null || shown.trial.vote === null || course.isUndoing) return;
  if (!isAgain) {
    ask(shown.trial.together.findIndex(({ vote }) => vote === null));
    return;
  }
  keepDetails();
  const [first, ...others] = useEvaluation.getState().ahead;
  if (first === undefined) {
    void openNext();
    return;
  }
  const mine = newTurn();
  putOnStage(first, others, null);
  // What is on its way is counted by the backend only once it is there.
  void course.queue.then(() => prefetch(mine)).catch(() => undefined);
}

/** Goes to the trial voted on before the shown one (-1) or after it (1); after the last comes the next open one. */
export async function step(by: 1 | -1): Promise<void> {
  const trials = await loadVotedTrials();
  const shown = useEvaluation.getState().shown?.trial.trial_id;
  if (trials === null) return;
  const place = trials.findIndex(({ trial_id }) => trial_id === shown);
  // The open trial stands after all that have a vote.
  const at = (place < 0 ? trials.length : place) + by;
  const trial = trials[at];
  if (trial !== undefined) await goTo(trial.trial_id);
  else if (by === 1) goOn();
}
