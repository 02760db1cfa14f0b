import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../core/plan/random';
import type { SessionId } from '../../core/session/identity';
import { formatStamp } from '../../core/session/identity';
import { damagedSummary } from '../../core/session/view';
import type { CatalogQuery, CatalogRow } from './catalog';
import { NO_EVENTS } from './eventRows';
import { createMemoryTable } from './memoryTable';
import type { Entry, RowTable } from './rowTable';
import { openSqliteTable } from './sqliteTable';

const random = createRandom(20260401);
const upTo = (below: number) => random.int(below);
const oneOf = <T>(values: readonly T[]): T => values[upTo(values.length)] as T;

const WORDS = [
  ...['Fox', 'STRASSE', 'straße', 'Ärger', 'МОСТ', 'глина', '狐', '🦊', 'İstanbul', 'ΟΔΟΣ', "O'Brien"],
  ...['100%', '_', '"quoted"', 'a\u0000b', 'back\\slash', 'e\u0301', 'é', '01/15', 'x'.repeat(3000)],
];

/** A session as no person would have it, but as one may. */
function someRow(index: number): CatalogRow {
  const id = formatStamp(new Date(2024, 0, 1 + upTo(40), upTo(24), 0, index % 60)) as SessionId;
  const text = Array.from({ length: 1 + upTo(6) }, () => oneOf(WORDS)).join(oneOf([' ', '\n', '-']));
  return {
    summary: {
      ...damagedSummary(id, text),
      state: oneOf(['ok', 'ok', 'damaged', 'archived'] as const),
      status: oneOf(['pending', 'running', 'paused', 'completed', 'failed'] as const),
      step: 1 + upTo(4),
      pinned: upTo(5) === 0,
      timestamp: oneOf([null, 0, -5.25, 1_704_100_000 + upTo(3_000_000), 1e15, 1_706_000_000.123456]),
      lora_filename: oneOf([null, '../../\u202e.safetensors', '\ud800 half a sign']),
    },
    emblem: oneOf([null, { file: 'a\nb.png', version: '' }]),
    searchText: text.toLowerCase(),
    bytes: oneOf([null, 0, Number.MAX_SAFE_INTEGER]),
    archive: oneOf([null, null, '/zips/Ü.zip']),
  };
}

function someQuery(): CatalogQuery {
  const maybe = <T>(value: () => T): T | undefined => (upTo(3) === 0 ? value() : undefined);
  const day = () => `2024-${oneOf(['01', '02'])}-${oneOf(['01', '05', '17', '28'])}`;
  const query = {
    q: maybe(() => oneOf([...WORDS, 'fox ärger', '  Мост\t狐 ', ' ', 'no such word', 'fox '.repeat(200)])),
    status: maybe(() => oneOf(['running', 'completed'] as const)),
    filter: maybe(() => oneOf(['active', 'to_vote', 'done', 'archived', 'damaged'] as const)),
    from: maybe(day),
    to: maybe(day),
    pinnedFirst: maybe(() => upTo(2) === 0),
    limit: maybe(() => oneOf([1, 7, 10_000])),
    offset: maybe(() => oneOf([0, 3, 500])),
  };
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}

const entryOf = (row: CatalogRow, stamp: string | null = 'as it was'): Entry => ({
  row,
  stamp,
  events: NO_EVENTS,
});

let folder: string;
const tables: RowTable[] = [];
const opened = (table: RowTable): RowTable => {
  tables.push(table);
  return table;
};
const inFile = () =>
  opened(openSqliteTable({ path: join(folder, 'catalog.db'), mark: () => 'aside', log: () => undefined }));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blindfold-table-'));
});
afterEach(async () => {
  for (const table of tables.splice(0)) table.close();
  await rm(folder, { recursive: true });
});

it('answers every query out of a database as out of memory', () => {
  const rows = Array.from({ length: 300 }, (_, index) => someRow(index));
  const [database, memory] = [inFile(), opened(createMemoryTable())];
  for (const table of [database, memory]) table.put(rows.map((row) => entryOf(row)));
  const hits = { some: 0, none: 0 };
  for (let turn = 0; turn < 500; turn += 1) {
    const query = someQuery();
    const page = database.page(query);
    expect(page, JSON.stringify(query)).toEqual(memory.page(query));
    hits[page.rows.length > 0 ? 'some' : 'none'] += 1;
  }
  // The queries are worth something only if many find some sessions, and some find none.
  expect(hits.some).toBeGreaterThan(100);
  expect(hits.none).toBeGreaterThan(20);
  expect(database.folderIds()).toEqual(memory.folderIds());
  expect(database.known()).toEqual(memory.known());
  const sorted = (table: RowTable) =>
    table
      .rows()
      .map((row) => JSON.stringify(row))
      .sort();
  expect(sorted(database)).toEqual(sorted(memory));
});

describe.each(['sqlite', 'file'] as const)('rows of kind %s', (kind) => {
  const open = () => (kind === 'sqlite' ? inFile() : opened(createMemoryTable()));
  const row = (changes: Partial<CatalogRow> = {}): CatalogRow => ({
    summary: damagedSummary('20240101_000000' as SessionId, 'notes'),
    emblem: null,
    searchText: 'notes',
    bytes: null,
    archive: null,
    ...changes,
  });
  const ID = '20240101_000000' as SessionId;

  it('come back as they were put in, with a known size kept where none is given', () => {
    const table = open();
    table.put([entryOf(row({ emblem: { file: 'a.png', version: 'v' } }))]);
    expect(table.row(ID)).toEqual(row({ emblem: { file: 'a.png', version: 'v' } }));
    table.setBytes(new Map([[ID, 2 ** 40]]));
    table.put([entryOf(row(), null)]);
    expect(table.row(ID)).toEqual(row({ bytes: 2 ** 40 }));
    expect(table.known()).toEqual(new Map([[ID, { stamp: null, isArchived: false, isMeasured: true }]]));
  });

  it('keep the size of a zip when its folder was measured late', () => {
    const table = open();
    table.put([entryOf(row({ archive: '/a.zip', bytes: 5 }))]);
    table.setBytes(new Map([[ID, 9]]));
    expect(table.row(ID)?.bytes).toBe(5);
    expect([...table.folderIds()]).toEqual([]);
  });

  it('go when they are removed, and are doubted when that is asked', () => {
    const table = open();
    table.put([entryOf(row())]);
    table.doubt();
    expect(table.known().get(ID)?.stamp).toBeNull();
    table.remove([ID, '20240101_000001' as SessionId]);
    expect([table.row(ID), table.rows(), table.folderIds().size]).toEqual([null, [], 0]);
  });
});
