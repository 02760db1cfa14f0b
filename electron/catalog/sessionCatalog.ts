import type { JournalEvent } from '../../core/session/events';
import type { SessionId } from '../../core/session/identity';
import type { FileSystem } from '../sessions/fileSystem';
import type { SessionGlance } from '../sessions/openSession';
import type { SessionStore } from '../sessions/sessionStore';
import type { Timers } from '../sessions/timers';
import type { SessionViews } from '../views/sessionViews';
import type { ArchivedSessions, Catalog, CatalogQuery, CatalogRow } from './catalog';
import { eventRowsOf } from './eventRows';
import { createFolderComparison } from './folderComparison';
import { createMeasuring } from './measuring';
import { createRowReader } from './rowReader';
import { TableFault } from './rowTable';
import type { RowThreads } from './rowThreads';
import { createTableKeeper } from './tableKeeper';

/** Changes of a session that come within so many milliseconds are written in one go. */
const NOTE_MS = 100;
/** Writes that another copy of the app may hold up before a session is left to the next refresh. */
const MAX_BUSY_NOTES = 50;

export interface CatalogParts {
  readonly kind: Catalog['kind'];
  /** Path of the database, for the kind that has one. */
  readonly file: string;
  readonly store: Pick<SessionStore, 'root' | 'ids' | 'peek' | 'holds'>;
  readonly views: Pick<SessionViews, 'summary' | 'emblem'>;
  readonly archives: ArchivedSessions;
  readonly fs: FileSystem;
  /** Other threads to read in when there is much to read; null where there are none. */
  readonly threads: RowThreads | null;
  /** More sessions than these are read in them. */
  readonly many?: number;
  readonly timers: Timers;
  /** Ends the name of a file that is put aside. */
  mark(): string;
  log(level: 'info' | 'warning' | 'error', message: string, error?: unknown): void;
  /** Said once: there is no database, and what that means. */
  notice(message: string): void;
  /** A list has found folders that came or went by hand. */
  onFound(change: { came: SessionId[]; removed: SessionId[] }): void;
}

/** The catalog over the folders of a root; of either kind, and of the other one when its database cannot be used. */
export function createCatalog(parts: CatalogParts): Catalog {
  const { fs, log, store, timers } = parts;
  const keeper = createTableKeeper({ ...parts, path: parts.file });
  const reader = createRowReader(parts);
  const measuring = createMeasuring({
    root: store.root,
    fs,
    timers,
    keep: (sizes) => keeper.use((table) => table.setBytes(sizes)),
    onFault: (error) => log('error', 'The sizes of sessions could not be measured', error),
  });
  const folders = createFolderComparison({ ...parts, keeper, reader, measuring });

  const noted = new Map<SessionId, { session: SessionGlance; events: JournalEvent[] }>();
  let stopTimer: (() => void) | null = null;
  let busyNotes = 0;
  let isClosed = false;

  /** Writes what was noted. Never throws. */
  function flush(): void {
    stopTimer?.();
    stopTimer = null;
    if (noted.size === 0 || isClosed) return;
    try {
      const entries = [...noted.values()].map(({ session, events }) => ({
        ...reader.rowOf(session),
        events: eventRowsOf(events),
      }));
      keeper.table.add(entries);
      for (const { row, isReadOnly } of entries)
        folders.written(row.summary.session_id as SessionId, isReadOnly);
    } catch (error) {
      if (error instanceof TableFault && error.kind === 'busy' && busyNotes < MAX_BUSY_NOTES) {
        busyNotes += 1;
        stopTimer = timers.after(NOTE_MS, flush);
        return;
      }
      // What was not written is read again: from the folders in the next list, or at the next refresh.
      if (error instanceof TableFault) keeper.replace(error);
      else log('error', 'A change could not be brought into the catalog', error);
    }
    busyNotes = 0;
    noted.clear();
  }

  /** Works on a table that holds all sessions. */
  async function whole<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      await folders.complete();
      const { generation } = keeper;
      const outcome = await work();
      if (generation === keeper.generation) return outcome;
    }
  }

  return {
    get kind() {
      return keeper.table.kind;
    },
    get file() {
      return keeper.table.file;
    },
    refresh() {
      flush();
      return folders.refresh();
    },
    list(query: CatalogQuery) {
      flush();
      return whole(async () => {
        const change = await folders.compareNames();
        if (change.came.length + change.removed.length > 0) parts.onFound(change);
        const page = await keeper.use((table) => table.page(query));
        return { ...page, rows: page.rows.map(folders.shown) };
      });
    },
    row(id) {
      flush();
      return whole(async () => {
        const row = await keeper.use((table) => table.row(id));
        return row === null ? null : folders.shown(row);
      });
    },
    rows() {
      flush();
      return whole(
        async (): Promise<CatalogRow[]> => (await keeper.use((table) => table.rows())).map(folders.shown),
      );
    },
    note(session, events) {
      if (isClosed) return;
      const { id } = session;
      noted.set(id, { session, events: [...(noted.get(id)?.events ?? []), ...events] });
      if (events.some(({ type }) => MEASURED_AFTER.has(type))) measuring.addLater(id);
      stopTimer ??= timers.after(NOTE_MS, flush);
    },
    async look(id) {
      flush();
      await folders.look(id);
    },
    async rebuild(progress, signal) {
      flush();
      const count = await folders.rebuild(progress, signal);
      log('info', `The catalog was made anew: ${count} ${count === 1 ? 'session' : 'sessions'}.`);
      return count;
    },
    async switchTo(kind) {
      flush();
      keeper.switchTo(kind);
      await folders.complete();
    },
    async dispose() {
      flush();
      isClosed = true;
      await Promise.all([measuring.dispose(), folders.dispose()]);
      keeper.close();
    },
  };
}

/** Events after which a folder is measured again: those that end a stretch of work, not each image or vote. */
const MEASURED_AFTER: ReadonlySet<JournalEvent['type']> = new Set<JournalEvent['type']>([
  ...(['session_completed', 'session_paused', 'session_stopped', 'error_occurred'] as const),
  ...(['image_regenerated', 'evaluation_finished', 'saved', 'report_generated'] as const),
]);
