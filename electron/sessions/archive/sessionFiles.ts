import { join } from 'node:path';
import { errorCode, type FileSystem } from '../fileSystem';
import { isPlainFileName } from '../sessionFolder';
import { isLitter, isWorkingFile } from './besideNames';

/** A file of a session's folder. */
export interface SessionFile {
  /** From the session's folder, with forward slashes. */
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
}

/**
 * The files of a session's folder, in an order in which they can be taken one by one while the session is in use: the saved
 * state, then the journal, and only then are the others looked for. So the journal is never older than the state, and no
 * picture is missed that it speaks of. What systems and programs leave for themselves is no file of the session. Throws the
 * system's error, also when the folder went away meanwhile.
 * In: `onLeftOut` hears of links, devices, and names that not every system takes; none of them is followed.
 */
export async function* sessionFiles(
  fs: FileSystem,
  folder: string,
  onLeftOut: (path: string) => void,
): AsyncGenerator<SessionFile> {
  const first = new Map((await fs.entries(folder)).map(({ name, kind }) => [name, kind]));
  for (const path of STATE_FILES) if (first.get(path) === 'file') yield* fileAt(fs, folder, path);
  yield* filesWithin(fs, folder, '', onLeftOut);
  // A folder that moved away meanwhile must not look like one that holds no more.
  await fs.facts(folder);
}

const STATE_FILES: readonly string[] = ['session_meta.json', 'session_meta.json.bak', 'journal.jsonl'];

async function* filesWithin(
  fs: FileSystem,
  folder: string,
  inside: string,
  onLeftOut: (path: string) => void,
): AsyncGenerator<SessionFile> {
  const entries = await fs.entries(join(folder, inside));
  for (const { name, kind } of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = inside === '' ? name : `${inside}/${name}`;
    if (isLitter(name) || (kind !== 'folder' && isWorkingFile(path))) continue;
    if (kind === 'other' || !isPlainFileName(name)) onLeftOut(path);
    else if (kind === 'folder') yield* filesWithin(fs, folder, path, onLeftOut);
    else if (!STATE_FILES.includes(path)) yield* fileAt(fs, folder, path);
  }
}

/** What goes away meanwhile is no file of the session any more. */
async function* fileAt(fs: FileSystem, folder: string, path: string): AsyncGenerator<SessionFile> {
  try {
    const { size, mtimeMs, ino } = await fs.facts(join(folder, path));
    yield { path, size, mtimeMs, ino };
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

/** Files that are made again where they are missing. */
export function isThumbnail(path: string): boolean {
  return path.startsWith('thumbnails/');
}

/** True for a file whose content is packed already. */
export function isPackedFile(path: string): boolean {
  return /\.(png|webp|jpe?g|zip|gz)$/i.test(path);
}

const PIECE_BYTES = 1024 * 1024;
const LINE_BREAK = 10;

/**
 * The bytes of a file, piece by piece, as it was when it was opened; of a journal only its whole lines, since the last one may
 * be on its way to the disk. Throws the system's error; a link is refused.
 */
export async function* readPieces(
  fs: FileSystem,
  path: string,
  isJournal = false,
): AsyncGenerator<Uint8Array> {
  const file = await fs.open(path, 'read');
  try {
    const { size } = await file.facts();
    const end = isJournal ? await endOfLines(file, size) : size;
    for (let position = 0; position < end; ) {
      const piece = await file.read(position, Math.min(PIECE_BYTES, end - position));
      if (piece.length === 0) break;
      position += piece.length;
      yield piece;
    }
  } finally {
    await file.close();
  }
}

/** Where the last whole line ends; the whole file where it has only one line. */
async function endOfLines(
  file: { read(position: number, length: number): Promise<Uint8Array> },
  size: number,
): Promise<number> {
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - PIECE_BYTES);
    const found = (await file.read(start, end - start)).lastIndexOf(LINE_BREAK);
    if (found >= 0) return start + found + 1;
    end = start;
  }
  return size;
}
