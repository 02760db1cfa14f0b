import { mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { sampleSetup } from '../../core/session/sampleJournal';
import { APPLICATION_ID, STEPS } from './tables';
import { type CatalogRun, catalogWorld, listed, measured } from './testCatalog';

const { world, run } = catalogWorld();
const file = () => join(world.root, 'catalog.db');
const beside = async () => (await readdir(world.root)).filter((name) => name.startsWith('catalog.db')).sort();

/** A root with three sessions, and a catalog of them that was closed in order. */
async function withCatalog(): Promise<string[]> {
  const { store, catalog } = await run('sqlite');
  const ids: string[] = [];
  for (const notes of ['one', 'two', 'three']) {
    const session = await store.create(sampleSetup(), notes);
    await session.close();
    ids.unshift(session.id);
  }
  await catalog.refresh();
  await measured(catalog);
  await catalog.dispose();
  return ids;
}

function change(work: (database: Database.Database) => void): void {
  const database = new Database(file());
  work(database);
  database.close();
}

/** The list is whole, whatever lay in the place of the catalog; and the next start has nothing to read. */
async function expectWhole(
  ids: string[],
  said: string | null,
  name: 'removed' | 'put aside' | null,
): Promise<CatalogRun> {
  const again = await run('sqlite');
  expect(await listed(again.catalog)).toEqual(ids);
  expect(await listed(again.catalog, { q: 'two' })).toEqual([ids[1]]);
  expect([again.catalog.kind, again.notices, again.bugs]).toEqual(['sqlite', [], []]);
  if (said === null) expect(again.said).toEqual([]);
  else expect(again.said.join('\n')).toContain(said);
  expect((await beside()).includes('catalog.db.aside-aside')).toBe(name === 'put aside');
  await again.catalog.dispose();
  const third = await run('sqlite');
  expect(await listed(third.catalog)).toEqual(ids);
  expect([third.read, third.said]).toEqual([[], []]);
  return third;
}

describe('a catalog that was closed', () => {
  it('is used by the next start without reading a session', async () => {
    const ids = await withCatalog();
    const next = await run('sqlite');
    expect(await listed(next.catalog)).toEqual(ids);
    expect((await next.catalog.rows()).map(({ bytes }) => bytes)).not.toContain(null);
    expect([next.read, next.said]).toEqual([[], []]);
  });

  it.each([
    ['is gone', () => rm(file()), null, null],
    ['is empty', () => writeFile(file(), ''), null, null],
    [
      'is another text',
      () => writeFile(file(), 'Not a database at all.\n'.repeat(200)),
      'put aside',
      'put aside',
    ],
    [
      'is torn in the middle',
      async () => truncate(file(), Math.floor((await readFile(file())).length / 2)),
      'removed',
      'removed',
    ],
    ['is torn in its header', () => truncate(file(), 50), 'put aside', 'put aside'],
    ['is spoilt in its pages', () => spoil(4096, 3 * 4096), 'removed', 'removed'],
    ['is spoilt in its header', () => spoil(0, 100), 'put aside', 'put aside'],
    ['left a log of another database behind', () => writeFile(`${file()}-wal`, 'x'.repeat(5000)), null, null],
    [
      'is of a newer version',
      () => change((database) => database.pragma(`user_version = ${STEPS.length + 1}`)),
      'newer version',
      'removed',
    ],
    [
      'is of another program',
      () => change((database) => database.pragma('application_id = 77')),
      'put aside',
      'put aside',
    ],
    ['lacks a table', () => change((database) => database.exec('DROP TABLE images')), 'removed', 'removed'],
    [
      'lacks a column',
      () => change((database) => database.exec('ALTER TABLE sessions DROP COLUMN emblem_file')),
      'removed',
      'removed',
    ],
  ] as const)('that %s is made again', async (_, harm, said, name) => {
    const ids = await withCatalog();
    await harm();
    await expectWhole(ids, said, name);
  });

  it.each([
    ['is no summary', "UPDATE sessions SET summary = '{}'", 'removed'],
    ['is no JSON', "UPDATE sessions SET summary = '{' WHERE rowid = 2", 'removed'],
    ['has no id', "UPDATE sessions SET session_id = '../up' WHERE rowid = 2", null],
    ['is of another session', "UPDATE sessions SET session_id = '20200101_000000' WHERE rowid = 2", null],
  ] as const)('whose row %s is made again when that is noticed', async (_, sql, name) => {
    const ids = await withCatalog();
    change((database) => database.exec(sql));
    await expectWhole(ids, name, name);
  });

  it('is never one that belongs to another program: that is kept as it was', async () => {
    const ids = await withCatalog();
    await rm(file());
    change((database) =>
      database.exec("CREATE TABLE precious (text TEXT); INSERT INTO precious VALUES ('kept')"),
    );
    await expectWhole(ids, 'put aside', 'put aside');
    const aside = new Database(`${file()}.aside-aside`, { readonly: true });
    expect(aside.prepare('SELECT text FROM precious').pluck().get()).toBe('kept');
    aside.close();
  });

  async function spoil(from: number, length: number): Promise<void> {
    const bytes = await readFile(file());
    for (let at = from; at < from + length; at += 1) bytes[at] = (bytes[at] ?? 0) ^ 0xa5;
    await writeFile(file(), bytes);
  }
});

describe('a catalog of an older version', () => {
  it.each(STEPS.map((_, done) => done).slice(1))(
    'after step %i goes on, and every session is read again',
    async (done) => {
      const ids = await withCatalog();
      const rows = await rowsOf();
      const summary = rows.find(({ session_id }) => session_id === ids[0])?.['summary'];
      await rm(file());
      change((database) => {
        for (const step of STEPS.slice(0, done)) database.exec(step);
        database.pragma(`application_id = ${APPLICATION_ID}`);
        database.pragma(`user_version = ${done}`);
        database
          .prepare(
            "INSERT INTO sessions (session_id, sort_time, pinned, status, state, step, stamp, summary, search_text) VALUES (?, 0, 0, 'pending', 'ok', 1, 'as it was', ?, '')",
          )
          // As it was before there were rating packs.
          .run(ids[0], String(summary).replace('"is_pack":false,', ''));
      });
      const again = await run('sqlite');
      expect(await listed(again.catalog)).toEqual(ids);
      expect(again.said).toEqual([]);
      await measured(again.catalog);
      await again.catalog.dispose();
      expect(await rowsOf()).toEqual(rows);
    },
  );

  async function rowsOf(): Promise<Record<string, unknown>[]> {
    const database = new Database(file(), { readonly: true });
    expect(database.pragma('user_version', { simple: true })).toBe(STEPS.length);
    const rows = database.prepare('SELECT * FROM sessions ORDER BY session_id').all() as Record<
      string,
      unknown
    >[];
    database.close();
    return rows;
  }
});

describe('where no database can be had', () => {
  it.each([
    ['a folder lies in its place', async () => void (await mkdir(file()))],
    ['a link lies in its place', () => symlink(join(world.root, 'elsewhere.db'), file())],
    ['a link to nothing lies in the place of its log', async () => void (await mkdir(`${file()}-wal`))],
  ])('because %s, sessions are listed without one, and that is said once', async (_, block) => {
    await block();
    const { store, catalog, notices, said } = await run('sqlite');
    const session = await store.create(sampleSetup(), 'one');
    await session.append({ type: 'notes_changed', notes: 'two' });
    expect(await listed(catalog, { q: 'two' })).toEqual([session.id]);
    expect([catalog.kind, catalog.file]).toEqual(['file', null]);
    await catalog.rebuild();
    expect(await listed(catalog)).toEqual([session.id]);
    expect(notices).toEqual([expect.stringContaining('Sessions are listed without it')]);
    expect(said.filter((line) => line.includes('Sessions are listed without it')).length).toBeGreaterThan(0);
    expect(await readdir(world.root)).not.toContain('elsewhere.db');
  });

  it('because its folder is not there, a later making anew has it again', async () => {
    const place = join(world.root, 'later');
    const { store, catalog, notices } = await run('sqlite', { file: join(place, 'index.db') });
    const session = await store.create(sampleSetup(), '');
    expect(await listed(catalog)).toEqual([session.id]);
    expect([catalog.kind, notices.length]).toEqual(['file', 1]);
    await mkdir(place);
    expect(await catalog.rebuild()).toBe(1);
    expect([catalog.kind, catalog.file]).toEqual(['sqlite', join(place, 'index.db')]);
    expect(await listed(catalog)).toEqual([session.id]);
  });
});

describe('a catalog that is taken away while it is in use', () => {
  it('lists on, and lies in its place again after a refresh', async () => {
    const { store, catalog, notices } = await run('sqlite');
    const session = await store.create(sampleSetup(), 'one');
    expect(await listed(catalog)).toEqual([session.id]);
    for (const name of await beside()) await rm(join(world.root, name));
    await session.append({ type: 'notes_changed', notes: 'two' });
    expect(await listed(catalog, { q: 'two' })).toEqual([session.id]);
    await catalog.refresh();
    expect(await beside()).toContain('catalog.db');
    expect(await listed(catalog, { q: 'two' })).toEqual([session.id]);
    expect([catalog.kind, notices]).toEqual(['sqlite', []]);
  });

  it('is made again when it is spoilt under way', async () => {
    const { store, catalog, notices, bugs } = await run('sqlite');
    const session = await store.create(sampleSetup(), 'one');
    expect(await listed(catalog)).toEqual([session.id]);
    change((database) => database.exec('DROP TABLE sessions'));
    await session.append({ type: 'notes_changed', notes: 'two' });
    expect(await listed(catalog, { q: 'two' })).toEqual([session.id]);
    expect([catalog.kind, notices, bugs]).toEqual(['sqlite', [], []]);
  });
});
