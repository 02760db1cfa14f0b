import { basename, dirname, join, relative } from 'node:path';
import type { SessionId } from '../../../core/session/identity';
import { adaptSession } from '../archive/adaptSession';
import type { Archives } from '../archive/archivedSessions';
import { type ArchiveParts, needRoom, type WorkControl } from '../archive/archiveParts';
import { createRootMemory } from '../archive/rootMemory';
import { sessionFiles } from '../archive/sessionFiles';
import { errorCode, fileStamp } from '../fileSystem';
import { type LockOptions, takeLock } from '../lock';
import type { Processes } from '../processes';
import { sessionFolder } from '../sessionFolder';
import { createSessionStore, type SessionStore } from '../sessionStore';
import { onDisk } from '../storageFailure';
import { realTimers } from '../timers';
import { type CopiedFiles, followCopy } from './followCopy';

/** Where the sessions of a scratch folder can outlast it. */
export interface ScratchKeep {
  /** The folder in which they are kept; null until they were. */
  readonly folder: string | null;
  /** Keeps all sessions as they are now. Out: how many are kept. Throws AppFailure, and the signal's reason. */
  keep(control: WorkControl): Promise<{ sessions: number; folder: string }>;
  /** Brings what came since then to the kept ones, once nothing is written any more. Never throws. */
  finish(): Promise<void>;
  /** Why the scratch folder must not go, in a sentence; null when it may. */
  mustStay(): string | null;
}

export interface ScratchKeepOptions {
  readonly scratch: ArchiveParts;
  /** The archived sessions of the scratch folder. */
  readonly archives: Pick<Archives, 'find'>;
  readonly processes: Processes;
  /** Where sessions are kept usually; made when missing. */
  readonly keptRoot: string;
}

interface Kept {
  readonly id: SessionId;
  /** What of the scratch session is there. */
  readonly files: CopiedFiles;
  /** Its journal and saved state as they were left, to see whether somebody has worked on it since. */
  readonly left: string;
}

const TASK = 'keep the sessions';

