/** A rectangle on the canvas, in pixels from its upper left. */
export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** A point's marker, the largest that is drawn with a little air. */
const MARKER = 8;

/** The room that a point's marker takes. */
export function markerBox(x: number, y: number): Box {
  return { left: x - MARKER, right: x + MARKER, top: y - MARKER, bottom: y + MARKER };
}

/** The first of the places, in their order of preference, that lies on nothing that is taken; null when none does. */
export function firstFree(places: readonly Box[], taken: readonly Box[]): Box | null {
  return places.find((place) => taken.every((other) => !meet(place, other))) ?? null;
}

function meet(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
