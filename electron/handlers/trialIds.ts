import { createHash } from 'node:crypto';
import type { OrderEntry } from '../../core/plan/trials';
import type { SessionState } from '../../core/session/state';
import { effectiveSetup, type Rater } from '../../core/session/state';

export interface TrialPlace {
  readonly pair: string;
  readonly metric: string;
}

/** The ids of each drawn order, since a large plan has thousands and each vote looks one up. */
const known = new WeakMap<readonly OrderEntry[], { round: number; places: Map<string, TrialPlace> }>();

/**
 * A trial's id: 128 bits of a hash over the session's secret and what the trial is. The same trial always has the same id;
 * the id tells nothing to who does not hold the secret.
 */
export function trialId(state: SessionState, rater: string, pair: string, metric: string): string {
  const secret = state.started?.blind_key ?? '';
  return createHash('sha256')
    .update(JSON.stringify([secret, state.round, rater, pair, metric]))
    .digest('hex')
    .slice(0, 32);
}

/** What a trial id of a rater means; undefined when it is none of this session's present round. */
export function findTrial(state: SessionState, rater: Rater, id: string): TrialPlace | undefined {
  let index = known.get(rater.order);
  if (index === undefined || index.round !== state.round) {
    const metrics = effectiveSetup(state).metrics;
    const places = new Map<string, TrialPlace>();
    for (const { pair } of rater.order) {
      for (const metric of metrics) places.set(trialId(state, rater.name, pair, metric), { pair, metric });
    }
    index = { round: state.round, places };
    known.set(rater.order, index);
  }
  return index.places.get(id);
}
