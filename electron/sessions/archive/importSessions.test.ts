import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringifyJson } from '../../../core/session/json';
import { SAMPLE_SEED } from '../../../core/session/sampleJournal';
import type { OpenSession } from '../openSession';
import type { SessionStore } from '../sessionStore';
import { savedOf, sessionWorld } from '../testStore';
import { importSessions } from './importSessions';
import { control, judgedSession, packed, partsOf, zipOf } from './testArchives';

const { start } = sessionWorld();

async function take(store: SessionStore, zip: Uint8Array, isTaken: (id: string) => boolean = () => false) {
  const path = join(store.root, 'taken.zip');
  await writeFile(path, zip);
  try {
    return await importSessions(path, partsOf(store), control(), { isTaken });
  } finally {
    await rm(path);
  }
}

/** What a folder holds, by its place in an archive. */
async function filesOf(session: OpenSession, folder: string): Promise<Record<string, Buffer>> {
  const names = [
    'session_meta.json',
    'journal.jsonl',
    ...[...session.state.images.keys()].map((file) => `output/${file}`),
  ];
  const entries = names.map(
    async (name) => [folder + name, await readFile(join(session.folder.path, name))] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** A session, packed by hand and gone from its place. */
async function handMade(folder: string, without: (name: string) => boolean = () => false) {
  const store = await start();
  const session = await judgedSession(store);
  const files = Object.entries(await filesOf(session, folder)).filter(([name]) => !without(name));
  await store.release(session.id, ({ path }) => rm(path, { recursive: true }));
  return { store, id: session.id, zip: await packed(Object.fromEntries(files)) };
}

describe('an archive that somebody packed by hand', () => {
  it.each([
    ['with the folder of the session', '20240115_143022/'],
    ['with the folder of all sessions', 'Documents/Blindfold/sessions/20240115_143022/'],
    ['with a folder of another name', 'MyStuff/'],
    ['without a folder', ''],
    ['with backslashes', 'sessions\\20240115_143022\\'],
  ])('is taken in: %s', async (_what, folder) => {
    const made = await handMade(folder.replaceAll('\\', '/'));
    const zip = folder.includes('\\')
      ? Buffer.from(made.zip.toString('latin1').replaceAll('sessions/20240115_143022/', folder), 'latin1')
      : made.zip;
    const { ids, remarks } = await take(made.store, zip);
    // The name of its folder, or what its own file says.
    expect(ids).toEqual(['20240115_143022']);
    expect(remarks).toEqual([]);
    const session = await made.store.open('20240115_143022');
    expect(session.state.raters[0]?.votes).toHaveLength(2);
    expect(session.unsavedChanges).toBe(1);
    expect(session.state.setup.seeds).toEqual([SAMPLE_SEED]);
  });

  it('is taken in without saved state, from its journal', async () => {
    const { store, zip, id } = await handMade('20240115_143022/', (name) => name.includes('session_meta'));
    expect((await take(store, zip)).ids).toEqual([id]);
    expect((await store.peek(id)).state.raters[0]?.votes).toHaveLength(2);
  });

  it('is taken in with nothing but pictures, wherever they lie', async () => {
    for (const folder of ['x/output/', 'x/']) {
      const zip = await packed({ [`${folder}baseline_0_0.png`]: 'a', [`${folder}lora_0_0_w0.4.png`]: 'b' });
      const store = await start();
      const { ids } = await take(store, zip);
      expect(ids).toHaveLength(1);
      const output = join(store.root, ids[0] ?? '', 'output');
      expect((await readdir(output)).sort()).toEqual(['baseline_0_0.png', 'lora_0_0_w0.4.png']);
    }
  });

  it('is taken in with a torn saved state, which is left to be mended', async () => {
    const store = await start();
    const zip = await packed({
      'x/session_meta.json': '{"session_id": "2024',
      'x/output/baseline_0_0.png': 'a',
    });
    const { ids } = await take(store, zip);
    expect(await readFile(join(store.root, ids[0] ?? '', 'session_meta.json'), 'utf8')).toBe(
      '{"session_id": "2024',
    );
  });

  it('takes in a long journal that says nearly the same in every line, which packs to next to nothing', async () => {
    const store = await start();
    const notes = '!'.repeat(1_000_000);
    const lines = Array.from({ length: 90 }, (_, index) =>
      stringifyJson({ seq: index + 1, at: '2024-01-15T14:30:22.000Z', type: 'notes_changed', notes }),
    );
    const zip = await packed({ '20230101_120000/journal.jsonl': `${lines.join('\n')}\n` });
    expect(zip.length).toBeLessThan(2 ** 19);
    const { ids } = await take(store, zip);
    expect(ids).toEqual(['20230101_120000']);
    expect((await store.peek('20230101_120000')).state.notes).toBe(notes);
  });

  it('brings what belongs to no session to nobody, and says so', async () => {
    const store = await start();
    const good = stringifyJson({ session_id: '20230101_120000' });
    const { ids, remarks } = await take(
      store,
      await packed({
        'a/session_meta.json': good,
        'a/lock': 'x',
        'a/journal.jsonl.tmp-00ff': 'x',
        'a/.DS_Store': 'x',
        '__MACOSX/a/._session_meta.json': 'x',
        'b/letter.txt': 'x',
        'more.zip': 'x',
      }),
    );
    expect(ids).toEqual(['20230101_120000']);
    expect(remarks).toEqual(['2 files of the archive belong to no session and were left out.']);
    expect((await readdir(join(store.root, '20230101_120000'))).sort()).toEqual([
      'output',
      'session_meta.json',
    ]);
  });

  it('keeps the file of another tool as it is', async () => {
    const store = await start();
    const written =
      '{\n  "timestamp": 1.5,\n  "step_1_setup": {"weight_range": [NaN], "mine": 12345678901234567890123}\n}';
    const { ids } = await take(store, await packed({ '20230101_120000/session_meta.json': written }));
    expect(ids).toEqual(['20230101_120000']);
    expect(await readFile(join(store.root, '20230101_120000', 'session_meta.json'), 'utf8')).toBe(written);
  });
});

describe('a session whose id is taken', () => {
  it('gets the next free second; its own file names that, and keeps all it held', async () => {
    const store = await start();
    const session = await judgedSession(store);
    const meta = await savedOf(session);
    const zip = await packed({
      ...(await filesOf(session, `${session.id}/`)),
      [`${session.id}/session_meta.json`]: stringifyJson({ ...meta, of_another_tool: { big: 2n ** 70n } }),
    });
    const { ids, remarks } = await take(store, zip);
    expect(ids).toEqual(['20240115_143023']);
    expect(remarks).toHaveLength(1);
    const copy = await store.open('20240115_143023');
    const document = await savedOf(copy);
    expect(document['session_id']).toBe('20240115_143023');
    expect(document['of_another_tool']).toEqual({ big: 2n ** 70n });
    expect(stringifyJson(document)).not.toContain('sessions/20240115_143022/');
    expect(copy.repairs).toEqual([]);
    expect((await store.open(session.id)).state.raters[0]?.votes).toHaveLength(2);
  });

  it('gets another one also where an archived session has it', async () => {
    const { store, zip } = await handMade('20240115_143022/');
    expect((await take(store, zip, (id) => id === '20240115_143022')).ids).toEqual(['20240115_143023']);
  });
});

it('several sessions come in together, each under its id', async () => {
  const store = await start();
  const sessions = [await judgedSession(store), await judgedSession(store), await judgedSession(store)];
  const zip = await zipOf(store, ...sessions);
  for (const { id } of sessions) await store.release(id, ({ path }) => rm(path, { recursive: true }));
  expect((await take(store, zip)).ids).toEqual(sessions.map(({ id }) => id));
  expect(await store.ids()).toHaveLength(3);
});

it('the sample comes in as a session like any other', async () => {
  const store = await start();
  const zip = await packed({
    '20230101_120000/session_meta.json': stringifyJson({
      session_id: '20230101_120000',
      blindfold: { sample: true },
    }),
  });
  const { ids } = await take(store, zip);
  expect((await store.open(ids[0] ?? '')).state.sample).toBe(false);
});
