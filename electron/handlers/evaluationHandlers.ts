import { createHash } from 'node:crypto';
import type { CheckedArgs, CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { Trial } from '../../core/contract/sessionView';
import { createRandom } from '../../core/plan/random';
import { drawOrder } from '../../core/plan/trials';
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
import { requireWhole } from '../views/sessionViews';
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
>;

type EvaluationServices = Pick<Services, 'images' | 'store' | 'turns' | 'randomHex'> & {
  readonly scores: Pick<Services['scores'], 'follow'>;
};

export function evaluationHandlers(services: EvaluationServices): EvaluationHandlers {
  const { images, store, turns, scores } = services;

  async function opened(id: string): Promise<OpenSession> {
    const session = await store.open(id);
    requireWhole(session);
    return session;
  }

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
        return nextTrial(images, session, await joinRater(session, rater ?? FIRST_RATER), ahead);
      }),

    async 'trial.get'({ session_id, rater, trial_id }) {
      const session = await opened(session_id);
      requireJudgeable(session.state);
      const voter = findRater(session.state, rater ?? FIRST_RATER);
      const place = voter === undefined ? undefined : findTrial(session.state, voter, trial_id);
      if (voter === undefined || place === undefined) throw noSuchTrial();
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

function raterOf(state: SessionState, name: string): Rater {
  const rater = findRater(state, name);
  if (rater === undefined) throw new RangeError(`There is no rater ${name}.`);
  return rater;
}

/** The rater of that name; one who is new gets an order and sides of their own, journaled before the first trial. */
async function joinRater(session: OpenSession, name: string): Promise<Rater> {
  const known = findRater(session.state, name);
  if (known !== undefined && known.order.length > 0) return known;
  const { state } = session;
  const order = drawOrder([...state.pairs.values()], createRandom(raterSeed(state, name), 'order'));
  const joins: NewEvent[] = known === undefined ? [{ type: 'rater_added', rater: name }] : [];
  await session.append(...joins, { type: 'order_drawn', rater: name, round: state.round, order });
  return raterOf(session.state, name);
}

/** The seed of a further rater's order: of the stored seed and the name, so that it can be drawn again. */
function raterSeed(state: SessionState, name: string): number {
  const { order_seed, blind_key } = state.started ?? { order_seed: 0, blind_key: '' };
  return createHash('sha256')
    .update(JSON.stringify([order_seed, blind_key, state.round, name]))
    .digest()
    .readUIntBE(0, 6);
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
  const rater = findRater(state, name);
  const place = rater === undefined ? undefined : findTrial(state, rater, args.trial_id);
  const entry = rater?.shown.find(({ pair }) => pair === place?.pair);
  if (rater === undefined || place === undefined || entry === undefined) throw noSuchTrial();
  const old = rater.votes.find((vote) => vote.pair === place.pair && vote.metric === place.metric);
  const vote_id = services.randomHex(8);
  await session.append({
    type: old === undefined ? 'vote_cast' : 'vote_changed',
    vote_id,
    rater: name,
    pair: place.pair,
    metric: place.metric,
    choice: args.choice,
    stars: args.stars ?? null,
    note: args.note === undefined || args.note === null || args.note === '' ? null : args.note,
    flags: [...new Set(args.flags ?? [])],
    elapsed_ms: args.elapsed_ms ?? null,
    swap: old?.swap ?? entry.swap,
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
