import { dirname, extname, join } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import type { SessionId } from '../../core/session/identity';
import { errorCode, type FileSystem } from './fileSystem';
import { folderBytes } from './folderSize';
import { onDisk } from './storageFailure';
import type { Timers } from './timers';
import {
  idOfItem,
  isZipPlace,
  notePath,
  readNote,
  remainsKind,
  removingPath,
  type TrashNote,
  writeNote,
} from './trashNote';

/** How long a deletion can be undone in the desktop app, before the system's trash takes over. */
export const UNDO_MS = 20_000;
/** Timers may be early. */
const A_MOMENT_MS = 200;
/** Days that the trash keeps a session where no system trash takes over. */
export const KEPT_DAYS = 30;
const DAY_MS = 86_400_000;

/** What lies in the trash. */
export interface TrashItem {
  readonly id: SessionId;
  readonly label: string;
  readonly trashed_at: Date;
  /** Path in the trash: a folder, or the zip of an archived session. */
  readonly path: string;
  /** Where the zip of an archived session came from; null for a folder. */
  readonly archive: string | null;
}

/** The folder `.trash` of a sessions folder: what is deleted lies there until its time is over. */
export interface Trash {
  /**
   * Moves a session there: its folder, or the zip of an archived one. Nothing in it may be open. A crash at any point
   * leaves it in one of the two places. Throws AppFailure.
   */
  put(id: SessionId, from: { path: string; kind: 'folder' | 'zip'; label: string }): Promise<void>;
  /** Brings back what was deleted last under this id. Throws AppFailure `not_found`, `not_possible` when the place is taken. */
  restore(id: SessionId): Promise<void>;
  /** What lies there, newest first. */
  list(): Promise<TrashItem[]>;
  /** Bytes of one item. */
  bytes(item: TrashItem): Promise<number>;
  /** Removes all of it for good. Out: how many sessions. */
  empty(): Promise<number>;
  /** Lets go of what was there long enough. Out: how many sessions. */
  tidy(): Promise<number>;
  /** Null where the system's trash takes over. */
  readonly keptDays: number | null;
  /** Waits for what is under way; starts nothing more. */
  dispose(): Promise<void>;
}

export interface TrashOptions {
  readonly root: string;
  readonly fs: FileSystem;
  readonly timers: Timers;
  /** The folders that zips of archived sessions lie in: none goes anywhere else, whatever a note says. */
  archiveFolders(): Promise<readonly string[]>;
  now(): Date;
  randomHex(bytes: number): string;
  log(level: 'info' | 'warning', message: string): void;
  /** A fault inside Blindfold. */
  onFault(error: unknown): void;
  /** Moves a path to the system's own trash; left out where there is none. Rejects when that cannot be done. */
  readonly systemTrash?: ((path: string) => Promise<void>) | undefined;
}

/** Makes the trash of a sessions folder; nothing is touched yet. */
export function createTrash(options: TrashOptions): Trash {
  return new FolderTrash(options);
}

class FolderTrash implements Trash {
  readonly keptDays: number | null;
  readonly #folder: string;
  readonly #options: TrashOptions;
  /** What the system's trash has refused; it is tried again at the next start. */
  readonly #refused = new Set<string>();
  /** One change at a time. */
  #last: Promise<unknown> = Promise.resolve();
  #stopTimer: () => void = () => undefined;
  #isDisposed = false;

  constructor(options: TrashOptions) {
    this.#options = options;
    this.#folder = join(options.root, '.trash');
    this.keptDays = options.systemTrash === undefined ? KEPT_DAYS : null;
  }

  put(id: SessionId, from: { path: string; kind: 'folder' | 'zip'; label: string }): Promise<void> {
    return this.#inTurn(() => this.#put(id, from));
  }

  restore(id: SessionId): Promise<void> {
    return this.#inTurn(() => this.#restore(id));
  }

  list(): Promise<TrashItem[]> {
    return this.#inTurn(() => this.#items());
  }

