import { AppFailure } from '../../core/contract/failure';
import { pictureTool } from '../sessions/pictureTool';

/** How far two images are from being one. */
export interface PixelDifference {
  /** Pixels of the first image. */
  readonly pixels: number;
  /** Pixels that differ; all of them where the sizes do. */
  readonly differing: number;
  /** The largest difference of one colour of one pixel, 0 to 255. */
  readonly largest: number;
}

/**
 * Compares two images pixel by pixel, whatever else their files hold. In: two whole PNGs.
 * Rejects with AppFailure `server_refuses` for one that is whole as a file and holds no picture.
 */
export async function pixelDifference(first: Uint8Array, second: Uint8Array): Promise<PixelDifference> {
  const sharp = await pictureTool();
  const read = (bytes: Uint8Array) =>
    sharp(bytes)
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
      .catch((cause: unknown) => {
        throw new AppFailure(
          'server_refuses',
          'An image that ComfyUI made cannot be read as a picture, or is larger than can be compared.',
          { cause },
        );
      });
  const [a, b] = await Promise.all([read(first), read(second)]);
  const pixels = a.info.width * a.info.height;
  if (a.info.width !== b.info.width || a.info.height !== b.info.height)
    return { pixels, differing: pixels, largest: 255 };
  const { channels } = a.info;
  let differing = 0;
  let largest = 0;
  for (let start = 0; start < a.data.length; start += channels) {
    let most = 0;
    for (let at = start; at < start + channels; at += 1)
      most = Math.max(most, Math.abs((a.data[at] ?? 0) - (b.data[at] ?? 0)));
    if (most > 0) differing += 1;
    largest = Math.max(largest, most);
  }
  return { pixels, differing, largest };
}
