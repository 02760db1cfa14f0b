import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { build } from 'vite';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { SessionId } from '../../core/session/identity';
import { formatStamp } from '../../core/session/identity';
import { generationEvents, sampleSetup, startEvents } from '../../core/session/sampleJournal';
import { realFileSystem } from '../sessions/fileSystem';
import type { SessionStore } from '../sessions/sessionStore';
import { edit, temporaryFolder } from '../sessions/testStore';
import type { Catalog } from './catalog';
import { createRowThreads } from './rowThreads';
import { catalogWorld, measured } from './testCatalog';

/** So many sessions are many here. */
const MANY = 50;
const ENTRY = resolve(import.meta.dirname, 'rowReading.worker.ts');
const { world, run } = catalogWorld();

/** The program of a thread, built as for a release but for the packages, which are in it too. */
let built = '';
beforeAll(async () => {
  const outDir = await temporaryFolder();
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: ENTRY, outDir, target: 'node22', rolldownOptions: { output: { format: 'es' } } },
  });
  built = join(outDir, 'rowReading.worker.js');
  return () => realFileSystem.removeTree(outDir);
});

/** A thread of another kind, or none at all: what its file holds. */
async function program(name: string, text: string): Promise<string> {
  const folder = await temporaryFolder();
  onTestFinished(() => realFileSystem.removeTree(folder));
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

/** Many sessions of every kind, and one that is open with changes. */
async function makeMany(store: SessionStore): Promise<void> {
  const draft = await store.create({ ...sampleSetup(), metrics: ['Ähnlichkeit'] }, 'a draft');
  const made = await store.create(sampleSetup(), '');
  await made.append(...startEvents(), ...generationEvents());
  await made.save();
  await made.append({ type: 'notes_changed', notes: 'after the save' }, { type: 'pinned', pinned: true });
  for (const session of [draft, made]) await session.close();
  const first = new Date(2023, 0, 1).getTime();
  for (let index = 0; index < MANY + 20; index += 1) {
    const to = join(world.root, formatStamp(new Date(first + index * 1000)));
    if (index % 10 === 7) await foreign(to);
    else if (index % 10 === 8) await broken(to);
    else if (index % 10 === 9) await writeFile(to, 'a file in the place of a folder');
    else await cp((index % 2 === 0 ? draft : made).folder.path, to, { recursive: true });
    if (index % 10 === 6) await locked(to);
  }
  await (await store.open(made.id)).append(edit('open'));
}

/** What another tool left: without a journal, and without the secret by which its picture is chosen. */
async function foreign(path: string): Promise<void> {
  await mkdir(join(path, 'output'), { recursive: true });
  const image = (name: string) => ({
    image_path: `./output/${name}`,
    prompt: 'a fox',
    seed: 2 ** 60,
    weight: 1,
  });
  const results = ['a', 'b', 'c', 'd'].map((name) => ({
    baseline: image(`${name}0.png`),
    lora: { ...image(`${name}1.png`), lora_name: 'x.safetensors' },
  }));
  for (const { baseline, lora } of results)
    for (const { image_path } of [baseline, lora]) await writeFile(join(path, image_path), 'a picture');
  const document = { step_1_setup: { lora_filename: 'x' }, step_2_generation: { results } };
  await writeFile(join(path, 'session_meta.json'), JSON.stringify(document));
}

async function broken(path: string): Promise<void> {
  await mkdir(path);
  await writeFile(join(path, 'session_meta.json'), '{"session_id"');
}

async function locked(path: string): Promise<void> {
  const owner = { pid: 1, started: null, host: 'elsewhere', namespace: null, token: '00' };
  await writeFile(join(path, 'lock'), JSON.stringify(owner));
}

async function contentsOf(catalog: Catalog): Promise<unknown> {
  await catalog.refresh();
  await measured(catalog);
  const { rows, ...counts } = await catalog.list({});
  const database = new Database(catalog.file ?? '', { readonly: true });
  const asked = (sql: string) => database.prepare(sql).all();
  const tables = ['checkpoints', 'log_lines', 'images'].map((table) => asked(`SELECT * FROM ${table}`));
  // The stamp of the open one, which is younger, depends on whether it was written or read last.
  const marks = asked(
    "SELECT session_id, stamp, events_mark FROM sessions WHERE session_id < '2024' ORDER BY session_id",
  );
  database.close();
  return { rows, counts, tables, marks };
}

/** A catalog of the same sessions as the store's, with threads of a program; `read` are the ids that they left. */
async function withThreads(store: SessionStore, file: string) {
  const left: string[] = [];
  const warnings: string[] = [];
  const threads = createRowThreads({
    file,
    store,
    log: (_level, message) => warnings.push(message),
    atOnce: 12,
  });
  const { catalog, bugs } = await run('sqlite', {
    file: join(world.root, 'threads.db'),
    threads,
    many: MANY,
    store: {
      root: store.root,
      ids: () => store.ids(),
      holds: (id: SessionId) => store.holds(id),
      peek: (id, once) => {
        left.push(id);
        return store.peek(id, once);
      },
    },
  });
  return { catalog, bugs, left, warnings };
}

describe('threads that read sessions for the catalog', () => {
  it('make the same rows as the reading one by one, and leave alone what is open, locked or damaged', async () => {
    const { store, catalog } = await run('sqlite');
    await makeMany(store);
    const { catalog: other, left, warnings, bugs } = await withThreads(store, built);
    const contents = await contentsOf(other);
    expect(left.length).toBeGreaterThan(10);
    expect(left.length).toBeLessThan(40);
    expect(contents).toEqual(await contentsOf(catalog));
    left.length = 0;
    const progress: number[] = [];
    const count = await other.rebuild((done) => progress.push(done));
    expect(count).toBe((await store.ids()).length);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(count);
    expect({ warnings, bugs }).toEqual({ warnings: [], bugs: [] });
  });

  it.each([
    ['cannot be started', 'none.js', ''],
    ['end on the way', 'a.mjs', failsAt(2)],
    ['answer with nothing', 'a.mjs', failsAt(1e6)],
  ])('lose no session when they %s', async (_how, name, text) => {
    const { store, catalog } = await run('sqlite');
    await makeMany(store);
    const made = await program(name, text);
    const { catalog: other, warnings } = await withThreads(store, text === '' ? `${made}.gone` : made);
    expect(await contentsOf(other)).toEqual(await contentsOf(catalog));
    expect(warnings).toHaveLength(text.includes('1000000') ? 0 : 1);
  });

  it('end when a rebuild is not wanted any more, and nothing is missing', async () => {
    const { store } = await run('sqlite');
    await makeMany(store);
    const { catalog } = await withThreads(store, built);
    const stop = new AbortController();
    const outcome = catalog.rebuild(() => stop.abort(new Error('Enough.')), stop.signal);
    await expect(outcome).rejects.toThrow('Enough.');
    await catalog.refresh();
    expect((await catalog.rows()).length).toBe((await store.ids()).length);
  });
});

function failsAt(task: number): string {
  return `import { parentPort } from 'node:worker_threads';
let task = 0;
parentPort.on('message', () => {
  task += 1;
  if (task === ${task}) throw new Error('A fault of this thread.');
  parentPort.postMessage([]);
});`;
}
