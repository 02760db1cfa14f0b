import { join } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import type { SessionId } from '../../core/session/identity';
import { errorCode, type FileSystem, isThere } from './fileSystem';
import { onDisk } from './storageFailure';
import { idOfItem, readNote, remainsKind, removingPath, type TrashNote, writeNote } from './trashNote';

/** What lies in the trash. */
export interface TrashItem {
  /** Its name in the trash; no other item has it. */
  readonly name: string;
  readonly id: SessionId;
  readonly label: string;
  readonly trashed_at: Date;
  /** Path in the trash: a folder, or the zip of an archived session. */
  readonly path: string;
  /** Where the zip of an archived session came from; null for a folder. */
  readonly archive: string | null;
  /** False for what Blindfold did not put there: a person did, or the system's trash gave it back. */
  readonly isOwn: boolean;
}

export interface TrashFolderParts {
  readonly fs: FileSystem;
  /** Items that a person put there get a note, so that their time begins; not where they are to stay. */
  readonly notesForeign: boolean;
  now(): Date;
  randomHex(bytes: number): string;
  /** What went wrong with one name in the folder, which keeps no other from its turn. */
  onTrouble(failure: AppFailure): void;
}

/** The items of a trash, newest first. What cannot be asked about one is told, and it is listed all the same. Throws AppFailure. */
export async function trashItems(folder: string, parts: TrashFolderParts): Promise<TrashItem[]> {
  const items: TrashItem[] = [];
  for (const name of await trashNames(folder, parts.fs)) {
    const id = idOfItem(name);
    if (id !== null) items.push(await itemOf(folder, name, id, parts));
  }
  return items.sort((a, b) => b.trashed_at.getTime() - a.trashed_at.getTime() || (a.path < b.path ? 1 : -1));
}

/** All names in the folder; none where there is no such folder. Throws AppFailure. */
export function trashNames(folder: string, fs: FileSystem): Promise<string[]> {
  return onDisk('look into the trash', folder, async () => {
    try {
      return await fs.names(folder);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
  });
}

/** What an earlier program did not finish removing, and notes whose session came back. Throws AppFailure. */
export async function trashRemains(
  folder: string,
  fs: FileSystem,
): Promise<{ path: string; kind: 'item' | 'note' }[]> {
  const names = new Set(await trashNames(folder, fs));
  return [...names].flatMap((name) => {
    const kind = remainsKind(name, names);
    return kind === null ? [] : [{ path: join(folder, name), kind }];
  });
}

/** A place in the folder that nothing has, nor anything that is being removed. Throws the system's error. */
export async function freePlace(
  folder: string,
  id: SessionId,
  ending: string,
  fs: FileSystem,
): Promise<string> {
  for (let n = 1; ; n += 1) {
    const place = join(folder, `${id}${n === 1 ? '' : `.${n}`}${ending}`);
    if (!(await isThere(fs, place)) && !(await isThere(fs, removingPath(place)))) return place;
  }
}

async function itemOf(
  folder: string,
  name: string,
  id: SessionId,
  { fs, notesForeign, now, randomHex, onTrouble }: TrashFolderParts,
): Promise<TrashItem> {
  const path = join(folder, name);
  const item = ({ label, trashed_at, archive }: TrashNote, isOwn: boolean): TrashItem => ({
    name,
    id,
    label,
    trashed_at: new Date(trashed_at),
    path,
    archive,
    isOwn,
  });
  // Without a note its time begins when it is first seen, whatever its files say.
  const unknown: TrashNote = { label: id, trashed_at: now().toISOString(), archive: null };
  try {
    const known = await onDisk('look into the trash', path, () => readNote(fs, path));
    if (known !== null) return item(known, true);
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    onTrouble(error);
    return item(unknown, false);
  }
  if (notesForeign) {
    // On a disk that takes nothing its time begins anew at each look.
    await writeNote(fs, path, unknown, randomHex(8)).catch((error: unknown) => {
      if (errorCode(error) === '') throw error;
    });
  }
  return item(unknown, false);
}
