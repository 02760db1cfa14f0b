import { AppFailure } from '../../core/contract/failure';
import type { GivenVote, NextTrial, Trial, VotedTrial } from '../../core/contract/trialView';
import { showingKey } from '../../core/plan/checks';
import type { OrderEntry } from '../../core/plan/trials';
import { allAnswers, kindOf, voteOn } from '../../core/session/answers';
import { nextPositions, pairsWaiting, showingsOf, trialsOf } from '../../core/session/progress';
import { picturesShown } from '../../core/session/showing';
import {
  effectiveSetup,
  FIRST_RATER,
  findRater,
  type Rater,
  type SessionState,
  type Vote,
} from '../../core/session/state';
import { orderCounts, questionsOf, showingNumbers } from '../../core/session/trialPlaces';
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

/** What is answered where an id means no trial of this rater and round. */
export function noSuchTrial(): AppFailure {
  return new AppFailure('not_found', 'There is no such trial. Ask for the next one.', { field: 'trial_id' });
}

/**
 * The trial that a rater comes to next. In: how many open trials to leap over (showings, where all questions of
 * one are on one screen), so that pictures can be ready before they are due.
 * Out: `done` when there is none, with the number of pairs whose images are not made.
 */
export function nextTrial(images: Images, session: OpenSession, rater: Rater, ahead = 0): NextTrial {
  const { state } = session;
  const position = state.finished_by_hand ? undefined : nextPositions(state, rater, ahead + 1)[ahead];
  if (position === undefined) return { done: true, waiting: pairsWaiting(state) };
  return showTrial(images, session, rater, position.index, position.metricIndex);
}

/** One trial under fresh addresses. In: the showing's place in the rater's order, and the question's in the set-up. */
export function showTrial(
  images: Images,
  session: OpenSession,
  rater: Rater,
  index: number,
  metricIndex: number,
): Trial {
  const { state, folder } = session;
  const { metrics, metric_mode } = effectiveSetup(state);
  const entry = rater.shown[index];
  const pair = entry === undefined ? undefined : state.pairs.get(entry.pair);
  const metric = metrics[metricIndex];
  if (entry === undefined || pair === undefined || metric === undefined)
    throw new RangeError('There is no trial at this place.');
  const questions = questionsOf(entry, metrics);
  const place = showingNumbers(rater.shown, metrics, index + 1).at(-1) ?? { first: 1, showing: 1 };
  const own = partOf(state, rater, entry, metric);
  return {
    ...own,
    number: place.first + questions.indexOf(metric),
    pair_number: place.showing,
    ...totalsOf(state, rater, entry),
    training: entry.kind === 'training',
    prompt: pair.prompt,
    ...images.showing(folder, ...picturesShown(entry, pair)),
    together: metric_mode === 'together' ? questions.map((one) => partOf(state, rater, entry, one)) : [own],
  };
}

/** Of how many trials and showings this is one: of those of practice, or of all others. */
function totalsOf(
  state: SessionState,
  rater: Rater,
  { kind }: OrderEntry,
): Pick<Trial, 'total' | 'pairs_total'> {
  if (kind !== 'training') return { total: trialsOf(state, rater), pairs_total: showingsOf(state, rater) };
  const { trainingTrials, trainingShowings } = orderCounts(rater.shown, effectiveSetup(state).metrics);
  return { total: trainingTrials, pairs_total: trainingShowings };
}

/** One question of a showing, with the answer that it has. */
function partOf(
  state: SessionState,
  rater: Rater,
  { pair, kind }: OrderEntry,
  metric: string,
): Trial['together'][number] {
  const place = { pair, metric, kind };
  const vote = voteOn(rater, place);
  return { trial_id: trialId(state, rater.name, place), metric, vote: givenVote(vote) };
}

function givenVote(vote: Vote | undefined): GivenVote | null {
  if (vote === undefined) return null;
  const { choice, stars, note, flags } = vote;
  return { choice, stars, note, flags };
}

/** The trials that a rater has answered, in the order of answering, for going back to one. */
export function votedTrials(state: SessionState, rater: Rater): VotedTrial[] {
  const { metrics } = effectiveSetup(state);
  const places = new Map(rater.shown.map((entry, index) => [showingKey(entry), index]));
  const numbers = showingNumbers(rater.shown, metrics);
  return allAnswers(rater).flatMap((vote) => {
    const { pair, metric } = vote;
    const place = { pair, metric, kind: kindOf(vote) };
    const index =
      places.get(showingKey({ ...place, metric: undefined })) ?? places.get(showingKey(place)) ?? -1;
    const [entry, number] = [rater.shown[index], numbers[index]];
    const question = entry === undefined ? -1 : questionsOf(entry, metrics).indexOf(metric);
    if (entry === undefined || number === undefined || question < 0) return [];
    return [
      {
        trial_id: trialId(state, rater.name, place),
        number: number.first + question,
        training: entry.kind === 'training',
        pair_number: number.showing,
        metric,
        choice: vote.choice,
        stars: vote.stars,
        has_note: vote.note !== null,
        flags: vote.flags,
      },
    ];
  });
}
