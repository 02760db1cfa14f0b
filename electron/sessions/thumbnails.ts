import { createHash, randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { atomicWrite } from './atomicWrite';
import { type FileSystem, makeOwnFolder } from './fileSystem';
import { isInside } from './ownOutput';
import { pictureTool } from './pictureTool';

/** The longer side of a thumbnail, in pixels. */
const THUMBNAIL_PX = 160;

/** Thumbnails that are being made, so that none is made twice at once. */
const underWay = new Map<string, Promise<Uint8Array>>();

export interface ThumbnailOptions {
  readonly fs: FileSystem;
  /** Full path of the picture. */
  readonly picture: string;
  /** The folder that keeps thumbnails, made when it is missing; null = they are not kept. */
  readonly folder: string | null;
  /** What the thumbnail is kept under; another one when the picture is another. */
  readonly name: string;
}

/**
 * A picture's thumbnail as webp, kept in `folder` under a hash of `name`, made when it is not there.
 * Rejects when the picture is missing or no picture. A folder that cannot be written costs only the keeping.
 */
export function thumbnailOf({ fs, picture, folder, name }: ThumbnailOptions): Promise<Uint8Array> {
  if (folder === null) return makeThumbnail(fs, picture);
  const kept = join(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.webp`);
  let making = underWay.get(kept);
  if (making === undefined) {
    making = readOrMake(fs, kept, picture, folder).finally(() => underWay.delete(kept));
    underWay.set(kept, making);
  }
  return making;
}

async function readOrMake(
  fs: FileSystem,
  kept: string,
  picture: string,
  folder: string,
): Promise<Uint8Array> {
  const known = await fs.readFile(kept).catch(() => null);
  if (known !== null && known.length > 0) return known;
  const bytes = await makeThumbnail(fs, picture);
  await keep(fs, kept, folder, bytes);
  return bytes;
}

async function makeThumbnail(fs: FileSystem, picture: string): Promise<Uint8Array> {
  const source = await fs.readFile(picture);
  const sharp = await pictureTool();
  return sharp(source)
    .resize({ width: THUMBNAIL_PX, height: THUMBNAIL_PX, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 78 })
    .toBuffer();
}

async function keep(fs: FileSystem, path: string, folder: string, bytes: Uint8Array): Promise<void> {
  try {
    await makeOwnFolder(fs, folder);
    // A link to elsewhere is left alone.
    if (!isInside(await fs.realPath(dirname(folder)), await fs.realPath(folder))) return;
    await atomicWrite(fs, path, bytes, randomBytes(6).toString('hex'));
  } catch {
    // Made again at the next showing; the picture itself is safe.
  }
}
