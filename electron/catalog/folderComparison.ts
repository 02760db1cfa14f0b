import { AppFailure } from '../../core/contract/failure';
import { isSessionId, type SessionId } from '../../core/session/identity';
import { onDisk } from '../sessions/storageFailure';
import type { ArchivedSessions, CatalogRow } from './catalog';
import { NO_EVENTS } from './eventRows';
import { forEach } from './forEach';
import type { Measuring } from './measuring';
import { damagedRow, type FoundSession, type RowReader } from './rowReader';
import type { Entry } from './rowTable';
import type { CatalogParts } from './sessionCatalog';
import type { TableKeeper } from './tableKeeper';

/** Sessions that are read at the same time. */
const AT_ONCE = 16;
/** So many sessions to be read are worth other threads. */
const MANY = 300;
/** Rows that are written in one go; between two goes everything else has its turn. */
const IN_ONE_GO = 32;

type Zips = Awaited<ReturnType<ArchivedSessions['find']>>;

export interface Change {
  came: SessionId[];
  removed: SessionId[];
}

/** Brings a table in line with the folders and zips, and knows what holds only for this copy of the app. */
export interface FolderComparison {
  /** Compares names, sizes and times, and reads what differs. */
  refresh(): Promise<{ changed: SessionId[]; removed: SessionId[] }>;
  /** Reads everything. Out: the number of sessions. */
  rebuild(progress?: (done: number, total: number) => void, signal?: AbortSignal): Promise<number>;
  /** Compares the names of folders only. */
  compareNames(): Promise<Change>;
  /** Reads one session. */
  look(id: SessionId): Promise<void>;
  /** Waits until the table holds all sessions, where it was replaced by an empty one. */
  complete(): Promise<void>;
  /** A session's row was written from memory. */
  written(id: SessionId, isReadOnly: boolean): void;
  /** A row as this copy of the app shows it. */
  shown(row: CatalogRow): CatalogRow;
  dispose(): Promise<void>;
}

