import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Picture } from '../store/picture';
import { type Gain, useViewing } from '../store/viewing';
import type { Size } from '../ui/useSize';
import { containedIn } from './layout';
import type { StageNames } from './Stage';

/** Larger than a canvas can be on some systems; beyond it the difference is taken of smaller pictures. */
const LONGEST = 8192;

interface DifferenceProps {
  a: Picture;
  b: Picture;
  names: StageNames;
  /** The frame that both are fitted to, in picture pixels. */
  box: Size;
}

/** How far both pictures are apart, channel by channel; it is the same whichever is taken from the other. */
export function Difference({ a, b, names, box }: DifferenceProps) {
  const gain = useViewing((viewing) => viewing.gain);
  const ref = useRef<HTMLCanvasElement>(null);
  const { width, height } = canvasSize(box);
  useLayoutEffect(() => {
    const canvas = ref.current;
    if (canvas !== null) paintDifference(canvas, a, b, { width, height }, gain);
  }, [a, b, width, height, gain]);
  useEffect(() => {
    const canvas = ref.current;
    // A canvas keeps its pixels until it is collected, which may be late.
    return () => {
      if (canvas !== null) [canvas.width, canvas.height] = [0, 0];
    };
  }, []);
  return (
    <div className="layer">
      <div className="picture">
        <canvas ref={ref} role="img" aria-label={`Difference of ${names.a} and ${names.b}`} />
      </div>
    </div>
  );
}

/** The size at which the difference is taken: the pictures' own, unless no canvas is that large. */
export function canvasSize({ width, height }: Size): Size {
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** How often a picture is added to itself to be so many times as bright. */
export function doublings(gain: Gain): number {
  return Math.log2(gain);
}

function paintDifference(canvas: HTMLCanvasElement, a: Picture, b: Picture, size: Size, gain: Gain): void {
  if (canvas.width !== size.width) canvas.width = size.width;
  if (canvas.height !== size.height) canvas.height = size.height;
  // Without alpha: where a picture is not opaque, both lie on black.
  const brush = canvas.getContext('2d', { alpha: false });
  if (brush === null) return;
  brush.imageSmoothingQuality = 'high';
  brush.globalCompositeOperation = 'source-over';
  brush.fillStyle = '#000';
  brush.fillRect(0, 0, size.width, size.height);
  draw(brush, a, size);
  brush.globalCompositeOperation = 'difference';
  draw(brush, b, size);
  // Added to itself it is twice as bright in every channel, exactly, and stops at white.
  brush.globalCompositeOperation = 'lighter';
  for (let time = 0; time < doublings(gain); time += 1) brush.drawImage(canvas, 0, 0);
}

function draw(brush: CanvasRenderingContext2D, picture: Picture, size: Size): void {
  const place = containedIn(size, picture);
  brush.drawImage(picture.sizes[0], place.left, place.top, place.width, place.height);
}
