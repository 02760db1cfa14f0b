import { AppFailure } from '../../../core/contract/failure';
import { isPlainFileName } from '../sessionFolder';
import { isLitter } from './besideNames';
import { isTelling } from './pictureWords';

/** Where an entry of an archive belongs. */
export interface EntryPlace {
  /** Its names from the top of the archive down; the last one is its own. */
  readonly parts: readonly string[];
  readonly isFolder: boolean;
  /** It does not come in: what systems leave for themselves, and what is hidden by a dot, which is counted. */
  readonly isPassedOver: boolean;
  readonly isLitter: boolean;
}

const MAX_DEPTH = 16;
const MAX_LENGTH = 1024;

/**
 * Reads the name of an entry; backslashes count as slashes, as old Windows tools write them.
 * Throws AppFailure `bad_request` for a name that leads out of the archive, or that not every system takes.
 */
export function readEntryName(name: string): EntryPlace {
  const path = name.replaceAll('\\', '/');
  if (path.startsWith('/') || /^[a-z]:/i.test(path))
    throw refused(name, 'it names a place outside of the archive');
  const isFolder = path.endsWith('/');
  const parts = (isFolder ? path.slice(0, -1) : path).split('/').filter((part) => part !== '.');
  if (parts.includes('..')) throw refused(name, 'it leads out of the archive');
  if (parts.length > MAX_DEPTH || path.length > MAX_LENGTH) throw refused(name, 'it is too long');
  const hasLitter = parts.some(isLitter);
  const isPassedOver = hasLitter || parts.some((part) => part.startsWith('.'));
  const odd = isPassedOver ? undefined : parts.find((part) => !isPlainFileName(part));
  if (parts.length === 0 || odd !== undefined) throw refused(name, 'not every system takes such a name');
  return { parts, isFolder, isPassedOver, isLitter: hasLitter };
}

function refused(name: string, why: string): AppFailure {
  return new AppFailure(
    'bad_request',
    `This archive is refused because of ${isTelling(name) ? 'the name of a picture' : `the name ${shown(name)}`} in it: ${why}. Nothing was taken in.`,
  );
}

/** A name from outside, fit for a sentence; pictures stay without theirs, since it may tell the sides. */
export function shown(name: string): string {
  if (isTelling(name)) return '1 picture';
  const plain = name.replaceAll(/\p{C}/gu, '?');
  return `"${plain.length > 80 ? `${plain.slice(0, 80)}...` : plain}"`;
}

/** A name as systems compare it that take no notice of case. */
export function asCompared(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

/** Sees to it that no two entries meet in one place, on any system. */
export function createPlaces(): { take(place: EntryPlace): void } {
  /** Folders and files as systems compare them that take no notice of case. */
  const known = new Map<string, { path: string; isFolder: boolean }>();

  function take(parts: readonly string[], isFolder: boolean): void {
    const path = parts.join('/');
    const key = asCompared(path);
    const other = known.get(key);
    if (other === undefined) known.set(key, { path, isFolder });
    else if (!isFolder || !other.isFolder || other.path !== path)
      throw refused(
        path,
        other.path === path
          ? 'it is there twice'
          : `it is too much like ${isTelling(other.path) ? 'that of another' : shown(other.path)}`,
      );
  }

  return {
    take({ parts, isFolder }) {
      for (let depth = 1; depth < parts.length; depth += 1) take(parts.slice(0, depth), true);
      take(parts, isFolder);
    },
  };
}
