import type { SessionState } from '../../core/session/state';
import { tornImages } from './checkImage';
import { loadSession } from './loadSession';
import { isLockedElsewhere } from './lock';
import type { SessionFolder } from './sessionFolder';
import type { SessionMemory } from './sessionMemory';
import { onDisk } from './storageFailure';
import type { StoreParts } from './storeParts';

/** What reading a session needs of all that the sessions of a store share. */
type ReadingParts = Pick<StoreParts<never>, 'fs' | 'lock' | 'now' | 'blindKeyOf' | 'servers'>;

/** Brings what is on the disk into a session's memory. */
export class SessionReading {
  readonly #folder: SessionFolder;
  readonly #memory: SessionMemory;
  readonly #parts: ReadingParts;
  readonly #isRun: () => boolean;
  /** The look at the sizes of a state's images. */
  #measuring: { readonly state: SessionState; readonly done: Promise<void> } | null = null;

  /** In: `isRun`, whether a run of this program works on the session. */
  constructor(folder: SessionFolder, memory: SessionMemory, parts: ReadingParts, isRun: () => boolean) {
    this.#folder = folder;
    this.#memory = memory;
    this.#parts = parts;
    this.#isRun = isRun;
  }

  /** Looks at the sizes of the images' files, once for each reading: those that are torn do not count. Whoever asks meanwhile waits. */
  async measure(): Promise<void> {
    for (;;) {
      const { state } = this.#memory.loaded;
      if (this.#measuring?.state !== state) this.#measuring = { state, done: this.#leaveOutTorn(state) };
      await this.#measuring.done;
      // What was read anew meanwhile has not been looked at.
      if (this.#memory.loaded.state === state) return;
    }
  }

  async #leaveOutTorn(state: SessionState): Promise<void> {
    const torn = await tornImages(this.#folder, [...state.images.values()], this.#parts.fs);
    if (torn.size > 0) this.#memory.tear(state, torn);
  }

  /** Reads everything. In: whether another copy has the session open. Throws AppFailure `not_found` when the folder is gone. */
  async load(isLocked: boolean): Promise<void> {
    const isRunLive = isLocked || this.#isRun();
    const options = { ...loadOptions(this.#folder, this.#parts), isRunLive };
    this.#memory.take(await loadSession(this.#folder, options), isLocked);
  }
}

/** With what a session is read, but for whether somebody makes its run. */
export function loadOptions(folder: SessionFolder, { fs, now, blindKeyOf, servers }: ReadingParts) {
  return { fs, now, servers: servers(), blindKey: blindKeyOf(folder.id) };
}

/** Whether another live copy of the app has the session open. Throws AppFailure when the disk does not say. */
export function lockedElsewhere(folder: SessionFolder, parts: ReadingParts): Promise<boolean> {
  return onDisk('open this session', folder.path, () => isLockedElsewhere(folder.lock, parts.lock));
}
