import type { PairPictures } from '../../../core/report/written/htmlReport';
import type { SessionState } from '../../../core/session/state';
import type { FileSystem } from '../../sessions/fileSystem';
import { ownPicture, type PictureFolder } from '../../sessions/images';
import { pictureTool } from '../../sessions/pictureTool';

/** The longer side of a picture in it, in pixels. */
const LONGER_SIDE = 512;
const QUALITY = 80;

/**
 * The pictures of pairs, made smaller, without what a server wrote into them. In: where they lie, and what hears how far it is and may
 * throw to end it. Out: by pair; a pair of which a picture is missing or cannot be read is left out.
 */
export async function evidencePictures(
  pairs: readonly string[],
  from: {
    readonly fs: FileSystem;
    readonly folder: PictureFolder;
    readonly state: Pick<SessionState, 'pairs'>;
  },
  onStep: (done: number) => void,
): Promise<Map<string, PairPictures>> {
  const pictures = new Map<string, PairPictures>();
  for (const [place, id] of pairs.entries()) {
    onStep(place);
    const pair = from.state.pairs.get(id);
    if (pair === undefined) continue;
    const [baseline, lora] = await Promise.all([smaller(from, pair.baseline), smaller(from, pair.lora)]);
    if (baseline !== null && lora !== null) pictures.set(id, { baseline, lora });
  }
  onStep(pairs.length);
  return pictures;
}

async function smaller(
  { fs, folder }: { readonly fs: FileSystem; readonly folder: PictureFolder },
  file: string,
): Promise<string | null> {
  let source: Uint8Array;
  try {
    source = await fs.readFile(await ownPicture(fs, folder, file));
  } catch {
    // It may have been moved away: the page says that it is missing, and the file is made all the same.
    return null;
  }
  const sharp = await pictureTool();
  try {
    const bytes = await sharp(source)
      .resize({ width: LONGER_SIDE, height: LONGER_SIDE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: QUALITY })
      .toBuffer();
    return `data:image/webp;base64,${bytes.toString('base64')}`;
  } catch {
    // Half a picture is none.
    return null;
  }
}
