import type { Trial } from '../../core/contract/trialView';
import { loadPicture, type Picture, releasePicture } from './picture';

/** The two pictures of a trial, ready to be painted; null for one that cannot be shown. */
export interface Pictures {
  a: Picture | null;
  b: Picture | null;
}

/** Loads and draws both pictures of a trial at the same time. Never rejects: a picture that cannot be shown is null. */
export async function loadPictures({ image_a, image_b }: Trial): Promise<Pictures> {
  const [a, b] = await Promise.all([loadPicture(image_a, 'Picture A'), loadPicture(image_b, 'Picture B')]);
  return { a, b };
}

/**
 * Lets go of both pictures: the page needs their pixels no more. They cannot be shown again. Collecting them would come
 * late, after hundreds of pairs.
 */
export function releasePictures({ a, b }: Pictures): void {
  if (a !== null) releasePicture(a);
  if (b !== null) releasePicture(b);
}
