import { basename } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import { summarySchema } from '../../core/contract/sessionView';
import type { SessionId } from '../../core/session/identity';
import { damagedSummary, searchTextOf } from '../../core/session/view';
import type { FileSystem } from '../sessions/fileSystem';
import type { SessionGlance } from '../sessions/openSession';
import { sessionFolder } from '../sessions/sessionFolder';
import type { SessionStore } from '../sessions/sessionStore';
import type { SessionViews } from '../views/sessionViews';
import type { CatalogRow } from './catalog';
import type { Entry } from './rowTable';

export interface RowReaderParts {
  readonly store: Pick<SessionStore, 'root' | 'peek'>;
  readonly views: Pick<SessionViews, 'summary' | 'emblem'>;
  readonly fs: FileSystem;
  log(level: 'error', message: string, error: unknown): void;
}

/** What a folder makes. */
export interface FoundSession extends Entry {
  /** Another live copy of the app has it open: so for this copy only, and therefore not part of the row. */
  readonly isReadOnly: boolean;
}

/** Makes rows of session folders. */
export interface RowReader {
  /** A few sizes and times that change whenever the session does; null when it is to be looked at in any case. */
  stamp(id: SessionId): Promise<string | null>;
  /** Reads a session; null when its folder is gone. What cannot be looked at gets a row that says why. */
  read(id: SessionId, stamp: string | null): Promise<FoundSession | null>;
  /** The row of a session in memory. */
  rowOf(session: SessionGlance): Omit<FoundSession, 'events'>;
}

export function createRowReader({ store, views, fs, log }: RowReaderParts): RowReader {
  function rowOf(session: SessionGlance): Omit<FoundSession, 'events'> {
    const { id, damaged, readOnly: isReadOnly } = session;
    if (damaged !== null) return { row: damagedRow(id, damaged), stamp: null, isReadOnly };
    const summary = summarySchema.safeParse(views.summary(session, false));
    const row = summary.success
      ? {
          summary:
            summary.data.state === 'read_only' ? { ...summary.data, state: 'ok' as const } : summary.data,
          emblem: views.emblem(session),
          searchText: searchTextOf(session.state).toLowerCase(),
          bytes: null,
          archive: null,
        }
      : damagedRow(id, 'Its file holds what no session can say.');
    return { row, stamp: null, isReadOnly };
  }

  return {
    async stamp(id) {
      const folder = sessionFolder(store.root, id);
      try {
        const names = new Set(await fs.names(folder.path));
        // Who holds the lock, and whether that one still lives, is asked each time.
        if (names.has(basename(folder.lock))) return null;
        const files = [folder.meta, folder.metaBackup, folder.journal, folder.output];
        const there = files.filter((file) => names.has(basename(file)));
        const stamps = await Promise.all(there.map((file) => stampOf(fs, file)));
        return stamps.join(' ');
      } catch {
        return null;
      }
    },
    async read(id, stamp) {
      try {
        const session = await store.peek(id, 'once');
        // What could not be read now may be readable without having changed.
        return { ...rowOf(session), stamp: session.damaged === null ? stamp : null, events: session.events };
      } catch (error) {
        if (error instanceof AppFailure && error.code === 'not_found') return null;
        if (!(error instanceof AppFailure)) log('error', `The session ${id} could not be listed`, error);
        const why =
          error instanceof AppFailure ? error.message : 'Blindfold met a fault of its own in reading it.';
        return { row: damagedRow(id, why), stamp: null, isReadOnly: false, events: [] };
      }
    },
    rowOf,
  };
}

/** The row of a session that cannot be read. */
export function damagedRow(id: SessionId, why: string): CatalogRow {
  const summary = damagedSummary(id, why);
  return { summary, emblem: null, searchText: summary.label.toLowerCase(), bytes: null, archive: null };
}

/** Each begins with what it is a stamp of, so that one file never passes for another. */
async function stampOf(fs: FileSystem, path: string): Promise<string> {
  const { size, mtimeMs, ino, isFolder } = await fs.facts(path);
  return isFolder ? `${basename(path)} ${mtimeMs}` : `${basename(path)} ${size}:${mtimeMs}:${ino}`;
}
