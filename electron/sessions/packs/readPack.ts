import { AppFailure } from '../../../core/contract/failure';
import { PACK_FORMAT, PACK_VERSION, type PackFile, packFileSchema } from '../../../core/session/packFile';
import { type OpenZip, readWhole, type ZipEntry } from '../archive/zipReader';
import { checksumOf, readObject } from './checksum';
import { PACK_LIST, PACK_PICTURES } from './makePack';

/** A rating pack within a zip, its list proved. */
export interface FoundPack {
  readonly list: PackFile;
  /** Every picture that the list names, by its name. */
  readonly pictures: ReadonlyMap<string, ZipEntry>;
}

const MAX_LIST_BYTES = 64 * 2 ** 20;
/** No picture is larger; what claims to be is not read. */
const MAX_PICTURE_BYTES = 256 * 2 ** 20;
/** Whoever unpacked a pack and packed it again has it in a folder. */
const MAX_DEPTH = 2;

/**
 * Finds the rating pack in a zip. Out: null for a zip that is none. Throws AppFailure `bad_request` for one that was changed, is
 * not whole, or is of a newer version.
 */
export async function readPack(zip: OpenZip): Promise<FoundPack | null> {
  for (const entry of zip.entries) {
    const { parts, isPassedOver, size } = entry;
    if (isPassedOver || parts.at(-1) !== PACK_LIST || parts.length > MAX_DEPTH || size > MAX_LIST_BYTES)
      continue;
    const found = readList(await readWhole(zip.read(entry)));
    if (found === null) continue;
    return { list: found, pictures: picturesOf(zip, parts.slice(0, -1), found) };
  }
  return null;
}

/** Out: null for a file of that name that is something else. */
function readList(bytes: Uint8Array): PackFile | null {
  const content = readObject(new TextDecoder().decode(bytes));
  if (content?.['format'] !== PACK_FORMAT) return null;
  const { version, checksum } = content;
  if (typeof version === 'number' && version > PACK_VERSION) {
    throw new AppFailure(
      'bad_request',
      'This rating pack was made by a newer version of Blindfold. Open it with that version. Nothing was taken in.',
    );
  }
  if (checksum !== checksumOf(content)) throw changed('its list is not the one that was made');
  const list = packFileSchema.safeParse(content);
  if (list.success) return list.data;
  throw new AppFailure(
    'bad_request',
    'The list of this rating pack makes no sense, so nothing was taken in. Ask for the pack again.',
  );
}

function picturesOf(zip: OpenZip, folder: readonly string[], { pictures }: PackFile): Map<string, ZipEntry> {
  const place = [...folder, PACK_PICTURES].join('/');
  const there = new Map(
    zip.entries
      .filter(({ parts }) => parts.slice(0, -1).join('/') === place)
      .map((entry) => [entry.parts.at(-1) ?? '', entry]),
  );
  return new Map(
    pictures.map(({ name }) => {
      const entry = there.get(name);
      if (entry === undefined) throw changed('a picture is missing');
      if (entry.size > MAX_PICTURE_BYTES) throw changed('a picture is larger than any is');
      return [name, entry];
    }),
  );
}

/** A pack that is not as it was made. In: what shows it. */
export function changed(why: string): AppFailure {
  return new AppFailure(
    'bad_request',
    `This rating pack was changed or damaged after it was made: ${why}. Nothing was taken in. Ask for the pack again.`,
  );
}
