import type { ImageRecord } from '../../core/session/state';
import { inspectPng } from '../comfy/imageCheck';
import { errorCode, type FileFacts, type FileSystem } from './fileSystem';
import { sha256Of } from './savedFile';
import type { SessionFolder } from './sessionFolder';

/** Files read at the same time. */
const AT_ONCE = 16;
/** No picture is larger; what claims to be is not read. */
const MAX_PICTURE_BYTES = 1024 * 1024 * 1024;

/** What a whole reading of an image's file found. */
export type ImageCheck =
  | { readonly kind: 'gone' }
  /** Not a whole PNG, or no plain file of this folder. `sha256`: null where it could not be read. */
  | { readonly kind: 'torn'; readonly sha256: string | null }
  | {
      readonly kind: 'whole';
      readonly sha256: string;
      readonly size_bytes: number;
      readonly width: number;
      readonly height: number;
      /** Milliseconds since 1970. */
      readonly mtimeMs: number;
    };

/** What the system answers where there is something else than a plain file of this folder. */
const NO_FILE = new Set(['ELOOP', 'EISDIR', 'ENXIO', 'EMLINK', 'EAGAIN']);

/** Reads an image's file whole; links are not followed. Rejects with the system's error when it may not be read, or the disk fails. */
export async function checkImage(folder: SessionFolder, file: string, fs: FileSystem): Promise<ImageCheck> {
  try {
    const open = await fs.open(folder.pathOfImage(file), 'read');
    try {
      const { size, mtimeMs, isFolder } = await open.facts();
      if (isFolder || size > MAX_PICTURE_BYTES) return { kind: 'torn', sha256: null };
      const bytes = await open.read(0, size);
      const sha256 = sha256Of(bytes);
      const png = inspectPng(bytes);
      if (!png.ok) return { kind: 'torn', sha256 };
      return {
        kind: 'whole',
        sha256,
        size_bytes: bytes.length,
        width: png.width,
        height: png.height,
        mtimeMs,
      };
    } finally {
      await open.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { kind: 'gone' };
    if (NO_FILE.has(errorCode(error))) return { kind: 'torn', sha256: null };
    throw error;
  }
}

/** A whole image that lies in `output/`. Out: null when it is gone or torn. Rejects as `checkImage`. */
export async function wholeImage(folder: SessionFolder, file: string, fs: FileSystem) {
  const check = await checkImage(folder, file, fs);
  return check.kind === 'whole' ? check : null;
}

/**
 * The images whose files are empty, gone, or of another size than was noted and no whole PNG; those of the right size are
 * not read. In: images that are recorded. Out: those of them. A file that the disk does not tell of is not counted.
 */
export async function tornImages(
  folder: SessionFolder,
  images: readonly ImageRecord[],
  fs: FileSystem,
): Promise<Set<ImageRecord>> {
  const facts = await fs.factsOfAll(images.map(({ file }) => folder.pathOfImage(file)));
  const torn = new Set<ImageRecord>();
  const doubtful: ImageRecord[] = [];
  for (const [index, image] of images.entries()) {
    const whole = isWholeBySize(image, facts[index]);
    if (whole === null) doubtful.push(image);
    else if (!whole) torn.add(image);
  }
  for (let from = 0; from < doubtful.length; from += AT_ONCE) {
    const some = doubtful.slice(from, from + AT_ONCE);
    await Promise.all(
      some.map(async (image) => {
        if (!(await isWhole(folder, image, fs))) torn.add(image);
      }),
    );
  }
  return torn;
}

/** Null: only a look into the file tells. */
function isWholeBySize({ size_bytes }: ImageRecord, facts: FileFacts | Error | undefined): boolean | null {
  if (facts === undefined || facts instanceof Error) return errorCode(facts) !== 'ENOENT';
  if (facts.isFolder || facts.size === 0) return false;
  return size_bytes === 0 || facts.size === size_bytes ? true : null;
}

async function isWhole(folder: SessionFolder, { file }: ImageRecord, fs: FileSystem): Promise<boolean> {
  try {
    return (await wholeImage(folder, file, fs)) !== null;
  } catch (error) {
    return errorCode(error) !== 'ENOENT';
  }
}
