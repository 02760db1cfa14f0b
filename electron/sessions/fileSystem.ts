import { constants, type Dirent, type Stats, stat } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** What is asked of a file or folder. */
export interface FileFacts {
  readonly size: number;
  /** Time of the last change, in milliseconds since 1970. */
  readonly mtimeMs: number;
  /** The same, where a move or a change of its rights counts, too. */
  readonly ctimeMs: number;
  /** Number of the file on its disk: another file under the same name has another one. */
  readonly ino: number;
  readonly isFolder: boolean;
  /** Neither folder nor device, whose end may never come. */
  readonly isFile: boolean;
}

/** A name in a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
}

/** Bytes to be written: in one piece, or in several that follow each other. */
export type FileContent = Uint8Array | readonly Uint8Array[];

/** A file that is open for reading and writing. */
export interface OpenFile {
  /** At most `length` bytes from `position`; fewer only at the end of the file. */
  read(position: number, length: number): Promise<Uint8Array>;
  /** Writes all of `data` at `position`. */
  write(data: FileContent, position: number): Promise<void>;
  truncate(length: number): Promise<void>;
  /** Flushes what was written to the disk itself. */
  sync(): Promise<void>;
  facts(): Promise<FileFacts>;
  close(): Promise<void>;
}

export type OpenMode = 'create' | 'private' | 'open' | 'read';

