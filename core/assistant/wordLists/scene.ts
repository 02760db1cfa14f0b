import type { LightSort } from './lights';

/** Where something is, and what it may do there. */
export interface Scene {
  /** Begins with its preposition: “in a small kitchen”. */
  readonly place: string;
  readonly lights: readonly LightSort[];
  /** What can be seen from near; reads well before the place. */
  readonly calm: readonly string[];
  /** What needs the whole body in the picture. */
  readonly whole: readonly string[];
}

/** A scene of a list. */
export function scene(
  place: string,
  lights: readonly LightSort[],
  calm: readonly string[] = [],
  whole: readonly string[] = [],
): Scene {
  return { place, lights, calm, whole };
}

/** Under the open sky there is room for a view from far away. */
export function isOutdoors(lights: readonly LightSort[]): boolean {
  return lights.some((sort) => sort === 'sun' || sort === 'grey' || sort === 'low' || sort === 'night');
}

export const HOME: readonly LightSort[] = ['day', 'cosy'];
export const HALL: readonly LightSort[] = ['day', 'bright'];
export const OPEN: readonly LightSort[] = ['sun', 'grey', 'low'];
export const WILD: readonly LightSort[] = ['sun', 'grey', 'low', 'night'];
export const STREET: readonly LightSort[] = ['sun', 'grey', 'low', 'city'];
export const STUDIO: readonly LightSort[] = ['studio'];
export const WATER: readonly LightSort[] = ['sea'];
export const SPACE: readonly LightSort[] = ['space'];
