import type { PlannedPair } from '../plan/jobs';
import { planCounts } from './planCounts';
import { effectiveSetup, FIRST_RATER, findRater, isComplete, type Rater, type SessionState } from './state';

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

/** Images, pairs and votes, done and planned. Votes: of all raters who began (the first one when nobody did). */
export function countsOf(state: SessionState): Counts {
  const setup = effectiveSetup(state);
  const planned = planCounts(setup);
  const pairs = state.started === null ? planned.pairs : state.pairs.size;
  const baselines =
    state.started === null
      ? pairs === 0
        ? 0
        : planned.baselines
      : new Set([...state.pairs.values()].map((p) => p.baseline)).size;
  const votesOfOne = pairs * setup.metrics.length;
  return {
    images_done: state.images.size,
    images_total: pairs + baselines,
    pairs_total: pairs,
    votes_done: state.raters.reduce((sum, rater) => sum + rater.votes.length, 0),
    votes_total: votesOfOne * Math.max(1, state.raters.filter(hasBegun).length),
  };
}

export function hasBegun(rater: Rater): boolean {
  return rater.votes.length > 0;
}

/** The metrics that a rater has voted on, by pair: without a text for each trial, which thousands of votes would feel. */
function votedMetrics(rater: Rater): Map<string, string[]> {
  const voted = new Map<string, string[]>();
  for (const { pair, metric } of rater.votes) {
    const metrics = voted.get(pair);
    if (metrics === undefined) voted.set(pair, [metric]);
    else metrics.push(metric);
  }
  return voted;
}

/**
 * The next trials without a vote, in order: pair by pair, the metrics in turn for each.
 * In: how many. Out: at most so many positions; fewer when the rater has voted on all that is complete.
 */
export function nextPositions(state: SessionState, rater: Rater, count: number): Position[] {
  const metrics = effectiveSetup(state).metrics;
  const voted = votedMetrics(rater);
  const out: Position[] = [];
  for (let index = 0; index < rater.shown.length; index += 1) {
    const pair = rater.shown[index]?.pair ?? '';
    const planned = state.pairs.get(pair);
    // A picture that is being made again cannot be judged meanwhile; its place stays.
    if (planned === undefined || !isComplete(state, planned)) continue;
    const done = voted.get(pair);
    for (let metricIndex = 0; metricIndex < metrics.length; metricIndex += 1) {
      if (out.length >= count) return out;
      if (done?.includes(metrics[metricIndex] ?? '') !== true) out.push({ index, metricIndex });
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
 * Complete by itself when every rater who began has voted on every planned pair; or when ended by hand.
 */
export function isEvaluationComplete(state: SessionState): boolean {
  if (state.finished_by_hand) return true;
  const begun = state.raters.filter(hasBegun);
  if (begun.length === 0 || state.started === null || state.pairs.size === 0) return false;
  // A picture that is lost after its pair was judged takes nothing from the votes.
  const waiting = [...state.pairs.values()].filter((pair) => !isComplete(state, pair));
  return begun.every(
    (rater) => nextPositions(state, rater, 1).length === 0 && hasVotedOnAll(state, rater, waiting),
  );
}

function hasVotedOnAll(state: SessionState, rater: Rater, pairs: readonly PlannedPair[]): boolean {
  if (pairs.length === 0) return true;
  const voted = votedMetrics(rater);
  const { metrics } = effectiveSetup(state);
  return pairs.every(({ lora }) => metrics.every((metric) => voted.get(lora)?.includes(metric) === true));
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
