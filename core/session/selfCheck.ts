import { plainAddress } from './serverKey';

/** What the self-check found: the first pair's image with the LoRA loader at weight 0, pixel by pixel against the one without it. */
export interface SelfCheck {
  /** The two are equal. */
  readonly ok: boolean;
  /** Pixels of one image. */
  readonly pixels: number;
  /** Pixels that differ. */
  readonly differing: number;
  /** The largest difference of one colour of one pixel, 0 to 255. */
  readonly largest: number;
  /** As the set-up stores it. */
  readonly server: string;
  /** Where they differ: whether the server makes the same image twice alike. Null where it was not asked. */
  readonly reproducible: boolean | null;
}

/**
 * What a self-check says, in a sentence or two. It may be told before the reveal: it names no image of the plan. (The words
 * for one image that are kept back before the reveal are not in it either.) In: whether the server is named.
 */
export function selfCheckWords(check: SelfCheck, isPlaced = true): string {
  const where = isPlaced ? ` on ${plainAddress(check.server)}` : '';
  if (check.ok)
    return `Self-check passed${where}: with the LoRA at weight 0 every pixel is as without its loader.`;
  const share = `${percent(check.differing, check.pixels)} of the pixels, by up to ${check.largest} of 255`;
  return check.reproducible === false
    ? `Self-check failed${where}: from the same settings and seed the server makes another image each time (${share}). A sampler or a node with chance of its own does that, so pairs differ by more than the LoRA.`
    : `Self-check failed${where}: the workflow makes another image even with the LoRA at weight 0 (${share}), so pairs differ by more than the LoRA. Look for a node that only works while the loader is there.`;
}

function percent(part: number, whole: number): string {
  const share = whole === 0 ? 100 : (100 * part) / whole;
  if (share < 0.1) return 'less than 0.1 %';
  return share < 10 ? `${share.toFixed(1)} %` : `${Math.round(share)} %`;
}
