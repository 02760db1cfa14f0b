import { describe, expect, it } from 'vitest';
import { type GenerationView, PICTURE_LATER, type Tile } from '../../core/contract/generationView';
import { shownTiles, tileName, tileSize } from './tiles';

/** The height that the grid takes with tiles of this size. */
function heightOf(size: number, width: number, count: number): number {
  const columns = Math.floor((width + 8) / (size + 8));
  const rows = Math.ceil(count / columns);
  return rows * size + (rows - 1) * 8;
}

describe('tileSize', () => {
  it('is the largest that lets all tiles be seen', () => {
    const size = tileSize(680, 560, 50);
    expect(heightOf(size, 680, 50)).toBeLessThanOrEqual(560);
    expect(heightOf(size + 1, 680, 50)).toBeGreaterThan(560);
  });

  it('stays between 56 and 112, and scrolls at 76 when they cannot all be seen', () => {
    expect(tileSize(680, 560, 4)).toBe(112);
    expect(tileSize(680, 560, 2000)).toBe(76);
    expect(tileSize(40, 40, 1)).toBe(76);
  });
});

const RUN: GenerationView = {
  status: 'running',
  phase: 'generating_images',
  images_done: 1,
  images_total: 4,
  failed: [{ number: 3, message: 'Out of memory.' }],
  current: { number: 2, step: 1, steps: 20 },
  rate: null,
  seconds_left: null,
  checkpoint: null,
  reason: null,
  can_resume: false,
  started_at: null,
  ended_at: null,
  servers: [],
  previews: false,
  self_check: null,
};

const tile = (number: number, image: string | null = null): Tile => ({
  number,
  state: image === null ? 'waiting' : 'made',
  image,
  message: null,
});

describe('a picture that is shown later', () => {
  const later: Tile = { number: 2, state: 'made', image: null, message: PICTURE_LATER };

  it('stands as made, whatever the run makes, and says so', () => {
    expect(shownTiles([later], RUN)).toEqual([later]);
    expect(tileName(later)).toBe('Image 2. Made. Its picture is first shown in the evaluation.');
  });
});

describe('shownTiles', () => {
  it('puts what the run says over what the gallery said, and keeps the places', () => {
    const shown = shownTiles([tile(4), tile(3), tile(2), tile(1, '/image/x')], RUN);
    expect(shown.map(({ number, state }) => [number, state])).toEqual([
      [4, 'waiting'],
      [3, 'failed'],
      [2, 'making'],
      [1, 'made'],
    ]);
    expect(shown[1]?.message).toBe('Out of memory.');
  });

  it('shows every image that is being made on one of several servers', () => {
    const server = { name: 'a', state: 'working' as const, message: null, images_done: 0, rate: null };
    const view: GenerationView = {
      ...RUN,
      failed: [],
      servers: [
        { ...server, current: { number: 1, step: 1, steps: 2 } },
        { ...server, current: { number: 3, step: 1, steps: 2 } },
        { ...server, current: null },
      ],
    };
    expect(shownTiles([tile(1), tile(2), tile(3)], view).map(({ state }) => state)).toEqual([
      'making',
      'waiting',
      'making',
    ]);
  });

  it('keeps a place made whose picture is kept back', () => {
    const keptBack: Tile = { ...tile(1), state: 'made', message: 'Not shown yet.' };
    expect(shownTiles([keptBack], RUN)).toEqual([keptBack]);
    expect(tileName(keptBack)).toBe('Image 1. Not shown yet.');
  });

  it('makes nothing while the run stands still', () => {
    expect(shownTiles([tile(2)], { ...RUN, status: 'paused' })[0]?.state).toBe('waiting');
  });

  it('keeps a picture that was made after an earlier failure', () => {
    expect(shownTiles([tile(3, '/image/y')], RUN)[0]).toMatchObject({ state: 'made', message: null });
  });
});

describe('tileName', () => {
  it('says the number and the state, and never a label', () => {
    expect(tileName(tile(7, '/image/x'))).toBe('Image 7');
    expect(tileName({ ...tile(7), state: 'failed', message: 'Out of memory.' })).toBe(
      'Image 7 failed: Out of memory.',
    );
  });
});
