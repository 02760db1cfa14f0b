import { mkdir, readdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JournalEvent, NewEvent } from '../../core/session/events';
import { sampleSetup } from '../../core/session/sampleJournal';
import { createFaultyFileSystem } from './faultyFileSystem';
import { realFileSystem } from './fileSystem';
import type { SessionGlance } from './openSession';
import type { SessionStore } from './sessionStore';
import { createManualTimers, edit, journalOf, sessionWorld, typesOf } from './testStore';

const { world, start } = sessionWorld();

describe('making a session', () => {
  it('makes its folder and journal under the local time, and no saved file', async () => {
    const session = await (await start()).create(sampleSetup(), 'a note');
    expect(session.id).toBe('20240115_143022');
    expect((await readdir(session.folder.path)).sort()).toEqual(['journal.jsonl', 'lock', 'output']);
    expect(session.state.setup).toEqual(sampleSetup());
    expect(session.state.notes).toBe('a note');
    expect(session).toMatchObject({
      unsavedChanges: 1,
      savedAt: null,
      recovery: null,
      damaged: null,
      readOnly: false,
    });
    expect(await typesOf(session)).toEqual(['setup_changed', 'notes_changed']);
  });

  it('flushes all of it beside its place, then puts it there in one step and flushes its name', async () => {
    const { fs, operations } = createFaultyFileSystem();
    const { folder, id } = await (await start({ fs })).create(sampleSetup(), '');
    const draft = `[^ ]*[/\\\\]${id}`;
    const places = [
      new RegExp(`^write ${draft}.journal\\.jsonl$`),
      new RegExp(`^sync ${draft}.journal\\.jsonl$`),
      new RegExp(`^syncFolder ${draft}$`),
      `rename ${folder.path}`,
      `syncFolder ${world.root}`,
    ].map((wanted) =>
      operations.findIndex((name) => (typeof wanted === 'string' ? name === wanted : wanted.test(name))),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(operations.slice(0, places[3]).some((name) => name.includes(folder.journal))).toBe(false);
    expect(await readdir(world.root)).toEqual([id]);
  });

  it('takes the next free second, across minutes and for two at the same time', async () => {
    const now = () => new Date(2024, 11, 31, 23, 59, 59);
    const [one, two] = [await start({ now }), await start({ now })];
    const made = await Promise.all([one, two, one].map((store) => store.create(sampleSetup(), '')));
    expect(made.map((session) => session.id).sort()).toEqual([
      '20241231_235959',
      '20250101_000000',
      '20250101_000001',
    ]);
    expect(await one.ids()).toEqual(['20250101_000001', '20250101_000000', '20241231_235959']);
  });

  it('is the same session for whoever finds its folder while it is being made', async () => {
    let found: Promise<SessionGlance> | null = null;
    const store: SessionStore = await start({
      fs: {
        ...realFileSystem,
        rename: async (from, to) => {
          await realFileSystem.rename(from, to);
          found ??= store.peek(basename(to));
        },
      },
    });
    const session = await store.create(sampleSetup(), '');
    expect(await found).toBe(session);
    expect(await store.open(session.id)).toBe(session);
  });

  it('lists only folders with the form of an id', async () => {
    const store = await start();
    await store.create(sampleSetup(), '');
    for (const name of ['.trash', '20240115', '20241315_000000', 'notes'])
      await mkdir(join(world.root, name));
    expect(await store.ids()).toEqual(['20240115_143022']);
  });

  it('refuses what is not an id before it touches a path, and an id without a folder', async () => {
    const store = await start();
    for (const id of ['../../etc', '20240115_143022/..', '20240115_143022', '', 'constructor']) {
      await expect(store.open(id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(store.peek(id)).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});

describe('writing', () => {
  it('is on disk and in the state before anybody is told, in order', async () => {
    const told: JournalEvent[] = [];
    const store = await start({
      onEvents: (session, events) => {
        expect(session.state.journal_seq).toBe(events.at(-1)?.seq);
        told.push(...events);
      },
    });
    const session = await store.create(sampleSetup(), '');
    const answers = await Promise.all(['A', 'B', 'C', 'D'].map((name) => session.append(edit(name))));
    expect(answers.flat().map((event) => event.seq)).toEqual([2, 3, 4, 5]);
    expect(await journalOf(session)).toEqual(told);
    expect(session.state.setup.metrics).toEqual(['D']);
    expect(session.unsavedChanges).toBe(5);
    expect((await session.readLog(2)).map((event) => event.seq)).toEqual([4, 5]);
  });

  it('a listener that fails does not make the write fail', async () => {
    const complaints: string[] = [];
    const store = await start({
      onEvents: () => {
        throw new Error('nobody listens');
      },
      log: (_level, message) => complaints.push(message),
    });
    const session = await store.create(sampleSetup(), '');
    await expect(session.append(edit('A'))).resolves.toHaveLength(1);
    expect(complaints.join()).toContain('nobody listens');
  });

  it('refuses an event that could not be read back, and nothing else', async () => {
    const session = await (await start()).create(sampleSetup(), '');
    const wrong: NewEvent = { type: 'pinned', pinned: true };
    Reflect.set(wrong, 'pinned', Number.NaN);
    const [bad, good] = await Promise.allSettled([session.append(wrong), session.append(edit('A'))]);
    expect(bad).toMatchObject({ status: 'rejected' });
    expect(good).toMatchObject({ status: 'fulfilled', value: [{ seq: 2 }] });
  });

  it('what is asked after a discard is not taken back with it', async () => {
    const session = await (await start()).create(sampleSetup(), '');
    await session.save();
    const asked = [session.append(edit('Before')), session.discard(), session.append(edit('After'))];
    await Promise.all(asked);
    expect(session.state.setup.metrics).toEqual(['After']);
    expect(await typesOf(session)).toEqual([
      'setup_changed',
      'saved',
      'setup_changed',
      'discarded',
      'setup_changed',
    ]);
  });

  it('a folder that vanished gives a sentence, and works again when it is back', async () => {
    const store = await start();
    const session = await store.create(sampleSetup(), '');
    await rename(session.folder.path, `${session.folder.path}.away`);
    const failure = { code: 'not_found', message: expect.stringContaining('is not there any more') };
    await expect(session.append(edit('A'))).rejects.toMatchObject(failure);
    await expect(session.save()).rejects.toMatchObject(failure);
    await expect(store.open(session.id)).rejects.toMatchObject({ code: 'not_found' });
    await rename(`${session.folder.path}.away`, session.folder.path);
    await session.append(edit('B'));
    expect((await store.open(session.id)).state.setup.metrics).toEqual(['B']);
    expect((await journalOf(session)).map((event) => event.seq)).toEqual([1, 2]);
  });
});

describe('a session that went away while it was asked for', () => {
  it('is missing, and why is said where it is known', async () => {
    const store = await start({ explainMissing: async () => 'This session is archived.' });
    const session = await store.create(sampleSetup(), '');
    await rename(session.folder.path, `${session.folder.path}.away`);
    const failure = { code: 'not_found', status: 404, message: 'This session is archived.' };
    await expect(session.append(edit('A'))).rejects.toMatchObject(failure);
    await expect(session.save()).rejects.toMatchObject(failure);
  });
});

describe('two copies on one root', () => {
  it('the second sees it read-only, follows it, is refused in a sentence, and gets it when it is free', async () => {
    const [here, there] = [await start(), await start()];
    const session = await here.create(sampleSetup(), '');
    const other = await there.open(session.id);
    expect(other).toMatchObject({ readOnly: true, recovery: null });
    await session.append(edit('Here'));
    expect((await there.open(session.id)).state.setup.metrics).toEqual(['Here']);
    const refused = {
      code: 'session_locked',
      status: 409,
      message: expect.stringContaining('open in another copy'),
    };
    await expect(other.append(edit('There'))).rejects.toMatchObject(refused);
    await expect(other.save()).rejects.toMatchObject(refused);
    await expect(other.discard()).rejects.toMatchObject(refused);
    expect(await journalOf(session)).toHaveLength(2);
    await session.close();
    expect(await there.open(session.id)).toMatchObject({ readOnly: false });
    await other.append(edit('There'));
    expect(await here.open(session.id)).toMatchObject({ readOnly: true });
    await expect(session.append(edit('Here again'))).rejects.toMatchObject(refused);
    await other.close();
    await session.append(edit('Here again'));
    expect((await journalOf(session)).map((event) => event.seq)).toEqual([1, 2, 3, 4]);
  });
});

describe('a session that nothing uses', () => {
  it('is let go after its idle time, but not while a run holds it', async () => {
    const timers = createManualTimers();
    const store = await start({ timers, idleMs: 1000 });
    const session = await store.create(sampleSetup(), '');
    await session.save();
    const release = session.hold();
    const isLocked = async () => (await readdir(session.folder.path)).includes('lock');
    timers.pass(5000);
    expect(await isLocked()).toBe(true);
    expect(store.opened()).toEqual([session]);
    release();
    release();
    timers.pass(999);
    expect(await isLocked()).toBe(true);
    timers.pass(1);
    await expect.poll(isLocked).toBe(false);
    expect(store.opened()).toEqual([]);
    expect(await store.open(session.id)).toBe(session);
    await session.close();
    await session.append(edit('A'));
    expect(await isLocked()).toBe(true);
    expect(store.opened()).toEqual([session]);
  });

  it('gives its lock back but stays in sight while it has unsaved changes, and they are nothing to recover', async () => {
    const timers = createManualTimers();
    const store = await start({ timers, idleMs: 1000 });
    const session = await store.create(sampleSetup(), '');
    const isLocked = async () => {
      timers.pass(1000);
      return (await readdir(session.folder.path)).includes('lock');
    };
    await expect.poll(isLocked).toBe(false);
    expect(store.opened()).toEqual([session]);
    expect(await store.open(session.id)).toMatchObject({ unsavedChanges: 1, recovery: null });
  });

  it('after dispose nothing is written any more, and what was asked before is on disk', async () => {
    const store = await start();
    const session = await store.create(sampleSetup(), '');
    const asked = session.append(edit('Last'));
    await store.dispose();
    await expect(asked).resolves.toHaveLength(1);
    await expect(session.append(edit('Too late'))).rejects.toMatchObject({ code: 'not_possible' });
    expect((await readdir(session.folder.path)).sort()).toEqual(['journal.jsonl', 'output']);
    expect(await journalOf(session)).toHaveLength(2);
  });
});

describe('a look', () => {
  it('reads an unchanged session once, and again when it has changed', async () => {
    const reads: string[] = [];
    const { realFileSystem } = await import('./fileSystem');
    const fs = {
      ...realFileSystem,
      readFile: (path: string) => {
        reads.push(path);
        return realFileSystem.readFile(path);
      },
    };
    const made = await (await start()).create(sampleSetup(), '');
    await made.close();
    const store = await start({ fs });
    const count = () => reads.filter((path) => path.endsWith('journal.jsonl')).length;
    for (let turn = 0; turn < 3; turn += 1) await store.peek(made.id);
    expect(count()).toBe(1);
    expect(store.opened()).toEqual([]);
    await made.append(edit('A'));
    expect((await store.peek(made.id)).state.setup.metrics).toEqual(['A']);
    expect(count()).toBe(2);
    expect(await readdir(made.folder.path)).not.toContain('session_meta.json');
  });
});
