import type { JudgeView } from '../store/judgeSettings';
import type { Zoom } from '../store/viewing';
import type { Size } from '../ui/useSize';
import { type Fitting, fitScale } from './zoom';

/** The ground of the pictures, measured in pixels of the screen. */
export interface Room extends Size {
  /** Pixels of the screen per CSS pixel. */
  density: number;
  /** How far the ground's own corner is from the next whole pixel of the screen. */
  left: number;
  top: number;
}

/** Where everything lies, in whole pixels of the screen, so that both pictures meet its pixels in the same way. */
export interface Layout {
  /** Between and around two pictures. */
  edge: number;
  pane: Size;
  /** What is seen of a picture, and where it begins where it stands alone. */
  frame: Size & { left: number; top: number };
  /** The whole picture; `left` and `top` are counted from the frame. */
  picture: Size & { left: number; top: number };
  /** Larger than its own pixels. */
  isEnlarged: boolean;
  /** A part of it lies outside the frame. */
  isCut: boolean;
}

const EDGE = 4;

/** The space between two pictures, in pixels of the screen. */
export function edgeOf(room: Room, view: JudgeView): number {
  return view === 'side' ? Math.round(EDGE * room.density) : 0;
}

/** The room of one picture; it is the same for both. */
export function paneOf(room: Room, view: JudgeView): Size {
  const edge = edgeOf(room, view);
  const [width, height] = [Math.floor(room.width - room.left), Math.floor(room.height - room.top)];
  const own = view === 'side' ? Math.floor((width - 3 * edge) / 2) : width;
  return { width: Math.max(1, own), height: Math.max(1, height - 2 * edge) };
}

/** Lays out the ground for a picture at a zoom that is settled there. */
export function layoutOf(zoom: Zoom, { picture, pane }: Fitting, edge: number): Layout {
  const scale = zoom === 'fit' ? fitScale({ picture, pane }) : zoom.scale;
  const across = alongOf(picture.width, scale, pane.width, zoom === 'fit' ? 0.5 : zoom.x);
  const down = alongOf(picture.height, scale, pane.height, zoom === 'fit' ? 0.5 : zoom.y);
  return {
    edge,
    pane,
    frame: {
      width: across.seen,
      height: down.seen,
      left: Math.floor((pane.width - across.seen) / 2),
      top: Math.floor((pane.height - down.seen) / 2),
    },
    picture: { width: across.whole, height: down.whole, left: across.start, top: down.start },
    isEnlarged: scale > 1.001,
    isCut: across.seen < across.whole || down.seen < down.whole,
  };
}

/** One direction: how long the picture is, how much of it is seen, and where it begins against that. */
function alongOf(length: number, scale: number, room: number, middle: number) {
  const whole = Math.max(1, Math.round(length * scale));
  const seen = Math.min(whole, room);
  const start = Math.round(seen / 2 - middle * whole);
  return { whole, seen, start: Math.min(0, Math.max(seen - whole, start)) };
}

/** The part of the picture that is seen, as shares from 0 to 1. */
export function seenOf({ frame, picture }: Layout) {
  return {
    left: -picture.left / picture.width,
    top: -picture.top / picture.height,
    width: frame.width / picture.width,
    height: frame.height / picture.height,
  };
}

/** Where the divider stands in the frame, in whole pixels of the screen. */
export function dividerAt(share: number, { frame }: Layout): number {
  return Math.round(share * frame.width);
}

/** The frame that both pictures are fitted to: the larger measure of each direction. Null while there are none. */
export function boxOf(a: Size | null, b: Size | null): Size | null {
  const box = {
    width: Math.max(a?.width ?? 0, b?.width ?? 0),
    height: Math.max(a?.height ?? 0, b?.height ?? 0),
  };
  return box.width > 0 && box.height > 0 ? box : null;
}

/** Where a picture of another size lies in the box: as large as it can be, in the middle. Both in the box's pixels. */
export function containedIn(box: Size, picture: Size): Size & { left: number; top: number } {
  const scale = fitScale({ picture, pane: box });
  const [width, height] = [picture.width * scale, picture.height * scale];
  return { width, height, left: (box.width - width) / 2, top: (box.height - height) / 2 };
}
