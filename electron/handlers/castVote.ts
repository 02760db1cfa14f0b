import type { CheckedArgs, CommandAnswer } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import { voteOn } from '../../core/session/answers';
import { isEvaluationComplete } from '../../core/session/progress';
import { FIRST_RATER } from '../../core/session/state';
import { showingIndex } from '../../core/session/trialPlaces';
import type { OpenSession } from '../sessions/openSession';
import { joinEvents, raterOf } from './raters';
import type { Services } from './services';
import { findTrial } from './trialIds';
import { nextTrial, noSuchTrial, requireJudgeable } from './trialViews';

type CastServices = Pick<Services, 'images' | 'randomHex'> & {
  readonly scores: Pick<Services['scores'], 'follow'>;
};

/**
 * Writes a vote down, of a trial that counts or of a check alike, and answers the next trial. A vote on a trial that has one takes
 * its place whole, and keeps the time of the first one where the choice is the same. Throws AppFailure: `not_found` for what is no trial of this rater and round, `already_voted` when only an
 * open trial was to be voted on.
 */
export async function castVote(
  services: CastServices,
  session: OpenSession,
  args: CheckedArgs<'vote.cast'>,
): Promise<CommandAnswer<'vote.cast'>> {
  const { state } = session;
  requireJudgeable(state);
  const rater = raterOf(state, args.rater ?? FIRST_RATER);
  const place = findTrial(state, rater, args.trial_id);
  const entry = place === undefined ? undefined : rater.shown[showingIndex(rater.shown, place)];
  if (place === undefined || entry === undefined) throw noSuchTrial();
  const old = voteOn(rater, place);
  if (old !== undefined && args.only_if_open === true) {
    throw new AppFailure(
      'already_voted',
      'This trial has a vote already, given elsewhere meanwhile. That vote stands.',
      { field: 'trial_id' },
    );
  }
  const vote_id = services.randomHex(8);
  const { kind } = place;
  await session.append(...joinEvents(state, rater), {
    type: old === undefined ? 'vote_cast' : 'vote_changed',
    vote_id,
    rater: rater.name,
    pair: place.pair,
    metric: place.metric,
    choice: args.choice,
    // Stars say how much better, so they go with an answer that says which.
    stars: args.choice === 'A' || args.choice === 'B' ? (args.stars ?? null) : null,
    note: args.note === undefined || args.note === null || args.note === '' ? null : args.note,
    flags: [...new Set(args.flags ?? [])],
    // A note or a star that is added later is no second judging.
    elapsed_ms: old?.choice === args.choice ? old.elapsed_ms : (args.elapsed_ms ?? null),
    swap: entry.swap,
    ...(kind === undefined ? {} : { kind }),
  });
  const next = nextTrial(services.images, session, raterOf(session.state, rater.name));
  // While there is a next trial the evaluation is not complete, and need not be looked at whole.
  const isLast = 'done' in next && old === undefined && !session.state.finished_by_hand;
  if (isLast && isEvaluationComplete(session.state)) {
    await session.append({ type: 'evaluation_finished', by: 'last_vote' });
  }
  services.scores.follow(session);
  return { vote_id, next };
}
