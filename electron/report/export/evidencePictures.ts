import type { Report } from '../../../core/report/report';
import type { PairPictures } from '../../../core/report/written/htmlReport';
import { picturedPairs } from '../../../core/report/written/pictureNames';
import type { SessionState } from '../../../core/session/state';
import type { FileSystem } from '../../sessions/fileSystem';
import { ownPicture, type PictureFolder } from '../../sessions/images';

/** So many pairs go into a file that is sent to somebody. */
const MOST_PAIRS = 24;
/** The longer side of a picture in it, in pixels. */
const LONGER_SIDE = 640;
const QUALITY = 80;

/**
 * Of the pairs that a page shows (won, lost, split on every metric) the clearest, taken from each list in turn until there are enough.
 * Out: their ids, each once.
 */
export function clearestPairs({ metrics }: Pick<Report, 'metrics'>): string[] {
  const shown = new Set(picturedPairs({ metrics }));
  const lists = metrics.flatMap(({ evidence: { won, lost, split } }) => [won.pairs, lost.pairs, split.pairs]);
  const longest = Math.max(0, ...lists.map((pairs) => pairs.length));
  const chosen = new Set<string>();
  for (let place = 0; place < longest; place += 1) {
    for (const pairs of lists) {
      const id = pairs[place]?.pair_id;
      if (id !== undefined && shown.has(id)) chosen.add(id);
      if (chosen.size === MOST_PAIRS) return [...chosen];
    }
  }
  return [...chosen];
}

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
  // Loaded at the first use: the app starts without it.
  const { default: sharp } = await import('sharp');
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
