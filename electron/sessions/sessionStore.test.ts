import { appendFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JournalEvent, NewEvent } from '../../core/session/events';
import { parseJson, stringifyJson } from '../../core/session/json';
import {
  generationEvents,
  imageEvents,
  sampleJobs,
  sampleSetup,
  startEvents,
  voteEvent,
} from '../../core/session/sampleJournal';
import { FIRST_RATER, findRater, type JsonObject } from '../../core/session/state';
import { parseJournal } from './journalFile';
import type { OpenSession } from './openSession';
import type { SessionStore, SessionStoreOptions } from './sessionStore';
import { createManualTimers, fakeProcesses, openStore, temporaryFolder } from './testStore';

let root = '';
const stores: SessionStore[] = [];

beforeEach(async () => {
  root = await temporaryFolder();
});
afterEach(async () => {
  for (const store of stores.splice(0)) await store.dispose();
  await rm(root, { recursive: true, force: true });
});

async function start(options: Partial<SessionStoreOptions> = {}): Promise<SessionStore> {
  const store = await openStore(root, options);
  stores.push(store);
  return store;
}

/** Programs on one computer, of which all but the last are gone. */
function lifetimes() {
  const alive = new Map<number, string | null>();
  let pid = 0;
  return {
    next: (options: Partial<SessionStoreOptions> = {}) => {
      alive.clear();
      pid += 1;
      alive.set(pid, `start of ${pid}`);
      return openStore(root, { processes: fakeProcesses(pid, alive), ...options });
    },
  };
}

const edit = (...metrics: string[]): NewEvent => ({ type: 'setup_changed', changes: { metrics } });
const journal = async (session: OpenSession) => parseJournal(await readFile(session.folder.journal)).events;
const types = async (session: OpenSession) => (await journal(session)).map((event) => event.type);
const meta = async (session: OpenSession) =>
  parseJson(await readFile(session.folder.meta, 'utf8')) as JsonObject;

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
    expect(await types(session)).toEqual(['setup_changed', 'notes_changed']);
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

  it('lists only folders with the form of an id', async () => {
    const store = await start();
    await store.create(sampleSetup(), '');
    for (const name of ['.trash', '20240115', '20241315_000000', 'notes']) await mkdir(join(root, name));
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
    expect(await journal(session)).toEqual(told);
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
    const wrong = { type: 'pinned', pinned: Number.NaN } as unknown as NewEvent;
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
    expect(await types(session)).toEqual([
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
    const failure = { code: 'storage_failed', message: expect.stringContaining('is not there any more') };
    await expect(session.append(edit('A'))).rejects.toMatchObject(failure);
    await expect(session.save()).rejects.toMatchObject(failure);
    await expect(store.open(session.id)).rejects.toMatchObject({ code: 'not_found' });
    await rename(`${session.folder.path}.away`, session.folder.path);
    await session.append(edit('B'));
    expect((await store.open(session.id)).state.setup.metrics).toEqual(['B']);
    expect((await journal(session)).map((event) => event.seq)).toEqual([1, 2]);
  });
});

