import { AppFailure } from '../../core/contract/failure';
import { toDocument } from '../../core/session/document';
import { EVENT_GROUP, type JournalEvent, type NewEvent, readEvent } from '../../core/session/events';
import { formatStamp, type SessionId } from '../../core/session/identity';
import { applyEvent, unsavedEvents } from '../../core/session/journal';
import { stringifyJson } from '../../core/session/json';
import type { SessionState } from '../../core/session/state';
import { errorCode, type FileSystem } from './fileSystem';
import {
  buildSession,
  type LoadedSession,
  loadSession,
  placeOfFile,
  readSavedFiles,
  stampOf,
} from './loadSession';
import { isLockedElsewhere, type LockOptions } from './lock';
import type { OpenSession, Recovery } from './openSession';
import { replaceSavedFile, sha256Of } from './savedFile';
import type { SessionFolder } from './sessionFolder';
import { openWriter, type SessionWriter } from './sessionWriter';
import { onDisk } from './storageFailure';
import type { Timers } from './timers';
import { createWriteQueue, type WriteRequest } from './writeQueue';

/** What all sessions of a store share. */
export interface StoreParts {
  readonly fs: FileSystem;
  readonly timers: Timers;
  readonly lock: LockOptions;
  readonly idleMs: number;
  now(): Date;
  randomHex(bytes: number): string;
  log(level: 'info' | 'warning' | 'error', message: string): void;
  tell(session: OpenSession, events: JournalEvent[]): void;
  /** Secret for the trial ids of a session whose file holds none; the same as long as the program runs. */
  blindKeyOf(id: SessionId): string;
  /** True once writes are refused because the program ends. */
  isClosing(): boolean;
  /** Up to which `seq` this program has seen or made the changes itself, so that they are nothing to recover. */
  readonly keptSeq: Map<SessionId, number>;
  /** The session is in use and stays in memory. */
  keep(session: StoredSession): void;
  /** The session need not stay in memory. */
  drop(session: StoredSession): void;
}

/** One session on disk and in memory: journal first, then the state, then the world. */
export class StoredSession implements OpenSession {
  readonly folder: SessionFolder;
  readonly #parts: StoreParts;
  readonly #queue = createWriteQueue<NewEvent[], JournalEvent[]>((requests) => this.#writeGroup(requests));
  #loaded: LoadedSession;
  #isNew: boolean;
  #lastSeq = 0;
  #opening: readonly NewEvent[] = [];
  #unsaved = 0;
  #recovery: Recovery | null = null;
  #readOnly = false;
  #stamp: string | null = null;
  #writer: SessionWriter | null = null;
  #holds = 0;
  #stopIdleTimer: () => void = () => undefined;

  private constructor(
    folder: SessionFolder,
    parts: StoreParts,
    loaded: LoadedSession,
    isNew: boolean,
    readOnly: boolean,
  ) {
    this.folder = folder;
    this.#parts = parts;
    this.#isNew = isNew;
    this.#loaded = loaded;
    this.#take(loaded, readOnly);
  }

  /** Reads a session from its folder. Throws AppFailure `not_found`. */
  static async load(folder: SessionFolder, parts: StoreParts, isNew: boolean): Promise<StoredSession> {
    const isLocked = await lockedElsewhere(folder, parts);
    const options = { ...loadOptions(folder, parts), isRunLive: isLocked, isNew };
    return new StoredSession(folder, parts, await loadSession(folder, options), isNew, isLocked);
  }

  get id(): SessionId {
    return this.folder.id;
  }

  get state(): Readonly<SessionState> {
    return this.#loaded.state;
  }

  get readOnly(): boolean {
    return this.#readOnly;
  }

  get damaged(): string | null {
    return this.#loaded.damaged;
  }

  get repairs(): readonly string[] {
    return this.#loaded.repairs;
  }

  get unsavedChanges(): number {
    return this.#unsaved;
  }

  get savedAt(): string | null {
    const { timestamp } = this.state;
    const time = new Date((timestamp ?? Number.NaN) * 1000);
    return Number.isNaN(time.getTime()) ? null : time.toISOString();
  }

  get recovery(): Recovery | null {
    return this.#recovery;
  }

