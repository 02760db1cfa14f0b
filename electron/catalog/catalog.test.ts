import { cp, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionId } from '../../core/session/identity';
import { generationEvents, sampleSetup, startEvents } from '../../core/session/sampleJournal';
import { edit } from '../sessions/testStore';
import { realTimers } from '../sessions/timers';
import type { ArchivedSessions, Catalog, CatalogRow } from './catalog';
import { damagedRow } from './rowReader';
import { catalogWorld, listed, measured } from './testCatalog';

const OTHER = '20230101_000000';

describe.each(['sqlite', 'file'] as const)('the catalog of kind %s', (kind) => {
  const { world, run } = catalogWorld();
  const folder = (id: string) => join(world.root, id);
  const summaryOf = async (catalog: Catalog, id: string) => (await catalog.row(id as SessionId))?.summary;

  it('shows a change that was made here at once, without reading the folder', async () => {
    const { store, catalog, read } = await run(kind);
    await catalog.refresh();
    const session = await store.create(sampleSetup(), 'first');
    expect(await summaryOf(catalog, session.id)).toMatchObject({ notes: 'first', unsaved_changes: 1 });
    await session.append(
      { type: 'notes_changed', notes: 'second' },
      { type: 'pinned', pinned: true },
      edit('A'),
    );
    const { rows, total, counts } = await catalog.list({ q: 'SECOND füchse' });
    expect(rows.map(({ summary }) => [summary.notes, summary.pinned, summary.unsaved_changes])).toEqual([
      ['second', true, 2],
    ]);
    expect({ total, counts }).toEqual({
      total: 1,
      counts: { all: 1, active: 0, to_vote: 0, done: 0, archived: 0, damaged: 0 },
    });
    expect(read).toEqual([]);
  });

  it('finds folders that came or went by hand in a list, tells of it once, and reads no other', async () => {
    const { store, catalog, found, read } = await run(kind);
    const first = await store.create(sampleSetup(), '');
    const second = await store.create(sampleSetup(), '');
    await catalog.refresh();
    read.length = 0;
    await cp(folder(first.id), folder(OTHER), { recursive: true });
    await mkdir(folder('20230101_000001x'));
    expect(await listed(catalog)).toEqual([second.id, first.id, OTHER]);
    expect(read).toEqual([OTHER]);
    await rename(folder(OTHER), join(world.root, 'taken away'));
    expect(await listed(catalog)).toEqual([second.id, first.id]);
    expect(await listed(catalog)).toEqual([second.id, first.id]);
    expect(found).toEqual([
      { came: [OTHER], removed: [] },
      { came: [], removed: [OTHER] },
    ]);
  });

  it('takes a link to nowhere that only has the name of a session for none, each time', async () => {
    const { catalog, found } = await run(kind);
    await symlink(folder('nowhere'), folder(OTHER));
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await listed(catalog)).toEqual([]);
      expect(await catalog.refresh()).toEqual({ changed: [], removed: [] });
      expect(await catalog.rebuild()).toBe(0);
    }
    expect(found).toEqual([]);
  });

  it('notices at a refresh what another program changed, and reads only that', async () => {
    const { store, catalog, read } = await run(kind);
    const sessions = [await store.create(sampleSetup(), ''), await store.create(sampleSetup(), '')];
    for (const session of sessions) {
      await session.save();
      await session.close();
    }
    const [first, second] = sessions.map(({ id }) => id) as [SessionId, SessionId];
    await catalog.refresh();
    expect(await catalog.refresh()).toEqual({ changed: [], removed: [] });
    read.length = 0;
    await catalog.refresh();
    expect(read).toEqual([]);
    const meta = join(folder(first), 'session_meta.json');
    await writeFile(
      meta,
      '{"timestamp": 86400, "step_1_setup": {"lora_filename": "from_elsewhere.safetensors"}}',
    );
    expect(await listed(catalog)).toEqual([second, first]);
    expect(read).toEqual([]);
    expect(await catalog.refresh()).toEqual({ changed: [first], removed: [] });
    expect(read).toEqual([first]);
    expect(await summaryOf(catalog, first)).toMatchObject({ lora_filename: 'from_elsewhere.safetensors' });
    await rm(folder(second), { recursive: true });
    expect(await catalog.refresh()).toEqual({ changed: [], removed: [second] });
    expect(await listed(catalog)).toEqual([first]);
  });

  it('says of a session that another copy has open that it can only be read, as long as that is so', async () => {
    const { store } = await run('file');
    const there = await run(kind);
    const here = await run(kind);
    const session = await store.create(sampleSetup(), '');
    await there.catalog.refresh();
    expect(await summaryOf(there.catalog, session.id)).toMatchObject({ state: 'read_only' });
    await session.close();
    expect(await there.catalog.refresh()).toEqual({ changed: [session.id], removed: [] });
    expect(await summaryOf(there.catalog, session.id)).toMatchObject({ state: 'ok' });
    // The copy that has it open never sees it so, whatever the others see.
    await (await there.store.open(session.id)).append(edit('A'));
    await here.catalog.refresh();
    expect((await here.catalog.list({})).rows[0]?.summary.state).toBe('read_only');
    expect((await there.catalog.list({})).rows[0]?.summary.state).toBe('ok');
  });

  it('looks at one session when it is told to', async () => {
    const { store, catalog } = await run(kind);
    const session = await store.create(sampleSetup(), '');
    await session.close();
    await catalog.refresh();
    await cp(folder(session.id), folder(OTHER), { recursive: true });
    await catalog.look(OTHER as SessionId);
    expect(await summaryOf(catalog, OTHER)).toMatchObject({ session_id: OTHER });
    await rm(folder(OTHER), { recursive: true });
    await catalog.look(OTHER as SessionId);
    expect(await catalog.row(OTHER as SessionId)).toBeNull();
  });

  it('lists what lies in zips, but a folder before its zip', async () => {
    const zips = new Map<SessionId, { archive: string; bytes: number; stamp: string }>();
    let opened = 0;
    const archives: ArchivedSessions = {
      find: async () => new Map(zips),
      row: async (id, archive): Promise<CatalogRow | null> => {
        opened += 1;
        const row = await catalog.row(packed.id);
        if (row === null || archive !== `/zips/${id}.zip`) return null;
        const summary = { ...row.summary, session_id: id, state: 'archived' as const };
        return { ...row, summary, searchText: 'In a ZIP', bytes: null, archive: null };
      },
    };
    const { store, catalog } = await run(kind, { archives });
    const packed = await store.create(sampleSetup(), '');
    await packed.close();
    await catalog.refresh();
    zips.set(OTHER as SessionId, { archive: `/zips/${OTHER}.zip`, bytes: 77, stamp: '1' });
    zips.set(packed.id, { archive: `/zips/${packed.id}.zip`, bytes: 78, stamp: '1' });
    expect((await catalog.refresh()).changed).toEqual([OTHER]);
    expect((await catalog.refresh()).changed).toEqual([]);
    expect(opened).toBe(1);
    const { rows, counts } = await catalog.list({ filter: 'archived', q: 'zip' });
    expect(rows.map(({ summary, bytes, archive }) => [summary.session_id, bytes, archive])).toEqual([
      [OTHER, 77, `/zips/${OTHER}.zip`],
    ]);
    expect(counts).toMatchObject({ all: 1, archived: 1 });

    // Archived: the folder goes, the zip is there. Brought back: the other way round.
    await rename(folder(packed.id), join(world.root, 'away'));
    await catalog.look(packed.id);
    expect(await catalog.row(packed.id)).toMatchObject({ bytes: 78, summary: { state: 'archived' } });
    await rename(join(world.root, 'away'), folder(packed.id));
    await catalog.look(packed.id);
    expect(await catalog.row(packed.id)).toMatchObject({ archive: null, summary: { state: 'ok' } });
    zips.clear();
    expect(await catalog.refresh()).toMatchObject({ removed: [OTHER] });
  });

  it('keeps archived sessions in the list while their folder cannot be looked into', async () => {
    let isThere = true;
    const archives: ArchivedSessions = {
      find: async () => {
        if (!isThere) throw new Error('The disk is not there.');
        return new Map([[OTHER as SessionId, { archive: '/zips/a.zip', bytes: 1, stamp: '1' }]]);
      },
      row: async (id) => ({ ...damagedRow(id, 'packed'), archive: '' }),
    };
    const { store, catalog, said } = await run(kind, { archives });
    await store.create(sampleSetup(), '');
    await catalog.refresh();
    isThere = false;
    expect(await catalog.refresh()).toMatchObject({ removed: [] });
    expect(await listed(catalog)).toContain(OTHER);
    expect(said.join()).toContain('could not be looked for');
  });

  it('measures every folder, and again when work in it has come to an end', async () => {
    // What is to be done after a while is done soon.
    const after = (ms: number, act: () => void) => realTimers.after(Math.min(ms, 20), act);
    const { store, catalog } = await run(kind, { timers: { ...realTimers, after } });
    const session = await store.create(sampleSetup(), '');
    await writeFile(join(session.folder.output, 'a.png'), new Uint8Array(5000));
    await catalog.refresh();
    await measured(catalog);
    const before = (await catalog.row(session.id))?.bytes ?? 0;
    expect(before).toBeGreaterThan(5000);
    await writeFile(join(session.folder.output, 'b.png'), new Uint8Array(7000));
    await session.append(...startEvents(), ...generationEvents());
    await expect
      .poll(async () => (await catalog.rows())[0]?.bytes, { interval: 10, timeout: 10_000 })
      .toBeGreaterThan(before + 7000);
  });

  it('is made anew from the folders with progress, and stays whole meanwhile', async () => {
    const { store, catalog, read } = await run(kind);
    for (let made = 0; made < 40; made += 1) await store.create(sampleSetup(), '');
    await catalog.refresh();
    read.length = 0;
    const steps: number[] = [];
    const totals = new Set<number>();
    const lists: Promise<string[]>[] = [];
    const count = await catalog.rebuild((done, total) => {
      steps.push(done);
      totals.add(total);
      if (done % 10 === 0) lists.push(listed(catalog));
    });
    expect(count).toBe(40);
    expect(steps.at(-1)).toBe(40);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect([...totals]).toEqual([40]);
    expect(new Set(read).size).toBe(40);
    for (const ids of await Promise.all(lists)) expect(ids).toHaveLength(40);
  });

  it('stops being made anew when that is not wanted any more, and nothing is missing', async () => {
    const { store, catalog } = await run(kind);
    for (let made = 0; made < 40; made += 1) await store.create(sampleSetup(), '');
    await catalog.refresh();
    const abort = new AbortController();
    const reason = new Error('Cancelled.');
    await expect(
      catalog.rebuild((done) => {
        if (done === 20) abort.abort(reason);
      }, abort.signal),
    ).rejects.toBe(reason);
    expect(await listed(catalog)).toHaveLength(40);
    expect(await catalog.rebuild()).toBe(40);
  });

  it('goes on as the other kind', async () => {
    const { store, catalog } = await run(kind);
    const session = await store.create(sampleSetup(), 'kept');
    const other = kind === 'file' ? 'sqlite' : 'file';
    await catalog.switchTo(other);
    expect([catalog.kind, catalog.file]).toEqual([
      other,
      other === 'file' ? null : join(world.root, 'catalog.db'),
    ]);
    await session.append({ type: 'notes_changed', notes: 'after' });
    expect(await listed(catalog, { q: 'after' })).toEqual([session.id]);
    await catalog.switchTo(kind);
    expect(await listed(catalog, { q: 'after' })).toEqual([session.id]);
    expect(catalog.kind).toBe(kind);
  });

  it('lists what cannot be read as damaged, a fault of our own included', async () => {
    const { store, catalog, views, bugs } = await run(kind);
    const good = await store.create(sampleSetup(), '');
    await mkdir(folder(OTHER));
    await writeFile(join(folder(OTHER), 'session_meta.json'), '{"session_id": ');
    const broken = await run(kind, {
      views: {
        ...views,
        summary: (session, withPicture) => {
          if (session.id === good.id) throw new TypeError('a bug');
          return views.summary(session, withPicture);
        },
      },
    });
    expect(await listed(catalog, { filter: 'damaged' })).toEqual([OTHER]);
    await broken.catalog.rebuild();
    expect((await listed(broken.catalog, { filter: 'damaged' })).sort()).toEqual([OTHER, good.id]);
    expect([bugs, broken.bugs]).toEqual([[], [expect.any(TypeError)]]);
  });

  it('tells of a sessions folder that is gone, and lists again when it is back', async () => {
    const { store, catalog } = await run(kind, { file: join(world.root, '..', `${Date.now()}-${kind}.db`) });
    const session = await store.create(sampleSetup(), '');
    await session.close();
    await catalog.refresh();
    await rename(world.root, `${world.root}-away`);
    await expect(catalog.list({})).rejects.toMatchObject({ code: 'storage_failed' });
    await expect(catalog.refresh()).rejects.toMatchObject({ code: 'storage_failed' });
    await rename(`${world.root}-away`, world.root);
    expect(await listed(catalog)).toEqual([session.id]);
    const { file } = catalog;
    await catalog.dispose();
    if (file !== null) await rm(file);
  });

  it('refuses work when it is closed, and hears of changes without harm', async () => {
    const { store, catalog, bugs } = await run(kind);
    const session = await store.create(sampleSetup(), '');
    await catalog.dispose();
    await session.append(edit('A'));
    await expect(catalog.list({})).rejects.toMatchObject({ code: 'not_possible' });
    await expect(catalog.refresh()).rejects.toMatchObject({ code: 'not_possible' });
    await catalog.dispose();
    expect(bugs).toEqual([]);
  });
});