describe('saving', () => {
  it('writes the file, keeps the one before, and clears the mark', async () => {
    const session = await (await start()).create(sampleSetup(), '');
    await session.save();
    const first = await readFile(session.folder.meta, 'utf8');
    expect(first).toContain('\n  "step_1_setup": {');
    expect(first).toContain('Füchse');
    expect(session).toMatchObject({
      unsavedChanges: 0,
      savedAt: new Date(2024, 0, 15, 14, 30, 22).toISOString(),
    });
    await session.append(edit('A'));
    expect(session.unsavedChanges).toBe(1);
    expect(await readFile(session.folder.meta, 'utf8')).toBe(first);
    await session.save();
    expect(await readFile(session.folder.metaBackup, 'utf8')).toBe(first);
    expect(((await meta(session))['blindfold'] as JsonObject)['journal_seq']).toBe(3);
  });

  it('goes on in the next program with nothing lost, doubled or left to recover', async () => {
    const life = lifetimes();
    const store = await life.next();
    const session = await store.create(sampleSetup(), 'n');
    await session.append(...generationEvents(), voteEvent(0, 'Quality', 'A'));
    await session.save();
    const state = structuredClone({ ...session.state, source: null });
    const next = await life.next();
    const again = await next.open(session.id);
    expect({ ...again.state, source: null, journal_seq: 0 }).toEqual({ ...state, journal_seq: 0 });
    expect(again).toMatchObject({ unsavedChanges: 0, recovery: null, repairs: [], savedAt: session.savedAt });
    await again.append(voteEvent(0, 'Style', 'B'));
    expect(findRater(again.state, FIRST_RATER)?.votes).toHaveLength(2);
    await next.dispose();
  });

  it('keeps fields of other tools and integers beyond 2^53', async () => {
    const store = await start();
    const session = await store.create(sampleSetup(), '');
    await session.save();
    await session.close();
    const document = await meta(session);
    document['x_top'] = 12_345_678_901_234_567_890n;
    (document['step_1_setup'] as JsonObject)['x_deep'] = { a: [-9_007_199_254_740_993n] };
    await writeFile(session.folder.meta, stringifyJson(document));
    const again = await store.open(session.id);
    await again.append(edit('A'));
    await again.save();
    const after = await meta(again);
    expect(after['x_top']).toBe(12_345_678_901_234_567_890n);
    expect((after['step_1_setup'] as JsonObject)['x_deep']).toEqual({ a: [-9_007_199_254_740_993n] });
    expect((after['step_1_setup'] as JsonObject)['metrics']).toEqual(['A']);
    expect((after['step_1_setup'] as JsonObject)['seeds']).toEqual([18_446_744_073_709_551_615n]);
  });
});

describe('discarding', () => {
  it('goes back to the save, but for images, notes and what was looked at', async () => {
    const session = await (await start()).create(sampleSetup(), '');
    await session.append(edit('Saved'));
    await session.save();
    await session.append(
      edit('Gone'),
      ...generationEvents(sampleSetup({ metrics: ['Gone'] })),
      voteEvent(0, 'Gone', 'A'),
    );
    await session.append(
      { type: 'notes_changed', notes: 'kept' },
      { type: 'revealed', by: 'hand', votes_done: 1, votes_total: 4 },
    );
    expect(session.unsavedChanges).toBe(2);
    await session.discard();
    expect(session.unsavedChanges).toBe(0);
    expect(session.state.images.size).toBe(6);
    expect(session.state.notes).toBe('kept');
    expect(session.state.revealed).toMatchObject({ early: true });
    expect(findRater(session.state, FIRST_RATER)?.votes).toEqual([]);
    expect(session.state.started?.setup.metrics).toEqual(['Gone']);
  });

  it('of a session that was never saved goes back to its beginning', async () => {
    const store = await start();
    const session = await store.create(sampleSetup(), 'kept');
    await session.discard();
    expect(session.state.setup.loras).toEqual([]);
    expect(session.state.notes).toBe('kept');
    expect(session.unsavedChanges).toBe(0);
    await session.discard();
    expect(await types(session)).toEqual(['setup_changed', 'notes_changed', 'discarded']);
  });
});

