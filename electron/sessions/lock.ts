import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { parseJson, stringifyJson } from '../../core/session/json';
import { errorCode, type FileSystem } from './fileSystem';
import type { Processes, ProcessMark } from './processes';
import type { Timers } from './timers';

/** While a lock is held its file's time is renewed this often. */
export const HEARTBEAT_MS = 10_000;
/** Where the process behind a lock cannot be asked, a lock without heartbeat for so long is dead. */
export const STALE_MS = 60_000;
/** A lock may be dated so far ahead by a computer whose clock or time zone is wrong. */
const AHEAD_MS = 24 * 3_600_000;

const ownerSchema = z.object({
  pid: z.number().int(),
  started: z.string().nullable(),
  host: z.string(),
  /** Earlier versions did not write it. */
  namespace: z.string().nullable().optional(),
  /** Tells two copies within one process apart. */
  token: z.string(),
});
type Owner = z.infer<typeof ownerSchema>;

export interface LockOptions {
  readonly fs: FileSystem;
  readonly timers: Timers;
  readonly processes: Processes;
  /** This process, and hexadecimal digits that no other copy of the app has. */
  readonly self: ProcessMark;
  readonly token: string;
  now(): Date;
  log(level: 'info' | 'warning', message: string): void;
}

export interface HeldLock {
  /** False once it was noticed that another program has taken the file away. */
  readonly isHeld: boolean;
  /** Looks whether the file is still ours: one look at its facts where nothing has changed. Throws the system's error. */
  confirm(): Promise<boolean>;
  /** Removes the lock. Never throws. */
  release(): Promise<void>;
}

/**
 * Takes the lock at `path`, a dead one included.
 * Out: the lock, or null when another live copy of the app has it. Throws the system's error.
 */
export async function takeLock(path: string, options: LockOptions): Promise<HeldLock | null> {
  // Each turn loses only against another program that took or freed the lock in the same moment.
  for (let turn = 0; turn < 5; turn += 1) {
    if (await makeLock(path, options)) return new Held(path, options);
    const found = await readLock(path, options);
    if (found === null) {
      await putAside(path, options);
      continue;
    }
    if (found.owner?.token === options.token) return new Held(path, options);
    if (await isLive(found, options)) return null;
    if (await removeDead(path, found, options)) {
      options.log('info', `Took over the lock of a program that is gone: ${path}`);
    }
  }
  return null;
}

/** True when another live copy of the app holds the lock at `path`. Throws the system's error. */
export async function isLockedElsewhere(path: string, options: LockOptions): Promise<boolean> {
  const found = await readLock(path, options);
  if (found === null || found.owner?.token === options.token) return false;
  return isLive(found, options);
}

interface Found {
  readonly text: string;
  /** Null when the file holds something else. */
  readonly owner: Owner | null;
  readonly mtimeMs: number;
  readonly ino: number;
}

async function readLock(path: string, { fs }: LockOptions): Promise<Found | null> {
  try {
    const { mtimeMs, ino, isFolder } = await fs.facts(path);
    if (isFolder) return null;
    const text = Buffer.from(await fs.readFile(path)).toString('utf8');
    return { text, owner: parseOwner(text), mtimeMs, ino };
  } catch (error) {
    // A file in the place of the session's folder holds no lock.
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return null;
    throw error;
  }
}

