import type { CheckedArgs, CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { Trial } from '../../core/contract/trialView';
import type { NewEvent } from '../../core/session/events';
import { countsOf, isEvaluationComplete } from '../../core/session/progress';
import {
  effectiveSetup,
  FIRST_RATER,
  findRater,
  type Rater,
  type SessionState,
} from '../../core/session/state';
import { evaluationOf } from '../../core/session/view';
import type { OpenSession } from '../sessions/openSession';
import { openWhole } from './openWhole';
import { joinEvents, raterOf } from './raters';
import type { Services } from './services';
import { findTrial } from './trialIds';
import { nextTrial, requireJudgeable, showTrial, votedTrials } from './trialViews';

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
      const voter = findRater(state, rater ?? FIRST_RATER);
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
      return trialAt(services, session, voter, place.pair, place.metric);
    },

    'vote.cast': (args) =>
      turns.take(args.session_id, async () => castVote(services, await opened(args.session_id), args)),

    'vote.undo': ({ session_id, rater }) =>
      turns.take(session_id, async () => {
        const session = await opened(session_id);
        requireJudgeable(session.state);
        const name = rater ?? FIRST_RATER;
        const last = findRater(session.state, name)?.votes.at(-1);
        if (last === undefined) throw new AppFailure('not_possible', 'There is no vote to take back.');
        await session.append({ type: 'vote_undone', vote_id: last.vote_id, rater: name });
        scores.follow(session);
        return trialAt(services, session, raterOf(session.state, name), last.pair, last.metric);
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

    'evaluation.reopen': () => {
      throw new AppFailure('not_possible', 'Not there yet.');
    },
    'evaluation.redo': () => {
      throw new AppFailure('not_possible', 'Not there yet.');
    },
    'rater.name': () => {
      throw new AppFailure('not_possible', 'Not there yet.');
    },

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

function noSuchTrial(): AppFailure {
  return new AppFailure('not_found', 'There is no such trial. Ask for the next one.', { field: 'trial_id' });
}

function trialAt(
  { images }: EvaluationServices,
  session: OpenSession,
  rater: Rater,
  pair: string,
  metric: string,
): Trial {
  const index = rater.shown.findIndex((entry) => entry.pair === pair);
  const metricIndex = effectiveSetup(session.state).metrics.indexOf(metric);
  if (index < 0 || metricIndex < 0) throw noSuchTrial();
  return showTrial(images, session, rater, index, metricIndex);
}

async function castVote(services: EvaluationServices, session: OpenSession, args: CheckedArgs<'vote.cast'>) {
  const { state } = session;
  requireJudgeable(state);
  const name = args.rater ?? FIRST_RATER;
  const rater = raterOf(state, name);
  const place = findTrial(state, rater, args.trial_id);
  const entry = rater.shown.find(({ pair }) => pair === place?.pair);
  if (place === undefined || entry === undefined) throw noSuchTrial();
  const old = rater.votes.find((vote) => vote.pair === place.pair && vote.metric === place.metric);
  if (old !== undefined && args.only_if_open === true) {
    throw new AppFailure(
      'already_voted',
      'This trial has a vote already, given elsewhere meanwhile. That vote stands.',
      { field: 'trial_id' },
    );
  }
  const vote_id = services.randomHex(8);
  await session.append(...joinEvents(state, rater), {
    type: old === undefined ? 'vote_cast' : 'vote_changed',
    vote_id,
    rater: name,
    pair: place.pair,
    metric: place.metric,
    choice: args.choice,
    // Stars say how much better, so they go with an answer that says which.
    stars: args.choice === 'A' || args.choice === 'B' ? (args.stars ?? null) : null,
    note: args.note === undefined || args.note === null || args.note === '' ? null : args.note,
    flags: [...new Set(args.flags ?? [])],
    elapsed_ms: args.elapsed_ms ?? null,
    swap: entry.swap,
  });
  const next = nextTrial(services.images, session, raterOf(session.state, name));
  // While there is a next trial the evaluation is not complete, and need not be looked at whole.
  const isLast = 'done' in next && old === undefined && !session.state.finished_by_hand;
  if (isLast && isEvaluationComplete(session.state)) {
    await session.append({ type: 'evaluation_finished', by: 'last_vote' });
  }
  services.scores.follow(session);
  return { vote_id, next };
}
