/** A picture that was drawn and can be put on the page as it is. */
export interface Picture {
  /** Its own size, in its own pixels. */
  readonly width: number;
  readonly height: number;
  /** The picture, then copies of it, each half as large as the one before, as far as they were needed. */
  readonly sizes: [HTMLCanvasElement, ...HTMLCanvasElement[]];
}

/** No side of a canvas can be longer everywhere; a longer picture is kept smaller. */
const LONGEST = 16_384;
/** No copy with a side shorter than this: nobody looks at a picture that small. */
const SHORTEST = 128;
/** How often the picture that was put on the page last was halved: the next one will be, too, so that is done before it is its turn. */
let halvedLast = 0;

/** Loads and draws one picture. In: where it is, and what it is called. Out: null for one that cannot be shown; never rejects. */
export async function loadPicture(address: string, name: string): Promise<Picture | null> {
  try {
    const answer = await fetch(address, { cache: 'no-store' });
    if (!answer.ok) return null;
    const bitmap = await createImageBitmap(await answer.blob());
    try {
      return pictureFrom(bitmap, name);
    } finally {
      bitmap.close();
    }
  } catch {
    return null;
  }
}

/** Draws a decoded picture, and as many smaller copies as were needed last. In: what it is called. Throws Error where no canvas can be had. */
function pictureFrom(bitmap: ImageBitmap, name: string): Picture {
  let [width, height] = [bitmap.width, bitmap.height];
  while (Math.max(width, height) > LONGEST) [width, height] = [half(width), half(height)];
  const picture: Picture = {
    width: bitmap.width,
    height: bitmap.height,
    sizes: [drawn(bitmap, width, height, name)],
  };
  while (picture.sizes.length <= halvedLast && addHalf(picture.sizes));
  return picture;
}

/** Adds the next smaller copy. Out: false where nobody would look at one so small, or no canvas can be had for it. */
function addHalf(sizes: Picture['sizes']): boolean {
  const last = smallest(sizes);
  if (Math.min(last.width, last.height) < 2 * SHORTEST) return false;
  try {
    sizes.push(drawn(last, half(last.width), half(last.height), last.getAttribute('aria-label') ?? ''));
    return true;
  } catch {
    return false;
  }
}

function smallest(sizes: Picture['sizes']): HTMLCanvasElement {
  return sizes.at(-1) ?? sizes[0];
}

function half(length: number): number {
  return Math.max(1, Math.floor(length / 2));
}

function drawn(from: CanvasImageSource, width: number, height: number, name: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', name);
  // Kept in main memory: what lies with the graphics driver is lost when that starts anew, and the picture would be blank.
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  if (brush === null) throw new Error('There is no canvas to draw a picture on.');
  brush.imageSmoothingQuality = 'high';
  brush.drawImage(from, 0, 0, width, height);
  // A browser may only note what is to be drawn, and draw once the canvas is shown: asked for a pixel, it draws now.
  brush.getImageData(0, 0, 1, 1);
  return canvas;
}

/**
 * What to put on the page where the picture is shown so wide and high, in pixels of the screen: the smallest size that is
 * not enlarged by it, drawn where it was not needed before. A browser makes a canvas smaller by leaving pixels out; beyond half its size that shows.
 */
export function sizeFor({ sizes }: Picture, { width, height }: { width: number; height: number }) {
  const suits = (canvas: HTMLCanvasElement) => canvas.width >= width && canvas.height >= height;
  const isHalfEnough = () => half(smallest(sizes).width) >= width && half(smallest(sizes).height) >= height;
  while (isHalfEnough() && addHalf(sizes));
  const place = Math.max(0, sizes.findLastIndex(suits));
  halvedLast = place;
  return sizes[place] ?? sizes[0];
}

/** Gives back the memory of a picture; it cannot be shown again. */
export function releasePicture({ sizes }: Picture): void {
  for (const canvas of sizes) [canvas.width, canvas.height] = [0, 0];
}
