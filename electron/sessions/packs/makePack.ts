import { createHash } from 'node:crypto';
import { AppFailure } from '../../../core/contract/failure';
import type { EventOf } from '../../../core/session/events';
import { stringifyJson } from '../../../core/session/json';
import { PACK_FORMAT, PACK_VERSION, type PackFile } from '../../../core/session/packFile';
import { completeInOrder, picturesShown } from '../../../core/session/showing';
import { effectiveSetup, type JsonObject, type SessionState } from '../../../core/session/state';
import { wholeOrder } from '../../generation/orders';
import { onePiece } from '../../onePiece';
import type { WorkControl } from '../archive/archiveParts';
import { readPieces } from '../archive/sessionFiles';
import { readWhole } from '../archive/zipReader';
import { type ZipItem, zipPieces } from '../archive/zipWriter';
import type { FileSystem } from '../fileSystem';
import type { SessionGlance } from '../openSession';
import { onDisk } from '../storageFailure';
import { checksumOf } from './checksum';
import { type Noise, packPictures } from './packPicture';

/** The list of a rating pack's showings, within it. */
export const PACK_LIST = 'pack.json';
/** Where its pictures lie. */
export const PACK_PICTURES = 'pictures';

/** What making a rating pack works with. */
export interface PackParts {
  readonly fs: FileSystem;
  now(): Date;
  randomHex(bytes: number): string;
  readonly noise: Noise;
}

/**
 * The event of a rating pack that is about to be given out: its own order and sides over the complete pairs, each showing under a
 * key that tells nothing. Throws AppFailure `not_possible` while no pair is complete.
 */
export function packMade(
  state: SessionState,
  { randomHex }: Pick<PackParts, 'randomHex'>,
): EventOf<'pack_made'> {
  const pack_id = randomHex(8);
  const order = completeInOrder(state, wholeOrder(state, pack_id));
  if (order.every(({ kind }) => kind !== undefined)) {
    throw new AppFailure(
      'not_possible',
      'No pair is complete, so there is nothing to put into a rating pack. Make the images first.',
    );
  }
  const keyed = order.map((entry) => ({ ...entry, key: randomHex(8) }));
  return { type: 'pack_made', pack_id, round: state.round, order: keyed };
}

/** The name of a pack's file, which tells no session and no LoRA. */
export function packFileName(packId: string): string {
  return `blindfold-pack-${packId.slice(0, 8)}.zip`;
}

/**
 * The bytes of a rating pack, made while they are taken: two pictures of one length for each showing, then the list. In: the
 * session, and what was journaled of the pack. Throws AppFailure when a picture cannot be read, and the signal's reason.
 */
export async function* packPieces(
  session: Pick<SessionGlance, 'state' | 'folder'>,
  made: EventOf<'pack_made'>,
  parts: PackParts,
  control: Pick<WorkControl, 'signal' | 'progress'>,
): AsyncGenerator<Uint8Array> {
  control.progress(0, made.order.length);
  yield* zipPieces(itemsOf(session, made, parts, control), control.signal);
}

async function* itemsOf(
  { state, folder }: Pick<SessionGlance, 'state' | 'folder'>,
  made: EventOf<'pack_made'>,
  parts: PackParts,
  { progress }: Pick<WorkControl, 'progress'>,
): AsyncGenerator<ZipItem> {
  const at = parts.now();
  const showings: PackFile['showings'] = [];
  const pictures: PackFile['pictures'] = [];
  const item = (path: string, bytes: Uint8Array, isPacked: boolean): ZipItem => ({
    path,
    mtimeMs: at.getTime(),
    isPacked,
    bytes: () => onePiece(bytes),
  });
  for (const [index, entry] of made.order.entries()) {
    const pair = state.pairs.get(entry.pair);
    if (pair === undefined) throw new Error('A pair of a rating pack is not in the plan.');
    const [left, right] = picturesShown(entry, pair);
    const read = (file: string) => readPicture(parts.fs, folder, file);
    const shown = await disguised(await read(left), await read(right), parts.noise);
    const names: string[] = [];
    for (const bytes of shown) {
      const name = `${parts.randomHex(12)}.png`;
      names.push(name);
      pictures.push({ name, sha256: createHash('sha256').update(bytes).digest('hex') });
      yield item(`${PACK_PICTURES}/${name}`, bytes, true);
    }
    const [image_a = '', image_b = ''] = names;
    showings.push({
      key: entry.key,
      prompt: pair.prompt,
      image_a,
      image_b,
      training: entry.kind === 'training',
      metric: entry.metric ?? null,
    });
    progress(index + 1, made.order.length);
  }
  const { metrics, metric_mode } = effectiveSetup(state);
  const list: JsonObject = {
    format: PACK_FORMAT,
    version: PACK_VERSION,
    pack_id: made.pack_id,
    made_at: at.toISOString(),
    note: NOTE,
    metrics,
    metric_mode,
    showings,
    pictures,
  };
  const text = `${stringifyJson({ ...list, checksum: checksumOf(list) }, 2)}\n`;
  yield item(PACK_LIST, Buffer.from(text), false);
}

const NOTE =
  'A rating pack of Blindfold: pairs of pictures to judge, and nothing that tells which is which. To judge them, import this file in Blindfold, then send the votes back to whoever made it.';

async function readPicture(
  fs: FileSystem,
  { output, pathOfImage }: SessionGlance['folder'],
  file: string,
): Promise<Uint8Array> {
  try {
    return await onDisk('read a picture', output, () => readWhole(readPieces(fs, pathOfImage(file))));
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    throw unreadable(error);
  }
}

async function disguised(
  left: Uint8Array,
  right: Uint8Array,
  noise: Noise,
): Promise<[Uint8Array, Uint8Array]> {
  try {
    return await packPictures(left, right, noise);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw unreadable(error);
  }
}

/** Without the picture's name, which would tell what it is. */
function unreadable(cause: unknown): AppFailure {
  return new AppFailure(
    'storage_failed',
    'An image of this session is missing or damaged on disk, so the rating pack was not made. Check this session, then make the pack again.',
    { cause },
  );
}
