import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSessionId } from '../../../core/session/identity';
import { sampleSetup } from '../../../core/session/sampleJournal';
import { searchTextOf, summaryOf } from '../../../core/session/view';
import { type FileSystem, realFileSystem } from '../fileSystem';
import type { OpenSession } from '../openSession';
import { sessionWorld } from '../testStore';
import { createArchives } from './archivedSessions';
import { archiveSession, bringBack } from './archiveSession';
import { copySession } from './copySession';
import { importSessions } from './importSessions';
import { control, judgedSession, memoryOf, packed, partsOf, zipOf } from './testArchives';

const { world, start } = sessionWorld();

async function stage(fs: FileSystem = realFileSystem) {
  const root = join(world.root, 'sessions');
  const store = await start({ root, isTaken: async (id) => (await archives.find(id)).has(id) });
  const chosen: { folder: string | null } = { folder: null };
  const parts = partsOf(store, fs);
  const memory = memoryOf(root, parts);
  const archives = createArchives({ ...parts, root, memory, chosenFolder: () => chosen.folder });
  return { root, store, chosen, parts: { ...parts, archives } };
}

function exported(session: OpenSession) {
  const extras = {
    state: 'ok',
    unsaved_changes: 1,
    last_event_at: session.lastEventAt,
    thumbnail: '/image/1',
  } as const;
  return {
    folder: session.folder,
    said: { summary: summaryOf(session.state, extras), search_text: searchTextOf(session.state) },
  };
}

