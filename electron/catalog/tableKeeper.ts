import type { Timers } from '../sessions/timers';
import type { Catalog } from './catalog';
import { createMemoryTable } from './memoryTable';
import { type RowTable, TableFault } from './rowTable';
import { openSqliteTable, replaceSqliteTable } from './sqliteTable';

/** Another copy of the app writes for milliseconds; so often and so long it is waited for. */
const BUSY_TURNS = 60;
const BUSY_WAIT_MS = 50;
/** Databases that turn out to be spoilt in one run before none is tried any more. */
const MAX_REPLACED = 3;

export interface TableKeeperParts {
  readonly kind: Catalog['kind'];
  /** Where the database lies. */
  readonly path: string;
  readonly timers: Timers;
  mark(): string;
  log(level: 'info' | 'warning', message: string): void;
  /** Said once in a run: no database can be had. */
  notice(message: string): void;
}

/** The table in use. One that fails is replaced, at worst by one in memory, so that nobody beside sees its faults. */
export interface TableKeeper {
  readonly table: RowTable;
  /** How often the table was replaced by an empty one. */
  readonly generation: number;
  /** Works on the table; again on the next one when it fails. Throws only what is a bug. */
  use<T>(work: (table: RowTable) => T): Promise<T>;
  /** Goes on with another table. */
  replace(fault: TableFault): void;
  /** Looks whether the database is still in its place, and tries again where none could be had. In: whether to try that. */
  renew(retry: boolean): void;
  switchTo(kind: Catalog['kind']): void;
  close(): void;
}

export function createTableKeeper(parts: TableKeeperParts): TableKeeper {
  const { log, mark, path, timers } = parts;
  const options = { path, mark, log };
  let kind = parts.kind;
  let replaced = 0;
  let isSaid = false;
  let generation = 0;
  let table = kind === 'sqlite' ? open(() => openSqliteTable(options)) : createMemoryTable();

  function open(opening: () => RowTable): RowTable {
    try {
      return opening();
    } catch (error) {
      if (!(error instanceof TableFault)) throw error;
      const message = `${error.message} Sessions are listed without it, which takes longer with many of them; nothing else changes. The catalog is tried again at the next start: ${path}`;
      log('warning', message);
      if (!isSaid) parts.notice(message);
      isSaid = true;
      return createMemoryTable();
    }
  }

  function change(next: () => RowTable): void {
    try {
      table.close();
    } catch (error) {
      log('warning', `The catalog could not be closed: ${String(error)}`);
    }
    table = next();
    generation += 1;
  }

  function replace(fault: TableFault): void {
    const isMoved = fault.kind === 'moved' || !table.isInPlace();
    const isHopeless = fault.kind === 'busy' || fault.kind === 'refused' || replaced >= MAX_REPLACED;
    replaced += 1;
    const refuse = (): never => {
      throw fault;
    };
    change(() =>
      open(() =>
        isHopeless && !isMoved
          ? refuse()
          : isMoved
            ? openSqliteTable(options)
            : replaceSqliteTable(options, fault),
      ),
    );
  }

  return {
    get table() {
      return table;
    },
    get generation() {
      return generation;
    },
    async use(work) {
      for (let turn = 1; ; turn += 1) {
        const used = table;
        try {
          return work(used);
        } catch (error) {
          if (!(error instanceof TableFault)) throw error;
          if (error.kind === 'busy' && turn < BUSY_TURNS)
            await new Promise<void>((resolve) => timers.after(BUSY_WAIT_MS, resolve));
          else replace(error);
        }
      }
    },
    replace,
    renew(retry) {
      if (!table.isInPlace()) replace(new TableFault('moved', 'The catalog was moved or removed.'));
      if (retry && kind === 'sqlite' && table.kind === 'file') {
        replaced = 0;
        change(() => open(() => openSqliteTable(options)));
      }
    },
    switchTo(next) {
      if (next === kind && next === table.kind) return;
      kind = next;
      replaced = 0;
      change(() => (next === 'sqlite' ? open(() => openSqliteTable(options)) : createMemoryTable()));
    },
    close: () => table.close(),
  };
}
