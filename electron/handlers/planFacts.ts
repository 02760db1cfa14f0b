import { AppFailure } from '../../core/contract/failure';
import { effectiveSetup } from '../../core/session/state';
import { freeBytesOf } from '../sessions/freeBytes';
import type { SessionGlance } from '../sessions/openSession';
import type { PlanFacts } from '../views/sessionViews';
import type { Services } from './services';

/** So many earlier sessions are looked at, and none with more images: what it tells of is worth no long wait. */
const LOOKED_AT = 3;
const MOST_IMAGES = 2_000;

/** What a plan needs to know that no session holds: the room on its disk, and how fast its servers were in other sessions. */
export function createPlanFacts(
  services: Pick<Services, 'catalog' | 'fs' | 'servers' | 'speeds' | 'store'>,
): (session: SessionGlance) => Promise<PlanFacts> {
  const { catalog, fs, servers, speeds, store } = services;
  let lookedBack: Promise<void> | null = null;

  /** Learns from the sessions that were last at work, once: a program that was just started has seen no image yet. */
  async function lookBack(): Promise<void> {
    const { rows } = await catalog.list({});
    const last = rows
      .map(({ summary }) => summary)
      .filter(({ state, images_done }) => state === 'ok' && images_done > 0 && images_done <= MOST_IMAGES)
      .sort((a, b) => Date.parse(b.last_event_at) - Date.parse(a.last_event_at));
    for (const { session_id } of last.slice(0, LOOKED_AT)) {
      try {
        speeds.learnFrom((await store.peek(session_id, 'once')).state);
      } catch (error) {
        // It may be gone by now; another one tells as much.
        if (!(error instanceof AppFailure)) throw error;
      }
    }
  }

  return async ({ state, folder }) => {
    speeds.learnFrom(state);
    const setup = effectiveSetup(state);
    let secondsPerImage = speeds.secondsFor(setup, servers.defaultServer);
    if (secondsPerImage === null && state.started === null) {
      lookedBack ??= lookBack().catch((error: unknown) => {
        // The next plan looks again.
        lookedBack = null;
        // How long the images take is then not known. What was asked for, perhaps a change that was kept, is not refused for it.
        if (!(error instanceof AppFailure)) throw error;
      });
      await lookedBack;
      secondsPerImage = speeds.secondsFor(setup, servers.defaultServer);
    }
    return { secondsPerImage, freeBytes: await freeBytesOf(fs, folder.path) };
  };
}
