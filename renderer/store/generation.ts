import { create } from 'zustand';
import { PICTURE_LATER, type Tile } from '../../core/contract/generationView';
import { call, onPush } from './backend';
import { useConnection } from './connection';
import { tellFailure } from './notices';
import { openDetail, refreshSession, sessionEvent, useSession } from './session';
import { showTab } from './view';

interface GenerationStore {
  sessionId: string | null;
  /** The places of the pictures; null until they were answered. */
  tiles: readonly Tile[] | null;
  /** The request that is on its way. */
  asking: RunRequest | null;
  /** The latest preview of each image that is being made, by its number. */
  previews: Readonly<Record<number, string>>;
  /** Images that were made when the previews were switched on, or first seen to be on; null while they are off. */
  previewsSince: number | null;
  /** A preview has come since then. */
  hasPreviews: boolean;
}

/** What a run can be asked for. */
export type RunRequest = 'start' | 'pause' | 'resume' | 'stop';

const NO_PREVIEWS = { previews: {}, previewsSince: null, hasPreviews: false };
const NOTHING = { tiles: null, asking: null, ...NO_PREVIEWS };

/** What the Generate tab shows beside the session itself. */
export const useGeneration = create<GenerationStore>()(() => ({ sessionId: null, ...NOTHING }));

/** The places with one more picture in; null for one that is made and shown later. */
export function withImage(tiles: readonly Tile[], number: number, image: string | null): Tile[] {
  return tiles.map((tile) =>
    tile.number === number
      ? { number, state: 'made', image, message: image === null ? PICTURE_LATER : null }
      : tile,
  );
}

/** Follows a session's pictures from now on; the answer stops it. Asks anew when the link is back or the run changes. */
export function followGeneration(sessionId: string): () => void {
  useGeneration.setState({ sessionId, ...NOTHING });
  followPreviews();
  void fetchTiles(sessionId);
  const stops = [
    onPush('generation.imageMade', ({ session_id, number, image }) => {
      if (session_id !== sessionId) return;
      useGeneration.setState(({ tiles, previews: { [number]: _made, ...previews } }) => ({
        previews,
        ...(tiles === null ? {} : { tiles: withImage(tiles, number, image) }),
      }));
    }),
    onPush('generation.previewed', ({ session_id, number, image }) => {
      if (session_id !== sessionId || useGeneration.getState().previewsSince === null) return;
      useGeneration.setState(({ previews }) => ({
        previews: { ...previews, [number]: image },
        hasPreviews: true,
      }));
    }),
    useConnection.subscribe((now, before) => {
      if (now.link === 'open' && before.link === 'lost') void fetchTiles(sessionId);
    }),
    useSession.subscribe((now, before) => {
      if (runState(now.session) !== runState(before.session)) void fetchTiles(sessionId);
      followPreviews();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function runState(session: ReturnType<typeof useSession.getState>['session']): string {
  if (session.phase !== 'open') return session.phase;
  const { status, images_total } = session.detail.generation;
  return `${status} ${images_total}`;
}

/** Begins to count when the previews of the open session's run are on, and forgets them when they are off. */
function followPreviews(): void {
  const generation = openDetail()?.generation;
  const isOn = generation?.status === 'running' && generation.previews;
  const { previewsSince } = useGeneration.getState();
  if (isOn && previewsSince === null)
    useGeneration.setState({ ...NO_PREVIEWS, previewsSince: generation.images_done });
  else if (!isOn && previewsSince !== null) useGeneration.setState(NO_PREVIEWS);
}

/** Switches the live previews of a run on or off. A refusal is told and changes nothing. */
export async function setPreviews(sessionId: string, on: boolean): Promise<void> {
  try {
    const generation = await call('generation.previews', { session_id: sessionId, on });
    sessionEvent({ type: 'generationChanged', id: sessionId, generation });
  } catch (error) {
    tellFailure(error);
  }
}

async function fetchTiles(sessionId: string): Promise<void> {
  try {
    const { tiles } = await call('generation.gallery', { session_id: sessionId });
    // A picture that came by push while this was on its way is newer than the answer.
    useGeneration.setState((state) => {
      if (state.sessionId !== sessionId) return {};
      // An extension draws all numbers anew, so those of before it tell nothing of the places now.
      if (state.tiles?.length !== tiles.length) return { tiles };
      const pushed = state.tiles.filter(isMade);
      const known = new Set(tiles.filter(isMade).map(({ number }) => number));
      return {
        tiles: pushed
          .filter(({ number }) => !known.has(number))
          .reduce((all, { number, image }) => withImage(all, number, image), tiles),
      };
    });
  } catch (error) {
    tellFailure(error);
  }
}

function isMade({ state }: Tile): boolean {
  return state === 'made';
}

/** Has one picture made again; its place waits meanwhile. A refusal is told and brings the picture back. */
export async function makeAgain(sessionId: string, number: number): Promise<void> {
  useGeneration.setState(({ tiles }) => ({
    tiles:
      tiles?.map((tile) =>
        tile.number === number ? { number, state: 'waiting', image: null, message: null } : tile,
      ) ?? null,
  }));
  try {
    const generation = await call('generation.regenerate', { session_id: sessionId, number });
    sessionEvent({ type: 'generationChanged', id: sessionId, generation });
  } catch (error) {
    tellFailure(error);
    await fetchTiles(sessionId);
  }
}

/** Makes those images again whose files are gone, and shows how that goes. */
export async function makeMissingAgain(sessionId: string): Promise<void> {
  await askRun(sessionId, 'resume');
  if (openDetail()?.generation.status === 'running') showTab('generate');
  await refreshSession();
}

/** Starts, pauses, resumes or stops the session's run. A refusal is told and changes nothing. */
export async function askRun(sessionId: string, request: RunRequest): Promise<void> {
  if (useGeneration.getState().asking !== null) return;
  useGeneration.setState({ asking: request });
  try {
    const generation = await call(`generation.${request}`, { session_id: sessionId });
    sessionEvent({ type: 'generationChanged', id: sessionId, generation });
  } catch (error) {
    tellFailure(error);
  } finally {
    useGeneration.setState({ asking: null });
  }
}
