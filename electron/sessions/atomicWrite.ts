import { dirname } from 'node:path';
import { errorCode, type FileContent, type FileFacts, type FileSystem } from './fileSystem';

/** New content that lies whole and flushed beside its place; nothing has changed yet. */
export interface PreparedWrite {
  /** What is asked of the file there; it takes them along to its place. */
  readonly facts: FileFacts;
  /** Puts it in its place in one step. Throws the system's error; then the place holds what it held, or the new content whole. */
  commit(): Promise<void>;
  /** Removes it again. Never throws. */
  abandon(): Promise<void>;
}

/** How a file is written. */
export interface WriteOptions {
  /** A folder in the place gets another name. */
  readonly putsAside?: boolean;
  /** Only the file's owner may read it. */
  readonly isPrivate?: boolean;
  /** Is done while the disk is at work. */
  readonly meanwhile?: () => void;
}

/**
 * First half of an atomic write: the content goes to a temporary file beside the place and is flushed.
 * In: `mark`, hexadecimal digits that no other writer uses. Throws the system's error and leaves nothing behind.
 */
export async function prepareWrite(
  fs: FileSystem,
  path: string,
  content: FileContent,
  mark: string,
  { putsAside = false, isPrivate = false, meanwhile }: WriteOptions = {},
): Promise<PreparedWrite> {
  const temporary = `${path}.tmp-${mark}`;
  const abandon = () => removeQuietly(fs, temporary);
  let facts: FileFacts;
  try {
    const file = await fs.open(temporary, isPrivate ? 'private' : 'create');
    try {
      const written = file.write(content, 0);
      meanwhile?.();
      await written;
      await file.sync();
      facts = await file.facts();
    } finally {
      await file.close();
    }
  } catch (error) {
    await abandon();
    throw error;
  }
  return {
    facts,
    commit: async () => {
      try {
        await (putsAside ? replace(fs, temporary, path, mark) : fs.rename(temporary, path));
      } catch (error) {
        await abandon();
        throw error;
      }
      await fs.syncFolder(dirname(path));
    },
    abandon,
  };
}

/**
 * Writes a file all or nothing: temporary file, flush, rename, flush of the folder. In: as `prepareWrite`.
 * Throws the system's error and leaves no temporary file.
 */
export async function atomicWrite(
  fs: FileSystem,
  path: string,
  content: FileContent,
  mark: string,
  options: WriteOptions = {},
): Promise<void> {
  await (await prepareWrite(fs, path, content, mark, options)).commit();
}

/** Puts a file in a place; a folder that lies there is put aside under a name that tells what it is, with all that is in it. */
async function replace(fs: FileSystem, from: string, to: string, mark: string): Promise<void> {
  try {
    await fs.rename(from, to);
  } catch (error) {
    const isInTheWay = await fs.facts(to).then(
      ({ isFolder }) => isFolder,
      () => false,
    );
    if (!isInTheWay) throw error;
    await fs.rename(to, `${to}.folder-${mark}`);
    await fs.rename(from, to);
  }
}

/**
 * Gives a file a second name, in the place of what has that name; the file is not written again. Throws the system's error, one
 * of `CANNOT_LINK` where the disk has no second names.
 */
async function atomicLink(fs: FileSystem, from: string, to: string, mark: string): Promise<void> {
  const temporary = `${to}.tmp-${mark}`;
  await fs.link(from, temporary);
  try {
    await replace(fs, temporary, to, mark);
  } finally {
    // Where both names are the same file already, the rename has nothing to do and leaves this one.
    await removeQuietly(fs, temporary);
  }
}

/** What disks answer that have no second names for files, or not for this one. */
const CANNOT_LINK = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'EXDEV', 'EACCES']);

export interface KeepOptions {
  /** Where content goes that this program wrote itself. */
  readonly backup: string;
  /** Where the old content goes. May reject with the system's error. */
  placeOf(content: Uint8Array): Promise<string>;
  /** True for content that was flushed when it was written, so that a second name for its file keeps it as well as a copy. */
  isFlushed(content: Uint8Array): boolean;
  /** What was asked of a file that was written whole and flushed: while it lies there unchanged, nobody need read it. */
  readonly written: FileFacts | null;
  readonly mark: string;
}

/**
 * Keeps what a file holds beside it, before it is replaced. A missing file is fine. Out: where it was kept, null for a missing file. Throws the system's error.
 */
export async function keepOldContent(
  fs: FileSystem,
  path: string,
  options: KeepOptions,
): Promise<string | null> {
  const link = async (to: string) => {
    try {
      await atomicLink(fs, path, to, options.mark);
      return true;
    } catch (error) {
      if (!CANNOT_LINK.has(errorCode(error))) throw error;
      return false;
    }
  };
  let old: Uint8Array;
  try {
    if (await isUnchanged(fs, path, options.written)) {
      if (await link(options.backup)) return options.backup;
    }
    old = await fs.readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
  const place = await options.placeOf(old);
  if (options.isFlushed(old) && (await link(place))) return place;
  await atomicWrite(fs, place, old, options.mark, { putsAside: true });
  return place;
}

async function isUnchanged(fs: FileSystem, path: string, written: FileFacts | null): Promise<boolean> {
  if (written === null) return false;
  const { ino, size, mtimeMs } = await fs.facts(path);
  return ino === written.ino && size === written.size && mtimeMs === written.mtimeMs;
}

async function removeQuietly(fs: FileSystem, path: string): Promise<void> {
  await fs.unlink(path).catch(() => undefined);
}