describe('what an earlier program left', () => {
  async function leave(...events: NewEvent[]) {
    const life = lifetimes();
    const session = await (await life.next()).create(sampleSetup(), '');
    await session.save();
    await session.append(...events);
    return { life, id: session.id };
  }

  it('is offered, live and usable, and the first new change keeps it', async () => {
    const { life, id } = await leave(edit('A'), { type: 'pinned', pinned: true }, edit('B'));
    const store = await life.next();
    const session = await store.open(id);
    expect(session.state.setup.metrics).toEqual(['B']);
    expect(session.recovery).toEqual({ changes: 2, since: expect.stringMatching(/^2024-01-15T/) });
    await session.append({ type: 'notes_changed', notes: 'no change of mind' });
    expect(session.recovery).not.toBeNull();
    await session.append(edit('C'));
    expect(session).toMatchObject({ recovery: null, unsavedChanges: 3 });
    await session.close();
    expect((await store.open(id)).recovery).toBeNull();
    await store.dispose();
  });

  it('is kept for good by recover, and offered again only with something new', async () => {
    const { life, id } = await leave(edit('A'));
    const first = await life.next();
    await (await first.open(id)).recover();
    const session = await first.open(id);
    expect(session).toMatchObject({ recovery: null, unsavedChanges: 1 });
    const second = await life.next();
    expect(await second.peek(id)).toMatchObject({ recovery: null, unsavedChanges: 1 });
    await (await second.open(id)).append(edit('B'));
    const third = await life.next();
    expect((await third.open(id)).recovery).toMatchObject({ changes: 2 });
    for (const store of [first, second, third]) await store.dispose();
  });

  it('is gone after discard, in the next program too', async () => {
    const { life, id } = await leave(edit('A'));
    const first = await life.next();
    const session = await first.open(id);
    await session.discard();
    expect(session).toMatchObject({ recovery: null, unsavedChanges: 0 });
    expect(session.state.setup.metrics).toEqual(['Quality', 'Style']);
    const second = await life.next();
    expect(await second.open(id)).toMatchObject({ recovery: null, unsavedChanges: 0 });
    for (const store of [first, second]) await store.dispose();
  });
});

describe('a run that nobody makes any more', () => {
  async function leaveRunning(images: number) {
    const life = lifetimes();
    const session = await (await life.next()).create(sampleSetup(), '');
    const jobs = sampleJobs().slice(0, images);
    await session.append(...startEvents(), ...jobs.flatMap((job, index) => imageEvents(job, index + 1)));
    expect(session.state.run.status).toBe('running');
    return { store: await life.next(), id: session.id };
  }

  it('stands as paused at a look, without a write', async () => {
    const { store, id } = await leaveRunning(3);
    const glance = await store.peek(id);
    expect(glance.state.run).toMatchObject({
      status: 'paused',
      reason: expect.stringContaining('3 of 6 are safe'),
    });
    expect(parseJournal(await readFile(glance.folder.journal)).events.at(-1)?.type).toBe('image_completed');
    await store.dispose();
  });

  it('is journaled as paused before the first new event', async () => {
    const { store, id } = await leaveRunning(3);
    const session = await store.open(id);
    await session.append(edit('A'));
    expect((await types(session)).slice(-2)).toEqual(['session_paused', 'setup_changed']);
    expect((await journal(session)).at(-2)).toMatchObject({ reason: 'host_ended', done: 3, total: 6 });
    expect(session.state.run.checkpoint?.type).toBe('session_paused');
    await store.dispose();
  });

  it('is completed when its last image is there', async () => {
    const { store, id } = await leaveRunning(6);
    const session = await store.open(id);
    expect(session.state.run.status).toBe('completed');
    expect(findRater(session.state, FIRST_RATER)?.shown).toHaveLength(4);
    await session.append(voteEvent(0, 'Quality', 'A'));
    expect((await types(session)).slice(-2)).toEqual(['session_completed', 'vote_cast']);
    await store.dispose();
  });

  it('is left alone while another copy makes it', async () => {
    const [here, there] = [await start(), await start()];
    const session = await here.create(sampleSetup(), '');
    await session.append(...startEvents());
    expect((await there.peek(session.id)).state.run.status).toBe('running');
    const release = session.hold();
    await session.discard();
    expect(session.state.run.status).toBe('running');
    release();
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
    expect(await journal(session)).toHaveLength(2);
    await session.close();
    expect(await there.open(session.id)).toMatchObject({ readOnly: false });
    await other.append(edit('There'));
    expect(await here.open(session.id)).toMatchObject({ readOnly: true });
    await expect(session.append(edit('Here again'))).rejects.toMatchObject(refused);
    await other.close();
    await session.append(edit('Here again'));
    expect((await journal(session)).map((event) => event.seq)).toEqual([1, 2, 3, 4]);
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
    expect(await journal(session)).toHaveLength(2);
  });
});

