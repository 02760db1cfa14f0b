import type { PlannedPair } from '../plan/jobs';
import type { EventOf, PackShowing } from './events';
import { blankSetup } from './setup';
import { FIRST_RATER, newRater, type SessionState } from './state';

/**
 * Makes a session that is a rating pack of another one: its pairs are the showings, and nothing in them tells a baseline
 * from a candidate. Changes `state` in place; pictures are told by `image_completed` afterwards.
 */
export function openPack(state: SessionState, event: EventOf<'pack_opened'> & { at: string }): void {
  const { pack_id, copy_id, pack_sha256, metrics, metric_mode, showings, blind_key } = event;
  state.pack = { pack_id, copy_id, pack_sha256, metrics, metric_mode, showings };
  const setup = { ...blankSetup(), metrics, metric_mode };
  state.setup = { ...setup };
  state.started = { setup, order_seed: 0, blind_key, as_found: true, extensions: [] };
  state.pairs = new Map(showings.map((showing) => [showing.image_b, pairOf(showing)]));
  const order = showings.map(({ image_b, training, metric }) => ({
    pair: image_b,
    swap: false,
    ...(training ? { kind: 'training' as const } : {}),
    ...(metric === null ? {} : { metric }),
  }));
  state.raters = [{ ...newRater(FIRST_RATER), order }];
}

/** A showing in the shape of a planned pair: A in the baseline's place, B in the candidate's. Which is which nobody here knows. */
function pairOf({ prompt, image_a, image_b }: PackShowing): PlannedPair {
  return {
    baseline: image_a,
    lora: image_b,
    candidate: 0,
    lora_filename: '',
    weight: 0,
    prompt_index: 0,
    prompt,
    negative_prompt: '',
    seed_index: 0,
    seed: 0,
  };
}
