import type { Status } from '../../core/contract/generationView';
import type { ListFilter, SessionSummary } from '../../core/contract/sessionView';
import type { JournalEvent } from '../../core/session/events';
import type { SessionId } from '../../core/session/identity';
import type { SessionGlance } from '../sessions/openSession';

/** A session's line in the catalog: its summary, but for what is drawn anew at each answer. */
export interface CatalogRow {
  readonly summary: SessionSummary;
  /** The picture that stands for it, before it gets an address. */
  readonly emblem: { readonly file: string; readonly version: string } | null;
  /** What a search looks through, in lower case. */
  readonly searchText: string;
  /** Size on disk of all files of the folder, or of the zip; null while it was not measured. */
  readonly bytes: number | null;
  /** Path of the zip of an archived session. */
  readonly archive: string | null;
}

export interface CatalogQuery {
  readonly status?: Status;
  /** Words, each of which stands somewhere in the session. */
  readonly q?: string;
  readonly filter?: ListFilter;
  /** Local days `YYYY-MM-DD`, both included; by the time that the list is sorted by. */
  readonly from?: string;
  readonly to?: string;
  readonly pinnedFirst?: boolean;
  readonly limit?: number;
  readonly offset?: number;
}

export interface CatalogPage {
  readonly rows: CatalogRow[];
  readonly total: number;
  readonly counts: Readonly<Record<'all' | ListFilter, number>>;
}

/** The sessions that lie in zips instead of folders; whoever makes the zips gives this to the catalog. */
export interface ArchivedSessions {
  /**
   * Every archived session: the path of its zip, its size on disk, and a stamp that changes whenever the zip does. Asked at
   * every refresh, so it reads names and sizes only. A folder of zips that is not there holds none; one that cannot be read
   * throws, and then the archived sessions stay in the list as they were. In: `only`, where one session is asked about.
   */
  find(only?: SessionId): Promise<Map<SessionId, { archive: string; bytes: number; stamp: string }>>;
  /**
   * The row of one of them, `summary.state` `archived`: read from the zip only when it is new or its stamp is another. `archive`
   * and `bytes` are filled in by the catalog. Null when the zip is gone. Never throws for a bad zip: that makes a row too.
   */
  row(id: SessionId, archive: string): Promise<CatalogRow | null>;
}

export const NO_ARCHIVES: ArchivedSessions = { find: async () => new Map(), row: async () => null };

/**
 * An index of all sessions of a root, for listing and search without reading their files. It is never the truth: whatever it
 * holds can be made again from the folders, and a fault of it never keeps a session from being used.
 */
export interface Catalog {
  /** `sqlite`: a database beside the sessions; `file`: only the folders, kept up in memory. That in use, which is `file` where no database can be had. */
  readonly kind: 'sqlite' | 'file';
  /** The path of its database; null for the kind without one. */
  readonly file: string | null;
  /**
   * Brings it in line with the folders: new ones, changed ones, gone ones; only what changed is read. Out: the ids of those,
   * gone ones apart; at the first refresh of a run all are new. Throws AppFailure when the sessions folder cannot be listed.
   */
  refresh(): Promise<{ changed: SessionId[]; removed: SessionId[] }>;
  /** Only the names are compared first, so that a folder put in or taken away by hand shows at once. */
  list(query: CatalogQuery): Promise<CatalogPage>;
  row(id: SessionId): Promise<CatalogRow | null>;
  /** All rows, in no order: for figures over all sessions. */
  rows(): Promise<CatalogRow[]>;
  /** After events are on disk. Never throws. */
  note(session: SessionGlance, events: readonly JournalEvent[]): void;
  /** One folder or zip came, went or changed otherwise than by events. A session that has both is listed by its folder. */
  look(id: SessionId): Promise<void>;
  /** Reads every session anew; the list stays whole meanwhile. Out: the number of sessions. Rejects with the signal's reason. */
  rebuild(progress?: (done: number, total: number) => void, signal?: AbortSignal): Promise<number>;
  /** Goes on as the other kind. Falls back like a start does. */
  switchTo(kind: 'sqlite' | 'file'): Promise<void>;
  dispose(): Promise<void>;
}