describe('files that another hand changed', () => {
  async function saved() {
    const store = await start();
    const session = await store.create(sampleSetup(), '');
    await session.save();
    await session.append(edit('Second'));
    await session.save();
    await session.append(edit('Unsaved'));
    await session.close();
    return { store, session };
  }

  it('a broken file falls back to the one before, says so, loses nothing, and is kept as evidence at the next save', async () => {
    const { store, session } = await saved();
    const good = await readFile(session.folder.metaBackup, 'utf8');
    await writeFile(session.folder.meta, '{"session_id": "2024');
    const again = await store.open(session.id);
    expect(again.state.setup.metrics).toEqual(['Unsaved']);
    expect(again.repairs).toEqual([expect.stringContaining('session_meta.json cannot be read')]);
    await again.append(edit('More'));
    await again.save();
    expect(await readFile(session.folder.metaBackup, 'utf8')).toBe(good);
    expect(await readFile(`${session.folder.meta}.broken-20240115_143022`, 'utf8')).toBe(
      '{"session_id": "2024',
    );
    expect(((await meta(session))['step_1_setup'] as JsonObject)['metrics']).toEqual(['More']);
  });

  it.each(['', 'null', '[1]', '{"a": 1', '\u0000\u0000'])(
    'without a usable save the journal tells all (%j)',
    async (text) => {
      const { store, session } = await saved();
      await writeFile(session.folder.meta, text);
      await writeFile(session.folder.metaBackup, text);
      const again = await store.open(session.id);
      expect(again).toMatchObject({ damaged: null, repairs: [expect.stringContaining('from its journal')] });
      expect(again.state.setup).toEqual(sampleSetup({ metrics: ['Unsaved'] }));
    },
  );

  it('a missing file falls back as well', async () => {
    const { store, session } = await saved();
    await rm(session.folder.meta);
    const again = await store.open(session.id);
    expect(again.repairs).toEqual([expect.stringContaining('is missing')]);
    expect(again.state.setup.metrics).toEqual(['Unsaved']);
  });

  it('a missing journal counts on from the file, and what comes after is not lost', async () => {
    const { store, session } = await saved();
    await rm(session.folder.journal);
    const again = await store.open(session.id);
    expect(again.state.setup.metrics).toEqual(['Second']);
    expect(again.repairs).toEqual([]);
    await again.append(edit('New'));
    await again.close();
    const events = await journal(session);
    expect(events.map((event) => [event.seq, event.type])).toEqual([
      [4, 'adopted'],
      [5, 'setup_changed'],
    ]);
    expect((await store.open(session.id)).state.setup.metrics).toEqual(['New']);
    await session.discard();
    expect(session.state.setup.metrics).toEqual(['Second']);
  });

  it('a journal that was left behind by its file is history', async () => {
    const { store, session } = await saved();
    const [first = ''] = (await readFile(session.folder.journal, 'utf8')).split('\n');
    await writeFile(session.folder.journal, `${first}\n`);
    const again = await store.open(session.id);
    expect(again.state.setup.metrics).toEqual(['Second']);
    await again.append(edit('New'));
    expect((await journal(session)).map((event) => event.seq)).toEqual([1, 4, 5]);
  });

  it('a file that another tool wrote wins: adopted once, older events are history', async () => {
    const { store, session } = await saved();
    const document = await meta(session);
    (document['step_1_setup'] as JsonObject)['metrics'] = ['By another tool'];
    delete document['blindfold'];
    await writeFile(session.folder.meta, stringifyJson(document));
    const again = await store.open(session.id);
    expect(again.state.setup.metrics).toEqual(['By another tool']);
    expect(again).toMatchObject({ unsavedChanges: 0, recovery: null });
    expect(again.repairs).toEqual([expect.stringContaining('Another program')]);
    expect(await types(session)).not.toContain('adopted');
    await again.append(edit('Mine'));
    await again.close();
    const reopened = await store.open(session.id);
    expect(reopened.state.setup.metrics).toEqual(['Mine']);
    expect(reopened).toMatchObject({ unsavedChanges: 1, repairs: [] });
    await reopened.append({ type: 'pinned', pinned: true });
    await reopened.discard();
    expect(reopened.state.setup.metrics).toEqual(['By another tool']);
    expect(reopened.state.pinned).toBe(true);
    expect((await types(session)).filter((type) => type === 'adopted')).toHaveLength(1);
  });

  it('another tool that writes while we hold the session keeps its work in the backup', async () => {
    const store = await start();
    const session = await store.create(sampleSetup(), '');
    await session.save();
    const theirs = stringifyJson({ ...(await meta(session)), by: 'another tool' });
    await writeFile(session.folder.meta, theirs);
    await session.append(edit('Mine'));
    await session.save();
    expect(await readFile(session.folder.metaBackup, 'utf8')).toBe(theirs);
    expect(session.state.setup.metrics).toEqual(['Mine']);
  });

  it('a torn last line is dropped and does not spoil the next one', async () => {
    const { store, session } = await saved();
    const before = await journal(session);
    await appendFile(session.folder.journal, '{"seq":6,"at":"2024-01-15T14:30:22.000Z","type":"pinn');
    const again = await store.open(session.id);
    expect(again).toMatchObject({ repairs: [], damaged: null });
    await again.append(edit('Next'));
    expect(await journal(session)).toEqual([
      ...before,
      expect.objectContaining({ seq: 6, type: 'setup_changed' }),
    ]);
    expect(await readFile(session.folder.journal, 'utf8')).not.toContain('pinn');
  });

  it('lines in the middle that cannot be read are left out, named, and stay', async () => {
    const { store, session } = await saved();
    const lines = (await readFile(session.folder.journal, 'utf8')).split('\n');
    lines[2] = 'rubbish';
    await writeFile(session.folder.journal, lines.join('\n'));
    const again = await store.open(session.id);
    expect(again.repairs).toEqual(['Line 3 of journal.jsonl cannot be read and was left out.']);
    expect(again.state.setup.metrics).toEqual(['Unsaved']);
    await again.append(edit('Next'));
    expect(await readFile(session.folder.journal, 'utf8')).toContain('\nrubbish\n');
  });

  it('a folder with nothing to go by is listed as damaged and refuses to be written', async () => {
    const store = await start();
    await mkdir(join(root, '20230101_000000'));
    const glance = await store.peek('20230101_000000');
    expect(glance.damaged).toContain('no saved state');
    const session = await store.open('20230101_000000');
    await expect(session.append(edit('A'))).rejects.toMatchObject({ code: 'not_possible' });
    expect(await readdir(session.folder.path)).toEqual([]);
    await writeFile(
      session.folder.meta,
      '{"session_id": "20230101_000000", "step_1_setup": {"metrics": ["Theirs"]}}',
    );
    const mended = await store.open('20230101_000000');
    expect(mended).toMatchObject({ damaged: null });
    expect(mended.state.setup.metrics).toEqual(['Theirs']);
    await mended.append(edit('A'));
    expect(await types(mended)).toEqual(['adopted', 'setup_changed']);
  });

  it('the trial secret of a file that holds none stays the same while the program runs', async () => {
    const store = await start();
    await mkdir(join(root, '20230101_000000'));
    const image = (name: string) => ({ image_path: `out\\${name}`, lora_name: 'l', timestamp: '' });
    const result = { baseline: image('b.png'), lora: image('l.png'), weight: 1, prompt: 'p', seed: 1 };
    await writeFile(
      join(root, '20230101_000000', 'session_meta.json'),
      stringifyJson({ step_2_generation: { results: [result] } }),
    );
    const first = await store.open('20230101_000000');
    const key = first.state.started?.blind_key;
    await first.append({ type: 'pinned', pinned: true });
    await first.close();
    expect((await store.open('20230101_000000')).state.started?.blind_key).toBe(key);
    expect(key).toHaveLength(64);
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
