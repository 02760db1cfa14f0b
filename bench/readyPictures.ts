import type { DemoOptions } from '../electron/demo/server';
import { makePictures } from './judgedSession';

const EDGE = 512;

/** Paints a server's pictures. */
export type Painter = NonNullable<DemoOptions['paint']>;

/**
 * A painter for servers whose time is measured: it hands out pictures that were made before, in turn. Painting each anew would take the
 * processor, which a server with a graphics card leaves to others.
 */
export async function readyPainter(): Promise<Painter> {
  const pictures = await makePictures(EDGE);
  let count = 0;
  return async () => {
    const picture = pictures[count++ % pictures.length];
    if (picture === undefined) throw new Error('There is no picture.');
    return picture;
  };
}
