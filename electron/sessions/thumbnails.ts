import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode } from './fileSystem';
import { isInside } from './ownOutput';

/** The longer side of a thumbnail, in pixels. */
const THUMBNAIL_PX = 160;

/** Thumbnails that are being made, so that none is made twice at once. */
const underWay = new Map<string, Promise<Uint8Array>>();

/**
 * A picture's thumbnail as webp, kept in `folder` under a hash of `name`, made when it is not there.
 * Rejects when the picture is missing or no picture. A folder that cannot be written costs only the keeping.
 */
export function thumbnailOf(options: { picture: string; folder: string; name: string }): Promise<Uint8Array> {
  const kept = join(
    options.folder,
    `${createHash('sha256').update(options.name).digest('hex').slice(0, 32)}.webp`,
  );
  let making = underWay.get(kept);
  if (making === undefined) {
    making = readOrMake(kept, options).finally(() => underWay.delete(kept));
    underWay.set(kept, making);
  }
  return making;
}

async function readOrMake(kept: string, options: { picture: string; folder: string }): Promise<Uint8Array> {
  const known = await readFile(kept).catch(() => null);
  if (known !== null && known.length > 0) return known;
  const picture = await readFile(options.picture);
  // Loaded at the first use: the app starts without it.
  const { default: sharp } = await import('sharp');
  const bytes = await sharp(picture)
    .resize({ width: THUMBNAIL_PX, height: THUMBNAIL_PX, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 78 })
    .toBuffer();
  await keep(kept, options.folder, bytes);
  return bytes;
}

async function keep(path: string, folder: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    // Not with its parents: a session that was moved away meanwhile must not come back as an empty folder.
    await mkdir(folder).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
    // A link to elsewhere is left alone.
    if (!isInside(await realpath(dirname(folder)), await realpath(folder))) return;
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch {
    // Made again at the next showing; the picture itself is safe.
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}
