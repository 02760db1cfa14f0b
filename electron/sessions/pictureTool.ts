import type Sharp from 'sharp';

let loading: Promise<typeof Sharp> | null = null;

/**
 * The library that reads and writes pictures, loaded at the first use: the app starts without it. It keeps nothing of what it did, since
 * each picture comes from memory and once; its cache would only grow.
 */
export function pictureTool(): Promise<typeof Sharp> {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false);
    return sharp;
  });
  return loading;
}
