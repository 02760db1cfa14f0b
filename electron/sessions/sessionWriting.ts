import { AppFailure } from '../../core/contract/failure';
import { discardEvent } from '../../core/session/discard';
import type { JournalEvent, NewEvent } from '../../core/session/events';
import { buildSession } from './buildSession';
import { errorCode } from './fileSystem';
import { JournalOvertaken } from './journalFile';
import { readOutput, readSavedFiles, stampOf } from './loadSession';
import { repairEvent } from './repairs';
import { createSaveMemory, saveSession } from './saveSession';
import type { SessionFolder } from './sessionFolder';
import { placeEvents, type SessionMemory } from './sessionMemory';
import { loadOptions, lockedElsewhere, type SessionReading } from './sessionReading';
import { openWriter, type SessionWriter } from './sessionWriter';
import { onDisk } from './storageFailure';
import type { StoreParts } from './storeParts';
import type { WriteRequest } from './writeQueue';

/** What writing a session needs of all that the sessions of a store share. */
type WritingParts = Omit<StoreParts<never>, 'keep' | 'drop' | 'tell'>;

/** How often a write is begun while another program changes the session; after that the person is told. */
const TURNS = 3;

/** Changes a session: journal first, then the memory, then the world. Nothing of it may run beside another part of it. */
export class SessionWriting {
  readonly #folder: SessionFolder;
  readonly #memory: SessionMemory;
  readonly #reading: SessionReading;
  readonly #parts: WritingParts;
  readonly #isRun: () => boolean;
  readonly #tellAll: (events: JournalEvent[]) => void;
  #writer: SessionWriter | null = null;
  #saves = createSaveMemory();

  /** In: `isRun`, whether a run of this program works on the session; `tellAll`, who hears of the events that were written. */
  constructor(
    folder: SessionFolder,
    memory: SessionMemory,
    reading: SessionReading,
    parts: WritingParts,
    told: { isRun(): boolean; tellAll(events: JournalEvent[]): void },
  ) {
    this.#folder = folder;
    this.#memory = memory;
    this.#reading = reading;
    this.#parts = parts;
    this.#isRun = told.isRun;
    this.#tellAll = told.tellAll;
  }

  /** Whether lock and journal are this program's own. */
  get isHeld(): boolean {
    return this.#writer?.isHeld === true;
  }

