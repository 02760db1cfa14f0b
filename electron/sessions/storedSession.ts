import { AppFailure } from '../../core/contract/failure';
import type { JournalEvent, NewEvent } from '../../core/session/events';
import type { SessionId } from '../../core/session/identity';
import type { SessionState } from '../../core/session/state';
import type { LoadedSession } from './buildSession';
import { loadSession } from './loadSession';
import { takeLock } from './lock';
import type { OpenSession, Recovery } from './openSession';
import { isGone, type SessionFolder } from './sessionFolder';
import { SessionMemory } from './sessionMemory';
import { loadOptions, lockedElsewhere, SessionReading } from './sessionReading';
import { SessionWriting } from './sessionWriting';
import { onDisk } from './storageFailure';
import type { StoreParts } from './storeParts';
import { createWriteQueue } from './writeQueue';

type Parts = StoreParts<StoredSession>;

/** One session on disk and in memory: journal first, then the state, then the world. */
export class StoredSession implements OpenSession {
  readonly folder: SessionFolder;
  readonly #parts: Parts;
  readonly #queue = createWriteQueue<NewEvent[], JournalEvent[]>((requests) =>
    this.#writing.writeGroup(requests),
  );
  readonly #memory: SessionMemory;
  readonly #reading: SessionReading;
  readonly #writing: SessionWriting;
  #holds = 0;
  #stopIdleTimer: () => void = () => undefined;

  private constructor(folder: SessionFolder, parts: Parts, loaded: LoadedSession, readOnly: boolean) {
    this.folder = folder;
    this.#parts = parts;
    this.#memory = new SessionMemory(folder.id, parts.keptSeqs, loaded, readOnly);
    const isRun = () => this.#holds > 0;
    this.#reading = new SessionReading(folder, this.#memory, parts, isRun);
    this.#writing = new SessionWriting(folder, this.#memory, this.#reading, parts, {
      isRun,
      tellAll: (events) => parts.tell(this, events),
    });
  }

  /**
   * Reads a session from its folder. In: where the folder lies now, when it is still on its way to its place.
   * Throws AppFailure `not_found`.
   */
  static async load(folder: SessionFolder, parts: Parts, from = folder): Promise<StoredSession> {
    const isLocked = await lockedElsewhere(from, parts);
    const options = { ...loadOptions(folder, parts), isRunLive: isLocked };
    return new StoredSession(folder, parts, await loadSession(from, options), isLocked);
  }

  get id(): SessionId {
    return this.folder.id;
  }

  get state(): Readonly<SessionState> {
    return this.#memory.loaded.state;
  }

  get readOnly(): boolean {
    return this.#memory.readOnly;
  }

  get damaged(): string | null {
    return this.#memory.loaded.damaged;
  }

  get repairs(): readonly string[] {
    return this.#memory.loaded.repairs;
  }

  get unsavedChanges(): number {
    return this.#memory.unsaved;
  }

  get savedAt(): string | null {
    return this.#memory.savedAt;
  }

  get lastEventAt(): string | null {
    return this.#memory.lastEventAt;
  }

  get recovery(): Recovery | null {
    return this.#memory.recovery;
  }

  get events(): readonly JournalEvent[] {
    return this.#memory.loaded.journal.events;
  }

  get stamp(): string | null {
    return this.#memory.stamp;
  }

  /** How much memory it takes, in events. */
  get weight(): number {
    return this.#memory.loaded.journal.events.length + this.state.images.size + this.state.pairs.size;
  }

  append(...events: NewEvent[]): Promise<JournalEvent[]> {
    return this.#use(() => this.#queue.add(events));
  }

  save(): Promise<void> {
    return this.#use(() => this.#queue.exclusive(() => this.#writing.save()));
  }

  discard(): Promise<void> {
    return this.#use(() => this.#queue.exclusive(() => this.#writing.discard()));
  }

  recover(): Promise<void> {
    return this.#use(() => this.#queue.exclusive(() => this.#writing.recover()));
  }

  async readLog(limit: number): Promise<JournalEvent[]> {
    return this.#memory.log(limit, this.#parts.now().toISOString());
  }

  hold(): () => void {
    let isHolding = true;
    this.#holds += 1;
    return () => {
      if (!isHolding) return;
      isHolding = false;
      this.#holds -= 1;
      this.touch();
    };
  }

  /** Takes lock and journal, so that other copies see it in use; what keeps it from that is told at the next write. Never throws. */
  async claim(): Promise<void> {
    await this.#queue.exclusive(() => this.#writing.makeWritable('open this session')).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#stopIdleTimer();
    this.#parts.drop(this);
    await this.#queue.exclusive(() => this.#writing.letGo());
  }

  /**
   * Runs `work` while nothing of the session is open, so that its folder can be moved; see `SessionStore.release`. Whoever
   * asks for the session meanwhile waits, then looks at the disk anew. In: whether the lock is held meanwhile.
   */
  async release<T>(work: () => Promise<T>, isLocked = false): Promise<T> {
    return this.#queue.exclusive(async () => {
      if (this.#holds > 0) {
        throw new AppFailure(
          'not_possible',
          'Images of this session are being made, or wait for their turn. Stop the run first.',
        );
      }
      if (await lockedElsewhere(this.folder, this.#parts)) throw openElsewhere();
      this.#stopIdleTimer();
      await this.#writing.letGo();
      this.#parts.drop(this);
      return isLocked ? underLock(this.folder, this.#parts, work) : work();
    });
  }

  /** Reads the files again when another program has changed them. Throws AppFailure `not_found` when the folder is gone. */
  async look(): Promise<void> {
    if (this.#writing.isHeld) return;
    await this.#queue.exclusive(() => this.#writing.refresh());
  }

  /** Reads everything again, whatever is in memory. Throws AppFailure `not_found` when the folder is gone. */
  async reread(): Promise<void> {
    await this.#queue.exclusive(async () => {
      await this.#writing.letGo();
      await this.#reading.load(await lockedElsewhere(this.folder, this.#parts));
    });
    await this.measure();
  }

  /** Looks at the sizes of the images' files; see `SessionReading.measure`. */
  measure(): Promise<void> {
    return this.#reading.measure();
  }

  /** Starts the idle time anew. */
  touch(): void {
    this.#stopIdleTimer();
    this.#stopIdleTimer = this.#parts.timers.after(this.#parts.idleMs, () => void this.#endIdle());
  }

  async #endIdle(): Promise<void> {
    if (this.#holds > 0 || this.#queue.isBusy) {
      this.touch();
      return;
    }
    if (this.#memory.unsaved === 0) this.#parts.drop(this);
    await this.#queue.exclusive(() => this.#writing.letGo());
  }

  async #use<T>(run: () => Promise<T>): Promise<T> {
    if (this.#parts.isClosing()) {
      throw new AppFailure('not_possible', 'Blindfold is closing. Start it again, then repeat this.');
    }
    this.#parts.keep(this);
    this.touch();
    try {
      return await run();
    } catch (error) {
      // Its folder was moved or removed meanwhile: nothing of it is left to be kept in memory, nor to be asked about.
      if (await isGone(this, this.#parts.fs)) {
        this.#parts.drop(this);
        throw await this.#parts.explainGone(this, error);
      }
      throw error;
    }
  }
}

/** Another copy that asks for the lock meanwhile is told that the session is in use, so nothing that it was promised gets lost. */
async function underLock<T>(folder: SessionFolder, parts: Parts, work: () => Promise<T>): Promise<T> {
  const lock = await onDisk('open this session', folder.path, () => takeLock(folder.lock, parts.lock));
  if (lock === null) throw openElsewhere();
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

function openElsewhere(): AppFailure {
  return new AppFailure(
    'session_locked',
    'This session is open in another copy of Blindfold. Close it there first.',
  );
}
