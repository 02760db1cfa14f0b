import { join } from 'node:path';
import { AppFailure } from '../../../core/contract/failure';
import type { SessionId } from '../../../core/session/identity';
import { errorCode, type FileFacts, type FileSystem, isThere } from '../fileSystem';
import type { SessionFolder } from '../sessionFolder';
import { openZip } from './zipReader';

/** A zip that this piece of work has put in the archive folder, and what tells it from any other. */
export interface OwnZip {
  readonly path: string;
  readonly facts: Pick<FileFacts, 'ino' | 'size'>;
}

type Log = (level: 'info' | 'warning', message: string) => void;

/** What disks answer that know no second name for a file. */
const NO_LINKS: readonly string[] = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'];

/**
 * Gives a written zip the first name of its session that is free. What lies there is never replaced, also not what comes to
 * lie there in this moment. Throws the system's error; then no name is taken.
 */
export async function takeFreeName(
  fs: FileSystem,
  place: string,
  id: SessionId,
  temporary: string,
): Promise<OwnZip> {
  const { ino, size } = await fs.facts(temporary);
  for (let number = 1; ; number += 1) {
    const path = join(place, number === 1 ? `${id}.zip` : `${id}-${number}.zip`);
    if (await takeName(fs, temporary, path)) return { path, facts: { ino, size } };
  }
}

/** Out: false when the name is taken. */
async function takeName(fs: FileSystem, temporary: string, path: string): Promise<boolean> {
  try {
    await fs.link(temporary, path);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    if (!NO_LINKS.includes(errorCode(error))) throw error;
    return takeNamePlainly(fs, temporary, path);
  }
  // A second name that stays does no harm; it goes with the unfinished ones.
  await fs.unlink(temporary).catch(() => undefined);
  return true;
}

/** An empty file keeps the name until the zip takes its place. */
async function takeNamePlainly(fs: FileSystem, temporary: string, path: string): Promise<boolean> {
  try {
    await (await fs.open(path, 'create')).close();
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    await fs.rename(temporary, path);
  } catch (error) {
    await fs.unlink(path).catch(() => undefined);
    throw error;
  }
  return true;
}

/**
 * Removes a zip whose session did not leave its folder. Only while the folder stands, and only the very file that was put there:
 * what another program put in its place may be all there is of a session. Never throws.
 */
export async function takeBack(fs: FileSystem, folder: SessionFolder, zip: OwnZip, log: Log): Promise<void> {
  try {
    if (!(await fs.facts(folder.path)).isFolder || !(await isStill(fs, zip))) return;
    await fs.unlink(zip.path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') log('warning', `${zip.path} could not be removed: ${String(error)}`);
  }
}

async function isStill(fs: FileSystem, { path, facts }: OwnZip): Promise<boolean> {
  const { ino, size } = await fs.facts(path);
  return ino === facts.ino && size === facts.size;
}

/**
 * The zip of the same session that a program left which ended before the folder went. Out: null where there is none; one that
 * holds anything else is none. Throws the system's error.
 */
export async function sameBefore(
  fs: FileSystem,
  place: string,
  id: SessionId,
  written: string,
): Promise<OwnZip | null> {
  const path = join(place, `${id}.zip`);
  if (!(await isThere(fs, path))) return null;
  try {
    const { ino, size } = await fs.facts(path);
    return (await contentOf(fs, path)) === (await contentOf(fs, written))
      ? { path, facts: { ino, size } }
      : null;
  } catch (error) {
    if (error instanceof AppFailure) return null;
    throw error;
  }
}

async function contentOf(fs: FileSystem, path: string): Promise<string> {
  const zip = await openZip(fs, path);
  try {
    const files = zip.entries.filter(({ parts }) => parts.length > 1);
    return files.map(({ name, size, crc32 }) => `${name}:${size}:${crc32}`).join('\n');
  } finally {
    await zip.close();
  }
}

/** Lets a zip take the name of an older one that holds the same. Out: where it lies then. Never throws: both are whole. */
export async function replaceOlder(fs: FileSystem, own: OwnZip, older: OwnZip, log: Log): Promise<string> {
  try {
    if (!(await isStill(fs, older))) return own.path;
    await fs.rename(own.path, older.path);
    return older.path;
  } catch (error) {
    log('warning', `${own.path} could not take the place of ${older.path}: ${String(error)}`);
    return own.path;
  }
}