  /** Reads the files again when another program has changed them. Throws AppFailure `not_found` when the folder is gone. */
  async refresh(): Promise<void> {
    if (this.#writer?.isHeld === true) return;
    await this.letGo();
    const isLocked = await lockedElsewhere(this.#folder, this.#parts);
    const stamp = await stampOf(this.#folder, this.#parts.fs);
    if (stamp !== null && stamp === this.#memory.stamp && isLocked === this.#memory.readOnly) return;
    await this.#reading.load(isLocked);
  }

  /**
   * Does `work` on lock and journal. When another program turns out to have written meanwhile, everything is read again and
   * the work is done anew on what is there now. Throws AppFailure.
   */
  async #onJournal(task: string, work: () => Promise<void>): Promise<void> {
    for (let turn = 1; ; turn += 1) {
      try {
        await this.makeWritable(task);
        return await work();
      } catch (error) {
        if (!(error instanceof JournalOvertaken) || turn === TURNS) throw error;
        this.#parts.log('warning', `Another program changed ${this.#folder.path}; it is read again.`);
      }
    }
  }

  /** Makes sure of lock and journal. Throws AppFailure; then nothing is held. */
  async makeWritable(task: string): Promise<void> {
    if (this.#memory.loaded.state.sample) throw sampleRefusal();
    if (this.#writer?.isHeld === false) await this.letGo();
    this.#writer ??= await onDisk(task, this.#folder.path, () => this.#openForWriting());
    // A run with a torn image is not to be journaled as complete.
    if (this.#memory.opening.length > 0) await this.#reading.measure();
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
    if (this.#memory.loaded.damaged !== null) await this.refresh();
    this.#refuseDamaged();
    const writer = await openWriter(this.#folder, {
      fs,
      lock,
      log,
      readJournal: async () => {
        const stamp = await stampOf(this.#folder, fs);
        if (stamp === null || stamp !== this.#memory.stamp || this.#memory.readOnly)
          await this.#reading.load(false);
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
    if (this.#memory.loaded.damaged === null) return;
    throw new AppFailure('not_possible', `This session is damaged. ${this.#memory.loaded.damaged}`);
  }

  /** Writes the events of all requests in one go, in their order. */
  async writeGroup(requests: readonly WriteRequest<NewEvent[], JournalEvent[]>[]): Promise<void> {
    await this.#onJournal('keep this change', () => this.#writeRequests(requests));
  }

  async #writeRequests(requests: readonly WriteRequest<NewEvent[], JournalEvent[]>[]): Promise<void> {
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
      // A folder that is gone is looked for anew at the next write, and so is what another program has changed.
      if (errorCode(error) === 'ENOENT' || error instanceof JournalOvertaken) await this.letGo();
      await onDisk(task, this.#folder.path, () => Promise.reject(error));
    }
    this.#memory.apply(events);
  }

  /** See `OpenSession.save`. */
  async save(): Promise<void> {
    const task = 'save this session';
    await this.#onJournal(task, () => this.#writeFile(task, []));
  }

  /** Writes `session_meta.json`. In: events that come with the save. Throws AppFailure; then the file is as before. */
  async #writeFile(task: string, after: readonly NewEvent[]): Promise<void> {
    const { fs, now, randomHex } = this.#parts;
    const folder = this.#folder;
    const parts = {
      ...{ fs, folder, now, randomHex },
      state: this.#memory.loaded.state,
      memory: this.#saves,
      events: this.#memory.loaded.journal.events,
      record: (events: readonly NewEvent[]) => this.#record(events, task),
    };
    const { timestamp, saved } = await onDisk(task, folder.path, () => saveSession(parts, after));
    this.#memory.saved(timestamp);
    this.#tell(saved);
  }

  /** See `OpenSession.discard`. */
  async discard(): Promise<void> {
    const task = 'discard the changes';
    await this.#onJournal(task, () => this.#discard(task));
  }

  async #discard(task: string): Promise<void> {
    if (this.#memory.unsaved === 0) return;
    // From the file, so that the state afterwards is the one that the next start would find; read before anything changes.
    const { fs } = this.#parts;
    const files = await onDisk(task, this.#folder.path, () => readSavedFiles(this.#folder, fs));
    const output = await readOutput(this.#folder, fs, false);
    const build = (...more: JournalEvent[]) => {
      const options = { ...loadOptions(this.#folder, this.#parts), isRunLive: this.#isRun() };
      const contents = { ...files, journal: this.#memory.journalWith(more), output };
      return buildSession(this.#folder, contents, null, options);
    };
    const { savedSeq, damaged } = build();
    if (damaged !== null) throw new AppFailure('not_possible', damaged);
    const after = build(...this.#place([{ type: 'discarded', to_seq: savedSeq }], this.#memory.lastSeq));
    const events = await this.#record([discardEvent(savedSeq, this.#memory.loaded.state, after.state)], task);
    this.#memory.settled();
    this.#memory.take(build(), false);
    this.#tell(events);
  }

  /** See `OpenSession.recover`. */
  async recover(): Promise<void> {
    const task = 'keep the changes';
    await this.#onJournal(task, () => this.#recover(task));
  }

  async #recover(task: string): Promise<void> {
    if (this.#memory.recovery === null) return;
    const { changes } = this.#memory.recovery;
    const events = await this.#record([{ type: 'recovered', changes }], task);
    this.#memory.settled();
    this.#tell(events);
  }

  /** Gives lock and journal back; the next use reads the files again. Never throws. */
  async letGo(): Promise<void> {
    const writer = this.#writer;
    this.#writer = null;
    this.#saves = createSaveMemory();
    if (writer === null) return;
    this.#memory.letGo();
    await writer.close();
  }

  #tell(events: JournalEvent[]): void {
    if (events.length > 0) this.#tellAll(events);
  }
}

function sampleRefusal(): AppFailure {
  return new AppFailure('not_possible', 'This is the sample session. Save it as a copy to change it.');
}