describe('archived sessions', () => {
  it('are found with the line that the list shows, in every folder that was ever chosen', async () => {
    const { root, store, chosen, parts } = await stage();
    const [one, two] = [await judgedSession(store), await judgedSession(store)];
    await archiveSession(exported(one), parts, control());
    chosen.folder = join(world.root, 'elsewhere', 'zips');
    await archiveSession(exported(two), parts, control());
    chosen.folder = null;
    expect(await store.ids()).toEqual([]);
    const found = await parts.archives.find();
    expect([...found].map(([id, { archive }]) => [id, archive])).toEqual([
      [one.id, join(root, 'archive', `${one.id}.zip`)],
      [two.id, join(world.root, 'elsewhere', 'zips', `${two.id}.zip`)],
    ]);
    const row = await parts.archives.row(two.id, found.get(two.id)?.archive ?? '');
    expect(row).toMatchObject({
      summary: { session_id: two.id, state: 'archived', votes_done: 2, notes: 'of a test', thumbnail: null },
      emblem: null,
      searchText: expect.stringContaining('a fox in the snow'),
    });
    // A drive that is not plugged in holds none, and holds them again when it is.
    await rename(join(world.root, 'elsewhere'), join(world.root, 'unplugged'));
    expect([...(await parts.archives.find()).keys()]).toEqual([one.id]);
    await rename(join(world.root, 'unplugged'), join(world.root, 'elsewhere'));
    await bringBack(two.id, parts, control());
    expect(await store.ids()).toEqual([two.id]);
    expect(await readdir(join(world.root, 'elsewhere', 'zips'))).toEqual([]);
  });

  it('are not all looked at where one is asked about', async () => {
    const asked: string[] = [];
    const { root, parts } = await stage({
      ...realFileSystem,
      facts: (path) => {
        asked.push(path);
        return realFileSystem.facts(path);
      },
    });
    const folder = join(root, 'archive');
    await mkdir(folder);
    for (const name of ['20230101_000000', '20230101_000001', '20230101_000001-2', '20230101_000002'])
      await writeFile(join(folder, `${name}.zip`), 'x');
    const found = await parts.archives.find(parseSessionId('20230101_000001'));
    expect([...found.keys()]).toEqual(['20230101_000001']);
    expect(asked.sort()).toEqual(
      ['20230101_000001-2.zip', '20230101_000001.zip'].map((name) => join(folder, name)),
    );
    expect((await parts.archives.find()).size).toBe(3);
  });

  it('keep their ids, whatever is made or copied in the same second', async () => {
    const { root, store, parts } = await stage();
    const session = await judgedSession(store);
    const other = await store.create(sampleSetup(), '');
    await archiveSession(exported(session), parts, control());
    const fresh = await store.create(sampleSetup(), '');
    const copy = await copySession(other.folder, parts, control());
    await writeFile(join(world.root, 'a.zip'), await packed({ [`${session.id}/journal.jsonl`]: '' }));
    const { ids } = await importSessions(join(world.root, 'a.zip'), parts, control());
    expect([fresh.id, copy, ...ids]).not.toContain(session.id);
    await bringBack(session.id, parts, control());
    expect([...(await store.ids())].sort()).toEqual([session.id, other.id, fresh.id, copy, ...ids].sort());
    expect(await readdir(join(root, 'archive'))).toEqual([]);
  });

  it('are not written where the drive of their folder is away', async () => {
    const { store, chosen, parts } = await stage();
    const [one, two] = [await judgedSession(store), await judgedSession(store)];
    chosen.folder = join(world.root, 'drive', 'zips');
    await archiveSession(exported(one), parts, control());
    await rename(join(world.root, 'drive', 'zips'), join(world.root, 'unplugged'));
    await expect(archiveSession(exported(two), parts, control())).rejects.toMatchObject({
      code: 'not_possible',
      message: expect.stringContaining(`is away: ${chosen.folder}`),
    });
    expect(await readdir(join(world.root, 'drive'))).toEqual([]);
    await rename(join(world.root, 'unplugged'), join(world.root, 'drive', 'zips'));
    await archiveSession(exported(two), parts, control());
    expect([...(await parts.archives.find()).keys()].sort()).toEqual([one.id, two.id]);
  });

  it('make a line also of a zip that is damaged, or that somebody put there', async () => {
    const { root, store, parts } = await stage();
    await mkdir(join(root, 'archive'));
    await writeFile(join(root, 'archive', '20230101_000000.zip'), 'no zip at all');
    await writeFile(
      join(root, 'archive', '20230101_000001.zip'),
      await packed({ 'session_meta.json': '{}' }),
    );
    await writeFile(join(root, 'archive', 'letter.zip'), 'x');
    await mkdir(join(root, 'archive', '20230101_000002.zip'));
    const rows = [];
    for (const [id, { archive }] of await parts.archives.find())
      rows.push(await parts.archives.row(id, archive));
    expect(rows.map((row) => [row?.summary.session_id, row?.summary.state, row?.summary.notes])).toEqual([
      ['20230101_000000', 'archived', expect.stringContaining('The archive of this session cannot be read.')],
      ['20230101_000001', 'archived', ''],
    ]);
    expect(await parts.archives.row(store.root as never, join(root, 'none.zip'))).toBeNull();
  });

  it('keep a zip of the same name that holds something else', async () => {
    const { root, store, parts } = await stage();
    const session = await judgedSession(store);
    await mkdir(join(root, 'archive'));
    const other = await packed({ [`${session.id}/session_meta.json`]: '{}' });
    await writeFile(join(root, 'archive', `${session.id}.zip`), other);
    await archiveSession(exported(session), parts, control());
    expect((await readdir(join(root, 'archive'))).sort()).toEqual([
      `${session.id}-2.zip`,
      `${session.id}.zip`,
    ]);
    expect((await readFile(join(root, 'archive', `${session.id}.zip`))).equals(other)).toBe(true);
  });

  it('replace the zip that a program left which ended before the folder went', async () => {
    const { root, store, parts } = await stage();
    const session = await judgedSession(store);
    await mkdir(join(root, 'archive'));
    await writeFile(join(root, 'archive', `${session.id}.zip`), await zipOf(store, session));
    await archiveSession(exported(session), parts, control());
    expect(await readdir(join(root, 'archive'))).toEqual([`${session.id}.zip`]);
  });

  it('are not made of a session that changes meanwhile', async () => {
    const { root, store, parts } = await stage();
    const session = await judgedSession(store);
    const follow = control();
    const commit = () => {
      follow.commit();
      void session.append({ type: 'notes_changed', notes: 'while it was archived' });
    };
    await expect(archiveSession(exported(session), parts, { ...follow, commit })).rejects.toMatchObject({
      code: 'not_possible',
      message: expect.stringContaining('changed while it was archived'),
    });
    expect(await readdir(join(root, 'archive'))).toEqual([]);
    expect((await store.open(session.id)).state.notes).toBe('while it was archived');
  });

  it('are not made where something cannot go into a zip', async () => {
    const { root, store, parts } = await stage();
    const session = await judgedSession(store);
    await writeFile(join(session.folder.output, 'odd:name.png'), 'x');
    await expect(archiveSession(exported(session), parts, control())).rejects.toMatchObject({
      code: 'not_possible',
    });
    await rm(join(session.folder.output, 'odd:name.png'));
    expect(await readdir(join(root, 'archive'))).toEqual([]);
    expect(await store.ids()).toEqual([session.id]);
  });

  it('are not made in a folder where zips would go with something else', async () => {
    const { root, store, chosen, parts } = await stage();
    const session = await judgedSession(store);
    chosen.folder = join(root, '.incoming');
    await expect(archiveSession(exported(session), parts, control())).rejects.toMatchObject({
      code: 'not_possible',
      message: expect.stringContaining('outside of the sessions folder'),
    });
    expect(await store.ids()).toEqual([session.id]);
    // What an earlier version put there stays.
    await mkdir(chosen.folder, { recursive: true });
    await writeFile(join(chosen.folder, `${session.id}.zip`), await zipOf(store, session));
    await mkdir(join(chosen.folder, '00112233445566ff'));
    await start({ root });
    expect(await readdir(chosen.folder)).toEqual([`${session.id}.zip`]);
  });

  it('leave no unfinished zip for longer than a day', async () => {
    const { root, parts } = await stage();
    await mkdir(join(root, 'archive'));
    const [old, fresh] = ['20230101_000000.zip.tmp-00ff', '20230101_000001.zip.tmp-00ff'];
    for (const name of [old, fresh]) await writeFile(join(root, 'archive', name), 'x');
    const now = parts.now().getTime() / 1000;
    await utimes(join(root, 'archive', old), now - 90_000, now - 90_000);
    await utimes(join(root, 'archive', fresh), now - 60, now - 60);
    await parts.archives.tidy();
    expect(await readdir(join(root, 'archive'))).toEqual([fresh]);
  });
});

