import { formatStamp } from '../../core/session/identity';
import type { FoundImage } from '../../core/session/imageFacts';
import { JsonSyntaxError, type JsonValue, parseJson } from '../../core/session/json';
import { MAX_IMAGES } from '../../core/session/setup';
import { errorCode, type FileSystem } from './fileSystem';
import { walkPng } from './pngFile';
import { isPlainFileName, type SessionFolder } from './sessionFolder';

/** Files read at the same time. */
const AT_ONCE = 8;

/** What lies in an `output/` as images. */
export interface FoundImages {
  readonly images: FoundImage[];
  /** Files that call themselves PNG and are none, or not whole, or links. */
  readonly unreadable: number;
}

/**
 * Looks into the images of a session's `output/`: their size, and what the server wrote into them; pixels are not read. In: the
 * names of what lies there. Links are not followed. Rejects with the system's error when the disk fails.
 */
export async function findImages(
  folder: SessionFolder,
  names: ReadonlySet<string>,
  fs: FileSystem,
): Promise<FoundImages> {
  const files = imageNames(names).slice(0, MAX_IMAGES);
  const found: (FoundImage | null)[] = [];
  for (let from = 0; from < files.length; from += AT_ONCE) {
    const some = files.slice(from, from + AT_ONCE);
    found.push(...(await Promise.all(some.map((file) => readImage(folder, file, fs)))));
  }
  const images = found.filter((image) => image !== null);
  return { images, unreadable: files.length - images.length };
}

/** The names that could be images, in order. */
export function imageNames(names: ReadonlySet<string>): string[] {
  return [...names].filter((name) => isPlainFileName(name) && /\.png$/i.test(name)).sort();
}

/** What a look at something that is no plain file of this folder answers. */
export const NO_FILE: ReadonlySet<string> = new Set([
  'ELOOP',
  'ENOENT',
  'EISDIR',
  'ENXIO',
  'EMLINK',
  'EACCES',
  'EPERM',
  'EAGAIN',
]);

async function readImage(folder: SessionFolder, file: string, fs: FileSystem): Promise<FoundImage | null> {
  try {
    const open = await fs.open(folder.pathOfImage(file), 'read');
    try {
      const { size, mtimeMs, isFolder } = await open.facts();
      const png = isFolder ? null : await walkPng(open, size);
      if (png === null) return null;
      const { width, height, prompt } = png;
      const timestamp = formatStamp(new Date(mtimeMs));
      return { file, size_bytes: size, width, height, timestamp, graph: parsePrompt(prompt) };
    } finally {
      await open.close();
    }
  } catch (error) {
    if (NO_FILE.has(errorCode(error))) return null;
    throw error;
  }
}

/** The workflow in an image; bare NaN, which nodes of Python write, is tolerated. */
function parsePrompt(text: string | null): JsonValue | null {
  if (text === null) return null;
  try {
    return parseJson(text, { nonFiniteAsNull: true });
  } catch (error) {
    if (error instanceof JsonSyntaxError) return null;
    throw error;
  }
}
