import type Database from 'better-sqlite3';
import { z } from 'zod';
import { summarySchema } from '../../core/contract/sessionView';
import type { SessionId } from '../../core/session/identity';
import { isSessionId } from '../../core/session/identity';
import { sortTime } from '../../core/session/view';
import type { CatalogPage, CatalogRow } from './catalog';
import {
  checkWhole,
  clearAway,
  type DatabaseFile,
  faultOf,
  type OpenOptions,
  openDatabaseFile,
} from './databaseFile';
import { type EventTables, prepareEventTables } from './eventRows';
import { pageStatement, ROW_COLUMNS } from './pageStatement';
import { type Entry, type Known, type RowTable, TableFault } from './rowTable';

const count = z.number().int().nonnegative();
const rowSchema = z.object({
  session_id: z.string().refine(isSessionId),
  summary: z.string(),
  emblem_file: z.string().nullable(),
  emblem_version: z.string().nullable(),
  search_text: z.string(),
  bytes: count.nullable(),
  archive: z.string().nullable(),
});
const countsSchema = z.object({
  total: count,
  count_all: count,
  count_active: count,
  count_to_vote: count,
  count_done: count,
  count_archived: count,
  count_damaged: count,
});

/** Rows in an SQLite database. Throws TableFault when it cannot be had. */
export function openSqliteTable(options: OpenOptions): RowTable {
  try {
    return tableOf(options);
  } catch (error) {
    // Tables that are not as they were made: the statements show that, not the opening.
    if (!(error instanceof TableFault) || error.kind !== 'spoilt') throw error;
    return replaceSqliteTable(options, error);
  }
}

function tableOf(options: OpenOptions): RowTable {
  const file = openDatabaseFile(options);
  try {
    return new SqliteTable(options, file);
  } catch (error) {
    file.database.close();
    throw error;
  }
}

/** Takes a database out of the way that its table found spoilt, and opens a new one. Throws TableFault. */
export function replaceSqliteTable(options: OpenOptions, fault: TableFault): RowTable {
  clearAway(options, fault);
  return tableOf(options);
}

class SqliteTable implements RowTable {
  readonly kind = 'sqlite';
  readonly file: string;
  readonly #file: DatabaseFile;
  readonly #database: Database.Database;
  readonly #statements: ReturnType<typeof prepareStatements>;
  #folders: Set<SessionId> | null = null;
  #version: unknown = null;

  constructor({ path }: OpenOptions, file: DatabaseFile) {
    this.file = path;
    this.#file = file;
    this.#database = file.database;
    this.#statements = done(() => prepareStatements(file.database));
  }

  known(): Map<SessionId, Known> {
    return done(() => {
      const rows = this.#statements.known.raw().all() as [SessionId, string | null, number, number][];
      return new Map(
        rows.map(([id, stamp, archived, measured]) => [
          id,
          { stamp, isArchived: archived === 1, isMeasured: measured === 1 },
        ]),
      );
    });
  }

