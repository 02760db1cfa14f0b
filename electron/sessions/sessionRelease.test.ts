import { mkdir, mkdtemp, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSessionId } from '../../core/session/identity';
import { blankSetup } from '../../core/session/setup';
import { createFaultyFileSystem } from './faultyFileSystem';
import { edit, fakeProcesses, sessionWorld, typesOf } from './testStore';

const { world, start } = sessionWorld();

describe('a session that is released', () => {
  it('has neither lock nor journal open while its folder is moved, and comes back with all it held', async () => {
    const store = await start();
    const session = await store.create(blankSetup(), '');
    await session.append(edit('Quality'));
    const away = join(world.root, 'away');
    const files = await store.release(session.id, async (folder) => {
      const names = await readdir(folder.path);
      await rename(folder.path, away);
      return names;
    });
    expect(files.sort()).toEqual(['journal.jsonl', 'output']);
    expect(store.opened()).toEqual([]);
    await expect(store.open(session.id)).rejects.toMatchObject({ code: 'not_found' });
    await rename(away, session.folder.path);
    const again = await store.open(session.id);
    expect(again.state.setup.metrics).toEqual(['Quality']);
    await again.append(edit('Style'));
    expect(await typesOf(again)).toEqual(['setup_changed', 'setup_changed', 'setup_changed']);
  });

  it('lets writes that were asked for before finish, and those asked for meanwhile wait', async () => {
    const store = await start();
    const session = await store.create(blankSetup(), '');
    const before = session.append(edit('Before'));
    const order: string[] = [];
    let goOn: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let released: Promise<void> = Promise.resolve();
    await new Promise<void>((resolve) => {
      released = store.release(session.id, async () => {
        order.push('work');
        resolve();
        await gate;
        order.push('work ended');
      });
    });
    const after = session.append(edit('After')).then(() => order.push('after'));
    const looked = store.open(session.id).then(() => order.push('looked'));
    await before;
    goOn();
    await Promise.all([released, after, looked]);
    expect(order.slice(0, 2)).toEqual(['work', 'work ended']);
    expect(order).toHaveLength(4);
    expect((await store.open(session.id)).state.setup.metrics).toEqual(['After']);
  });

  it.each(['append', 'save', 'discard'] as const)(
    'does not come back by %s, asked for while its folder went away',
    async (write) => {
      const store = await start();
      const session = await store.create(blankSetup(), '');
      await session.append(edit('Quality'));
      expect(session.unsavedChanges).toBeGreaterThan(0);
      const away = join(world.root, 'away');
      let late: Promise<unknown> = Promise.resolve();
      await store.release(session.id, async (folder) => {
        late = write === 'append' ? session.append(edit('Late')) : session[write]();
        late.catch(() => undefined);
        expect(store.opened()).toEqual([session]);
        await rename(folder.path, away);
      });
      await expect(late).rejects.toMatchObject({ message: expect.stringContaining('not there any more') });
      expect(store.opened()).toEqual([]);
      await rename(away, session.folder.path);
      await (await store.open(session.id)).append(edit('Style'));
      expect(store.opened()).toEqual([session]);
      expect(await typesOf(session)).toEqual(['setup_changed', 'setup_changed', 'setup_changed']);
    },
  );

  it('stays in memory when the disk only refuses a write', async () => {
    const faulty = createFaultyFileSystem();
    const store = await start({ fs: faulty.fs });
    const session = await store.create(blankSetup(), '');
    await session.append(edit('Quality'));
    faulty.plan({ at: faulty.operations.length + 1, kind: 'refuse', code: 'ENOSPC' });
    await expect(session.append(edit('Style'))).rejects.toMatchObject({ code: 'disk_full' });
    expect(store.opened()).toEqual([session]);
  });

  it('is refused while a run works on it, and while another copy has it', async () => {
    const alive = new Map([
      [1, 'a'],
      [2, 'b'],
    ]);
    const store = await start({ processes: fakeProcesses(1, alive) });
    const session = await store.create(blankSetup(), '');
    const letGo = session.hold();
    await expect(store.release(session.id, async () => 1)).rejects.toMatchObject({ code: 'not_possible' });
    letGo();
    const other = await start({ processes: fakeProcesses(2, alive) });
    await expect(other.release(session.id, async () => 1)).rejects.toMatchObject({ code: 'session_locked' });
    expect(await store.release(session.id, async () => 1)).toBe(1);
  });

  it('throws what the work throws, and can be used after that', async () => {
    const store = await start();
    const session = await store.create(blankSetup(), '');
    const work = () => Promise.reject(new Error('no'));
    await expect(store.release(session.id, work)).rejects.toThrow('no');
    await session.append(edit('Quality'));
    await expect(store.release('20990101_000000', work)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a folder that was made elsewhere', () => {
  const wanted = parseSessionId('20200101_120000');
  const made = async () => {
    const path = await mkdtemp(join(world.root, '.made-'));
    await mkdir(join(path, 'output'));
    await writeFile(join(path, 'journal.jsonl'), '');
    return path;
  };

  it('gets the wanted id, or the next free second', async () => {
    const store = await start();
    const ids: string[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const path = await made();
      await store.place(wanted, async ({ id }) => {
        ids.push(id);
        return path;
      });
    }
    expect(ids).toEqual(['20200101_120000', '20200101_120001']);
    expect(await store.ids()).toEqual(['20200101_120001', '20200101_120000']);
    const path = await made();
    expect(
      await store.place(
        wanted,
        async () => path,
        (id) => id < '20200101_120010',
      ),
    ).toBe('20200101_120010');
  });

  it('gets an id of its own beside sessions and folders that are made at the same time', async () => {
    const store = await start();
    const paths = await Promise.all([made(), made(), made()]);
    const ids = await Promise.all([
      ...paths.map((path) => store.place(null, async () => path)),
      store.create(blankSetup(), '').then(({ id }) => id),
    ]);
    expect(new Set(ids).size).toBe(4);
  });

  it('is taken back when the disk does not take it for sure', async () => {
    const faulty = createFaultyFileSystem();
    const store = await start({ fs: faulty.fs });
    const path = await made();
    const before = faulty.operations.length;
    await store.place(null, async () => path);
    const count = faulty.operations.length - before;
    for (let at = 1; at <= count; at += 1) {
      const next = await made();
      faulty.plan({ at: faulty.operations.length + at, kind: 'refuse', code: 'EIO' });
      await expect(store.place(null, async () => next)).rejects.toMatchObject({ code: 'storage_failed' });
      faulty.plan(null);
      expect(await store.ids()).toHaveLength(1);
    }
  });
});
