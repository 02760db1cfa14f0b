import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { CHECKPOINTS } from '../../core/session/eventGroups';
import { generationEvents, sampleJobs, sampleSetup, startEvents } from '../../core/session/sampleJournal';
import { journalOf } from '../sessions/testStore';
import { catalogWorld, listed } from './testCatalog';

const { world, run } = catalogWorld();

/** Asks the database as a script would, beside the app. */
function asked(sql: string): Record<string, unknown>[] {
  const database = new Database(join(world.root, 'catalog.db'), { readonly: true });
  const rows = database.prepare(sql).all() as Record<string, unknown>[];
  database.close();
  return rows;
}

const tables = () =>
  ['checkpoints', 'log_lines', 'images'].map((table) =>
    asked(`SELECT * FROM ${table} ORDER BY session_id, seq`),
  );

it('holds checkpoints, log lines and images as tables, the same whether written or read', async () => {
  const { store, catalog } = await run('sqlite');
  const session = await store.create(sampleSetup(), '');
  await session.append(...startEvents());
  await session.append(...generationEvents());
  await session.append({
    ...{ type: 'log', level: 'warning', message: 'Slow \u0000 disk', step: 2, prompt_index: 1, job: null },
  });
  const [job] = sampleJobs();
  if (job === undefined) throw new Error('The sample has no job.');
  await session.append({ type: 'image_regenerated', job: job.file });
  await listed(catalog);
  const written = tables();
  const events = await journalOf(session);
  const [checkpoints = [], logLines = [], images = []] = written;
  expect(checkpoints.map(({ seq, type }) => [seq, type])).toEqual(
    events.filter(({ type }) => CHECKPOINTS.has(type)).map(({ seq, type }) => [seq, type]),
  );
  expect(logLines).toMatchObject([
    { level: 'warning', message: 'Slow \u0000 disk', step: 2, prompt_index: 1, job: null },
  ]);
  expect(images.map(({ file }) => file)).toEqual(
    events.flatMap((event) => (event.type === 'image_completed' && event.job !== job.file ? event.file : [])),
  );
  expect(asked('SELECT lora_filename, images_done, notes FROM session_summaries')).toMatchObject([
    { lora_filename: 'snowfox_v3.safetensors', images_done: images.length },
  ]);

  await catalog.rebuild();
  expect(tables()).toEqual(written);
  await session.close();
  await catalog.refresh();
  expect(tables()).toEqual(written);
});

it('takes up only what is new of a journal, and all of it when another one lies in its place', async () => {
  const { store, catalog } = await run('sqlite');
  const session = await store.create(sampleSetup(), '');
  await session.append(...startEvents());
  await session.close();
  await catalog.refresh();
  const before = tables();
  const { journal } = session.folder;
  const text = await readFile(journal, 'utf8');
  const line = (seq: number) =>
    `{"seq":${seq},"at":"2024-01-15T15:00:00.000Z","type":"log","level":"info","message":"by hand","step":null,"prompt_index":null,"job":null}\n`;
  const next = text.trim().split('\n').length + 1;
  await writeFile(journal, `${text}${line(next)}`);
  await catalog.refresh();
  expect(tables()[1]).toMatchObject([{ seq: next, message: 'by hand' }]);
  expect(tables()[0]).toEqual(before[0]);
  await rename(journal, `${journal}-away`);
  await writeFile(journal, line(1));
  await catalog.refresh();
  expect(tables()).toEqual([[], [expect.objectContaining({ seq: 1 })], []]);
});

it('forgets all of a session that is gone', async () => {
  const { store, catalog } = await run('sqlite');
  const session = await store.create(sampleSetup(), '');
  await session.append(...startEvents(), ...generationEvents());
  await listed(catalog);
  expect(tables()[0]).not.toEqual([]);
  await session.close();
  await rename(session.folder.path, join(world.root, 'away'));
  expect(await listed(catalog)).toEqual([]);
  expect(tables()).toEqual([[], [], []]);
});

it('is shared by two copies of the app, each with its own sessions', async () => {
  const [one, two] = [await run('sqlite'), await run('sqlite')];
  const made = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? one : two).store.create(sampleSetup(), `${index}`),
    ),
  );
  await Promise.all(
    made.map(async (session, index) => {
      await session.append({ type: 'notes_changed', notes: `changed ${index}` });
      await Promise.all([one.catalog.list({}), two.catalog.refresh()]);
    }),
  );
  for (const { catalog, bugs, notices, said } of [one, two]) {
    await catalog.refresh();
    expect((await listed(catalog, { q: 'changed' })).sort()).toEqual(made.map(({ id }) => id).sort());
    expect([catalog.kind, bugs, notices, said]).toEqual(['sqlite', [], [], []]);
  }
  // What one copy has brought into the tables counts as changed for the other too.
  await Promise.all(made.map((session) => session.close()));
  await Promise.all([one.catalog.refresh(), two.catalog.refresh()]);
  await made[0]?.append({ type: 'pinned', pinned: true });
  await made[0]?.close();
  expect((await one.catalog.refresh()).changed).toEqual([]);
  expect((await two.catalog.refresh()).changed).toEqual([made[0]?.id]);
});

it('waits for another copy that writes, and keeps nobody from using a session meanwhile', async () => {
  const { store, catalog, bugs, notices } = await run('sqlite');
  const session = await store.create(sampleSetup(), 'one');
  await listed(catalog);
  const other = new Database(join(world.root, 'catalog.db'));
  other.exec('BEGIN IMMEDIATE');
  await session.append({ type: 'notes_changed', notes: 'two' });
  // The last state that could be written is listed.
  expect(await listed(catalog, { q: 'one' })).toEqual([session.id]);
  const refreshed = catalog.refresh();
  other.exec('COMMIT');
  other.close();
  await refreshed;
  expect(await listed(catalog, { q: 'two' })).toEqual([session.id]);
  expect([catalog.kind, bugs, notices]).toEqual(['sqlite', [], []]);
});
