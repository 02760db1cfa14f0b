import type { SessionId } from '../../core/session/identity';
import type { Catalog, CatalogPage, CatalogQuery, CatalogRow } from './catalog';
import type { EventRows } from './eventRows';

/** A row as it was made, with what is remembered beside it. */
export interface Entry {
  readonly row: CatalogRow;
  /** Changes whenever the session's files do; null when they are to be looked at again in any case. */
  readonly stamp: string | null;
  /** Its events: all of the journal, or only those that have just been written. */
  readonly events: EventRows;
}

/** What is remembered of a row beside what it says. */
export interface Known {
  readonly stamp: string | null;
  readonly isArchived: boolean;
  readonly isMeasured: boolean;
}

/** Where rows are kept: in memory or in a database. Each call is done at once; a fault of the place throws `TableFault`. */
export interface RowTable {
  readonly kind: Catalog['kind'];
  readonly file: string | null;
  known(): Map<SessionId, Known>;
  /** Those that have a folder; asked at every list. */
  folderIds(): ReadonlySet<SessionId>;
  page(query: CatalogQuery): CatalogPage;
  row(id: SessionId): CatalogRow | null;
  rows(): CatalogRow[];
  /** Puts rows in the place of older ones, in one go; a size that is null leaves the one that is known. `events` are all there are. */
  put(entries: readonly Entry[]): void;
  /** The same where `events` are only the newest. */
  add(entries: readonly Entry[]): void;
  /** Of folders; what lies in a zip keeps the size of that. */
  setBytes(sizes: ReadonlyMap<SessionId, number>): void;
  remove(ids: readonly SessionId[]): void;
  /** Forgets whatever says that a session need not be read again; the rows stay. */
  doubt(): void;
  /** False when the file it lies in is gone or another one. */
  isInPlace(): boolean;
  close(): void;
}

/** Why a table can no longer be used. */
export class TableFault extends Error {
  /**
   * `busy`: another copy of the app writes; `spoilt`: what it holds is of no use, and a new one helps; `moved`: its file is no
   * longer in its place; `refused`: the disk does not take it.
   */
  readonly kind: 'busy' | 'spoilt' | 'moved' | 'refused';

  constructor(kind: TableFault['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
