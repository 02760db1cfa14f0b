import { dirname, extname, join } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import type { SessionId } from '../../core/session/identity';
import { type FileSystem, isThere } from './fileSystem';
import { folderBytes } from './folderSize';
import { moveOnDisk } from './moveOnDisk';
import { onDisk } from './storageFailure';
import type { Timers } from './timers';
import { freePlace, type TrashFolderParts, type TrashItem, trashItems, trashRemains } from './trashFolder';
import { isZipPlace, notePath, removingPath, writeNote } from './trashNote';

/**
 * How long the desktop app keeps a deletion, before the system's trash takes over. The page offers to undo it for 20 s, and for as
 * long as the pointer rests on that offer or the window is not in front.
 */
export const HAND_OVER_MS = 600_000;
/** Timers may be early. */
const A_MOMENT_MS = 200;
/** Days that the trash keeps a session where no system trash takes over. */
export const KEPT_DAYS = 30;
const DAY_MS = 86_400_000;

/** The folder `.trash` of a sessions folder: what is deleted lies there until its time is over. */
export interface Trash {
  /**
   * Moves a session there: its folder, or the zip of an archived one. Nothing in it may be open. A crash at any point
   * leaves it in one of the two places. Throws AppFailure.
   */
  put(id: SessionId, from: { path: string; kind: 'folder' | 'zip'; label: string }): Promise<void>;
  /**
   * Brings back what was deleted last under this id, or the item of that name. Throws AppFailure `not_found`, `not_possible` when
   * the place is taken.
   */
  restore(id: SessionId, name?: string): Promise<void>;
  /** What lies there, newest first. */
  list(): Promise<TrashItem[]>;
  /** Bytes of one item; what cannot be looked at counts nothing, which the log says. */
  bytes(item: TrashItem): Promise<number>;
  /** Removes all of it for good. Out: how many sessions. Throws AppFailure when some could not be removed; the others are gone. */
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
  readonly #parts: TrashFolderParts;
  /** What the system's trash has refused; it is tried again at the next start. */
  readonly #refused = new Set<string>();
  /** What the log says already. */
  readonly #told = new Set<string>();
  /** One change at a time. */
  #last: Promise<unknown> = Promise.resolve();
  #stopTimer: () => void = () => undefined;
  #isDisposed = false;

