import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSessionId } from '../../core/session/identity';
import { createFaultyFileSystem } from './faultyFileSystem';
import { type FileSystem, realFileSystem } from './fileSystem';
import { trashStage } from './testTrash';
import { KEPT_DAYS } from './trash';

const { world, logged, open, makeFolder, inRoot, inTrash, pass } = trashStage();
const ID = parseSessionId('20240115_143022');
const OTHER = parseSessionId('20240115_150000');

describe('the trash', () => {
  it('takes a session and gives it back as it was', async () => {
    const trash = open();
    await trash.put(ID, await makeFolder(ID));
    expect(await inRoot()).toEqual([]);
    expect(await trash.list()).toEqual([
      {
        id: ID,
        label: `${ID} - fox`,
        trashed_at: new Date(2024, 0, 20),
        name: ID,
        path: join(world.root, '.trash', ID),
        archive: null,
        isOwn: true,
      },
    ]);
    await trash.restore(ID);
    expect(await inRoot()).toEqual([ID]);
    expect(await readFile(join(world.root, ID, 'session_meta.json'), 'utf8')).toBe('x');
    expect(await inTrash()).toEqual([]);
    expect(await trash.list()).toEqual([]);
  });

  it('is empty where there is no such folder', async () => {
    const trash = open();
    expect(await trash.list()).toEqual([]);
    expect(await trash.empty()).toBe(0);
    expect(await trash.tidy()).toBe(0);
    await expect(trash.restore(ID)).rejects.toMatchObject({ code: 'not_found' });
    expect(await readdir(world.root)).toEqual([]);
  });

  it('holds several of one id, and gives the last one back first', async () => {
    const trash = open();
    for (const words of ['first', 'second', 'third']) {
      await trash.put(ID, await makeFolder(ID, words));
      pass(1000);
    }
    expect((await trash.list()).map(({ path }) => path)).toEqual(
      [`${ID}.3`, `${ID}.2`, ID].map((name) => join(world.root, '.trash', name)),
    );
    await trash.restore(ID);
    expect(await readFile(join(world.root, ID, 'session_meta.json'), 'utf8')).toBe('third');
  });

  it('gives back the one of several that was named', async () => {
    const trash = open();
    for (const words of ['first', 'second']) {
      await trash.put(ID, await makeFolder(ID, words));
      pass(1000);
    }
    await expect(trash.restore(ID, `${OTHER}`)).rejects.toMatchObject({ code: 'not_found' });
    await trash.restore(ID, ID);
    expect(await readFile(join(world.root, ID, 'session_meta.json'), 'utf8')).toBe('first');
    expect((await trash.list()).map(({ name }) => name)).toEqual([`${ID}.2`]);
  });

  it('leaves a session that took the place meanwhile alone', async () => {
    const trash = open();
    await trash.put(ID, await makeFolder(ID, 'deleted'));
    await makeFolder(ID, 'new');
    await expect(trash.restore(ID)).rejects.toMatchObject({
      code: 'not_possible',
      message: expect.stringContaining(`There is a session ${ID} again`),
    });
    expect(await readFile(join(world.root, ID, 'session_meta.json'), 'utf8')).toBe('new');
    expect(await trash.list()).toHaveLength(1);
  });

  it('takes the zip of an archived session and puts it back where it was', async () => {
    const trash = open();
    const zip = join(world.root, 'elsewhere', `${ID}.zip`);
    await mkdir(dirname(zip));
    await writeFile(zip, 'a zip');
    await trash.put(ID, { path: zip, kind: 'zip', label: 'fox' });
    expect(await inTrash()).toEqual([`${ID}.zip`, `${ID}.zip.json`]);
    expect(await trash.list()).toMatchObject([{ id: ID, archive: zip }]);
    await trash.restore(ID);
    expect(await readFile(zip, 'utf8')).toBe('a zip');
    expect(await inTrash()).toEqual([]);
  });

  it('copies a zip from another disk whole before the old one goes', async () => {
    const zip = join(world.root, `${ID}-2.zip`);
    await writeFile(zip, 'a zip');
    const otherDisk = async (from: string, to: string) => {
      if (from === zip || to === zip) {
        if (!from.includes('.tmp-') && !to.endsWith('.json'))
          throw Object.assign(new Error('another disk'), { code: 'EXDEV' });
      }
      await rename(from, to);
    };
    const trash = open({ fs: { ...realFileSystem, rename: otherDisk } });
    await trash.put(ID, { path: zip, kind: 'zip', label: 'fox' });
    expect(await inRoot()).toEqual([]);
    await trash.restore(ID);
    expect(await readFile(zip, 'utf8')).toBe('a zip');
    expect(await inTrash()).toEqual([]);
  });

  it('is emptied of all sessions, and of nothing else', async () => {
    const trash = open();
    await trash.put(ID, await makeFolder(ID));
    await trash.put(OTHER, await makeFolder(OTHER));
    await writeFile(join(world.root, '.trash', 'my notes.txt'), 'mine');
    const sizes = (await trash.list()).map((item) => trash.bytes(item));
    expect(await Promise.all(sizes)).toEqual([1, 1]);
    expect(await trash.empty()).toBe(2);
    expect(await inTrash()).toEqual(['my notes.txt']);
  });

  it('is emptied of what an earlier program only began to remove, and never shows that', async () => {
    const trash = open();
    await trash.put(ID, await makeFolder(ID));
    await rename(join(world.root, '.trash', ID), join(world.root, '.trash', `${ID}.removing`));
    expect(await trash.list()).toEqual([]);
    expect(await trash.tidy()).toBe(0);
    expect(await inTrash()).toEqual([]);
  });

  describe('with one item that the disk does not let go', () => {
    const refuse = () => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' }));
    const stuck: FileSystem = {
      ...realFileSystem,
      removeTree: (path) => (path.includes(ID) ? refuse() : realFileSystem.removeTree(path)),
    };

    it('is emptied of all others, and says what stays', async () => {
      const trash = open({ fs: stuck });
      await trash.put(ID, await makeFolder(ID));
      pass(1000);
      await trash.put(OTHER, await makeFolder(OTHER));
      pass(1000);
      // Newest first: what comes after the stuck one goes, too.
      const third = parseSessionId('20240115_160000');
      await trash.put(third, await makeFolder(third));
      const failure = {
        code: 'no_permission',
        message: expect.stringMatching(
          /^2 sessions were removed for good, but not all\. .*\.removing is not permitted/,
        ),
      };
      await expect(trash.empty()).rejects.toMatchObject(failure);
      expect(await inTrash()).toEqual([`${ID}.removing`]);
      await trash.put(OTHER, await makeFolder(OTHER));
      await expect(trash.empty()).rejects.toMatchObject({
        message: expect.stringMatching(/^1 session was removed for good, but not all\./),
      });
      expect(await inTrash()).toEqual([`${ID}.removing`]);
      expect(logged).toEqual([expect.stringContaining(`${ID}.removing`)]);
    });

    it('is tidied of all others', async () => {
      const trash = open({ fs: stuck });
      await trash.put(OTHER, await makeFolder(OTHER));
      pass(1000);
      await trash.put(ID, await makeFolder(ID));
      pass(KEPT_DAYS * 86_400_000);
      expect(await trash.tidy()).toBe(1);
      await trash.put(OTHER, await makeFolder(OTHER));
      pass(KEPT_DAYS * 86_400_000);
      expect(await trash.tidy()).toBe(1);
      expect(await inTrash()).toEqual([`${ID}.removing`]);
      expect(logged).toEqual([expect.stringContaining(`${ID}.removing`)]);
    });

    it('tells of all, also of one that cannot be looked into', async () => {
      const isStuck = (path: string) => path === join(world.root, '.trash', ID);
      const trash = open({
        fs: {
          ...realFileSystem,
          readFile: (path) => (isStuck(path.replace('.json', '')) ? refuse() : realFileSystem.readFile(path)),
          names: (path) => (isStuck(path) ? refuse() : realFileSystem.names(path)),
        },
      });
      await trash.put(ID, await makeFolder(ID));
      await trash.put(OTHER, await makeFolder(OTHER));
      const items = await trash.list();
      expect(items.map(({ label }) => label).sort()).toEqual([ID, `${OTHER} - fox`]);
      const bytes = async (id: string) => trash.bytes(items.find((item) => item.id === id) ?? raise());
      expect(await bytes(ID)).toBe(0);
      expect(await bytes(OTHER)).toBe(1);
      await trash.list();
      expect(logged).toEqual([expect.stringContaining(ID)]);
    });
  });

  it('says why when the disk refuses, and then the session stays where it was', async () => {
    const from = await makeFolder(ID);
    const refuse = () => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' }));
    const isMove = (from: string) => from === join(world.root, ID);
    const fs = {
      ...realFileSystem,
      rename: (a: string, b: string) => (isMove(a) ? refuse() : realFileSystem.rename(a, b)),
    };
    await expect(open({ fs }).put(ID, from)).rejects.toMatchObject({ code: 'no_permission' });
    expect(await inRoot()).toEqual([ID]);
    expect(await inTrash()).toEqual([]);
  });
});

