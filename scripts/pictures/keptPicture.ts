import sharp from 'sharp';

/** Channels that differ by less look the same: what a palette of 256 colours rounds. */
const SAME = 24;
/** The share of channels that may differ by more before a picture counts as another one: less than a short word. */
const MOST_OTHER = 0.0001;

/**
 * A screenshot as a small PNG, or the picture that is there, where nobody could tell the two apart.
 * In: the bytes of the picture that is there, null for none, and of the screenshot.
 */
export async function keptPicture(
  before: Buffer | null,
  shot: Buffer,
): Promise<{ bytes: Buffer; isNew: boolean }> {
  const bytes = await sharp(shot)
    .png({ palette: true, colours: 256, compressionLevel: 9, effort: 10 })
    .toBuffer();
  if (before !== null && (await looksSame(before, bytes))) return { bytes: before, isNew: false };
  return { bytes, isNew: true };
}

async function looksSame(one: Buffer, other: Buffer): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map(pixelsOf));
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  let others = 0;
  for (let at = 0; at < a.length; at++) if (Math.abs((a[at] ?? 0) - (b[at] ?? 0)) > SAME) others++;
  return others <= a.length * MOST_OTHER;
}

function pixelsOf(png: Buffer): Promise<Buffer> {
  return sharp(png).removeAlpha().raw().toBuffer();
}