export function createFolderComparison({
  archives,
  fs,
  keeper,
  log,
  measuring,
  reader,
  store,
  threads,
  many = MANY,
}: Pick<CatalogParts, 'archives' | 'fs' | 'log' | 'many' | 'store' | 'threads'> & {
  keeper: TableKeeper;
  reader: RowReader;
  measuring: Measuring;
}): FolderComparison {
  /** What another copy of the app has open. */
  const readOnly = new Set<SessionId>();
  /** The stamps as the last refresh left them, so that what another copy wrote into the table counts as changed too. */
  let seen = new Map<SessionId, string | null>();
  /** When each row was read or written last, so that what was read before never replaces what was written after. */
  const moments = new Map<SessionId, number>();
  let moment = 0;
  /** The generation of the table that holds all sessions. */
  let completed = -1;
  let turn: Promise<unknown> = Promise.resolve();
  let finding: Promise<Change> | null = null;
  let isClosed = false;

  /** One walk over all folders at a time, and again where the table was replaced on the way. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const outcome = turn.then(async () => {
      refuseClosed();
      const result = await work();
      while (completed !== keeper.generation) await walk();
      return result;
    });
    turn = outcome.catch(() => undefined);
    return outcome;
  }

  function refuseClosed(): void {
    if (isClosed)
      throw new AppFailure('not_possible', 'Blindfold is closing. Start it again, then repeat this.');
  }

  async function findZips(only?: SessionId): Promise<Zips | null> {
    try {
      return await archives.find(only);
    } catch (error) {
      log('warning', `The archived sessions could not be looked for: ${String(error)}`);
      return null;
    }
  }

  async function readZip(id: SessionId, zips: Zips): Promise<FoundSession | null> {
    const zip = zips.get(id);
    if (zip === undefined) return null;
    const row = await archives.row(id, zip.archive).catch((error) => {
      log('error', `The archived session ${id} could not be listed`, error);
      return damagedRow(id, 'Blindfold met a fault of its own in reading its zip.');
    });
    if (row === null) return null;
    return {
      row: { ...row, searchText: row.searchText.toLowerCase(), bytes: zip.bytes, archive: zip.archive },
      stamp: stampOfZip(zip),
      events: NO_EVENTS,
      isReadOnly: false,
    };
  }

  interface Reading {
    readonly id: SessionId;
    readonly at: number;
    readonly found: FoundSession | null;
  }

  /** Reads what is left of a session: its folder, else its zip. */
  async function read(id: SessionId, stamp: string | null | undefined, zips: Zips | null): Promise<Reading> {
    moment += 1;
    const at = moment;
    const found = (await reader.read(id, stamp)) ?? (zips === null ? null : await readZip(id, zips));
    return { id, at, found };
  }

  /** Brings what was read into the table. Out: the ids whose rows now say something else. */
  async function keep(readings: readonly Reading[]): Promise<SessionId[]> {
    return keeper.use((table) => {
      const newest = readings.filter(({ id, at }) => (moments.get(id) ?? 0) <= at);
      const entries: Entry[] = newest.flatMap(({ found }) => found ?? []);
      const gone = newest.flatMap(({ id, found }) => (found === null ? [id] : []));
      const changed = newest.filter(({ id, found }) => {
        const before = table.row(id);
        if (before === null || found === null) return before !== null || found !== null;
        return wordsOf(before) !== wordsOf(found.row) || readOnly.has(id) !== found.isReadOnly;
      });
      table.put(entries);
      table.remove(gone);
      for (const { id, at, found } of newest) {
        moments.set(id, at);
        setReadOnly(id, found?.isReadOnly === true);
      }
      return changed.map(({ id }) => id);
    });
  }

  function setReadOnly(id: SessionId, isReadOnly: boolean): void {
    if (isReadOnly) readOnly.add(id);
    else readOnly.delete(id);
  }

  async function walk(progress?: (done: number, total: number) => void, signal?: AbortSignal) {
    keeper.renew(false);
    const { generation } = keeper;
    const known = await keeper.use((table) => table.known());
    const ids = await store.ids();
    const zips = await findZips();
    const inFolders = new Set(ids);
    const inZips =
      zips === null ? [...known].flatMap(([id, { isArchived }]) => (isArchived ? id : [])) : [...zips.keys()];
    // The oldest first: a database takes rows in their order most easily.
    const all = [...ids, ...inZips.filter((id) => !inFolders.has(id))].sort();
    const there = new Set(all);
    const removed = [...known.keys()].filter((id) => !there.has(id));
    await keeper.use((table) => table.remove(removed));

    const changed: SessionId[] = [];
    const unmeasured: SessionId[] = [];
    const stamps = new Map<SessionId, string | null>();
    const readings: Reading[] = [];
    let looked = 0;

    async function write(): Promise<void> {
      const some = readings.splice(0);
      if (some.length === 0) return;
      changed.push(...(await keep(some)));
      const isUnmeasured = ({ found }: Reading) => found?.row.archive === null && found.row.bytes === null;
      unmeasured.push(...some.filter(isUnmeasured).map(({ id }) => id));
    }

    const goOn = (looks: number) => {
      refuseClosed();
      signal?.throwIfAborted();
      looked += looks;
      progress?.(looked, all.length);
    };

    const unread = all.filter((id) => inFolders.has(id) && !store.holds(id) && !known.get(id)?.stamp);
    if (threads !== null && unread.length > many) {
      moment += 1;
      const at = moment;
      await threads.read(unread, async (found) => {
        goOn(found.length);
        for (const one of found) {
          const id = one.row.summary.session_id as SessionId;
          stamps.set(id, one.stamp);
          readings.push({ id, at, found: one });
        }
        await write();
      });
    }

    await forEach(all, AT_ONCE, async (id) => {
      if (stamps.has(id)) return;
      const before = known.get(id);
      const isFolder = inFolders.has(id);
      goOn(1);
      if (!isFolder && zips === null) return;
      // What is new is read in any case, and its stamp is taken in reading.
      if (before === undefined && isFolder) {
        const reading = await read(id, undefined, zips);
        stamps.set(id, reading.found?.stamp ?? null);
        readings.push(reading);
        if (readings.length >= IN_ONE_GO) await write();
        return;
      }
      const zip = zips?.get(id);
      const stamp = isFolder ? await reader.stamp(id) : zip === undefined ? null : stampOfZip(zip);
      stamps.set(id, stamp);
      if (
        before !== undefined &&
        stamp !== null &&
        stamp === before.stamp &&
        before.isArchived !== isFolder
      ) {
        if (seen.get(id) !== stamp) changed.push(id);
        if (!before.isMeasured && isFolder) unmeasured.push(id);
        return;
      }
      readings.push(await read(id, stamp, zips));
      if (readings.length >= IN_ONE_GO) await write();
    });
    await write();
    measuring.add(unmeasured);
    seen = stamps;
    completed = generation;
    return { changed, removed };
  }

  async function compareNames(): Promise<Change> {
    for (;;) {
      const names = await onDisk('list the sessions', store.root, () => fs.names(store.root));
      const known = await keeper.use((table) => table.folderIds());
      const unknown = names.filter((name) => !known.has(name as SessionId));
      const came = unknown.filter(isSessionId);
      // No name stands twice in a folder; only when some are missing is it asked which.
      const gone = names.length - unknown.length === known.size ? [] : missingOf(known, names);
      if (came.length + gone.length === 0) return { came: [], removed: [] };
      // Two lists that find the same read it once.
      if (finding === null) {
        finding = findAgain(came, gone).finally(() => {
          finding = null;
        });
        return await finding;
      }
      await finding;
    }
  }

  /** Reads sessions whose folders came or went. What only has the name of one neither comes nor goes. */
  async function findAgain(came: readonly SessionId[], gone: readonly SessionId[]): Promise<Change> {
    const zips = gone.length === 0 ? null : await findZips();
    const readings: Reading[] = [];
    await forEach([...came, ...gone], AT_ONCE, async (id) => {
      refuseClosed();
      const reading = await read(id, await reader.stamp(id), zips);
      await keep([reading]);
      readings.push(reading);
    });
    const there = new Set(readings.flatMap(({ id, found }) => (found === null ? [] : id)));
    measuring.add(there);
    return { came: came.filter((id) => there.has(id)), removed: gone.filter((id) => !there.has(id)) };
  }

  return {
    refresh: () => inTurn(() => walk()),
    rebuild: (progress, signal) =>
      inTurn(async () => {
        keeper.renew(true);
        await keeper.use((table) => table.doubt());
        await walk(progress, signal);
        return keeper.use((table) => table.known().size);
      }),
    compareNames,
    async look(id) {
      refuseClosed();
      const stamp = await reader.stamp(id);
      const reading = await read(id, stamp, await findZips(id));
      await keep([reading]);
      if (reading.found?.row.archive === null) await measuring.now(id);
    },
    async complete() {
      refuseClosed();
      if (completed !== keeper.generation) await inTurn(async () => undefined);
    },
    written(id, isReadOnly) {
      moment += 1;
      moments.set(id, moment);
      setReadOnly(id, isReadOnly);
    },
    shown(row) {
      const { summary } = row;
      if (summary.state !== 'ok' || !readOnly.has(summary.session_id as SessionId)) return row;
      return { ...row, summary: { ...summary, state: 'read_only' } };
    },
    async dispose() {
      isClosed = true;
      await Promise.all([turn, finding?.catch(() => undefined)]);
    },
  };
}

function missingOf(known: ReadonlySet<SessionId>, names: readonly string[]): SessionId[] {
  const there = new Set(names);
  return [...known].filter((id) => !there.has(id));
}

/** What of a row anybody can see. */
function wordsOf({ summary, emblem, archive }: CatalogRow): string {
  return JSON.stringify([summary, emblem, archive]);
}

function stampOfZip({ archive, bytes, stamp }: { archive: string; bytes: number; stamp: string }): string {
  return `zip ${bytes} ${stamp} ${archive}`;
}
