import type { CommandHandlers } from '../../core/contract/commands';
import type { Tile } from '../../core/contract/sessionView';
import { sayOfImage } from '../../core/session/blindWords';
import { jobNumbersOf } from '../../core/session/jobNumbers';
import type { OpenSession } from '../sessions/openSession';
import { requireWhole } from '../views/sessionViews';
import type { Services } from './services';
import { setupTurn } from './turns';

type GenerationHandlers = Pick<
  CommandHandlers,
  'generation.start' | 'generation.pause' | 'generation.resume' | 'generation.stop' | 'generation.gallery'
>;

export function generationHandlers(services: Services): GenerationHandlers {
  const { runner, store, turns, views } = services;

  async function opened(id: string): Promise<OpenSession> {
    const session = await store.open(id);
    requireWhole(session);
    return session;
  }

  return {
    'generation.start': ({ session_id }) =>
      // While the server is asked, nobody may change the set-up that it is asked about.
      turns.take(setupTurn(session_id), async () => {
        const session = await opened(session_id);
        await runner.start(session);
        return views.generation(session);
      }),
    'generation.resume': ({ session_id }) =>
      // While the server is asked, nobody may change the set-up that it is asked about.
      turns.take(setupTurn(session_id), async () => {
        const session = await opened(session_id);
        await runner.resume(session);
        return views.generation(session);
      }),
    async 'generation.pause'({ session_id }) {
      const session = await opened(session_id);
      await runner.pause(session);
      return views.generation(session);
    },
    async 'generation.stop'({ session_id }) {
      const session = await opened(session_id);
      await runner.stop(session);
      return views.generation(session);
    },
    async 'generation.gallery'({ session_id }) {
      return { tiles: tilesOf(services, await opened(session_id)) };
    },
  };
}

/** Every image at its drawn place. */
function tilesOf(services: Services, session: OpenSession): Tile[] {
  const { state, folder } = session;
  const current = services.runner.view(session).current?.number;
  const tiles = [...jobNumbersOf(state)].map(([file, number]): Tile => {
    const image = state.images.get(file);
    if (image !== undefined) {
      return {
        number,
        state: 'made',
        image: services.images.thumbnail(folder, file, image.sha256),
        message: null,
      };
    }
    const failure = state.failures.get(file);
    if (failure !== undefined)
      return { number, state: 'failed', image: null, message: sayOfImage(state, failure.message) };
    return { number, state: number === current ? 'making' : 'waiting', image: null, message: null };
  });
  return tiles.sort((a, b) => a.number - b.number);
}
