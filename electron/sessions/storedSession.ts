import { AppFailure } from '../../core/contract/failure';
import { discardEvent } from '../../core/session/discard';
import type { JournalEvent, NewEvent } from '../../core/session/events';
import type { SessionId } from '../../core/session/identity';
import type { SessionState } from '../../core/session/state';
import { buildSession, type LoadedSession } from './buildSession';
import { tornImages } from './checkImage';
import { errorCode } from './fileSystem';
import { loadSession, readOutput, readSavedFiles, stampOf } from './loadSession';
import { isLockedElsewhere, takeLock } from './lock';
import type { OpenSession, Recovery } from './openSession';
import { repairEvent } from './repairs';
import { saveSession } from './saveSession';
import type { SessionFolder } from './sessionFolder';
import { placeEvents, SessionMemory } from './sessionMemory';
import { openWriter, type SessionWriter } from './sessionWriter';
import { onDisk } from './storageFailure';
import type { StoreParts } from './storeParts';
import { createWriteQueue, type WriteRequest } from './writeQueue';

type Parts = StoreParts<StoredSession>;

/** One session on disk and in memory: journal first, then the state, then the world. */
export class StoredSession implements OpenSession {
  readonly folder: SessionFolder;
  readonly #parts: Parts;
  readonly #queue = createWriteQueue<NewEvent[], JournalEvent[]>((requests) => this.#writeGroup(requests));
  readonly #memory: SessionMemory;
  #writer: SessionWriter | null = null;
  #holds = 0;
  /** The state whose images' sizes were looked at. */
  #measured: SessionState | null = null;
  #stopIdleTimer: () => void = () => undefined;

  private constructor(folder: SessionFolder, parts: Parts, loaded: LoadedSession, readOnly: boolean) {
    this.folder = folder;
    this.#parts = parts;
    this.#memory = new SessionMemory(folder.id, parts.keptSeqs, loaded, readOnly);
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
    const { timestamp } = this.state;
    const time = new Date((timestamp ?? Number.NaN) * 1000);
    return Number.isNaN(time.getTime()) ? null : time.toISOString();
  }

  get lastEventAt(): string | null {
    return this.#memory.loaded.journal.events.at(-1)?.at ?? null;
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
    return this.#use(() => this.#queue.exclusive(() => this.#save()));
  }

  discard(): Promise<void> {
    return this.#use(() => this.#queue.exclusive(() => this.#discard()));
  }

