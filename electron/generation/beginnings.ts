import { planPairs } from '../../core/plan/jobs';
import { createRandom } from '../../core/plan/random';
import { drawOrder } from '../../core/plan/trials';
import type { NewEvent } from '../../core/session/events';
import { plannedImages, type Setup } from '../../core/session/setup';
import { FIRST_RATER } from '../../core/session/state';
import type { OpenSession } from '../sessions/openSession';
import type { GenerationOptions } from './generationPort';
import { runPlanOf } from './progress';
import type { ReadyRun, ReadyServer } from './readyServers';

/**
 * The events that open a run. In: the session, what its servers made of the set-up, and chance.
 * At the first start they fix the set-up and draw the order; later they only say that the run was taken up.
 */
export function firstEvents(
  { state }: OpenSession,
  ready: ReadyRun,
  chance: Pick<GenerationOptions, 'randomUint32' | 'randomHex'>,
): NewEvent[] {
  const { setup, servers } = ready;
  const total = state.started === null ? plannedImages(setup) : runPlanOf(state.started).jobs.length;
  const place = { prompt_index: null, done: state.images.size, total };
  const checked: NewEvent[] = [
    { type: 'setup_loaded', ...place, next_action: 'check_setup' },
    ...servers.map((server) => askedOf(server, { ...place, next_action: 'generate_images' })),
  ];
  if (state.started !== null) {
    // A crash in the middle of the start can leave the order out; its seed is known, so it is the same one.
    const hasOrder = state.raters.some((rater) => rater.order.length > 0);
    return hasOrder ? checked : [orderOf(state.started.setup, state.started.order_seed), ...checked];
  }
  // 53 bits: the largest whole number that every reader of the file takes.
  const order_seed = chance.randomUint32() * 2 ** 21 + (chance.randomUint32() >>> 11);
  const blind_key = chance.randomHex(32);
  return [
    { type: 'session_start', setup, order_seed, blind_key, ...place, next_action: 'check_setup' },
    orderOf(setup, order_seed),
    ...checked,
  ];
}

/** What came of asking a server: it has everything, or takes no part for now. */
function askedOf(
  { server, name, prepared, away }: ReadyServer,
  place: { prompt_index: null; done: number; total: number; next_action: string },
): NewEvent {
  const { version, demo } = prepared;
  if (away === null) return { type: 'setup_checked', server, version, demo, ...place };
  const message = `${name} is left out until it works. ${away}`;
  return { type: 'error_occurred', code: 'comfy_unreachable', message, ...place };
}

/** An image that is given up to be made again. In: its file; null for none. */
export function givenUp({ state }: OpenSession, file: string | null): NewEvent[] {
  const image = file === null ? undefined : state.images.get(file);
  return image === undefined ? [] : [{ type: 'image_regenerated', job: image.file, sha256: image.sha256 }];
}

/** The order of showing and the sides, drawn over all planned pairs before the first image is made. */
function orderOf(setup: Setup, orderSeed: number): NewEvent {
  const order = drawOrder(planPairs(setup, orderSeed), createRandom(orderSeed, 'order'));
  return { type: 'order_drawn', rater: FIRST_RATER, round: 0, order };
}
