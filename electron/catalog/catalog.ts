import type { ListFilter, SessionSummary, Status } from '../../core/contract/sessionView';
import type { JournalEvent } from '../../core/session/events';
import type { SessionId } from '../../core/session/identity';
import type { SessionGlance } from '../sessions/openSession';

/** A session's line in the catalog: its summary, but for what is drawn anew at each answer. */
export interface CatalogRow {
  readonly summary: SessionSummary;
  /** The picture that stands for it, before it gets an address. */
  readonly emblem: { readonly file: string; readonly version: string } | null;
  /** What a search looks through. */
  readonly searchText: string;
  /** Size of the folder on disk; null while it was not measured. */
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

/**
 * An index of all sessions of a root, for listing and search without reading their files. It is never the truth: whatever it
 * holds can be made again from the folders, and a fault of it never keeps a session from being used.
 */
export interface Catalog {
  readonly kind: 'sqlite' | 'file';
  /** The file it lies in, and its size; null for a kind without one. */
  readonly file: string | null;
  /** Brings it in line with the folders: new ones, changed ones, gone ones. Out: the ids of those, gone ones apart. */
  refresh(): Promise<{ changed: SessionId[]; removed: SessionId[] }>;
  /** Only the names are compared first, so that a folder put in or taken away by hand shows at once. */
  list(query: CatalogQuery): Promise<CatalogPage>;
  row(id: SessionId): Promise<CatalogRow | null>;
  /** All rows, in no order: for figures over all sessions. */
  rows(): Promise<CatalogRow[]>;
  /** After events are on disk. Never throws. */
  note(session: SessionGlance, events: readonly JournalEvent[]): void;
  /** One folder came, went or changed otherwise than by events. */
  look(id: SessionId): Promise<void>;
  /** Makes all of it anew. Out: the number of sessions. */
  rebuild(progress?: (done: number, total: number) => void, signal?: AbortSignal): Promise<number>;
  dispose(): Promise<void>;
}
