import type { Zoom } from '../store/viewing';
import type { Size } from '../ui/useSize';

/** A zoom that shows a part, or a picture at a size of its own. */
export type Part = Exclude<Zoom, 'fit'>;

/** A place or a way in pixels of the screen, from the middle of what is seen. */
export interface Point {
  x: number;
  y: number;
}

/** A picture and the room it has, both in whole pixels: of the picture, and of the screen. */
export interface Fitting {
  picture: Size;
  pane: Size;
}

const STEP = 1.25;
const MOST = 16;
const MIDDLE: Point = { x: 0, y: 0 };

/** The scale at which a whole picture just fits a pane, in pixels of the screen per picture pixel. */
export function fitScale({ picture, pane }: Fitting): number {
  return Math.min(pane.width / picture.width, pane.height / picture.height);
}

/** A zoom as it can be shown here: never smaller than both fitting and one to one, never with more void than it must. */
export function settled(zoom: Zoom, fitting: Fitting): Zoom {
  if (zoom === 'fit' || zoom.scale < Math.min(1, fitScale(fitting)) * 0.999) return 'fit';
  const { picture, pane } = fitting;
  const scale = Math.min(zoom.scale, MOST);
  const middle = (value: number, length: number, room: number) => {
    const half = room / (2 * length * scale);
    return half >= 0.5 ? 0.5 : Math.min(Math.max(value, half), 1 - half);
  };
  return {
    scale,
    x: middle(zoom.x, picture.width, pane.width),
    y: middle(zoom.y, picture.height, pane.height),
  };
}

/** A scale of its own around the point at `at`, which stays where it is: 1 is one picture pixel on one pixel of the screen. */
export function zoomedTo(zoom: Zoom, scale: number, fitting: Fitting, at: Point = MIDDLE): Zoom {
  const from = partOf(zoom, fitting);
  const { picture } = fitting;
  const to = Math.min(scale, MOST);
  const shift = 1 / from.scale - 1 / to;
  const part = {
    scale: to,
    x: from.x + (at.x * shift) / picture.width,
    y: from.y + (at.y * shift) / picture.height,
  };
  return settled(part, fitting);
}

/** Steps in (or out, when negative) that keep the point at `at` where it is; on their way they stop where the picture just fits. */
export function zoomedBy(zoom: Zoom, steps: number, fitting: Fitting, at: Point = MIDDLE): Zoom {
  const from = partOf(zoom, fitting).scale;
  const fit = fitScale(fitting);
  const to = Math.max(from * STEP ** steps, Math.min(1, fit));
  const isFitting = Math.abs(from / fit - 1) < 0.001;
  const isPassing = !isFitting && (from - fit) * (to - fit) <= 0;
  if (isPassing || Math.abs(to / fit - 1) < 0.001) return 'fit';
  return zoomedTo(zoom, to, fitting, at);
}

/** Two fingers: so many times as large around `at`, and moved by so many pixels of the screen. */
export function pinched(zoom: Zoom, factor: number, at: Point, by: Point, fitting: Fitting): Zoom {
  return pannedBy(zoomedBy(zoom, Math.log(factor) / Math.log(STEP), fitting, at), by, fitting);
}

/** The zoom after the picture was moved by so many pixels of the screen. */
export function pannedBy(zoom: Zoom, by: Point, fitting: Fitting): Zoom {
  if (zoom === 'fit') return zoom;
  const { scale, x, y } = zoom;
  const { picture } = fitting;
  return settled(
    { scale, x: x - by.x / (picture.width * scale), y: y - by.y / (picture.height * scale) },
    fitting,
  );
}

/** Fit as what it shows. */
function partOf(zoom: Zoom, fitting: Fitting): Part {
  return zoom === 'fit' ? { scale: fitScale(fitting), x: 0.5, y: 0.5 } : zoom;
}

/** `Fit`, or how large against the screen's own pixels. */
export function zoomWords(zoom: Zoom): string {
  return zoom === 'fit' ? 'Fit' : `${Math.round(zoom.scale * 100)}%`;
}
