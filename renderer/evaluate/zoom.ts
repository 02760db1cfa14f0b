import type { Size } from '../ui/useSize';

/** What both panes show: the whole picture, or a part of it. `scale` is CSS pixels per picture pixel, `x` and `y` the middle as shares of the picture. */
export type Zoom = 'fit' | { scale: number; x: number; y: number };

const STEP = 1.25;
const MOST = 16;

/** The scale at which a whole picture just fits a pane. */
export function fitScale(picture: Size, pane: Size): number {
  return Math.min(pane.width / picture.width, pane.height / picture.height);
}

/** A zoom kept within the picture: the pane never shows more void than it must. */
export function keptInside(zoom: Exclude<Zoom, 'fit'>, picture: Size, pane: Size): Zoom {
  const scale = Math.min(zoom.scale, MOST);
  if (scale <= fitScale(picture, pane) * 1.001) return 'fit';
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

/**
 * A step in (or out) that keeps the point under `at` where it is. `at` is measured in CSS pixels from the pane's middle.
 */
export function zoomedBy(
  zoom: Zoom,
  steps: number,
  picture: Size,
  pane: Size,
  at: { x: number; y: number } = { x: 0, y: 0 },
): Zoom {
  const from = zoom === 'fit' ? { scale: fitScale(picture, pane), x: 0.5, y: 0.5 } : zoom;
  const scale = Math.min(from.scale * STEP ** steps, MOST);
  const shift = 1 / from.scale - 1 / scale;
  return keptInside(
    { scale, x: from.x + (at.x * shift) / picture.width, y: from.y + (at.y * shift) / picture.height },
    picture,
    pane,
  );
}

/** One picture pixel on one pixel of the screen, around the same middle. `density` is the screen's pixels per CSS pixel. */
export function pixelZoom(zoom: Zoom, picture: Size, pane: Size, density: number): Zoom {
  const { x, y } = zoom === 'fit' ? { x: 0.5, y: 0.5 } : zoom;
  const scale = 1 / density;
  // A small picture at its own pixels is smaller than fitting; it is shown so all the same.
  if (scale <= fitScale(picture, pane)) return { scale, x: 0.5, y: 0.5 };
  return keptInside({ scale, x, y }, picture, pane);
}

/** The zoom after the picture was moved by so many CSS pixels. */
export function pannedBy(zoom: Zoom, dx: number, dy: number, picture: Size, pane: Size): Zoom {
  if (zoom === 'fit') return zoom;
  const { scale, x, y } = zoom;
  if (scale <= fitScale(picture, pane)) return zoom;
  return keptInside(
    { scale, x: x - dx / (picture.width * scale), y: y - dy / (picture.height * scale) },
    picture,
    pane,
  );
}

/** Where a picture lies in its pane, in CSS pixels. */
export function placeOf(zoom: Exclude<Zoom, 'fit'>, picture: Size, pane: Size) {
  const width = picture.width * zoom.scale;
  const height = picture.height * zoom.scale;
  return { width, height, left: pane.width / 2 - zoom.x * width, top: pane.height / 2 - zoom.y * height };
}

/** The part of the picture that a pane shows, as shares from 0 to 1. */
export function windowOf(zoom: Exclude<Zoom, 'fit'>, picture: Size, pane: Size) {
  const share = (value: number, length: number, room: number) => {
    const seen = Math.min(1, room / (length * zoom.scale));
    return { start: Math.min(Math.max(0, value - seen / 2), 1 - seen), size: seen };
  };
  const across = share(zoom.x, picture.width, pane.width);
  const down = share(zoom.y, picture.height, pane.height);
  return { left: across.start, top: down.start, width: across.size, height: down.size };
}

/** `Fit`, or how large against the screen's own pixels. */
export function zoomWords(zoom: Zoom, density: number): string {
  return zoom === 'fit' ? 'Fit' : `${Math.round(zoom.scale * density * 100)}%`;
}
