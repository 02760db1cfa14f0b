/** So many colours tell curves apart: `--color-data-1` and on. */
const COLOURS = 6;

/** By the names that the screen's chart library knows them by. */
const SHAPES = ['circle', 'rect', 'triangle', 'rectRot', 'crossRot', 'star'] as const;

export type SeriesShape = (typeof SHAPES)[number];

/** The number of the colour of a LoRA file, from 1, by its place among the files. The same for line, whisker and mark. */
export function seriesColour(place: number): number {
  return (place % COLOURS) + 1;
}

/**
 * The marker of a LoRA file by its place, so that curves are told apart without colour. With each round of the colours the
 * shapes move on by one, so that 36 files have a look of their own each.
 */
export function seriesShape(place: number): SeriesShape {
  return SHAPES[(place + Math.floor(place / COLOURS)) % SHAPES.length] ?? 'circle';
}
