import type { GenerationView, Tile } from '../../core/contract/generationView';

const LARGEST = 112;
const SMALLEST = 56;
const SCROLLED = 76;
const GAP = 8;

/** The side of a tile in px: the largest that lets all of `count` tiles be seen in an area, else one for scrolling. */
export function tileSize(width: number, height: number, count: number): number {
  for (let size = LARGEST; size >= SMALLEST; size -= 1) {
    const columns = tileColumns(width, size);
    const rows = Math.ceil(count / columns);
    if (rows * size + (rows - 1) * GAP <= height) return size;
  }
  return SCROLLED;
}

/** How many tiles of a side in px stand beside each other in a width in px. */
export function tileColumns(width: number, side: number): number {
  return Math.max(1, Math.floor((width + GAP) / (side + GAP)));
}

/** The height of a row of tiles of a side in px with the gap after it. */
export function rowHeight(side: number): number {
  return side + GAP;
}

/**
 * The places as they stand now: what the run says of failed and current images goes over what the gallery said. A place that
 * is made and has no picture keeps it back.
 */
export function shownTiles(tiles: readonly Tile[], view: GenerationView): Tile[] {
  const failed = new Map(view.failed.map(({ number, message }) => [number, message]));
  const current = new Set(currentImages(view).map(({ number }) => number));
  return tiles.map((tile) => {
    if (tile.state === 'made') return tile;
    const message = failed.get(tile.number);
    if (current.has(tile.number)) return { ...tile, state: 'making', message: null };
    if (message !== undefined) return { ...tile, state: 'failed', message };
    return { ...tile, state: 'waiting', message: null };
  });
}

type CurrentImage = NonNullable<GenerationView['current']>;

/** The images that are being made now, one for each server at work. */
export function currentImages({ status, current, servers }: GenerationView): CurrentImage[] {
  if (status !== 'running') return [];
  const known = servers.length > 1 ? servers.map((server) => server.current) : [current];
  return known.filter((image) => image !== null);
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