export function createScratchKeep(options: ScratchKeepOptions): ScratchKeep {
  const { scratch, keptRoot, processes } = options;
  const { fs, log, randomHex } = scratch;
  const kept = new Map<SessionId, Kept>();
  const keptZips = new Set<string>();
  const token = randomHex(16);
  let folder: string | null = null;
  /** True from the first wish on: then what is only in the scratch folder must not go with it. */
  let isWanted = false;
  let isWhole = true;
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const done = turn.then(run);
    turn = done.catch(() => undefined);
    return done;
  }

  async function keepAll(control: WorkControl): Promise<{ sessions: number; folder: string }> {
    const { now, servers } = scratch;
    const store = await createSessionStore({ root: keptRoot, fs, processes, now, randomHex, log, servers });
    try {
      await needRoom(fs, store.root, await bytesToCopy(), 'Keeping the sessions');
      const ids = await idsToKeep();
      for (const [index, id] of ids.entries()) {
        control.signal.throwIfAborted();
        control.progress(index, ids.length);
        await onDisk(TASK, store.root, () => keepOne(id, store, control.signal));
      }
      await onDisk(TASK, store.root, () => keepZips(store.root));
      control.progress(ids.length, ids.length);
      return { sessions: ids.length + keptZips.size, folder: store.root };
    } finally {
      await store.dispose();
    }
  }

  /** Oldest first. The sample comes with the app wherever it starts, and is nobody's work. */
  async function idsToKeep(): Promise<SessionId[]> {
    const ids: SessionId[] = [];
    for (const id of await scratch.store.ids()) {
      const { state } = await scratch.store.peek(id);
      if (!state.sample) ids.unshift(id);
    }
    return ids;
  }

  async function bytesToCopy(): Promise<number> {
    let bytes = 0;
    for (const id of await idsToKeep()) {
      const files = kept.get(id)?.files;
      const { path } = sessionFolder(scratch.store.root, id);
      for await (const file of sessionFiles(fs, path, () => undefined))
        if (files?.get(file.path) !== fileStamp(file)) bytes += file.size;
    }
    return bytes;
  }

  async function keepOne(id: SessionId, store: SessionStore, signal: AbortSignal): Promise<void> {
    const from = sessionFolder(scratch.store.root, id).path;
    const known = kept.get(id);
    if (known === undefined) {
      await keepAsNew(id, from, store, signal);
      return;
    }
    if (!(await hasChanged(from, known.files))) return;
    if (known.id !== id || !(await follow(id, from, known, store, signal))) {
      log('info', `The kept session ${known.id} is in use or has another id, so ${id} is kept once more.`);
      await keepAsNew(id, from, store, signal);
    }
  }

  async function keepAsNew(
    id: SessionId,
    from: string,
    store: SessionStore,
    signal: AbortSignal,
  ): Promise<void> {
    await store.incoming.run(TASK, async (place) => {
      const made = join(place, 'session');
      await fs.makeFolder(made);
      await fs.makeFolder(join(made, 'output'));
      const files = await followCopy(from, made, new Map(), scratch, signal);
      const keptId = await store.place(id, async (target) => {
        // Somebody made a session in the same second, so this one needs an id of its own.
        if (target.id !== id)
          await adaptSession(
            made,
            target,
            { said: `This session was ${id} until it was kept.`, isAnother: false },
            scratch,
          );
        return made;
      });
      kept.set(id, { id: keptId, files, left: await leftOf(store.root, keptId) });
    });
  }

  /** Brings a kept session up to date in its place. Out: false when somebody else works on it, or has. */
  async function follow(
    id: SessionId,
    from: string,
    known: Kept,
    store: SessionStore,
    signal: AbortSignal,
  ): Promise<boolean> {
    const target = sessionFolder(store.root, known.id);
    if ((await leftOf(store.root, known.id)) !== known.left) return false;
    const lock = await takeLock(target.lock, await lockOptions());
    if (lock === null) return false;
    try {
      if ((await leftOf(store.root, known.id)) !== known.left) return false;
      const files = await followCopy(from, target.path, known.files, scratch, signal);
      kept.set(id, { id: known.id, files, left: await leftOf(store.root, known.id) });
      return true;
    } finally {
      await lock.release();
    }
  }

  async function lockOptions(): Promise<LockOptions> {
    const { now } = scratch;
    return { fs, timers: realTimers, processes, self: await processes.self(), token, now, log };
  }

  async function hasChanged(from: string, files: CopiedFiles): Promise<boolean> {
    let same = 0;
    for await (const file of sessionFiles(fs, from, () => undefined)) {
      if (files.get(file.path) !== fileStamp(file)) return true;
      same += 1;
    }
    return same !== files.size;
  }

  async function leftOf(root: string, id: SessionId): Promise<string> {
    const { journal, meta } = sessionFolder(root, id);
    return (await Promise.all([journal, meta].map(stampAt))).join(' ');
  }

  async function stampAt(path: string): Promise<string> {
    try {
      return fileStamp(await fs.facts(path));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return 'none';
      throw error;
    }
  }

  /** Zips in the scratch folder are copied; those elsewhere only need to be found again. */
  async function keepZips(root: string): Promise<void> {
    const memory = createRootMemory(root, {
      fs,
      lock: await lockOptions(),
      randomHex,
      now: scratch.now,
      log,
    });
    for (const { archive, stamp } of (await options.archives.find()).values()) {
      const mark = `${archive} ${stamp}`;
      if (keptZips.has(mark)) continue;
      if (relative(scratch.store.root, archive).startsWith('..')) {
        await memory.add('archive_folders', dirname(archive));
      } else {
        const place = join(root, 'archive');
        await fs.makeFolders(place);
        const draft = join(place, `${basename(archive)}.tmp-${randomHex(6)}`);
        await fs.copyFile(archive, draft);
        await fs.rename(draft, await freeName(place, basename(archive)));
        await fs.syncFolder(place);
      }
      keptZips.add(mark);
    }
  }

  async function freeName(place: string, name: string): Promise<string> {
    const names = new Set(await fs.names(place));
    const stem = name.replace(/(-\d+)?\.zip$/, '');
    for (let number = 1; ; number += 1) {
      const free = number === 1 ? name : `${stem}-${number}.zip`;
      if (!names.has(free)) return join(place, free);
    }
  }

  return {
    get folder() {
      return folder;
    },
    keep: (control) =>
      inTurn(async () => {
        isWanted = true;
        isWhole = false;
        try {
          const answer = await keepAll(control);
          folder = answer.folder;
          log('info', `Sessions of the scratch folder were kept: ${answer.sessions}, in ${answer.folder}.`);
          return answer;
        } catch (error) {
          // Who cancels the first wish has none; those that were kept already stay where they are.
          if (control.signal.aborted && folder === null) isWanted = false;
          throw error;
        }
      }),
    finish: () =>
      inTurn(async () => {
        if (!isWanted) return;
        try {
          await keepAll({
            signal: new AbortController().signal,
            progress: () => undefined,
            commit: () => undefined,
          });
          isWhole = true;
        } catch (error) {
          log(
            'error',
            `The last changes could not be kept: ${error instanceof Error ? error.message : String(error)}`,
          );
        }
      }),
    mustStay: () =>
      isWanted && !isWhole
        ? `Not all of it could be kept, so the scratch folder stays: ${scratch.store.root}. Copy what you need from there.`
        : null,
  };
}