  folderIds(): ReadonlySet<SessionId> {
    return done(() => {
      // Counts the writes of other copies only; our own keep the set up.
      const version = this.#database.pragma('data_version', { simple: true });
      if (this.#folders === null || version !== this.#version)
        this.#folders = new Set(this.#statements.folders.pluck().all() as SessionId[]);
      this.#version = version;
      return this.#folders;
    });
  }

  page(query: Parameters<RowTable['page']>[0]): CatalogPage {
    return done(() => {
      const { sql, values } = pageStatement(query);
      const found = this.#database.prepare(sql).all(...values) as { session_id: string | null }[];
      const counts = checked(countsSchema, found[0]);
      return {
        rows: found.filter(({ session_id }) => session_id !== null).map(readRow),
        total: counts.total,
        counts: {
          all: counts.count_all,
          active: counts.count_active,
          to_vote: counts.count_to_vote,
          done: counts.count_done,
          archived: counts.count_archived,
          damaged: counts.count_damaged,
        },
      };
    });
  }

  row(id: SessionId): CatalogRow | null {
    return done(() => {
      const row = this.#statements.row.get(id);
      return row === undefined ? null : readRow(row);
    });
  }

  rows(): CatalogRow[] {
    return done(() => this.#statements.rows.all().map(readRow));
  }

  put(entries: readonly Entry[]): void {
    this.#write(entries, this.#statements.events.bring);
  }

  add(entries: readonly Entry[]): void {
    this.#write(entries, this.#statements.events.add);
  }

  #write(entries: readonly Entry[], bring: EventTables['add']): void {
    const { put, mark } = this.#statements;
    this.#inOneGo(() => {
      for (const { row, stamp, events } of entries) {
        const id = row.summary.session_id as SessionId;
        const known = mark.get(id) as { events_mark: string | null } | undefined;
        put.run(valuesOf(row, stamp, bring(id, events, known?.events_mark ?? null)));
      }
    });
    for (const { row } of entries) {
      const id = row.summary.session_id as SessionId;
      if (row.archive === null) this.#folders?.add(id);
      else this.#folders?.delete(id);
    }
  }

  setBytes(sizes: ReadonlyMap<SessionId, number>): void {
    this.#inOneGo(() => {
      for (const [id, bytes] of sizes) this.#statements.setBytes.run(bytes, id);
    });
  }

  remove(ids: readonly SessionId[]): void {
    if (ids.length === 0) return;
    this.#inOneGo(() => {
      for (const id of ids) {
        this.#statements.remove.run(id);
        this.#statements.events.remove(id);
      }
    });
    for (const id of ids) this.#folders?.delete(id);
  }

  doubt(): void {
    done(() => checkWhole(this.#database));
    this.#inOneGo(() => {
      this.#database.exec('UPDATE sessions SET stamp = NULL, events_mark = NULL');
      this.#statements.events.removeAll();
    });
  }

  isInPlace(): boolean {
    return this.#file.isInPlace();
  }

  close(): void {
    this.#database.close();
  }

  #inOneGo(work: () => void): void {
    done(() => this.#database.transaction(work).immediate());
  }
}

const COLUMNS = [
  ...['session_id', 'sort_time', 'pinned', 'status', 'state', 'step', 'bytes', 'archive'],
  ...['emblem_file', 'emblem_version', 'stamp', 'events_mark', 'summary', 'search_text'],
];

function prepareStatements(database: Database.Database) {
  const kept = COLUMNS.slice(1).map((column) =>
    column === 'bytes' ? 'bytes = coalesce(excluded.bytes, bytes)' : `${column} = excluded.${column}`,
  );
  return {
    known: database.prepare(
      'SELECT session_id, stamp, archive IS NOT NULL AS archived, bytes IS NOT NULL AS measured FROM sessions',
    ),
    folders: database.prepare('SELECT session_id FROM sessions WHERE archive IS NULL'),
    row: database.prepare(`SELECT ${ROW_COLUMNS} FROM sessions WHERE session_id = ?`),
    rows: database.prepare(`SELECT ${ROW_COLUMNS} FROM sessions`),
    put: database.prepare(
      `INSERT INTO sessions (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})
       ON CONFLICT (session_id) DO UPDATE SET ${kept.join(', ')}`,
    ),
    mark: database.prepare('SELECT events_mark FROM sessions WHERE session_id = ?'),
    setBytes: database.prepare('UPDATE sessions SET bytes = ? WHERE session_id = ? AND archive IS NULL'),
    remove: database.prepare('DELETE FROM sessions WHERE session_id = ?'),
    events: prepareEventTables(database),
  };
}

function valuesOf(
  { summary, emblem, searchText, bytes, archive }: CatalogRow,
  stamp: string | null,
  mark: string | null,
) {
  return [
    ...[summary.session_id, sortTime(summary), summary.pinned ? 1 : 0, summary.status, summary.state],
    ...[summary.step, bytes, archive, emblem?.file ?? null, emblem?.version ?? null, stamp, mark],
    ...[JSON.stringify(summary), searchText],
  ];
}

/** A row as it was put in. Throws TableFault for anything else: the file may have been written by anybody. */
function readRow(value: unknown): CatalogRow {
  const row = checked(rowSchema, value);
  const summary = checked(summarySchema, parsed(row.summary));
  if (summary.session_id !== row.session_id) throw oddRow();
  const { emblem_file: file, emblem_version: version } = row;
  return {
    summary,
    emblem: file === null || version === null ? null : { file, version },
    searchText: row.search_text,
    bytes: row.bytes,
    archive: row.archive,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw oddRow(error);
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const { success, data, error } = schema.safeParse(value);
  if (!success) throw oddRow(error);
  return data;
}

function oddRow(cause?: unknown): TableFault {
  return new TableFault('spoilt', 'The catalog holds what no session can say.', { cause });
}

/** Works on the database; what SQLite says against it is thrown as TableFault. */
function done<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw faultOf(error) ?? error;
  }
}
