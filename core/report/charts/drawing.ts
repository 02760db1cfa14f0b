import type { ChartColours } from './chartColours';
import { label } from './svg';

/** Where a chart is drawn: how much room it is given, and in which colours. */
export interface Canvas {
  /** In pixels; a chart with more columns than fit takes more. */
  width: number;
  /** Of a chart whose height is free; those made of rows are as high as their rows. */
  height: number;
  colours: ChartColours;
}

/** A chart as drawn, from its upper left corner. */
export interface Drawing {
  /** The metric, or all of them. */
  subject: string;
  /** What it shows of it. */
  shows: string;
  /** In which measure. */
  unit: string;
  /** What can be seen, in words. */
  finding: string;
  width: number;
  height: number;
  body: string;
}

/** Ticks and the names of axes. */
export const TICK = 11;
/** Names of rows and of files. */
export const NAME = 12;

/** Text with a rim of the ground's colour, so that it can be read over lines. */
export function haloed(
  words: string,
  x: number,
  y: number,
  colours: ChartColours,
  look: Record<string, string | number>,
): string {
  return label(words, {
    x,
    y,
    stroke: colours.surface,
    'stroke-width': 3,
    'stroke-linejoin': 'round',
    'paint-order': 'stroke',
    ...look,
  });
}

/** The first and the last of a list that is too long to draw; all of one that is not. */
export function mostShown<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  return [...list.slice(0, Math.ceil(most / 2)), ...list.slice(-Math.floor(most / 2))];
}
