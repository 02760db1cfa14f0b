import { wholeNumber } from '../../core/plan/random';
import type { NewEvent } from '../../core/session/events';
import { stringifyJson } from '../../core/session/json';
import { plannedImages } from '../../core/session/planCounts';
import type { Setup } from '../../core/session/setup';
import type { StartedPlan } from '../../core/session/state';
import type { OpenSession } from '../sessions/openSession';
import type { GenerationOptions } from './generationPort';
import { extensionEvent, firstOrder } from './orders';
import type { ReadyRun, ReadyServer } from './readyServers';

/**
 * The events that open a run. In: the session, the set-up that is made from now on, what its servers made of it, and chance.
 * At the first start they fix the set-up and draw the order; later they extend it where that is wanted, and say that the run was taken up.
 */
export function firstEvents(
  { state }: OpenSession,
  wanted: Setup,
  ready: ReadyRun,
  chance: Pick<GenerationOptions, 'randomUint32' | 'randomHex'>,
): NewEvent[] {
  const { setup, servers } = ready;
  const total = plannedImages(state.started === null ? setup : wanted);
  const place = { prompt_index: null, done: state.images.size, total };
  const checked: NewEvent[] = [
    { type: 'setup_loaded', ...place, next_action: 'check_setup' },
    ...servers.map((server) => askedOf(server, { ...place, next_action: 'generate_images' })),
  ];
  if (state.started !== null) {
    // A crash in the middle of the start can leave the order out; its seed is known, so it is the same one.
    const hasOrder = state.raters.some((rater) => rater.order.length > 0);
    return [
      ...(isOtherSetup(state.started, wanted) ? [extensionEvent(state, wanted)] : []),
      ...(hasOrder ? [] : [firstOrder(wanted, state.started.order_seed)]),
      ...checked,
    ];
  }
  const order_seed = wholeNumber(chance.randomUint32);
  const blind_key = chance.randomHex(32);
  return [
    { type: 'session_start', setup, order_seed, blind_key, ...place, next_action: 'check_setup' },
    firstOrder(setup, order_seed),
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

/** True when images are made otherwise from now on, or more of them. */
function isOtherSetup(started: StartedPlan, setup: Setup): boolean {
  return stringifyJson(started.setup) !== stringifyJson(setup);
}

/** An image that is given up to be made again. In: its file; null for none. */
export function givenUp({ state }: OpenSession, file: string | null): NewEvent[] {
  const image = file === null ? undefined : state.images.get(file);
  return image === undefined ? [] : [{ type: 'image_regenerated', job: image.file, sha256: image.sha256 }];
}
