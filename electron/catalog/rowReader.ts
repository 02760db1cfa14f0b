import { basename } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import { summarySchema } from '../../core/contract/sessionView';
import type { SessionId } from '../../core/session/identity';
import { damagedSummary, searchTextOf } from '../../core/session/view';
import type { FileSystem } from '../sessions/fileSystem';
import { stampOf } from '../sessions/loadSession';
import type { SessionGlance } from '../sessions/openSession';
import { sessionFolder } from '../sessions/sessionFolder';
import type { SessionStore } from '../sessions/sessionStore';
import type { SessionViews } from '../views/sessionViews';
import type { CatalogRow } from './catalog';
import { eventRowsOf, NO_EVENTS } from './eventRows';
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
  /**
   * Reads a session; null when its folder is gone. What cannot be looked at gets a row that says why. In: its stamp, where that was
   * taken before.
   */
  read(id: SessionId, stamp?: string | null): Promise<FoundSession | null>;
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
        return await stampOf(folder, fs, names);
      } catch {
        return null;
      }
    },
    async read(id, stamp) {
      try {
        const session = await store.peek(id, 'once');
        const asRead = session.readOnly ? null : session.stamp;
        const asked = stamp === undefined ? asRead : stamp;
        // What could not be read now may be readable without having changed.
        const kept = session.damaged === null ? asked : null;
        return { ...rowOf(session), stamp: kept, events: eventRowsOf(session.events) };
      } catch (error) {
        if (error instanceof AppFailure && error.code === 'not_found') return null;
        if (!(error instanceof AppFailure)) log('error', `The session ${id} could not be listed`, error);
        const why =
          error instanceof AppFailure ? error.message : 'Blindfold met a fault of its own in reading it.';
        return { row: damagedRow(id, why), stamp: null, isReadOnly: false, events: NO_EVENTS };
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
