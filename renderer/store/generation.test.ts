import { describe, expect, it } from 'vitest';
import { PICTURE_LATER, type Tile } from '../../core/contract/generationView';
import { withImage } from './generation';

const tile = (number: number): Tile => ({ number, state: 'waiting', image: null, message: null });

describe('withImage', () => {
  it('fills the place of its number and leaves the others', () => {
    const tiles = withImage([tile(3), tile(1), tile(2)], 1, '/image/x');
    expect(tiles.map(({ number, image }) => [number, image])).toEqual([
      [3, null],
      [1, '/image/x'],
      [2, null],
    ]);
    expect(tiles[1]?.state).toBe('made');
  });

  it('marks the place of a picture that is shown later as made', () => {
    expect(withImage([tile(1)], 1, null)).toEqual([
      { number: 1, state: 'made', image: null, message: PICTURE_LATER },
    ]);
  });
});
