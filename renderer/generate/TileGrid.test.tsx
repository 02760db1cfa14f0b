import { fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GenerationView, Tile } from '../../core/contract/generationView';
import { TileGrid } from './TileGrid';

const DONE: GenerationView = {
  status: 'completed',
  phase: null,
  images_done: 2000,
  images_total: 2000,
  failed: [],
  current: null,
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
const TILES = Array.from(
  { length: 2000 },
  (_, at): Tile => ({ number: at + 1, state: 'made', image: `/image/${at + 1}`, message: null }),
);

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  // An area of 728 by 600 px: 8 tiles of 76 px beside each other.
  for (const [name, value] of Object.entries({ clientWidth: 728, clientHeight: 600 }))
    vi.spyOn(HTMLElement.prototype, name as 'clientWidth', 'get').mockReturnValue(value);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('the pictures of a large run', () => {
  it('are in the page only where they can be seen, in their places', () => {
    render(<TileGrid tiles={TILES} generation={DONE} onAgain={() => undefined} />);
    const places = () => screen.getAllByRole('listitem').map((place) => Number(place.ariaPosInSet));
    expect(places().length).toBeLessThan(200);
    expect(places()[0]).toBe(1);
    const area = screen.getByRole('region', { name: 'Pictures made so far' });
    Object.defineProperty(area, 'scrollTop', { value: 84 * 100, writable: true });
    fireEvent.scroll(area);
    expect(places()).toContain(8 * 100 + 1);
    expect(places()).not.toContain(1);
    expect(places().length).toBeLessThan(200);
    expect((places()[0] ?? 0) % 8).toBe(1);
    expect(screen.getByRole('img', { name: 'Image 801' }).getAttribute('src')).toBe('/image/801');
    expect(screen.getAllByRole('listitem')[0]?.ariaSetSize).toBe('2000');
  });

  it('show calmly what is made and kept back', () => {
    const keptBack: Tile = { number: 7, state: 'made', image: null, message: 'Not shown yet.' };
    render(<TileGrid tiles={[keptBack]} generation={DONE} onAgain={() => undefined} />);
    expect(screen.getByTitle('Image 7. Not shown yet.').dataset['state']).toBe('made');
    expect(screen.queryByRole('button')).toBeNull();
  });
});
