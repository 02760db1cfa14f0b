import type { SessionId } from '../../core/session/identity';
import type { CatalogRow } from './catalog';
import { pageOf } from './query';
import type { Entry, RowTable } from './rowTable';

/** Rows in memory, gone at the end of the program. */
export function createMemoryTable(): RowTable {
  const rows = new Map<SessionId, { row: CatalogRow; stamp: string | null }>();
  const all = () => [...rows.values()].map(({ row }) => row);

  function put(entries: readonly Entry[]): void {
    for (const { row, stamp } of entries) {
      const id = row.summary.session_id as SessionId;
      const bytes = row.bytes ?? rows.get(id)?.row.bytes ?? null;
      rows.set(id, { row: { ...row, bytes }, stamp });
    }
  }

  return {
    kind: 'file',
    file: null,
    known: () =>
      new Map(
        [...rows].map(([id, { row, stamp }]) => [
          id,
          { stamp, isArchived: row.archive !== null, isMeasured: row.bytes !== null },
        ]),
      ),
    folderIds: () => new Set([...rows].flatMap(([id, { row }]) => (row.archive === null ? id : []))),
    page: (query) => pageOf(all(), query),
    row: (id) => rows.get(id)?.row ?? null,
    rows: all,
    put,
    add: put,
    setBytes(sizes) {
      for (const [id, bytes] of sizes) {
        const found = rows.get(id);
        if (found?.row.archive === null) rows.set(id, { ...found, row: { ...found.row, bytes } });
      }
    },
    remove(ids) {
      for (const id of ids) rows.delete(id);
    },
    doubt() {
      for (const [id, { row }] of rows) rows.set(id, { row, stamp: null });
    },
    isInPlace: () => true,
    close: () => rows.clear(),
  };
}