function raise(): never {
  throw new Error('There is no such item.');
}

/** Where the session is: exactly one of the two places must hold it whole. */
async function places(): Promise<string[]> {
  const whole = async (path: string) => (await stat(join(path, 'output')).catch(() => null)) !== null;
  const found: string[] = [];
  if (await whole(join(world.root, ID))) found.push('sessions');
  if (await whole(join(world.root, '.trash', ID))) found.push('trash');
  return found;
}

describe.each(['refuse', 'end before', 'end half way', 'end after'] as const)(
  'with the n-th operation of the disk that goes wrong (%s)',
  (kind) => {
    it.each(['delete', 'restore'] as const)(
      'a %s leaves the session in one of the two places',
      async (what) => {
        let at = 1;
        for (; ; at += 1) {
          const faulty = createFaultyFileSystem();
          await open().empty();
          const from = await makeFolder(ID);
          if (what === 'restore') await open().put(ID, from);
          const trash = open({ fs: faulty.fs });
          faulty.plan(kind === 'refuse' ? { at, kind, code: 'EIO' } : { at, kind });
          const failure = await (what === 'delete' ? trash.put(ID, from) : trash.restore(ID)).then(
            () => null,
            (error: unknown) => error,
          );
          if (failure !== null) expect(failure).toMatchObject({ name: 'AppFailure' });
          expect(await places()).toHaveLength(1);
          // The next start finds it, and it can be brought back whole.
          if ((await places())[0] === 'trash') await open().restore(ID);
          expect(await places()).toEqual(['sessions']);
          await open().tidy();
          if (faulty.operations.length < at) break;
        }
        expect(at).toBeGreaterThan(7);
      },
    );
  },
);
