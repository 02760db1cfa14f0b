import { createHash } from 'node:crypto';
import type { OrderEntry } from '../../core/plan/trials';
import type { AnswerPlace } from '../../core/session/answers';
import type { SessionState } from '../../core/session/state';
import { effectiveSetup, type Rater } from '../../core/session/state';
import { questionsOf } from '../../core/session/trialPlaces';

/** The ids of each drawn order, since a large plan has thousands and each vote looks one up. */
const known = new WeakMap<readonly OrderEntry[], { round: number; places: Map<string, AnswerPlace> }>();

/**
 * A trial's id: 128 bits of a hash over the session's secret and what the trial is. The same trial always has the same id;
 * the id tells nothing to who does not hold the secret.
 */
export function trialId(state: SessionState, rater: string, { pair, metric, kind }: AnswerPlace): string {
  const secret = state.started?.blind_key ?? '';
  const place = [secret, state.round, rater, pair, metric];
  return createHash('sha256')
    .update(JSON.stringify(kind === undefined ? place : [...place, kind]))
    .digest('hex')
    .slice(0, 32);
}

/** What a trial id of a rater means; undefined when it is none of this session's present round. */
export function findTrial(state: SessionState, rater: Rater, id: string): AnswerPlace | undefined {
  let index = known.get(rater.order);
  if (index === undefined || index.round !== state.round) {
    const metrics = effectiveSetup(state).metrics;
    const places = new Map<string, AnswerPlace>();
    for (const entry of rater.order) {
      const { pair, kind } = entry;
      for (const metric of questionsOf(entry, metrics)) {
        const place = { pair, metric, kind };
        places.set(trialId(state, rater.name, place), place);
      }
    }
    index = { round: state.round, places };
    known.set(rater.order, index);
  }
  return index.places.get(id);
}
