import { checkTrials } from '../plan/checks';
import type { OrderEntry } from '../plan/trials';
import { answersDone, answersGiven } from './answers';
import { planCounts } from './planCounts';
import { effectiveSetup, FIRST_RATER, findRater, isComplete, type Rater, type SessionState } from './state';
import { orderCounts, questionsOf } from './trialPlaces';

/** Where a rater stands: the next trial without a vote, or none. */
export interface Position {
  /** Place in the rater's order of showing, from 0. */
  readonly index: number;
  /** Place in the set-up's metrics, from 0. */
  readonly metricIndex: number;
}

export interface Counts {
  images_done: number;
  images_total: number;
  pairs_total: number;
  votes_done: number;
  votes_total: number;
}

/**
 * Images, pairs and votes, done and planned. Votes: of all raters who began (the first one when nobody did), checks among
 * them as any other, practice not.
 */
export function countsOf(state: SessionState): Counts {
  const setup = effectiveSetup(state);
  const planned = planCounts(setup);
  const pairs = state.started === null ? planned.pairs : state.pairs.size;
  const begun = state.raters.filter(hasBegun);
  return {
    images_done: state.images.size,
    images_total: pairs + baselinesOf(state, pairs === 0 ? 0 : planned.baselines),
    pairs_total: pairs,
    votes_done: state.raters.reduce((sum, rater) => sum + answersDone(rater), 0),
    votes_total:
      begun.length === 0 ? trialsOf(state) : begun.reduce((sum, rater) => sum + trialsOf(state, rater), 0),
  };
}

function baselinesOf({ started, pairs }: SessionState, planned: number): number {
  if (started === null) return planned;
  const baselines = new Set<string>();
  for (const { baseline } of pairs.values()) baselines.add(baseline);
  return baselines.size;
}

/** True once a rater gave an answer that is more than practice. */
export function hasBegun(rater: Rater): boolean {
  return answersDone(rater) > 0;
}

/** How many trials a rater is asked in all, practice apart; of one without an order as many as the first rater. */
export function trialsOf(state: SessionState, rater?: Rater): number {
  const setup = effectiveSetup(state);
  const asked = askedOf(state, rater);
  if (asked.length > 0) return orderCounts(asked, setup.metrics).trials;
  const pairs = pairsPlanned(state);
  return pairs * setup.metrics.length + checkTrials(pairs, setup);
}

/** How many trials of one question a rater is asked. */
export function trialsOfMetric(state: SessionState, metric: string, rater?: Rater): number {
  const { metrics } = effectiveSetup(state);
  const asked = askedOf(state, rater);
  return asked.length > 0 ? (orderCounts(asked, metrics).byMetric.get(metric) ?? 0) : pairsPlanned(state);
}

/** How many showings a rater is asked to judge in all, practice apart. */
export function showingsOf(state: SessionState, rater: Rater): number {
  return orderCounts(askedOf(state, rater), effectiveSetup(state).metrics).showings;
}

/**
 * The showings that a rater is or will be asked about: the drawn order while images are missing. Once all are there those that
 * are shown, since a repeat that came too late to keep its distance is never shown.
 */
function askedOf(state: SessionState, rater?: Rater): readonly OrderEntry[] {
  const one = rater !== undefined && rater.order.length > 0 ? rater : findRater(state, FIRST_RATER);
  if (one === undefined) return [];
  return state.run.status === 'completed' && one.shown.length > 0 ? one.shown : one.order;
}

function pairsPlanned(state: SessionState): number {
  return state.started === null ? planCounts(effectiveSetup(state)).pairs : state.pairs.size;
}

/**
 * The next trials without an answer, in order: showing by showing, the questions in turn for each. Where all questions of a
 * pair are on one screen, the first open one of each showing.
 * In: how many, and which showings are looked at. Out: at most so many positions; fewer when the rater has answered all that is complete.
 */
export function nextPositions(
  state: SessionState,
  rater: Rater,
  count: number,
  isAsked: (entry: OrderEntry) => boolean = () => true,
): Position[] {
  const { metrics, metric_mode } = effectiveSetup(state);
  const givenTo = answersGiven(rater);
  // Whoever has begun is past practice, even where a picture of it was missing then.
  const isPractised = hasBegun(rater);
  const out: Position[] = [];
  for (let index = 0; index < rater.shown.length; index += 1) {
    const entry = rater.shown[index];
    const pair = entry === undefined ? undefined : state.pairs.get(entry.pair);
    // A picture that is being made again cannot be judged meanwhile; its place stays.
    if (entry === undefined || pair === undefined || !isComplete(state, pair)) continue;
    if ((isPractised && entry.kind === 'training') || !isAsked(entry)) continue;
    const given = givenTo(entry);
    for (const metric of questionsOf(entry, metrics)) {
      if (given.includes(metric)) continue;
      if (out.length >= count) return out;
      out.push({ index, metricIndex: metrics.indexOf(metric) });
      if (metric_mode === 'together') break;
    }
  }
  return out;
}

/** Planned pairs whose pictures are not all made. */
export function pairsWaiting(state: SessionState): number {
  let waiting = 0;
  for (const pair of state.pairs.values()) if (!isComplete(state, pair)) waiting += 1;
  return waiting;
}

export function isGenerationComplete(state: SessionState): boolean {
  return state.started !== null && state.pairs.size > 0 && pairsWaiting(state) === 0;
}

/**
 * Complete by itself when every rater who began has answered every trial of the own order, practice apart; or when ended by hand.
 */
export function isEvaluationComplete(state: SessionState): boolean {
  if (state.finished_by_hand) return true;
  const begun = state.raters.filter(hasBegun);
  if (begun.length === 0 || state.started === null || state.pairs.size === 0) return false;
  return begun.every((rater) => hasAnsweredAll(state, rater));
}

function hasAnsweredAll(state: SessionState, rater: Rater): boolean {
  // With each vote of thousands this is all that is looked at.
  if (answersDone(rater) < trialsOf(state, rater)) return false;
  const { metrics } = effectiveSetup(state);
  const givenTo = answersGiven(rater);
  return askedOf(state, rater).every((entry) => {
    if (entry.kind === 'training') return true;
    const given = givenTo(entry);
    return questionsOf(entry, metrics).every((metric) => given.includes(metric));
  });
}

/** The session's step: 4 when the evaluation is complete, 3 when generation is, 2 once started, else 1. */
export function stepOf(state: SessionState): 1 | 2 | 3 | 4 {
  if (isEvaluationComplete(state)) return 4;
  // Nothing of a rating pack is ever made here; what is missing of it can only be put back.
  if (state.pack !== null || isGenerationComplete(state)) return 3;
  return state.started === null ? 1 : 2;
}

/** True when a trial can be asked for: a complete pair exists and nothing is being made. */
export function canJudge(state: SessionState): boolean {
  const first = findRater(state, FIRST_RATER);
  return state.run.status !== 'running' && first !== undefined && first.shown.length > 0;
}
