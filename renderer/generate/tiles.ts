import type { GenerationView, Tile } from '../../core/contract/sessionView';

const LARGEST = 112;
const SMALLEST = 56;
const SCROLLED = 76;
const GAP = 8;

/** The side of a tile in px: the largest that lets all of `count` tiles be seen in an area, else one for scrolling. */
export function tileSize(width: number, height: number, count: number): number {
  for (let size = LARGEST; size >= SMALLEST; size -= 1) {
    const columns = Math.max(1, Math.floor((width + GAP) / (size + GAP)));
    const rows = Math.ceil(count / columns);
    if (rows * size + (rows - 1) * GAP <= height) return size;
  }
  return SCROLLED;
}

/** The places as they stand now: what the run says of failed and current images goes over what the gallery said. */
export function shownTiles(tiles: readonly Tile[], view: GenerationView): Tile[] {
  const failed = new Map(view.failed.map(({ number, message }) => [number, message]));
  const current = view.status === 'running' ? view.current?.number : undefined;
  return tiles.map((tile) => {
    if (tile.state === 'made') return tile;
    const message = failed.get(tile.number);
    if (tile.number === current) return { ...tile, state: 'making', message: null };
    if (message !== undefined) return { ...tile, state: 'failed', message };
    return { ...tile, state: 'waiting', message: null };
  });
}

/** A place whose picture was made and cannot be read any more. */
export function withoutFile(tile: Tile): Tile {
  return { ...tile, state: 'failed', image: null, message: 'The file is gone or damaged. Make it again.' };
}

/** A place while Blindfold does not answer: a picture that cannot be fetched is no fault of its file. */
export function unreached(tile: Tile, isBroken: boolean): Tile {
  if (tile.state === 'making') return { ...tile, state: 'waiting' };
  return isBroken ? { ...tile, image: null, message: null } : tile;
}

/** What a tile is, for those who cannot see it. */
export function tileName({ number, state, image, message }: Tile): string {
  switch (state) {
    case 'made':
      if (image !== null) return `Image ${number}`;
      return `Image ${number}${message === null ? ', cannot be fetched now' : `. ${message}`}`;
    case 'making':
      return `Image ${number}, being made`;
    case 'failed':
      return `Image ${number} failed: ${message ?? 'no reason was given'}`;
    default:
      return `Image ${number}, waiting`;
  }
}
