import type { Trial } from '../../core/contract/trialView';
import type { Pictures } from '../store/evaluationPictures';
import type { Picture } from '../store/picture';

/**
 * Stands in for the module that loads pictures, since a simulated page draws none: they are ready at once, but for those
 * whose addresses hold `broken`.
 */
export function loadPictures({ image_a, image_b }: Trial): Promise<Pictures> {
  const picture = (address: string, name: string) => (address.includes('broken') ? null : readyPicture(name));
  return Promise.resolve({ a: picture(image_a, 'Picture A'), b: picture(image_b, 'Picture B') });
}

/** Lets go of nothing, since nothing was drawn. */
export function releasePictures(): void {}

/** A picture without a size, as everything on a simulated page is. */
export function readyPicture(name: string): Picture {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', name);
  return { width: 0, height: 0, sizes: [canvas] };
}
