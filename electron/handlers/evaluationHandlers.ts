import type { CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { Trial } from '../../core/contract/trialView';
import { type AnswerPlace, kindOf, lastAnswer } from '../../core/session/answers';
import type { NewEvent } from '../../core/session/events';
import { countsOf, isEvaluationComplete } from '../../core/session/progress';
import { nextRound } from '../../core/session/rounds';
import { effectiveSetup, FIRST_RATER, type Rater, type SessionState } from '../../core/session/state';
import { showingIndex } from '../../core/session/trialPlaces';
import { evaluationOf } from '../../core/session/view';
import { redoneOrder } from '../generation/orders';
import type { OpenSession } from '../sessions/openSession';
import { castVote } from './castVote';
import { openWhole } from './openWhole';
import { knownRater, namingEvents, raterOf } from './raters';
import type { Services } from './services';
import { findTrial } from './trialIds';
import { nextTrial, noSuchTrial, requireJudgeable, showTrial, votedTrials } from './trialViews';

type EvaluationHandlers = Pick<
  CommandHandlers,
  | 'trial.list'
  | 'trial.next'
  | 'trial.get'
  | 'vote.cast'
  | 'vote.undo'
  | 'evaluation.finish'
  | 'evaluation.reveal'
  | 'evaluation.reopen'
  | 'evaluation.redo'
  | 'rater.name'
>;

type EvaluationServices = Pick<Services, 'images' | 'store' | 'turns' | 'randomHex'> & {
  readonly scores: Pick<Services['scores'], 'follow'>;
};

export function evaluationHandlers(services: EvaluationServices): EvaluationHandlers {
  const { images, store, turns, scores } = services;

  const opened = (id: string) => openWhole(store, id);

  return {
    async 'trial.list'({ session_id, rater }) {
      const { state } = await opened(session_id);
      const voter = knownRater(state, rater ?? FIRST_RATER);
      return { trials: voter === undefined ? [] : votedTrials(state, voter) };
    },

    'trial.next': ({ session_id, rater, ahead }) =>
      turns.take(session_id, async () => {
        const session = await opened(session_id);
        requireJudgeable(session.state);
        return nextTrial(images, session, raterOf(session.state, rater ?? FIRST_RATER), ahead);
      }),

    async 'trial.get'({ session_id, rater, trial_id }) {
      const session = await opened(session_id);
      requireJudgeable(session.state);
      const voter = raterOf(session.state, rater ?? FIRST_RATER);
      const place = findTrial(session.state, voter, trial_id);
      if (place === undefined) throw noSuchTrial();
      return trialAt(services, session, voter, place);
    },

    'vote.cast': (args) =>
      turns.take(args.session_id, async () => castVote(services, await opened(args.session_id), args)),

    'vote.undo': ({ session_id, rater }) =>
      turns.take(session_id, async () => {
        const session = await opened(session_id);
        requireJudgeable(session.state);
        const voter = knownRater(session.state, rater ?? FIRST_RATER);
        const last = voter === undefined ? undefined : lastAnswer(voter);
        if (voter === undefined || last === undefined)
          throw new AppFailure('not_possible', 'There is no vote to take back.');
        await session.append({ type: 'vote_undone', vote_id: last.vote_id, rater: voter.name });
        scores.follow(session);
        const { pair, metric } = last;
        const place = { pair, metric, kind: kindOf(last) };
        return trialAt(services, session, raterOf(session.state, voter.name), place);
      }),

    'evaluation.finish': ({ session_id }) =>
      turns.take(session_id, async () => {
        const session = await opened(session_id);
        if (!isEvaluationComplete(session.state)) {
          requireJudgeable(session.state);
          if (countsOf(session.state).votes_done === 0) {
            throw new AppFailure('not_possible', 'There is no vote yet, so there is nothing to finish.');
          }
          await session.append({ type: 'evaluation_finished', by: 'hand' });
          scores.follow(session);
        }
        return evaluationOf(session.state);
      }),

    'evaluation.reopen': ({ session_id }) =>
      turns.take(session_id, async () => {
        const session = await opened(session_id);
        requireReopenable(session.state);
        await session.append({ type: 'evaluation_reopened' });
        scores.follow(session);
        return evaluationOf(session.state);
      }),

    'evaluation.redo': ({ session_id }) =>
      turns.take(session_id, async () => {
        const session = await opened(session_id);
        const { state } = session;
        requireRedoable(state);
        const round = nextRound(state, session.events);
        await session.append({ type: 'evaluation_redone', round, order: redoneOrder(state, round) });
        scores.follow(session);
        return evaluationOf(session.state);
      }),

    'rater.name': ({ session_id, rater, label }) =>
      turns.take(session_id, async () => {
        const session = await opened(session_id);
        const { state } = session;
        if (state.started === null) {
          throw new AppFailure(
            'not_possible',
            'Raters are named once there is something to judge. Generate the images first.',
          );
        }
        const events = namingEvents(state, raterOf(state, rater ?? FIRST_RATER), label);
        if (events.length > 0) await session.append(...events);
        scores.follow(session);
        return evaluationOf(session.state);
      }),

    'evaluation.reveal': ({ session_id }) =>
      turns.take(session_id, async () => {
        const session = await opened(session_id);
        if (session.state.started === null) {
          throw new AppFailure('not_possible', 'There is nothing to reveal yet. Generate the images first.');
        }
        if (session.state.revealed === null) await session.append(revealEvent(session.state));
        return evaluationOf(session.state);
      }),
  };
}

/** Labels are shown from here on: as planned when all is judged, else early and by hand. */
export function revealEvent(state: SessionState): NewEvent {
  const { votes_done, votes_total } = countsOf(state);
  return {
    type: 'revealed',
    by: isEvaluationComplete(state) ? 'completion' : 'hand',
    votes_done,
    votes_total,
  };
}

/** Throws AppFailure `not_possible` unless the end by hand can be taken back. */
function requireReopenable({ finished_by_hand, revealed }: SessionState): void {
  if (revealed !== null) {
    throw new AppFailure(
      'not_possible',
      'The labels have been shown, so this evaluation stays closed. Redo begins it anew, in a new order.',
    );
  }
  if (!finished_by_hand) {
    throw new AppFailure(
      'not_possible',
      'This evaluation was not ended by hand, so there is nothing to open again.',
    );
  }
}

/** Throws AppFailure `not_possible` unless there is something to begin anew, and nobody at work on it. */
function requireRedoable({ run, raters }: SessionState): void {
  if (run.status === 'running') {
    throw new AppFailure(
      'not_possible',
      'Images are being made. The evaluation can begin anew when they are done, or when the run is paused.',
    );
  }
  if (raters.every(({ votes, checks }) => votes.length + checks.length === 0)) {
    throw new AppFailure('not_possible', 'There is no vote yet, so there is nothing to begin anew.');
  }
}

function trialAt(
  { images }: EvaluationServices,
  session: OpenSession,
  rater: Rater,
  place: AnswerPlace,
): Trial {
  const index = showingIndex(rater.shown, place);
  const metricIndex = effectiveSetup(session.state).metrics.indexOf(place.metric);
  if (index < 0 || metricIndex < 0) throw noSuchTrial();
  return showTrial(images, session, rater, index, metricIndex);
}
