import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FileSystem, realFileSystem } from '../fileSystem';
import type { OpenSession } from '../openSession';
import { sessionWorld } from '../testStore';
import { createArchives } from './archivedSessions';
import { archiveSession, bringBack } from './archiveSession';
import { contentOf, control, judgedSession, memoryOf, packed, partsOf, zipOf } from './testArchives';

const { world, start } = sessionWorld();

async function stage(fs: FileSystem = realFileSystem) {
  const root = join(world.root, 'sessions');
  const store = await start({ root });
  const parts = partsOf(store, fs);
  const memory = memoryOf(root, parts);
  const archives = createArchives({ ...parts, root, memory, chosenFolder: () => null });
  const session = await judgedSession(store);
  await mkdir(join(root, 'archive'));
  return {
    root,
    store,
    parts: { ...parts, archives },
    session,
    zip: join(root, 'archive', `${session.id}.zip`),
  };
}

const exported = ({ folder }: OpenSession) => ({ folder });
const refused = (code: string) => Object.assign(new Error(`${code}, on purpose`), { code });

describe('the zip of an archived session', () => {
  it('never replaces one that came in the same moment, and takes the next name', async () => {
    const other = Buffer.from('of another sessions folder');
    let path = '';
    const { root, parts, session, zip } = await stage({
      ...realFileSystem,
      link: async (from, to) => {
        if (to === path) await writeFile(to, other, { flag: 'wx' });
        return realFileSystem.link(from, to);
      },
    });
    path = zip;
    const made = await archiveSession(exported(session), parts, control());
    expect(made).toBe(join(root, 'archive', `${session.id}-2.zip`));
    expect((await readFile(zip)).equals(other)).toBe(true);
  });

  it('takes a free name on a disk without second names for files, too', async () => {
    const { root, parts, session, store, zip } = await stage({
      ...realFileSystem,
      link: () => Promise.reject(refused('ENOTSUP')),
    });
    await writeFile(zip, 'something else');
    await archiveSession(exported(session), parts, control());
    expect((await readdir(join(root, 'archive'))).sort()).toEqual([
      `${session.id}-2.zip`,
      `${session.id}.zip`,
    ]);
    expect(await readFile(zip, 'utf8')).toBe('something else');
    await bringBack(session.id, parts, control());
    expect(await store.ids()).toEqual([session.id]);
  });

  it('stays when the folder is gone by then, since it is all there is', async () => {
    const { root, parts, session, zip } = await stage();
    const away = join(world.root, 'away');
    const moveFirst = async (move: () => Promise<void>) => {
      await rename(session.folder.path, away);
      await move();
    };
    await expect(archiveSession(exported(session), parts, control(), moveFirst)).rejects.toMatchObject({
      code: 'storage_failed',
    });
    expect(await readdir(join(root, 'archive'))).toEqual([`${session.id}.zip`]);
    expect((await stat(zip)).size).toBeGreaterThan(1000);
  });

  it('is not removed by a failure when another program has put its own in that place', async () => {
    const { root, parts, session, zip } = await stage();
    const replaceFirst = async () => {
      await writeFile(`${zip}.theirs`, 'theirs');
      await rename(`${zip}.theirs`, zip);
      throw refused('EIO');
    };
    await expect(archiveSession(exported(session), parts, control(), replaceFirst)).rejects.toThrow();
    expect(await readFile(zip, 'utf8')).toBe('theirs');
    expect(await readdir(root)).toContain(session.id);
  });

  it('comes back as it was also where a picture lies both at the top and in output', async () => {
    const { parts, session, store } = await stage();
    await writeFile(join(session.folder.path, 'baseline_0_0.png'), 'at the top');
    await writeFile(join(session.folder.path, 'lora_0_0_w9.png'), 'at the top alone');
    const before = await contentOf(session.folder.path);
    await archiveSession(exported(session), parts, control());
    expect(await store.ids()).toEqual([]);
    await bringBack(session.id, parts, control());
    expect(await contentOf(session.folder.path)).toEqual(before);
  });

  it('brings a picture that was packed without its folder to its place only where that is free', async () => {
    const { parts, session, store, zip } = await stage();
    const id = '20230101_000000';
    await writeFile(
      zip.replace(session.id, id),
      await packed({
        [`${id}/session_meta.json`]: '{"session_id": "20230101_000000"}',
        [`${id}/baseline_0_0.png`]: 'at the top',
        [`${id}/Output/Baseline_0_0.png`]: 'in its place',
        [`${id}/lora_0_0_w1.png`]: 'moved',
      }),
    );
    await bringBack(id as never, parts, control());
    const folder = join(store.root, id);
    expect(await readFile(join(folder, 'baseline_0_0.png'), 'utf8')).toBe('at the top');
    expect(await readFile(join(folder, 'output', 'lora_0_0_w1.png'), 'utf8')).toBe('moved');
  });

  it('stays when its session came into the folder meanwhile, and makes no second one', async () => {
    const { parts, session, store, zip } = await stage();
    await writeFile(zip, await zipOf(store, session));
    await expect(bringBack(session.id, parts, control())).rejects.toMatchObject({ code: 'not_possible' });
    expect(await store.ids()).toEqual([session.id]);
    expect((await stat(zip)).isFile()).toBe(true);
  });

  it('stays when it holds what did not come in', async () => {
    const { parts, session, store, zip } = await stage();
    const id = '20230101_000000';
    const path = zip.replace(session.id, id);
    await writeFile(
      path,
      await packed({
        [`${id}/session_meta.json`]: '{"session_id": "20230101_000000"}',
        'letter.txt': 'mine',
      }),
    );
    const { remarks } = await bringBack(id as never, parts, control());
    expect(remarks).toEqual([
      'One file of the archive belongs to no session and was left out.',
      `Its archive stays, since it holds more than the session: ${path}.`,
    ]);
    expect(await store.ids()).toContain(id);
    expect((await stat(path)).isFile()).toBe(true);
  });
});