  bytes(item: TrashItem): Promise<number> {
    return onDisk('look into the trash', item.path, () => folderBytes(this.#options.fs, item.path));
  }

  empty(): Promise<number> {
    return this.#inTurn(async () => {
      const items = await this.#items();
      for (const item of items) await this.#remove(item);
      await this.#removeRemains();
      return items.length;
    });
  }

  tidy(): Promise<number> {
    return this.#inTurn(async () => {
      if (this.#isDisposed) return 0;
      await this.#removeRemains();
      const now = this.#options.now().getTime();
      const wait = this.keptDays === null ? UNDO_MS : this.keptDays * DAY_MS;
      let count = 0;
      for (const item of await this.#items())
        if (now - item.trashed_at.getTime() >= wait && (await this.#letGo(item))) count += 1;
      return count;
    });
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#stopTimer();
    await this.#last;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const own = this.#last.then(work);
    this.#last = own.catch(() => undefined);
    return own;
  }

  async #put(
    id: SessionId,
    { path, kind, label }: { path: string; kind: 'folder' | 'zip'; label: string },
  ): Promise<void> {
    const { fs, now, randomHex } = this.#options;
    await onDisk('move this session to the trash', path, async () => {
      await fs.makeFolders(this.#folder);
      const place = await this.#freePlace(id, kind === 'zip' ? '.zip' : '');
      // First the note: a session that lies there without one would have no known time.
      const note = { label, trashed_at: now().toISOString(), archive: kind === 'zip' ? path : null };
      await writeNote(fs, place, note, randomHex(8));
      try {
        await this.#move(path, place);
      } catch (error) {
        if (!(await this.#isThere(place))) await fs.unlink(notePath(place)).catch(() => undefined);
        throw error;
      }
    });
    this.#tidyLater();
  }

  async #restore(id: SessionId): Promise<void> {
    const { fs, root, archiveFolders } = this.#options;
    const item = (await this.#items()).find((one) => one.id === id);
    if (item === undefined) {
      const hint = this.keptDays === null ? ' Look into the trash of your system.' : '';
      throw new AppFailure('not_found', `Session ${id} is not in Blindfold's trash any more.${hint}`);
    }
    const isZip = extname(item.path) === '.zip';
    const folders = isZip ? await onDisk('bring this session back', item.path, archiveFolders) : [];
    if (isZip && !isZipPlace(id, item.archive, folders)) {
      throw new AppFailure(
        'not_possible',
        `Nobody knows any more where the zip of session ${id} lay. It is at ${item.path}: import it from there.`,
      );
    }
    const place = item.archive ?? join(root, id);
    await onDisk('bring this session back', place, async () => {
      if (await this.#isThere(place)) {
        throw new AppFailure(
          'not_possible',
          `There is a session ${id} again, so the deleted one cannot come back under that name. Delete or archive that one, then restore this one.`,
        );
      }
      if (isZip) await fs.makeFolders(dirname(place));
      await this.#move(item.path, place);
    });
    await fs.unlink(notePath(item.path)).catch(() => undefined);
  }

  /** In one step on one disk; a zip on another disk is copied whole before the old one goes. */
  async #move(from: string, to: string): Promise<void> {
    const { fs, randomHex } = this.#options;
    try {
      await fs.rename(from, to);
    } catch (error) {
      if (errorCode(error) !== 'EXDEV' || (await fs.facts(from)).isFolder) throw error;
      const temporary = `${to}.tmp-${randomHex(6)}`;
      try {
        await fs.copyFile(from, temporary);
        await fs.rename(temporary, to);
      } catch (failure) {
        await fs.unlink(temporary).catch(() => undefined);
        throw failure;
      }
      await fs.syncFolder(dirname(to));
      await fs.unlink(from);
    }
    try {
      await fs.syncFolder(dirname(to));
      await fs.syncFolder(dirname(from));
    } catch (error) {
      // It is not sure to stay, so it is taken back, as far as the disk lets us: who tries again finds it where it was.
      await fs.rename(to, from).catch(() => undefined);
      throw error;
    }
  }

  async #freePlace(id: SessionId, ending: string): Promise<string> {
    for (let n = 1; ; n += 1) {
      const place = join(this.#folder, `${id}${n === 1 ? '' : `.${n}`}${ending}`);
      if (!(await this.#isThere(place)) && !(await this.#isThere(removingPath(place)))) return place;
    }
  }

  async #items(): Promise<TrashItem[]> {
    const items: TrashItem[] = [];
    for (const name of await this.#names()) {
      const id = idOfItem(name);
      if (id === null) continue;
      const path = join(this.#folder, name);
      const { label, trashed_at, archive } = await this.#noteOf(path, id);
      items.push({ id, label, trashed_at: new Date(trashed_at), path, archive });
    }
    return items.sort(
      (a, b) => b.trashed_at.getTime() - a.trashed_at.getTime() || (a.path < b.path ? 1 : -1),
    );
  }

  async #names(): Promise<string[]> {
    return onDisk('look into the trash', this.#folder, async () => {
      try {
        return await this.#options.fs.names(this.#folder);
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return [];
        throw error;
      }
    });
  }

  /** For what somebody put there by hand: its time begins when it is first seen, whatever its files say. */
  async #noteOf(path: string, id: SessionId): Promise<TrashNote> {
    const { fs, now, randomHex } = this.#options;
    const known = await onDisk('look into the trash', path, () => readNote(fs, path));
    if (known !== null) return known;
    const note = { label: id, trashed_at: now().toISOString(), archive: null };
    // On a disk that takes nothing its time begins anew at each look.
    await writeNote(fs, path, note, randomHex(8)).catch((error: unknown) => {
      if (errorCode(error) === '') throw error;
    });
    return note;
  }

  async #letGo(item: TrashItem): Promise<boolean> {
    const { systemTrash, fs, log } = this.#options;
    if (systemTrash === undefined) {
      await this.#remove(item);
      return true;
    }
    if (this.#refused.has(item.path)) return false;
    try {
      await systemTrash(item.path);
    } catch (error) {
      this.#refused.add(item.path);
      const why = error instanceof Error ? error.message : String(error);
      log('warning', `The system's trash did not take session ${item.id}; it stays in ${item.path}. ${why}`);
      return false;
    }
    await fs.unlink(notePath(item.path)).catch(() => undefined);
    return true;
  }

  /** Removes an item for good. Half of one is never taken for a session: it gets another name first. */
  async #remove({ path }: TrashItem): Promise<void> {
    const { fs } = this.#options;
    await onDisk('empty the trash', path, async () => {
      await fs.rename(path, removingPath(path));
      await fs.unlink(notePath(path)).catch(() => undefined);
      await fs.removeTree(removingPath(path));
    });
    this.#refused.delete(path);
  }

  /** What an earlier program did not finish removing, and notes whose session came back. */
  async #removeRemains(): Promise<void> {
    const { fs } = this.#options;
    const names = new Set(await this.#names());
    for (const name of names) {
      const path = join(this.#folder, name);
      const kind = remainsKind(name, names);
      if (kind === 'item') await onDisk('empty the trash', path, () => fs.removeTree(path));
      if (kind === 'note') await fs.unlink(path).catch(() => undefined);
    }
  }

  async #isThere(path: string): Promise<boolean> {
    try {
      await this.#options.fs.facts(path);
      return true;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    }
  }

  /** Only the system's trash takes over so soon that nobody would look at the hour. */
  #tidyLater(): void {
    if (this.keptDays !== null || this.#isDisposed) return;
    this.#stopTimer();
    this.#stopTimer = this.#options.timers.after(
      UNDO_MS + A_MOMENT_MS,
      () => void this.tidy().catch(this.#options.onFault),
    );
  }
}
