import type { CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import { type GenerationView, PICTURE_LATER, type Tile } from '../../core/contract/generationView';
import { sayOfImage } from '../../core/session/blindWords';
import { hiddenPictures } from '../../core/session/extending';
import { jobNumbersOf } from '../../core/session/jobNumbers';
import { isJudged } from '../../core/session/judged';
import { isGivenOut } from '../../core/session/packs';
import type { SessionState } from '../../core/session/state';
import { wholeImage } from '../sessions/checkImage';
import type { FileSystem } from '../sessions/fileSystem';
import { pictureFolder } from '../sessions/images';
import type { OpenSession } from '../sessions/openSession';
import { proveOwnOutput } from '../sessions/ownOutput';
import { openWhole } from './openWhole';
import type { Services } from './services';
import { setupTurn } from './turns';

type GenerationHandlers = Pick<
  CommandHandlers,
  | 'generation.start'
  | 'generation.pause'
  | 'generation.resume'
  | 'generation.stop'
  | 'generation.regenerate'
  | 'generation.previews'
  | 'generation.gallery'
>;

export function generationHandlers(services: Services): GenerationHandlers {
  const { fs, runner, store, turns, views } = services;

  const opened = (id: string) => openWhole(store, id);

  /** How the run stands after a change of it. */
  async function changed(
    id: string,
    change: (session: OpenSession) => Promise<unknown>,
  ): Promise<GenerationView> {
    const session = await opened(id);
    await change(session);
    return views.generation(session);
  }

  /**
   * The same where images are made, and only into the session's own folder. While the server is asked, nobody may change the
   * set-up that it is asked about.
   */
  function making(id: string, change: (session: OpenSession) => Promise<unknown>): Promise<GenerationView> {
    return turns.take(setupTurn(id), () =>
      changed(id, async (session) => {
        await proveOwnOutput(session.folder, fs);
        await change(session);
      }),
    );
  }

  /** The file of an image that may be made again. Throws AppFailure `not_found` and `not_possible`. */
  async function replaceableFile(session: OpenSession, number: number): Promise<string> {
    if (runner.isActive(session.id)) {
      throw new AppFailure(
        'not_possible',
        'Images are being made. Wait for the end, or pause, then make one again.',
      );
    }
    const file = fileOfNumber(session.state, number);
    if (file === null) throw new AppFailure('not_found', `There is no image ${number}.`, { field: 'number' });
    if (isJudged(session.state, file) && (await isWhole(fs, session, file))) {
      throw new AppFailure(
        'not_possible',
        `Image ${number} was judged already. Made again, its votes would be about another image.`,
      );
    }
    if (isGivenOut(session.state, file) && (await isWhole(fs, session, file))) {
      throw new AppFailure(
        'not_possible',
        `Image ${number} is in a rating pack that was given out. Made again, the votes that come back would be about another image.`,
      );
    }
    return file;
  }

  return {
    'generation.start': ({ session_id }) => making(session_id, (session) => runner.start(session)),
    'generation.resume': ({ session_id }) => making(session_id, (session) => runner.resume(session)),
    'generation.pause': ({ session_id }) => changed(session_id, (session) => runner.pause(session)),
    'generation.stop': ({ session_id }) => changed(session_id, (session) => runner.stop(session)),
    'generation.regenerate': ({ session_id, number }) =>
      making(session_id, async (session) =>
        runner.regenerate(session, await replaceableFile(session, number)),
      ),
    'generation.previews': ({ session_id, on }) =>
      changed(session_id, async (session) => runner.previews(session, on)),
    async 'generation.gallery'({ session_id }) {
      return { tiles: tilesOf(services, await opened(session_id)) };
    },
  };
}

function fileOfNumber(state: SessionState, number: number): string | null {
  for (const [file, drawn] of jobNumbersOf(state)) if (drawn === number) return file;
  return null;
}

/** False for a file that is gone, or torn so that it cannot be shown. */
async function isWhole(fs: FileSystem, session: OpenSession, file: string): Promise<boolean> {
  return (await wholeImage(session.folder, file, fs).catch(() => null)) !== null;
}

const MISSING_FILE = 'Its file is gone from the output folder, or torn.';

/** Every image at its drawn place. */
function tilesOf(services: Services, session: OpenSession): Tile[] {
  const { state, folder } = session;
  const making = new Set(services.runner.view(session).servers.map(({ current }) => current?.number));
  const hidden = hiddenPictures(state);
  const tiles = [...jobNumbersOf(state)].map(([file, number]): Tile => {
    const image = state.images.get(file);
    if (image !== undefined && hidden.has(file))
      return { number, state: 'made', image: null, message: PICTURE_LATER };
    if (image !== undefined) {
      return {
        number,
        state: 'made',
        image: services.images.thumbnail(pictureFolder(folder, state), file, image.sha256),
        message: null,
      };
    }
    if (state.missing.has(file)) return { number, state: 'failed', image: null, message: MISSING_FILE };
    const failure = state.failures.get(file);
    if (failure !== undefined)
      return { number, state: 'failed', image: null, message: sayOfImage(state, failure.message) };
    return { number, state: making.has(number) ? 'making' : 'waiting', image: null, message: null };
  });
  return tiles.sort((a, b) => a.number - b.number);
}
