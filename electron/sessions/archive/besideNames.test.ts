import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { realFileSystem } from '../fileSystem';
import { sessionWorld } from '../testStore';
import { createArchives } from './archivedSessions';
import { archiveSession, bringBack } from './archiveSession';
import { copySession } from './copySession';
import { importSessions } from './importSessions';
import { sessionFiles } from './sessionFiles';
import { control, judgedSession, memoryOf, packed, partsOf } from './testArchives';

const { world, start } = sessionWorld();

const LEFT = ['.DS_Store', 'output/._baseline_0_0.png', 'output/Thumbs.db', 'desktop.ini', '__MACOSX/x'];

async function stage() {
  const root = join(world.root, 'sessions');
  const store = await start({ root });
  const told: string[] = [];
  const parts = { ...partsOf(store), log: (_level: string, message: string) => void told.push(message) };
  const archives = createArchives({
    ...parts,
    root,
    memory: memoryOf(root, parts),
    chosenFolder: () => null,
  });
  const session = await judgedSession(store);
  await mkdir(join(session.folder.path, '__MACOSX'));
  for (const name of LEFT) await writeFile(join(session.folder.path, name), 'of the system');
  return { root, store, session, told, parts: { ...parts, archives } };
}

describe('what systems leave in the folder of a session', () => {
  it('keeps nobody from archiving it, and does not go along', async () => {
    const { store, session, parts } = await stage();
    await archiveSession({ folder: session.folder }, parts, control());
    expect(await store.ids()).toEqual([]);
    const { remarks } = await bringBack(session.id, parts, control());
    expect(remarks).toEqual([]);
    const names = await readdir(session.folder.path, { recursive: true });
    expect(names.filter((name) => LEFT.includes(name))).toEqual([]);
  });

  it('is not copied, and nothing is said of it', async () => {
    const { session, told, parts } = await stage();
    await copySession(session.folder, parts, control());
    expect(told).toEqual([]);
  });

  it('does not come in with an archive; what a person hid is counted', async () => {
    const { root, parts } = await stage();
    const path = join(root, 'taken.zip');
    await writeFile(
      path,
      await packed({
        'a/session_meta.json': '{"session_id": "20230101_000000"}',
        'a/.DS_Store': 'x',
        '__MACOSX/a/._x': 'x',
        'a/.git/config': 'x',
        'a/.notes': 'x',
      }),
    );
    const { leftOut } = await importSessions(path, parts, control());
    expect(leftOut).toBe(2);
  });
});

describe('what a person keeps in the folder of a session', () => {
  const MINE = [
    'mine/lock',
    'mine/lock.claim',
    'mine/notes.tmp-2',
    'mine/output/a.png.tmp-00ff',
    'notes.tmp-2',
    'blindfold.json',
  ];
  const OURS = [
    'lock.claim.tmp-00ff',
    'session_meta.json.tmp-00ff00ff00ff00ff',
    'output/a.png.tmp-00ff00ff00ff',
  ];

  it('goes along into an archive and comes back, whatever the app would call so', async () => {
    const { session, parts } = await stage();
    const { path } = session.folder;
    await mkdir(join(path, 'mine', 'output'), { recursive: true });
    for (const name of [...MINE, ...OURS]) await writeFile(join(path, name), 'of a person');
    await archiveSession({ folder: session.folder }, parts, control());
    await bringBack(session.id, parts, control());
    const names = (await readdir(path, { recursive: true })).map((name) => name.replaceAll('\\', '/'));
    expect(names).toEqual(expect.arrayContaining(MINE));
    expect(names.filter((name) => OURS.includes(name))).toEqual([]);
  });
});

describe('the files of a session whose folder goes away meanwhile', () => {
  it('do not end as if there were no more of them', async () => {
    const { session } = await stage();
    const walk = async () => {
      for await (const { path } of sessionFiles(realFileSystem, session.folder.path, () => undefined))
        if (path === 'output/baseline_0_0.png') await rm(session.folder.path, { recursive: true });
    };
    await expect(walk()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