describe('what a sessions folder remembers', () => {
  it('is kept, each thing once', async () => {
    const { root, parts } = await stage();
    const memory = memoryOf(root, parts);
    expect(await memory.read()).toEqual({ archive_folders: [], imported: [] });
    await Promise.all([
      memory.add('imported', 'a'),
      memory.add('imported', 'b'),
      memory.add('imported', 'a'),
    ]);
    await memory.add('archive_folders', '/zips');
    expect(await memoryOf(root, parts).read()).toEqual({
      archive_folders: ['/zips'],
      imported: ['a', 'b'],
    });
  });

  it('stays beside it as it was where it cannot be understood, and what can be is kept', async () => {
    const { root, parts } = await stage();
    const path = join(root, '.blindfold.json');
    const memory = memoryOf(root, parts);
    const asides = async () => (await readdir(root)).filter((name) => name.startsWith('.blindfold.json.'));
    const torn = '{"archive_folders": ["/zips/of mine"], "impor';
    await writeFile(path, torn);
    expect(await memory.read()).toEqual({ archive_folders: [], imported: [] });
    expect(await readFile(path, 'utf8')).toBe(torn);
    await memory.add('imported', 'a');
    const [aside] = await asides();
    expect(await readFile(join(root, aside ?? ''), 'utf8')).toBe(torn);
    expect(await memory.read()).toEqual({ archive_folders: [], imported: ['a'] });

    await writeFile(path, '{"archive_folders": ["/zips", 5], "imported": ["c"]}');
    await memory.add('imported', 'd');
    expect(await asides()).toHaveLength(2);
    expect(await memory.read()).toEqual({ archive_folders: ['/zips'], imported: ['c', 'd'] });
  });

  it('keeps what a later version wrote, and what another copy of the app adds in the same moment', async () => {
    const { root, parts } = await stage();
    const path = join(root, '.blindfold.json');
    await writeFile(path, '{"later": {"seed": 18446744073709551615}, "imported": []}');
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    await Promise.all(names.map((name) => memoryOf(root, parts).add('imported', name)));
    const { imported } = await memoryOf(root, parts).read();
    expect([...imported].sort()).toEqual(names);
    expect(await readFile(path, 'utf8')).toContain('18446744073709551615');
    expect((await readdir(root)).filter((name) => name.includes('.lock'))).toEqual([]);
  });
});
