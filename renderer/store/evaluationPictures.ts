import type { Trial } from '../../core/contract/trialView';

/** The two pictures of a trial, decoded and ready to be painted; null for one that cannot be shown. */
export interface Pictures {
  a: HTMLImageElement | null;
  b: HTMLImageElement | null;
}

/** Loads and decodes both pictures of a trial at the same time. Never rejects: a picture that cannot be shown is null. */
export async function loadPictures({ image_a, image_b }: Trial): Promise<Pictures> {
  const [a, b] = await Promise.all([loadPicture(image_a, 'Picture A'), loadPicture(image_b, 'Picture B')]);
  return { a, b };
}

async function loadPicture(address: string, name: string): Promise<HTMLImageElement | null> {
  const picture = new Image();
  picture.alt = name;
  picture.draggable = false;
  // Both sides are painted in one frame: neither is put off until it is decoded anew.
  picture.decoding = 'sync';
  picture.src = address;
  try {
    await picture.decode();
    return picture;
  } catch {
    return null;
  }
}

/**
 * Lets go of both pictures: the page needs neither the bytes nor what was decoded from them any more. They cannot be shown
 * again. Collecting them would come late, after hundreds of pairs.
 */
export function releasePictures({ a, b }: Pictures): void {
  a?.removeAttribute('src');
  b?.removeAttribute('src');
}