/** The few file functions that sessions need; tests put faults into them. All reject with the system's own error. */
export interface FileSystem {
  readFile(path: string): Promise<Uint8Array>;
  facts(path: string): Promise<FileFacts>;
  /** The same of many at once, in their order, each the facts or the system's error. Never rejects. */
  factsOfAll(paths: readonly string[]): Promise<(FileFacts | Error)[]>;
  /** The names of what lies in a folder, in no order. */
  names(path: string): Promise<string[]>;
  /** What lies in a folder, with its kind; a link is `other`, wherever it leads. */
  entries(path: string): Promise<FolderEntry[]>;
  /** Bytes that may still be written on the disk of a folder; null where the system cannot say. */
  freeBytes(path: string): Promise<number | null>;
  /**
   * Opens a file; a link is refused. `create`: it must not be there yet; `private`: the same, and only its owner may read it;
   * `open`: made when missing; `read`: only for reading.
   */
  open(path: string, mode: OpenMode): Promise<OpenFile>;
  /** Copies a file to a name that is free, and flushes the copy; a link is refused. */
  copyFile(from: string, to: string): Promise<void>;
  /** Removes a folder with all that is in it; links in it are removed, never followed. Content when it is gone already. */
  removeTree(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** A second name for a file; fails when the name is taken. */
  link(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Fails when it is there already or its parent is missing. */
  makeFolder(path: string): Promise<void>;
  /** The folder and its parents; content when they are there already. */
  makeFolders(path: string): Promise<void>;
  /** Removes a folder that is empty. */
  removeFolder(path: string): Promise<void>;
  /** Sets the time of the last change to now. */
  touch(path: string): Promise<void>;
  /** The path behind all links. */
  realPath(path: string): Promise<string>;
  /** Flushes a folder's list of names, where the system can. */
  syncFolder(path: string): Promise<void>;
}

/** A link in the place of a file is never written through; Windows has no such mark. */
const NO_LINK = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;
/** A pipe in the place of a file would be waited for without end. */
export const NO_WAIT = process.platform === 'win32' ? 0 : constants.O_NONBLOCK;

/** The computer's own files. */
export const realFileSystem: FileSystem = {
  readFile: (path) => fs.readFile(path, { flag: constants.O_RDONLY | NO_WAIT }),
  facts: async (path) => factsOf(await fs.stat(path)),
  factsOfAll,
  names: (path) => fs.readdir(path),
  entries: async (path) => (await fs.readdir(path, { withFileTypes: true })).map(entryOf),
  freeBytes: async (path) => {
    const { bavail, bsize } = await fs.statfs(path);
    // Some network drives answer nothing but zeros.
    return bsize > 0 ? bavail * bsize : null;
  },
  open: async (path, mode) => {
    if (mode === 'read') return openFile(await fs.open(path, constants.O_RDONLY | NO_LINK | NO_WAIT));
    const exclusive = mode === 'open' ? 0 : constants.O_EXCL;
    const flags = constants.O_RDWR | constants.O_CREAT | exclusive | NO_LINK;
    return openFile(await fs.open(path, flags, mode === 'private' ? 0o600 : 0o666));
  },
  copyFile,
  removeTree: (path) => fs.rm(path, { recursive: true, force: true, maxRetries: 5 }),
  rename,
  link: (from, to) => fs.link(from, to),
  unlink: (path) => fs.unlink(path),
  makeFolder: (path) => fs.mkdir(path),
  makeFolders,
  removeFolder: (path) => fs.rmdir(path),
  touch: async (path) => {
    const now = new Date();
    await fs.utimes(path, now, now);
  },
  realPath: (path) => fs.realpath(path),
  syncFolder,
};

/** By callbacks: with a promise for each, thousands take several times as long. */
function factsOfAll(paths: readonly string[]): Promise<(FileFacts | Error)[]> {
  return new Promise((resolve) => {
    const all: (FileFacts | Error)[] = [];
    let left = paths.length;
    if (left === 0) resolve(all);
    for (const [index, path] of paths.entries())
      stat(path, (error, stats) => {
        all[index] = error ?? factsOf(stats);
        left -= 1;
        if (left === 0) resolve(all);
      });
  });
}

/** One by one: Node's own way of making several never ends in places such as `/proc`, where nothing can be made. */
async function makeFolders(path: string): Promise<void> {
  try {
    return await makeOneFolder(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' || dirname(path) === path) throw error;
  }
  await makeFolders(dirname(path));
  await makeOneFolder(path);
}

async function makeOneFolder(path: string): Promise<void> {
  try {
    await fs.mkdir(path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST' || !(await fs.stat(path)).isDirectory()) throw error;
  }
}

/** On Windows a virus scanner may hold a new file for a moment; the move is tried again for about a second. */
async function rename(from: string, to: string): Promise<void> {
  const tries = process.platform === 'win32' ? 20 : 1;
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await fs.rename(from, to);
    } catch (error) {
      if (left === 0 || !['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error))) throw error;
      await setTimeout(50);
    }
  }
}

/** Piece by piece and not by the system's own copying, so that a link is refused and the copy is flushed. */
async function copyFile(from: string, to: string): Promise<void> {
  const source = await realFileSystem.open(from, 'read');
  try {
    const target = await realFileSystem.open(to, 'create');
    try {
      for (let position = 0; ; ) {
        const piece = await source.read(position, COPY_BYTES);
        if (piece.length === 0) break;
        await target.write(piece, position);
        position += piece.length;
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

const COPY_BYTES = 4 * 1024 * 1024;

function openFile(handle: fs.FileHandle): OpenFile {
  return {
    read: async (position, length) => {
      const buffer = Buffer.allocUnsafe(length);
      let done = 0;
      while (done < length) {
        const { bytesRead } = await handle.read(buffer, done, length - done, position + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return buffer.subarray(0, done);
    },
    write: async (data, position) => {
      let rest = data instanceof Uint8Array ? [data] : data;
      for (let at = position; rest.length > 0; ) {
        const { bytesWritten } = await handle.writev(rest, at);
        at += bytesWritten;
        rest = contentFrom(rest, bytesWritten);
      }
    },
    truncate: (length) => handle.truncate(length),
    sync: () => handle.sync(),
    facts: async () => factsOf(await handle.stat()),
    close: () => handle.close(),
  };
}

/** What is left of content without its first bytes; empty pieces are left out. */
function contentFrom(pieces: readonly Uint8Array[], start: number): readonly Uint8Array[] {
  let before = 0;
  return pieces.flatMap((piece) => {
    const rest = piece.subarray(Math.min(piece.length, Math.max(0, start - before)));
    before += piece.length;
    return rest.length === 0 ? [] : [rest];
  });
}

export function factsOf(stats: Stats): FileFacts {
  const { size, mtimeMs, ctimeMs, ino } = stats;
  return { size, mtimeMs, ctimeMs, ino, isFolder: stats.isDirectory(), isFile: stats.isFile() };
}

function entryOf(entry: Dirent): FolderEntry {
  const { name } = entry;
  if (entry.isDirectory()) return { name, kind: 'folder' };
  return { name, kind: entry.isFile() ? 'file' : 'other' };
}

/** What systems and drives answer that have no way to flush a folder. */
const CANNOT_FLUSH = new Set(['EISDIR', 'EINVAL', 'ENOTSUP', 'ENOSYS', 'EBADF']);

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fs.open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } catch (error) {
    if (!CANNOT_FLUSH.has(errorCode(error))) throw error;
  } finally {
    await handle.close();
  }
}

/**
 * A folder, made when it is missing; never with its parents: a session's folder that was removed must not come back as an empty
 * one. Throws the system's error.
 */
export async function makeOwnFolder(files: FileSystem, path: string): Promise<void> {
  try {
    await files.makeFolder(path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/** What tells whether a file is another than before. */
export function fileStamp({ size, mtimeMs, ino }: Pick<FileFacts, 'size' | 'mtimeMs' | 'ino'>): string {
  return `${size}:${mtimeMs}:${ino}`;
}

/** The system's name of an error (`ENOENT`, `ENOSPC`, ...); empty for errors of other kinds. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Whether anything lies at a path. Throws the system's error when it cannot be asked. */
export async function isThere(fs: Pick<FileSystem, 'facts'>, path: string): Promise<boolean> {
  try {
    await fs.facts(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
