import { join, resolve } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import type { NewEvent } from '../../core/session/events';
import { formatStamp, isSessionId, type SessionId, sessionIdTime } from '../../core/session/identity';
import type { Setup } from '../../core/session/setup';
import { type FileSystem, isThere, realFileSystem } from './fileSystem';
import { blindKeyOf } from './glance';
import { createIncoming, type Incoming } from './incoming';
import { PUT, putFolder, writeBegun } from './newFolder';
import type { OpenSession, SessionGlance } from './openSession';
import { type Processes, realProcesses } from './processes';
import { createRepairsLog } from './repairsLog';
import { type SessionFolder, sessionFolder, sessionFolderAt } from './sessionFolder';
import { placeEvents } from './sessionMemory';
import { makeSessionsRoot } from './sessionsRoot';
import { onDisk } from './storageFailure';
import { StoredSession } from './storedSession';
import type { SessionStoreOptions } from './storeOptions';
import type { StoreParts } from './storeParts';
import { realTimers } from './timers';

const IDLE_MS = 60_000;
/** Sessions that were only looked at stay in memory up to this many events in all. */
const GLANCE_BUDGET = 100_000;

/** Finishes a folder that is to become a session of this id. Out: the folder's path. */
export type Prepare = (folder: SessionFolder) => Promise<string>;

export type IsTaken = (id: SessionId) => boolean | Promise<boolean>;

/** All sessions of one root. */
export interface SessionStore {
  readonly root: string;
  /** Where whole sessions are put together before they take their place. */
  readonly incoming: Incoming;
  /** Every folder whose name has the form of an id, newest first. */
  ids(): Promise<SessionId[]>;
  /** Makes a session under the next free second and journals its set-up. */
  create(setup: Setup, notes: string): Promise<OpenSession>;
  /** The session, from memory or disk; looks again when another program changed it. Throws AppFailure `not_found`. */
  open(id: string): Promise<OpenSession>;
  /** The same, with everything read from the disk again. Throws AppFailure `not_found`. */
  reread(id: string): Promise<OpenSession>;
  /**
   * A look without lock; from memory while the files are unchanged. `once`: it need not stay in memory for another look.
   * Throws AppFailure `not_found`.
   */
  peek(id: string, once?: 'once'): Promise<SessionGlance>;
  /** True for a session in memory, or on its way there: only a `peek` tells what it is. */
  holds(id: SessionId): boolean;
  /** What another thread needs to tell of sessions that are not in memory what a `peek` would. */
  reading(): { secret: string; servers: readonly string[] };
  /**
   * Runs `work` on a session's folder while nothing in it is open: waits for writes under way, closes journal and lock, lets
   * the session leave the memory. The folder may be moved or removed; who asks for the session meanwhile waits. It is to be
   * short. In: damaged sessions too. Throws AppFailure `not_found`, `not_possible` while a run works on it, `session_locked`
   * while another copy has it open, and what `work` throws. `locked`: no other copy can write to it meanwhile; the lock's file
   * lies in the folder and moves along with it.
   */
  release<T>(id: string, work: (folder: SessionFolder) => Promise<T>, locked?: 'locked'): Promise<T>;
  /**
   * Puts a folder that was made whole elsewhere on the same disk in its place, in one step.
   * In: the wanted id, null for one of now; where it is taken (`isTaken`: elsewhere than among the folders, instead of what
   * the store knows of) the next free second counts. `prepare` finishes the folder for the id that it gets, says where it lies, and may be called again for
   * another id. Out: the id. Throws what `prepare` throws, and AppFailure when the disk refuses; then nothing was put there.
   */
  place(wanted: SessionId | null, prepare: Prepare, isTaken?: IsTaken): Promise<SessionId>;
  /** The sessions in memory: those in use, and those with unsaved changes. */
  opened(): OpenSession[];
  /** Lets go of every session; waits for writes under way. Writes after it are refused. */
  dispose(): Promise<void>;
}

/** Opens the sessions folder. Throws AppFailure when it can neither be found nor made. */
export async function createSessionStore(options: SessionStoreOptions): Promise<SessionStore> {
  const root = resolve(options.root);
  const fs = options.fs ?? realFileSystem;
  const self = await (options.processes ?? realProcesses).self();
  await makeSessionsRoot(fs, root);
  const store = new Store(root, fs, self, options);
  await store.incoming.tidy();
  return store;
}