  recover(): Promise<void> {
    return this.#use(() => this.#queue.exclusive(() => this.#recover()));
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
    await this.#queue.exclusive(() => this.#makeWritable('open this session')).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#stopIdleTimer();
    this.#parts.drop(this);
    await this.#queue.exclusive(() => this.#letGo());
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
      await this.#letGo();
      this.#parts.drop(this);
      return isLocked ? underLock(this.folder, this.#parts, work) : work();
    });
  }

  /** Reads the files again when another program has changed them. Throws AppFailure `not_found` when the folder is gone. */
  async look(): Promise<void> {
    if (this.#writer?.isHeld === true) return;
    await this.#queue.exclusive(() => this.#refresh());
  }

  /** Reads everything again, whatever is in memory. Throws AppFailure `not_found` when the folder is gone. */
  async reread(): Promise<void> {
    await this.#queue.exclusive(async () => {
      await this.#letGo();
      await this.#load(await lockedElsewhere(this.folder, this.#parts));
    });
    await this.measure();
  }

  /** Looks at the sizes of the images' files, once for each reading: those that are torn do not count. */
  async measure(): Promise<void> {
    const { state } = this.#memory.loaded;
    if (this.#measured === state) return;
    this.#measured = state;
    const torn = await tornImages(this.folder, [...state.images.values()], this.#parts.fs);
    if (torn.size > 0) this.#memory.tear(state, torn);
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
    await this.#queue.exclusive(() => this.#letGo());
  }

  async #use<T>(run: () => Promise<T>): Promise<T> {
    if (this.#parts.isClosing()) {
      throw new AppFailure('not_possible', 'Blindfold is closing. Start it again, then repeat this.');
    }
    this.#parts.keep(this);
    this.touch();
    return run();
  }

  async #refresh(): Promise<void> {
    if (this.#writer?.isHeld === true) return;
    await this.#letGo();
    const isLocked = await lockedElsewhere(this.folder, this.#parts);
    const stamp = await stampOf(this.folder, this.#parts.fs);
    if (stamp !== null && stamp === this.#memory.stamp && isLocked === this.#memory.readOnly) return;
    await this.#load(isLocked);
  }

  async #load(isLocked: boolean): Promise<void> {
    const isRunLive = isLocked || this.#holds > 0;
    const options = { ...loadOptions(this.folder, this.#parts), isRunLive };
    this.#memory.take(await loadSession(this.folder, options), isLocked);
  }

  /** Makes sure of lock and journal. Throws AppFailure; then nothing is held. */
  async #makeWritable(task: string): Promise<void> {
    if (this.state.sample) throw sampleRefusal();
    if (this.#writer?.isHeld === false) await this.#letGo();
    this.#writer ??= await onDisk(task, this.folder.path, () => this.#openForWriting());
    if (this.#memory.opening.length > 0) {
      const events = await this.#record(this.#memory.opening, task);
      this.#memory.opened();
      this.#tell(events);
    }
    if (this.#memory.loaded.isRebuilt) await this.#writeRebuilt(task);
  }

  /** What was put together stands from here on, so that what comes after has something to stand on. */
  async #writeRebuilt(task: string): Promise<void> {
    const { repairs } = this.#memory.loaded;
    // Told until the next save, which a person makes.
    await this.#writeFile(task, repairs.map(repairEvent));
    this.#memory.rebuilt(repairs);
  }

  async #openForWriting(): Promise<SessionWriter> {
    const { fs, lock, log } = this.#parts;
    if (this.damaged !== null) await this.#refresh();
    this.#refuseDamaged();
    const writer = await openWriter(this.folder, {
      fs,
      lock,
      log,
      readJournal: async () => {
        const stamp = await stampOf(this.folder, fs);
        if (stamp === null || stamp !== this.#memory.stamp || this.#memory.readOnly) await this.#load(false);
        this.#refuseDamaged();
        return this.#memory.loaded.journal;
      },
    });
    if (writer !== null) return writer;
    this.#memory.lockedElsewhere();
    throw new AppFailure(
      'session_locked',
      'This session is open in another copy of Blindfold. Close it there, or only look at it here.',
    );
  }

  #refuseDamaged(): void {
    if (this.damaged === null) return;
    throw new AppFailure('not_possible', `This session is damaged. ${this.damaged}`);
  }

  /** Writes the events of all requests in one go, in their order. */
  async #writeGroup(requests: readonly WriteRequest<NewEvent[], JournalEvent[]>[]): Promise<void> {
    await this.#makeWritable('keep this change');
    const accepted: { request: WriteRequest<NewEvent[], JournalEvent[]>; events: JournalEvent[] }[] = [];
    let seq = this.#memory.lastSeq;
    for (const request of requests) {
      try {
        const events = this.#place(request.item, seq);
        seq += events.length;
        accepted.push({ request, events });
      } catch (error) {
        request.reject(error);
      }
    }
    const all = accepted.flatMap(({ events }) => events);
    await this.#write(all, 'keep this change');
    for (const { request, events } of accepted) request.resolve(events);
    this.#tell(all);
  }

  #place(events: readonly NewEvent[], after: number): JournalEvent[] {
    return placeEvents(events, this.#parts.now().toISOString(), after);
  }

  async #record(events: readonly NewEvent[], task: string): Promise<JournalEvent[]> {
    const placed = this.#place(events, this.#memory.lastSeq);
    await this.#write(placed, task);
    return placed;
  }

  /** Journal, flush, then the state. Throws AppFailure; then neither has changed. */
  async #write(events: readonly JournalEvent[], task: string): Promise<void> {
    if (events.length === 0) return;
    if (this.#writer === null) throw new Error('The journal is not open for writing.');
    try {
      await this.#writer.append(events);
    } catch (error) {
      // A folder that is gone is looked for anew at the next write.
      if (errorCode(error) === 'ENOENT') await this.#letGo();
      await onDisk(task, this.folder.path, () => Promise.reject(error));
    }
    this.#memory.apply(events);
  }

  async #save(): Promise<void> {
    const task = 'save this session';
    await this.#makeWritable(task);
    await this.#writeFile(task, []);
  }

  /** Writes `session_meta.json`. In: events that come with the save. Throws AppFailure; then the file is as before. */
  async #writeFile(task: string, after: readonly NewEvent[]): Promise<void> {
    const { fs, now, randomHex } = this.#parts;
    const { folder } = this;
    const parts = {
      ...{ fs, folder, now, randomHex },
      state: this.#memory.loaded.state,
      events: this.#memory.loaded.journal.events,
      record: (events: readonly NewEvent[]) => this.#record(events, task),
    };
    const { timestamp, saved } = await onDisk(task, folder.path, () => saveSession(parts, after));
    this.#memory.saved(timestamp);
    this.#tell(saved);
  }

  async #discard(): Promise<void> {
    const task = 'discard the changes';
    await this.#makeWritable(task);
    if (this.#memory.unsaved === 0) return;
    // From the file, so that the state afterwards is the one that the next start would find; read before anything changes.
    const { fs } = this.#parts;
    const files = await onDisk(task, this.folder.path, () => readSavedFiles(this.folder, fs));
    const output = await readOutput(this.folder, fs, false);
    const build = (...more: JournalEvent[]) => {
      const options = { ...loadOptions(this.folder, this.#parts), isRunLive: this.#holds > 0 };
      const contents = { ...files, journal: this.#memory.journalWith(more), output };
      return buildSession(this.folder, contents, null, options);
    };
    const { savedSeq, damaged } = build();
    if (damaged !== null) throw new AppFailure('not_possible', damaged);
    const after = build(...this.#place([{ type: 'discarded', to_seq: savedSeq }], this.#memory.lastSeq));
    const events = await this.#record([discardEvent(savedSeq, this.state, after.state)], task);
    this.#memory.settled();
    this.#memory.take(build(), false);
    this.#tell(events);
  }

  async #recover(): Promise<void> {
    const task = 'keep the changes';
    await this.#makeWritable(task);
    if (this.#memory.recovery === null) return;
    const { changes } = this.#memory.recovery;
    const events = await this.#record([{ type: 'recovered', changes }], task);
    this.#memory.settled();
    this.#tell(events);
  }

  /** Gives lock and journal back; the next use reads the files again. Never throws. */
  async #letGo(): Promise<void> {
    const writer = this.#writer;
    this.#writer = null;
    if (writer === null) return;
    this.#memory.letGo();
    await writer.close();
  }

  #tell(events: JournalEvent[]): void {
    if (events.length > 0) this.#parts.tell(this, events);
  }
}

function sampleRefusal(): AppFailure {
  return new AppFailure('not_possible', 'This is the sample session. Save it as a copy to change it.');
}

function loadOptions(folder: SessionFolder, { fs, now, blindKeyOf, servers }: Parts) {
  return { fs, now, servers: servers(), blindKey: blindKeyOf(folder.id) };
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

function lockedElsewhere(folder: SessionFolder, parts: Parts): Promise<boolean> {
  return onDisk('open this session', folder.path, () => isLockedElsewhere(folder.lock, parts.lock));
}
