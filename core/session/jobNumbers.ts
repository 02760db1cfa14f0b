import type { PlannedPair } from '../plan/jobs';
import { drawJobNumbers } from '../plan/jobs';
import type { SessionState } from './state';

/** Numbers by the plan they were drawn for, since drawing them anew for every message would take its time. */
const drawn = new WeakMap<ReadonlyMap<string, PlannedPair>, Map<string, number>>();

/** The number under which each image of a session is shown before the reveal (from 1), by file; empty before the start. */
export function jobNumbersOf(state: Pick<SessionState, 'pairs' | 'started'>): ReadonlyMap<string, number> {
  if (state.started === null) return new Map();
  let numbers = drawn.get(state.pairs);
  if (numbers === undefined) {
    const files = new Set([...state.pairs.values()].flatMap((pair) => [pair.baseline, pair.lora]));
    numbers = drawJobNumbers(
      [...files].map((file) => ({ file })),
      state.started.order_seed,
      state.started.extensions.length,
    );
    drawn.set(state.pairs, numbers);
  }
  return numbers;
}
