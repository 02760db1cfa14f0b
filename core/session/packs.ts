import type { PlannedPair } from '../plan/jobs';
import type { OrderEntry } from '../plan/trials';
import type { EventOf, NewEvent, PackShowing } from './events';
import { blankSetup } from './setup';
import {
  FIRST_RATER,
  findRater,
  newRater,
  type OpenedPack,
  type Rater,
  type SessionState,
  type StartedPlan,
} from './state';

/** What a rating pack answers to everything that only the session behind it can do. */
export const PACK_REFUSAL =
  'This is a rating pack. Send its votes to whoever made it; labels, report and new images are there.';

/**
 * Makes a session that is a rating pack of another one: its pairs are the showings, and nothing in them tells a baseline
 * from a candidate. Changes `state` in place; pictures are told by `image_completed` afterwards. The same pack once more only
 * makes another copy of it: votes and order stay.
 */
export function openPack(state: SessionState, event: EventOf<'pack_opened'> & { at: string }): void {
  const { blind_key, at } = event;
  if (state.pack?.pack_id === event.pack_id) {
    state.pack = { ...state.pack, copy_id: event.copy_id };
    return;
  }
  restorePack(state, packOf(event), blind_key);
  state.raters = [raterOf(event.showings)];
  Object.assign(state.run, { status: 'completed', phase: null, started_at: at, ended_at: at, reason: null });
}

/** Its one rater with the votes of a saved file and the order of the showings. In: a restored pack. Changes `state` in place. */
export function restorePackRater(state: SessionState, { showings }: OpenedPack): void {
  const blank = raterOf(showings);
  const kept = findRater(state, FIRST_RATER) ?? blank;
  state.raters = [{ ...kept, order: blank.order, shown: shownOf(kept, blank.order) }];
}

/** What was shown stands in the order of the showings, since it is never drawn. */
function shownOf({ shown }: Rater, order: readonly OrderEntry[]): OrderEntry[] {
  const pairs = new Set(shown.map(({ pair }) => pair));
  return order.filter(({ pair }) => pairs.has(pair));
}

/** The event with which a session that is a rating pack becomes a copy of its own, whose votes are another rater's. */
export function anotherCopy({ pack, started }: SessionState, copyId: string): NewEvent | null {
  if (pack === null) return null;
  return { type: 'pack_opened', ...pack, copy_id: copyId, blind_key: started?.blind_key ?? '' };
}

/** True when a picture is in a rating pack of this evaluation that was given out. In: the image's file name. */
export function isGivenOut({ packs, pairs, round }: SessionState, file: string): boolean {
  return packs.some(
    (pack) =>
      pack.round === round &&
      pack.order.some(({ pair }) => pair === file || pairs.get(pair)?.baseline === file),
  );
}

function packOf(event: EventOf<'pack_opened'>): OpenedPack {
  const { pack_id, copy_id, pack_sha256, metrics, metric_mode, showings } = event;
  return { pack_id, copy_id, pack_sha256, metrics, metric_mode, showings };
}

/** Makes a session what its rating pack says: its pairs are those of the showings, whatever else there was. Changes `state` in place. */
export function restorePack(state: SessionState, pack: OpenedPack, blind_key: string): void {
  const { metrics, metric_mode, showings } = pack;
  const setup = { ...blankSetup(), metrics, metric_mode };
  const started: StartedPlan = { setup, order_seed: 0, blind_key, as_found: true, extensions: [] };
  state.pack = pack;
  state.setup = { ...setup };
  state.started = started;
  state.pairs = new Map(showings.map((showing) => [showing.image_b, pairOf(showing)]));
}

/** The one rater of a pack, in its order; the sides were drawn where it was made. */
function raterOf(showings: readonly PackShowing[]): Rater {
  const order = showings.map(
    ({ image_b, training, metric }): OrderEntry => ({
      pair: image_b,
      swap: false,
      ...(training ? { kind: 'training' as const } : {}),
      ...(metric === null ? {} : { metric }),
    }),
  );
  return { ...newRater(FIRST_RATER), order };
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