function parseOwner(text: string): Owner | null {
  try {
    return ownerSchema.safeParse(parseJson(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function isLive({ owner, mtimeMs }: Found, options: LockOptions): Promise<boolean> {
  const age = options.now().getTime() - mtimeMs;
  const isBeating = age < STALE_MS && age > -(owner === null ? STALE_MS : AHEAD_MS);
  if (owner === null || !canAsk(owner, options.self)) return isBeating;
  const found = await options.processes.look(owner.pid);
  if (found === 'gone') return false;
  if (found.started === null || owner.started === null) return isBeating;
  return found.started === owner.started;
}

/** Moves a folder, or a link to nothing, out of the place of a lock: no program can make one over it. Throws the system's error. */
async function putAside(path: string, { fs, token, log }: LockOptions): Promise<void> {
  const entry = (await fs.entries(dirname(path))).find(({ name }) => name === basename(path));
  if (entry === undefined || entry.kind === 'file') return;
  const aside = `${path}.aside-${token}`;
  await fs.rename(path, aside);
  log('warning', `What lay in the place of a lock was put aside: ${aside}`);
}

/** Only within one computer, and there within one container, does a process's number mean the same process. */
function canAsk(owner: Owner, self: ProcessMark): boolean {
  if (owner.host !== self.host) return false;
  return owner.namespace === undefined || owner.namespace === self.namespace;
}

/** Makes the lock file whole and in one step, so that nobody ever reads half a lock. Out: false when there is one already. */
async function makeLock(path: string, { fs, self, token }: LockOptions): Promise<boolean> {
  const { pid, started, host, namespace } = self;
  const owner: Owner = { pid, started, host, namespace, token };
  const content = Buffer.from(`${stringifyJson(owner)}\n`);
  const temporary = `${path}.tmp-${token}`;
  await fs.unlink(temporary).catch(() => undefined);
  try {
    await writeNew(fs, temporary, content);
    return await linkLock(fs, temporary, path, content);
  } finally {
    await fs.unlink(temporary).catch(() => undefined);
  }
}

async function linkLock(fs: FileSystem, from: string, path: string, content: Uint8Array): Promise<boolean> {
  try {
    await fs.link(from, path);
    return true;
  } catch (error) {
    switch (errorCode(error)) {
      case 'EEXIST':
      // Whoever holds the lock tidied our temporary file away.
      case 'ENOENT':
        return false;
      case 'EPERM':
      case 'ENOSYS':
      case 'ENOTSUP':
      case 'EMLINK':
        // A disk without second names for files.
        return makeLockPlainly(fs, path, content);
      default:
        throw error;
    }
  }
}

async function makeLockPlainly(fs: FileSystem, path: string, content: Uint8Array): Promise<boolean> {
  try {
    await writeNew(fs, path, content);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    await fs.unlink(path).catch(() => undefined);
    throw error;
  }
}

async function writeNew(fs: FileSystem, path: string, content: Uint8Array): Promise<void> {
  const file = await fs.open(path, 'create');
  try {
    await file.write(content, 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Removes a dead lock. Only the copy that holds the claim may do so, and it looks again first: two copies that found the
 * same dead lock would else remove it one after the other, and the second would hit the lock that the first has made.
 * Out: true when this copy removed it.
 */
async function removeDead(path: string, dead: Found, options: LockOptions): Promise<boolean> {
  const { fs } = options;
  const claim = `${path}.claim`;
  if (!(await makeLock(claim, options))) {
    await freeDeadClaim(claim, options);
    return false;
  }
  try {
    if ((await readLock(path, options))?.text !== dead.text) return false;
    await fs.unlink(path);
    return true;
  } catch (error) {
    // Whoever had it has removed it meanwhile.
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  } finally {
    await fs.unlink(claim).catch(() => undefined);
  }
}

/** A program that ended between claim and removal leaves its claim behind. */
async function freeDeadClaim(claim: string, options: LockOptions): Promise<void> {
  const found = await readLock(claim, options);
  if (found === null) await putAside(claim, options);
  if (found === null || (await isLive(found, options))) return;
  await options.fs.unlink(claim).catch(() => undefined);
}

class Held implements HeldLock {
  readonly #path: string;
  readonly #options: LockOptions;
  readonly #stopBeating: () => void;
  #isHeld = true;
  /** The file as it was when it was last read and found to be ours. */
  #known: Pick<Found, 'mtimeMs' | 'ino'> | null = null;

  constructor(path: string, options: LockOptions) {
    this.#path = path;
    this.#options = options;
    this.#stopBeating = options.timers.every(HEARTBEAT_MS, () => void this.#beat());
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  async release(): Promise<void> {
    this.#stopBeating();
    if (!this.#isHeld) return;
    this.#isHeld = false;
    try {
      if (await this.#isOurs()) await this.#options.fs.unlink(this.#path);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT')
        this.#options.log('warning', `A lock could not be removed: ${String(error)}`);
    }
  }

  async confirm(): Promise<boolean> {
    if (!this.#isHeld) return false;
    if (await this.#isUnchanged()) return true;
    if (!(await this.#isOurs())) this.#isLost();
    return this.#isHeld;
  }

  async #isUnchanged(): Promise<boolean> {
    const known = this.#known;
    if (known === null) return false;
    try {
      const { ino, mtimeMs } = await this.#options.fs.facts(this.#path);
      return ino === known.ino && mtimeMs === known.mtimeMs;
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return false;
      throw error;
    }
  }

  async #isOurs(): Promise<boolean> {
    const found = await readLock(this.#path, this.#options);
    const isOurs = found?.owner?.token === this.#options.token;
    this.#known = isOurs ? found : null;
    return isOurs;
  }

  #isLost(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#stopBeating();
    this.#options.log('warning', `Another program took this lock away: ${this.#path}`);
  }

  async #beat(): Promise<void> {
    try {
      if (await this.#isOurs()) {
        await this.#options.fs.touch(this.#path);
      } else this.#isLost();
    } catch (error) {
      this.#options.log('warning', `A lock's time could not be renewed: ${String(error)}`);
    }
  }
}