class Store implements SessionStore {
  readonly root: string;
  readonly incoming: Incoming;
  readonly reading: SessionStore['reading'];
  readonly #fs: FileSystem;
  readonly #explainMissing: (id: SessionId) => Promise<string | null>;
  readonly #isTaken: IsTaken;
  readonly #parts: StoreParts<StoredSession>;
  readonly #opened = new Map<SessionId, StoredSession>();
  /** Looked at for lists, the longest unused first. */
  readonly #glanced = new Map<SessionId, StoredSession>();
  /** All that anybody may still hold, so that there is one object for each session. */
  readonly #known = new Map<SessionId, WeakRef<StoredSession>>();
  readonly #loading = new Map<SessionId, Promise<StoredSession>>();
  /** Sessions that are being made: whoever finds their folder meanwhile waits, so that none is loaded beside its maker. */
  readonly #making = new Map<SessionId, Promise<void>>();
  readonly #sayRepairs: (session: SessionGlance) => void;
  #isClosing = false;

  constructor(
    root: string,
    fs: FileSystem,
    self: Awaited<ReturnType<Processes['self']>>,
    options: SessionStoreOptions,
  ) {
    const { now, randomHex, log, onEvents } = options;
    const timers = options.timers ?? realTimers;
    const secret = randomHex(32);
    const processes = options.processes ?? realProcesses;
    const lock = { fs, timers, processes, self, token: randomHex(16), now, log };
    this.root = root;
    this.#sayRepairs = createRepairsLog(log);
    this.incoming = createIncoming(root, lock, randomHex);
    this.#fs = fs;
    this.reading = () => ({ secret, servers: options.servers?.() ?? [] });
    this.#explainMissing = async (id) => (await options.explainMissing?.(id)) ?? null;
    this.#isTaken = async (id) => (await options.isTaken?.(id)) ?? false;
    this.#parts = {
      fs,
      timers,
      lock,
      idleMs: options.idleMs ?? IDLE_MS,
      now,
      randomHex,
      log,
      explainGone: (session, error) => this.#explainGone(session.id, error),
      tell: (session, events) => {
        try {
          onEvents?.(session, events);
        } catch (error) {
          // The events are kept; that somebody could not hear of them must not look like a failed write.
          log(
            'error',
            `Nobody could be told of a change: ${error instanceof Error ? error.stack : String(error)}`,
          );
        }
      },
      blindKeyOf: (id) => blindKeyOf(secret, id),
      servers: () => options.servers?.() ?? [],
      isClosing: () => this.#isClosing,
      keptSeqs: new Map(),
      keep: (session) => {
        this.#glanced.delete(session.id);
        this.#opened.set(session.id, session);
      },
      drop: (session) => {
        this.#opened.delete(session.id);
        this.#glanced.delete(session.id);
      },
    };
  }

  async ids(): Promise<SessionId[]> {
    const names = await onDisk('list the sessions', this.root, () => this.#fs.names(this.root));
    return names.filter(isSessionId).sort().reverse();
  }

  async create(setup: Setup, notes: string): Promise<OpenSession> {
    return this.#underFreeId(null, async (folder) => {
      // The folder of a session that is open may be away for a while; its id stays its own.
      const isKnown = this.#known.get(folder.id)?.deref() !== undefined;
      return isKnown || (await this.#isTaken(folder.id)) ? null : this.#make(folder, setup, notes);
    });
  }

  release<T>(id: string, work: (folder: SessionFolder) => Promise<T>, locked?: 'locked'): Promise<T> {
    const folder = sessionFolder(this.root, id);
    return this.#find(folder).then((session) => session.release(() => work(folder), locked !== undefined));
  }

  place(wanted: SessionId | null, prepare: Prepare, isTaken = this.#isTaken): Promise<SessionId> {
    return this.#underFreeId(wanted, async (folder) => {
      if (
        (await isTaken(folder.id)) ||
        (await onDisk(PUT, folder.path, () => isThere(this.#fs, folder.path)))
      )
        return null;
      return (await putFolder(await prepare(folder), folder, this.#fs)) ? folder.id : null;
    });
  }

  /** Tries one id after the other, second by second, until `make` makes something of it. */
  async #underFreeId<T>(
    wanted: SessionId | null,
    make: (folder: SessionFolder) => Promise<T | null>,
  ): Promise<T> {
    const first = wanted === null ? this.#parts.now() : (sessionIdTime(wanted) ?? this.#parts.now());
    for (let time = first.getTime(); ; time += 1000) {
      const folder = sessionFolder(
        this.root,
        time === first.getTime() && wanted !== null ? wanted : formatStamp(new Date(time)),
      );
      if (this.#making.has(folder.id)) continue;
      const making = make(folder);
      const end = making.then(
        () => undefined,
        () => undefined,
      );
      this.#making.set(folder.id, end);
      try {
        const made = await making;
        if (made !== null) return made;
      } finally {
        this.#making.delete(folder.id);
      }
    }
  }

  async open(id: string): Promise<OpenSession> {
    const session = await this.#find(sessionFolder(this.root, id));
    this.#parts.keep(session);
    session.touch();
    await session.measure();
    this.#sayRepairs(session);
    return session;
  }

  async reread(id: string): Promise<OpenSession> {
    const session = await this.#find(sessionFolder(this.root, id));
    this.#parts.keep(session);
    session.touch();
    await session.reread();
    return session;
  }

  async peek(id: string, once?: 'once'): Promise<SessionGlance> {
    const session = await this.#find(sessionFolder(this.root, id));
    if (once === undefined && !this.#opened.has(session.id)) this.#keepGlance(session);
    return session;
  }

  holds(id: SessionId): boolean {
    return this.#making.has(id) || this.#loading.has(id) || this.#known.get(id)?.deref() !== undefined;
  }

  opened(): OpenSession[] {
    return [...this.#opened.values()];
  }

  async dispose(): Promise<void> {
    this.#isClosing = true;
    const sessions = [...this.#known.values()].flatMap((reference) => reference.deref() ?? []);
    await Promise.all(sessions.map((session) => session.close()));
  }

  async #find(folder: SessionFolder): Promise<StoredSession> {
    const { id } = folder;
    await this.#making.get(id);
    const known = this.#known.get(id)?.deref();
    try {
      if (known !== undefined) {
        await known.look();
        return known;
      }
      const loading = this.#loading.get(id) ?? StoredSession.load(folder, this.#parts);
      this.#loading.set(id, loading);
      const loaded = await loading;
      const session = this.#known.get(id)?.deref() ?? loaded;
      this.#known.set(id, new WeakRef(session));
      return session;
    } catch (error) {
      if (known !== undefined) this.#parts.drop(known);
      throw await this.#explained(id, error);
    } finally {
      this.#loading.delete(id);
    }
  }

  async #explained(id: SessionId, error: unknown): Promise<unknown> {
    if (!(error instanceof AppFailure) || error.code !== 'not_found') return error;
    // That nothing can be found out about it must not hide that it is missing.
    const why = await this.#explainMissing(id).catch(() => null);
    return why === null ? error : new AppFailure('not_found', why, { cause: error });
  }

  /** One session that went away while it was asked for is missing; a sessions folder that went away is trouble with the disk. */
  async #explainGone(id: SessionId, error: unknown): Promise<unknown> {
    if (!(error instanceof AppFailure) || error.code !== 'storage_failed') return error;
    if (!(await isThere(this.#fs, this.root).catch(() => false))) return error;
    const gone = new AppFailure(
      'not_found',
      `The folder of session ${id} is not there any more. Put it back, or choose another session.`,
      { cause: error },
    );
    return this.#explained(id, gone);
  }

  #keepGlance(session: StoredSession): void {
    this.#glanced.delete(session.id);
    this.#glanced.set(session.id, session);
    let weight = 0;
    for (const one of this.#glanced.values()) weight += one.weight;
    for (const [id, one] of this.#glanced) {
      if (weight <= GLANCE_BUDGET || one === session) return;
      weight -= one.weight;
      this.#glanced.delete(id);
    }
  }

  /**
   * Makes a session whole beside its place and puts it there in one step: no program that ends leaves half of one. A sessions
   * folder that went away is not made anew: what is in it would seem to be gone, and a drive may come back.
   * Out: null when the id is taken.
   */
  async #make(folder: SessionFolder, setup: Setup, notes: string): Promise<StoredSession | null> {
    const task = 'make a session';
    if (await onDisk(task, folder.path, () => isThere(this.#fs, folder.path))) return null;
    const events: NewEvent[] = [{ type: 'setup_changed', changes: setup }];
    if (notes !== '') events.push({ type: 'notes_changed', notes });
    const placed = placeEvents(events, this.#parts.now().toISOString(), 0);
    const session = await this.incoming.run(task, async (place) => {
      const draft = sessionFolderAt(join(place, folder.id), folder.id);
      await onDisk(task, this.root, () => writeBegun(draft, placed, this.#fs));
      // What this program makes is nothing to recover.
      this.#parts.keptSeqs.set(folder.id, placed.length);
      const made = await StoredSession.load(folder, this.#parts, draft);
      return (await putFolder(draft.path, folder, this.#fs)) ? made : null;
    });
    if (session === null) return null;
    this.#known.set(folder.id, new WeakRef(session));
    this.#parts.keep(session);
    session.touch();
    this.#parts.tell(session, placed);
    await session.claim();
    return session;
  }
}