  constructor(options: TrashOptions) {
    this.#options = options;
    this.#folder = join(options.root, '.trash');
    this.keptDays = options.systemTrash === undefined ? KEPT_DAYS : null;
    this.#parts = {
      ...options,
      // What the system's trash gave back is not handed over again; it stays until somebody restores it.
      notesForeign: this.keptDays !== null,
      onTrouble: (failure) => this.#trouble(failure),
    };
  }

  put(id: SessionId, from: { path: string; kind: 'folder' | 'zip'; label: string }): Promise<void> {
    return this.#inTurn(() => this.#put(id, from));
  }

  restore(id: SessionId, name?: string): Promise<void> {
    return this.#inTurn(() => this.#restore(id, name));
  }

  list(): Promise<TrashItem[]> {
    return this.#inTurn(() => this.#items());
  }

  async bytes({ path }: TrashItem): Promise<number> {
    const bytes = await this.#each(() =>
      onDisk('look into the trash', path, () => folderBytes(this.#options.fs, path)),
    );
    return bytes instanceof AppFailure ? 0 : bytes;
  }

  empty(): Promise<number> {
    return this.#inTurn(async () => {
      const failures = await this.#removeRemains();
      let count = 0;
      for (const item of await this.#items()) {
        const failure = await this.#each(() => this.#remove(item));
        if (failure instanceof AppFailure) failures.push(failure);
        else count += 1;
      }
      const [first] = failures;
      if (first === undefined) return count;
      const gone = count === 1 ? '1 session was' : `${count} sessions were`;
      throw new AppFailure(first.code, `${gone} removed for good, but not all. ${first.message}`, {
        cause: first,
      });
    });
  }

  tidy(): Promise<number> {
    return this.#inTurn(async () => {
      if (this.#isDisposed) return 0;
      await this.#removeRemains();
      const now = this.#options.now().getTime();
      const wait = this.keptDays === null ? HAND_OVER_MS : this.keptDays * DAY_MS;
      let count = 0;
      for (const item of await this.#items()) {
        if (now - item.trashed_at.getTime() < wait) continue;
        if ((await this.#each(() => this.#letGo(item))) === true) count += 1;
      }
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
      const place = await freePlace(this.#folder, id, kind === 'zip' ? '.zip' : '', fs);
      // First the note: a session that lies there without one would have no known time.
      const note = { label, trashed_at: now().toISOString(), archive: kind === 'zip' ? path : null };
      await writeNote(fs, place, note, randomHex(8));
      try {
        await moveOnDisk(fs, path, place, randomHex(6));
      } catch (error) {
        if (!(await isThere(fs, place))) await fs.unlink(notePath(place)).catch(() => undefined);
        throw error;
      }
    });
    this.#tidyLater();
  }

  async #restore(id: SessionId, name: string | undefined): Promise<void> {
    const { fs, randomHex, root, archiveFolders } = this.#options;
    const item = (await this.#items()).find((one) => one.id === id && (name ?? one.name) === one.name);
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
      if (await isThere(fs, place)) {
        throw new AppFailure(
          'not_possible',
          `There is a session ${id} again, so the deleted one cannot come back under that name. Delete or archive that one, then restore this one.`,
        );
      }
      if (isZip) await fs.makeFolders(dirname(place));
      await moveOnDisk(fs, item.path, place, randomHex(6));
    });
    // From now on it counts as new: retention must not take it away again at once.
    await fs.touch(place).catch(() => undefined);
    await fs.unlink(notePath(item.path)).catch(() => undefined);
  }

  #items(): Promise<TrashItem[]> {
    return trashItems(this.#folder, this.#parts);
  }

  /** What goes wrong with one item keeps no other from its turn. */
  async #each<T>(work: () => Promise<T>): Promise<T | AppFailure> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
      this.#trouble(error);
      return error;
    }
  }

  /** Tells it once: the hour brings it again. */
  #trouble({ message }: AppFailure): void {
    if (this.#told.has(message)) return;
    this.#told.add(message);
    this.#options.log('warning', message);
  }

  async #letGo(item: TrashItem): Promise<boolean> {
    const { systemTrash, fs, log } = this.#options;
    if (systemTrash === undefined) {
      await this.#remove(item);
      return true;
    }
    if (this.#refused.has(item.path) || !item.isOwn) return false;
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
    const removing = removingPath(path);
    await onDisk('empty the trash', path, async () => {
      await fs.rename(path, removing);
      await fs.unlink(notePath(path)).catch(() => undefined);
    });
    await onDisk('empty the trash', removing, () => fs.removeTree(removing));
    this.#refused.delete(path);
  }

  /** What an earlier program left. Out: what could not be removed. */
  async #removeRemains(): Promise<AppFailure[]> {
    const { fs } = this.#options;
    const failures: AppFailure[] = [];
    for (const { path, kind } of await trashRemains(this.#folder, fs)) {
      if (kind === 'note') await fs.unlink(path).catch(() => undefined);
      else {
        const failure = await this.#each(() => onDisk('empty the trash', path, () => fs.removeTree(path)));
        if (failure instanceof AppFailure) failures.push(failure);
      }
    }
    return failures;
  }

  /** Only the system's trash takes over too soon to wait for the hour. */
  #tidyLater(): void {
    if (this.keptDays !== null || this.#isDisposed) return;
    this.#stopTimer();
    this.#stopTimer = this.#options.timers.after(
      HAND_OVER_MS + A_MOMENT_MS,
      () => void this.tidy().catch(this.#options.onFault),
    );
  }
}
