import { AppFailure } from '../../core/contract/failure';
import type { GivenVote, NextTrial, Trial, VotedTrial } from '../../core/contract/trialView';
import { nextPositions, pairsWaiting } from '../../core/session/progress';
import {
  effectiveSetup,
  FIRST_RATER,
  findRater,
  type Rater,
  type SessionState,
  type Vote,
} from '../../core/session/state';
import type { Images } from '../sessions/images';
import type { OpenSession } from '../sessions/openSession';
import { trialId } from './trialIds';

/** Throws AppFailure `not_possible` with the reason while no trial can be shown. */
export function requireJudgeable(state: SessionState): void {
  if (state.run.status === 'running') {
    throw new AppFailure(
      'not_possible',
      'Images are being made. Judging opens when they are done, or when the run is paused.',
    );
  }
  if (state.started === null) {
    throw new AppFailure('not_possible', 'Nothing to judge yet. Generate the images first.');
  }
  const shown = findRater(state, FIRST_RATER)?.shown.length ?? 0;
  if (shown === 0) {
    throw new AppFailure(
      'not_possible',
      state.started.as_found
        ? 'Nothing to judge. No pair has both its images in the output folder; put the files there, then check this session.'
        : 'Nothing to judge yet. No pair is complete; resume the run to make the images.',
    );
  }
}

/**
 * The trial that a rater comes to next. In: how many open trials to leap over, so that pictures can be ready before they are due.
 * Out: `done` when there is none, with the number of pairs whose images are not made.
 */
export function nextTrial(images: Images, session: OpenSession, rater: Rater, ahead = 0): NextTrial {
  const { state } = session;
  const position = state.finished_by_hand ? undefined : nextPositions(state, rater, ahead + 1)[ahead];
  if (position === undefined) return { done: true, waiting: pairsWaiting(state) };
  return showTrial(images, session, rater, position.index, position.metricIndex);
}

/** One trial under fresh addresses. In: the pair's place in the rater's order of showing, and the metric's in the set-up. */
export function showTrial(
  images: Images,
  session: OpenSession,
  rater: Rater,
  index: number,
  metricIndex: number,
): Trial {
  const { state, folder } = session;
  const metrics = effectiveSetup(state).metrics;
  const entry = rater.shown[index];
  const pair = entry === undefined ? undefined : state.pairs.get(entry.pair);
  const metric = metrics[metricIndex];
  if (entry === undefined || pair === undefined || metric === undefined)
    throw new RangeError('There is no trial at this place.');
  const [left, right] = entry.swap ? [pair.lora, pair.baseline] : [pair.baseline, pair.lora];
  const vote = rater.votes.find((one) => one.pair === entry.pair && one.metric === metric);
  return {
    trial_id: trialId(state, rater.name, entry.pair, metric),
    number: index * metrics.length + metricIndex + 1,
    total: state.pairs.size * metrics.length,
    training: entry.kind === 'training',
    pair_number: index + 1,
    pairs_total: state.pairs.size,
    metric,
    prompt: pair.prompt,
    ...images.showing(folder, left, right),
    vote: givenVote(vote),
    together: [{ trial_id: trialId(state, rater.name, entry.pair, metric), metric, vote: givenVote(vote) }],
  };
}

function givenVote(vote: Vote | undefined): GivenVote | null {
  if (vote === undefined) return null;
  const { choice, stars, note, flags } = vote;
  return { choice, stars, note, flags };
}

/** The trials that a rater has voted on, in the order of voting, for going back to one. */
export function votedTrials(state: SessionState, rater: Rater): VotedTrial[] {
  const metrics = effectiveSetup(state).metrics;
  const places = new Map(rater.shown.map((entry, index) => [entry.pair, index]));
  return rater.votes.flatMap((vote) => {
    const index = places.get(vote.pair);
    const metricIndex = metrics.indexOf(vote.metric);
    if (index === undefined || metricIndex < 0) return [];
    return [
      {
        trial_id: trialId(state, rater.name, vote.pair, vote.metric),
        number: index * metrics.length + metricIndex + 1,
        pair_number: index + 1,
        metric: vote.metric,
        choice: vote.choice,
        stars: vote.stars,
        training: false,
        has_note: vote.note !== null,
        flags: vote.flags,
      },
    ];
  });
}
