import { passesOf } from '../plan/checks';
import { createRandom } from '../plan/random';
import { drawOrder, extendOrder, type OrderEntry } from '../plan/trials';
import type { EventOf, JournalEvent, NewEvent } from './events';
import { countsOf, isGenerationComplete } from './progress';
import { FIRST_RATER, findRater, type ImageRecord, newRater, type SessionState } from './state';
import { countedPairs } from './trialPlaces';

/**
 * Tells images whose files are there from those whose files are gone or torn. Changes `state` in place; each image keeps
 * its record, so that it counts again as soon as its file is back.
 */
export function settleImages(state: SessionState, isThere: (image: ImageRecord) => boolean): void {
  const all = [...state.images.values(), ...state.missing.values()];
  state.images = new Map();
  state.missing = new Map();
  for (const image of all) (isThere(image) ? state.images : state.missing).set(image.file, image);
}

type EndOfRun = EventOf<'session_completed'> | EventOf<'session_paused'>;

const GONE = /gone from the output folder or torn/;
const NO_PLAN =
  'The plan of this session cannot be read, so its images can neither be made nor paired. Put back an earlier session_meta.json, or make a new session.';

/**
 * Brings a run's status in line with what is there, once nobody makes it any more. In: the state, its images settled.
 * Out: the event that ends the run, to be applied and journaled; null when there is none. What follows from the files
 * alone is changed in `state` in place, since it is found again at each reading.
 */
export function settleRun(state: SessionState): EndOfRun | null {
  const { run, started } = state;
  if (started === null) {
    if (run.status !== 'pending') Object.assign(run, { status: 'failed', phase: null, reason: NO_PLAN });
    return null;
  }
  const total = countsOf(state).images_total;
  const gone = filesToMake(state).length;
  const done = total - gone;
  if (started.as_found) {
    settleFound(state, gone);
    return null;
  }
  if (isGenerationComplete(state)) {
    if (run.status === 'completed') return null;
    return { type: 'session_completed', prompt_index: null, done, total, next_action: 'evaluate' };
  }
  if (run.status === 'running') {
    return {
      type: 'session_paused',
      reason: 'host_ended',
      message: `Blindfold ended while images were being made. ${done} of ${total} are safe. Resume makes the rest.`,
      prompt_index: null,
      done,
      total,
      next_action: 'resume',
    };
  }
  if (run.status === 'completed' || (run.status === 'paused' && GONE.test(run.reason ?? ''))) {
    Object.assign(run, { status: 'paused', reason: `${goneWords(gone)} Resume makes what is missing.` });
  } else if (run.status === 'failed') Object.assign(run, { status: 'paused', reason: null });
  return null;
}

/** Images that another tool made cannot be made here: with some of them gone the session has failed, but can be judged. */
function settleFound({ run, pack }: SessionState, gone: number): void {
  if (gone > 0) {
    const cannot =
      pack !== null
        ? 'Import the rating pack once more, or put them back and check this session; until then the other pairs can be judged.'
        : 'They were made elsewhere, so they cannot be made again here. Put them back, then check this session; until then the other pairs can be judged.';
    Object.assign(run, { status: 'failed', phase: null, reason: `${goneWords(gone)} ${cannot}` });
  } else if (run.status === 'running' || run.status === 'paused' || GONE.test(run.reason ?? '')) {
    Object.assign(run, { status: 'completed', phase: null, reason: null });
  }
}

/** The files of a session's plan that are not there. */
export function filesToMake({ pairs, images }: SessionState): string[] {
  const files = new Set([...pairs.values()].flatMap((pair) => [pair.baseline, pair.lora]));
  return [...files].filter((file) => !images.has(file));
}

function goneWords(count: number): string {
  return count === 1
    ? '1 image is gone from the output folder or torn.'
    : `${count} images are gone from the output folder or torn.`;
}

/**
 * The orders that lack pairs of a session: files of other tools may lack the first rater's, sessions that were put together from
 * images do, and whoever gets a round back by a discard has nothing of an extension that came in a later one. What has a place keeps
 * it; the rest follows, drawn from the stored seed. Out: events, to be applied and journaled.
 */
export function missingOrders(state: SessionState): NewEvent[] {
  const { started, pairs, raters, round } = state;
  // The showings of a rating pack are drawn where it was made.
  if (started === null || pairs.size === 0 || state.pack !== null) return [];
  const first = findRater(state, FIRST_RATER) ?? newRater(FIRST_RATER);
  const others = raters.filter(({ name, order }) => name !== FIRST_RATER && order.length > 0);
  return [first, ...others].flatMap(({ name, order }, index): NewEvent[] => {
    if (!lacksPairs(order, state)) return [];
    const random = createRandom(started.order_seed + index, 'order');
    const whole = extendOrder(order, pairs, random, started.setup);
    return [{ type: 'order_drawn', rater: name, round, order: whole }];
  });
}

/** Whether a question of a planned pair has no place. An order of ours has all of them, unless a line of its journal was lost. */
function lacksPairs(order: readonly OrderEntry[], { started, pairs }: SessionState): boolean {
  if (started === null) return false;
  const counted = order.filter(({ kind, pair }) => kind === undefined && pairs.has(pair));
  if (started.as_found) return new Set(counted.map(({ pair }) => pair)).size < pairs.size;
  return counted.length < pairs.size * passesOf(started.setup).length;
}

/**
 * Makes raters for votes whose order of showing is not in the journal: the pairs they voted on come first, in that order and
 * on those sides. In: a state put together without its beginning, and the journal's events. Changes `state` in place.
 */
export function ratersOfVotes(state: SessionState, events: readonly JournalEvent[]): void {
  const { started } = state;
  if (started === null) return;
  const withOrder = new Set(events.flatMap((event) => (event.type === 'order_drawn' ? [event.rater] : [])));
  for (const event of events) {
    if (event.type !== 'vote_cast' && event.type !== 'vote_changed') continue;
    if (withOrder.has(event.rater) || !state.pairs.has(event.pair)) continue;
    let rater = findRater(state, event.rater);
    if (rater === undefined) {
      rater = newRater(event.rater);
      state.raters.push(rater);
    }
    const { pair, swap, kind } = event;
    if (rater.order.some((entry) => entry.pair === pair && entry.kind === kind)) continue;
    rater.order.push(kind === undefined ? { pair, swap } : { pair, swap, kind });
  }
  for (const [index, rater] of state.raters.entries()) {
    const placed = new Set(countedPairs(rater.order).map(({ pair }) => pair));
    const rest = [...state.pairs.values()].filter((pair) => !placed.has(pair.lora));
    const random = createRandom(started.order_seed + index, 'order');
    rater.order = [...rater.order, ...drawOrder(rest, random)];
    rater.shown = [...rater.order];
  }
}