  /** How much memory it takes, in events. */
  get weight(): number {
    return this.#loaded.journal.events.length + this.state.images.size + this.state.pairs.size;
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
    return limit > 0 ? this.#loaded.journal.events.slice(-limit) : [];
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

  async close(): Promise<void> {
    this.#stopIdleTimer();
    this.#parts.drop(this);
    await this.#queue.exclusive(() => this.#letGo());
  }

  /** Reads the files again when another program has changed them. Throws AppFailure `not_found` when the folder is gone. */
  async look(): Promise<void> {
    if (this.#writer?.isHeld === true) return;
    await this.#queue.exclusive(() => this.#refresh());
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
    if (this.#unsaved === 0) this.#parts.drop(this);
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
    if (stamp !== null && stamp === this.#stamp && isLocked === this.#readOnly) return;
    await this.#load(isLocked);
  }

  async #load(isLocked: boolean): Promise<void> {
    const isRunLive = isLocked || this.#holds > 0;
    const options = { ...loadOptions(this.folder, this.#parts), isRunLive, isNew: this.#isNew };
    this.#take(await loadSession(this.folder, options), isLocked);
  }

  #take(loaded: LoadedSession, readOnly: boolean): void {
    const { state, journal, savedSeq, opening, stamp } = loaded;
    this.#loaded = loaded;
    this.#readOnly = readOnly;
    this.#stamp = stamp;
    this.#opening = opening;
    this.#lastSeq = Math.max(journal.lastSeq, state.journal_seq);
    const unsaved = unsavedEvents(journal.events, savedSeq);
    this.#unsaved = unsaved.length;
    const recovered = journal.events.findLast((event) => event.type === 'recovered')?.seq ?? 0;
    const known = Math.max(recovered, this.#parts.keptSeq.get(this.id) ?? 0);
    const [first] = unsaved;
    const isLeft = !readOnly && first !== undefined && (unsaved.at(-1)?.seq ?? 0) > known;
    this.#recovery = isLeft ? { changes: unsaved.length, since: first.at } : null;
  }

  /** Makes sure of lock and journal. Throws AppFailure; then nothing is held. */
  async #makeWritable(task: string): Promise<void> {
    if (this.#writer?.isHeld === false) await this.#letGo();
    this.#writer ??= await onDisk(task, this.folder.path, () => this.#openForWriting());
    if (this.#opening.length === 0) return;
    const opening = this.#opening;
    const events = await this.#record(opening, task);
    this.#opening = [];
    this.#tell(events);
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
        if (stamp === null || stamp !== this.#stamp || this.#readOnly) await this.#load(false);
        this.#refuseDamaged();
        return this.#loaded.journal;
      },
    });
    if (writer !== null) return writer;
    this.#readOnly = true;
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
    let seq = this.#lastSeq;
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

  /** Gives events their places. Throws Error (a bug) for one that could not be read back. */
  #place(events: readonly NewEvent[], after: number): JournalEvent[] {
    const at = this.#parts.now().toISOString();
    return events.map((event, index) => {
      const placed = readEvent({ seq: after + 1 + index, at, ...event });
      if (placed === null || placed.type === 'unknown') {
        throw new Error(`An event of type ${event.type} does not fit its own description.`);
      }
      return placed;
    });
  }

  async #record(events: readonly NewEvent[], task: string): Promise<JournalEvent[]> {
    const placed = this.#place(events, this.#lastSeq);
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
    this.#isNew = false;
    for (const event of events) {
      this.#lastSeq = event.seq;
      this.#loaded.journal.events.push(event);
      applyEvent(this.#loaded.state, event);
      if (EVENT_GROUP[event.type] === 'undoable') {
        this.#unsaved += 1;
        this.#recovery = null;
        this.#parts.keptSeq.set(this.id, event.seq);
      }
    }
  }

  async #save(): Promise<void> {
    const task = 'save this session';
    await this.#makeWritable(task);
    const { fs, now, randomHex } = this.#parts;
    const timestamp = now().getTime() / 1000;
    const content = Buffer.from(`${stringifyJson(toDocument(this.state, timestamp), 2)}\n`);
    let saved: JournalEvent[] = [];
    await onDisk(task, this.folder.path, () =>
      replaceSavedFile(fs, this.folder, content, {
        evidenceMark: formatStamp(now()),
        temporaryMark: randomHex(8),
        isKnown: (sha256) => placeOfFile(this.#loaded.journal.events, sha256) !== null,
        announce: async () => {
          saved = await this.#record([{ type: 'saved', sha256: sha256Of(content), timestamp }], task);
        },
      }),
    );
    this.#loaded.state.timestamp = timestamp;
    this.#unsaved = 0;
    this.#recovery = null;
    this.#tell(saved);
  }

  async #discard(): Promise<void> {
    const task = 'discard the changes';
    await this.#makeWritable(task);
    if (this.#unsaved === 0) return;
    // From the file, so that the state afterwards is the one that the next start would find; read before anything changes.
    const files = await onDisk(task, this.folder.path, () => readSavedFiles(this.folder, this.#parts.fs));
    const build = () => {
      const journal = { ...this.#loaded.journal, lastSeq: this.#lastSeq };
      const options = { ...loadOptions(this.folder, this.#parts), isRunLive: this.#holds > 0, isNew: false };
      return buildSession(this.folder, files, journal, null, options);
    };
    const { savedSeq, damaged } = build();
    if (damaged !== null) throw new AppFailure('not_possible', damaged);
    const events = await this.#record([{ type: 'discarded', to_seq: savedSeq }], task);
    this.#parts.keptSeq.set(this.id, this.#lastSeq);
    this.#take(build(), false);
    this.#tell(events);
  }

  async #recover(): Promise<void> {
    const task = 'keep the changes';
    await this.#makeWritable(task);
    if (this.#recovery === null) return;
    const events = await this.#record([{ type: 'recovered', changes: this.#recovery.changes }], task);
    this.#recovery = null;
    this.#parts.keptSeq.set(this.id, this.#lastSeq);
    this.#tell(events);
  }

  /** Gives lock and journal back; the next use reads the files again. Never throws. */
  async #letGo(): Promise<void> {
    const writer = this.#writer;
    this.#writer = null;
    if (writer === null) return;
    this.#stamp = null;
    await writer.close();
  }

  #tell(events: JournalEvent[]): void {
    if (events.length > 0) this.#parts.tell(this, events);
  }
}

function loadOptions(folder: SessionFolder, { fs, now, blindKeyOf }: StoreParts) {
  return { fs, now, blindKey: blindKeyOf(folder.id) };
}

function lockedElsewhere(folder: SessionFolder, parts: StoreParts): Promise<boolean> {
  return onDisk('open this session', folder.path, () => isLockedElsewhere(folder.lock, parts.lock));
}
