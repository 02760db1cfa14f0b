import { readFile, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Backend, WindowLink } from '../hosts/backendPort';
import { realFileSystem } from '../sessions/fileSystem';
import { createManualTimers } from '../sessions/testStore';
import {
  type BackendWorld,
  createBackendWorld,
  DEMO_SETUP,
  makeImages,
  nextPush,
} from '../testing/backendWorld';

let world: BackendWorld;
let backend: Backend;

beforeEach(async () => {
  world = await createBackendWorld();
  backend = await world.start();
});
afterEach(async () => {
  await world.dispose();
  expect(world.bugs).toEqual([]);
});

const SMALL = { ...DEMO_SETUP, weights: [1], seeds: [1], prompt_pairs: [{ positive: 'a fox' }] };

async function draft(): Promise<string> {
  return (await backend.call('session.create', { setup: SMALL })).session_id;
}

const listed = async () =>
  (await backend.call('session.list', {})).sessions.map(({ session_id }) => session_id);
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    ({ code, message }: { code: string; message: string }) => ({ code, message }),
  );

/** A window says which session it shows. */
async function show(window: WindowLink, session_id: string | null): Promise<void> {
  const reply = await window.dispatch(
    JSON.stringify({ id: 1, command: 'session.show', args: { session_id } }),
  );
  expect(JSON.parse(reply)).toMatchObject({ ok: true, answer: { session_id } });
}

describe('a clean-up', () => {
  const DAY = 86_400_000;

  /** Files say when they were changed, so they are of today, and the program starts later. */
  const inDays = (days: number) => () => new Date(Date.now() + days * DAY);

  /** Saved sessions of today, and a program that starts ten days later. */
  async function tenDaysLater(count: number, options = {}): Promise<string[]> {
    const ids: string[] = [];
    for (let i = 0; i < count; i += 1) {
      const id = await draft();
      await backend.call('session.save', { session_id: id });
      ids.push(id);
    }
    await backend.dispose();
    backend = await world.start({ startDemo: false, now: inDays(10), ...options });
    return ids;
  }

  it('says beforehand which sessions would go, and moves just those', async () => {
    const [old = '', pinned = '', unsaved = '', open = ''] = await tenDaysLater(4);
    await backend.dispose();
    backend = await world.start({ now: inDays(1), startDemo: false });
    await backend.call('session.patch', { session_id: pinned, pinned: true });
    await backend.call('session.patch', { session_id: unsaved, setup: { metrics: ['Other'] } });
    await backend.dispose();
    backend = await world.start({ startDemo: false, now: inDays(10) });
    await show(backend.openWindow(), open);
    const args = { max_age_hours: 168 };
    const kept = [
      '1 session stays: it is open.',
      '1 session stays: it is pinned.',
      '1 session stays: it has unsaved changes.',
    ];
    const preview = await backend.call('storage.cleanup', { ...args, dry_run: true });
    expect(preview).toMatchObject({ sessions: [old], trashed: 0, kept });
    expect(preview.bytes).toBeGreaterThan(500);
    expect(await listed()).toContain(old);

    const removed = nextPush(backend, 'sessions.changed', (payload) => payload.removed.length > 0);
    const done = await backend.call('storage.cleanup', args);
    expect(done).toEqual({ sessions: [old], trashed: 1, bytes: preview.bytes, kept });
    expect(await removed).toEqual({ removed: [old] });
    expect((await listed()).sort()).toEqual([pinned, unsaved, open].sort());
    await backend.call('session.restore', { session_id: old });
    expect(await listed()).toContain(old);
  });

  it.each([0, -1, Number.NaN, 0.5])('refuses an age of %s with a sentence', async (max_age_hours) => {
    expect(await refusal(backend.call('storage.cleanup', { max_age_hours }))).toMatchObject({
      code: 'bad_request',
    });
  });

  it('of many sessions is a task that can be cancelled; what went until then is in the trash', async () => {
    const ids = await tenDaysLater(30);
    const tasks: { state: string; done: number; total: number | null; message: string | null }[] = [];
    backend.onPush((push) => {
      if (push.push !== 'task.changed') return;
      const { task } = push.payload;
      tasks.push(task);
      if (task.state === 'running' && tasks.length === 1)
        void backend.call('task.cancel', { task_id: task.task_id });
    });
    const { sessions, trashed } = await backend.call('storage.cleanup', { max_age_hours: 24 });
    expect(trashed).toBe(sessions.length);
    expect(trashed).toBeLessThan(30);
    expect((await listed()).length).toBe(30 - trashed);
    expect((await backend.call('trash.list', {})).sessions).toHaveLength(trashed);
    expect(tasks.at(-1)).toMatchObject({
      kind: 'delete',
      title: 'Moving 30 sessions to the trash',
      state: 'done',
      message: `${trashed} of 30 sessions went to the trash.`,
    });

    const rest = await backend.call('storage.cleanup', { max_age_hours: 24 });
    expect([...sessions, ...rest.sessions].sort()).toEqual(ids.sort());
    expect(await listed()).toEqual([]);
  });

  it('keeps a session that somebody goes on with just then', async () => {
    const [old = ''] = await tenDaysLater(1);
    await backend.call('session.list', {});
    await backend.call('session.patch', { session_id: old, notes: 'still needed' });
    expect(await backend.call('storage.cleanup', { max_age_hours: 1 })).toMatchObject({
      sessions: [],
      trashed: 0,
    });
  });

  it('comes by itself at start and every hour, where retention is on', async () => {
    const ids = await tenDaysLater(2);
    const timers = createManualTimers();
    let now = Date.now() + 10 * DAY;
    const logged: string[] = [];
    await backend.dispose();
    backend = await world.start({
      startDemo: false,
      timers,
      now: () => new Date(now),
      log: (_level, message) => logged.push(message),
    });
    await backend.call('settings.change', { changes: { retention_hours: 24 } });
    const removed = nextPush(backend, 'sessions.changed', (payload) => payload.removed.length > 0);
    timers.pass(3_600_000);
    expect((await removed).removed.sort()).toEqual(ids.sort());
    await expect
      .poll(() => logged, { interval: 20 })
      .toContainEqual(
        expect.stringMatching(
          /^Retention of 24 hours: 2 of 2 sessions went to the trash: \d{8}_\d{6}, \d{8}_\d{6}\.$/,
        ),
      );
    now += 31 * DAY;
    timers.pass(3_600_000);
    await expect
      .poll(async () => (await backend.call('trash.list', {})).sessions.length, { interval: 20 })
      .toBe(0);
  });

  it('leaves what came back from the trash, was moved in by hand or was changed by another program since', async () => {
    const [back = '', moved = '', changed = '', old = ''] = await tenDaysLater(4);
    // The program's clock is this one again; what was made is as old as its files say.
    await backend.dispose();
    const past = new Date(Date.now() - 10 * DAY);
    const folders = [back, moved, changed, old].map((id) => join(world.root, id));
    const realFacts = realFileSystem.facts;
    const aged = new Map(folders.map((folder) => [folder, true]));
    const facts = async (path: string) => {
      const found = await realFacts(path);
      return aged.get(path) === true ? { ...found, ctimeMs: past.getTime() } : found;
    };
    for (const folder of folders) {
      for (const name of ['journal.jsonl', 'session_meta.json', 'output', '.'])
        await utimes(join(folder, name), past, past);
      const journal = await readFile(join(folder, 'journal.jsonl'), 'utf8');
      await writeFile(
        join(folder, 'journal.jsonl'),
        journal.replaceAll(/"at":"[^"]*"/g, `"at":"${past.toISOString()}"`),
      );
      await utimes(join(folder, 'journal.jsonl'), past, past);
    }
    backend = await world.start({ startDemo: false, fs: { ...realFileSystem, facts } });
    const preview = async () =>
      (await backend.call('storage.cleanup', { max_age_hours: 24, dry_run: true })).sessions.sort();
    expect(await preview()).toEqual([back, moved, changed, old].sort());

    await backend.call('session.delete', { session_id: back });
    aged.delete(join(world.root, back));
    await backend.call('session.restore', { session_id: back });
    await rename(join(world.root, moved), join(world.root, 'elsewhere'));
    await rename(join(world.root, 'elsewhere'), join(world.root, moved));
    aged.delete(join(world.root, moved));
    await utimes(join(world.root, changed, 'output'), new Date(), new Date());
    expect(await preview()).toEqual([old]);
    const { sessions, kept } = await backend.call('storage.cleanup', { max_age_hours: 24 });
    expect({ sessions, kept }).toEqual({ sessions: [old], kept: [] });
  });

  it('never takes what a window shows, however long it is left alone, until the window was closed for a minute', async () => {
    const [shown = '', other = ''] = await tenDaysLater(2);
    const timers = createManualTimers();
    await backend.dispose();
    backend = await world.start({ startDemo: false, timers, now: inDays(10) });
    const window = backend.openWindow();
    await show(window, shown);
    await backend.call('settings.change', { changes: { retention_hours: 24 } });
    const removed = nextPush(backend, 'sessions.changed', (payload) => payload.removed.length > 0);
    timers.pass(3_600_000);
    expect(await removed).toEqual({ removed: [other] });
    expect(await listed()).toEqual([shown]);

    const preview = () => backend.call('storage.cleanup', { max_age_hours: 24, dry_run: true });
    const open = { sessions: [], kept: ['1 session stays: it is open.'] };
    expect(await preview()).toMatchObject(open);
    window.close();
    timers.pass(59_000);
    expect(await preview()).toMatchObject(open);
    timers.pass(1000);
    expect(await preview()).toMatchObject({ sessions: [shown], kept: [] });
  });

  it('takes what a window showed before, and what is shown is never asked of a script', async () => {
    const [first = '', second = ''] = await tenDaysLater(2);
    const window = backend.openWindow();
    await show(window, first);
    await show(window, second);
    expect(await backend.call('storage.cleanup', { max_age_hours: 24 })).toMatchObject({ sessions: [first] });
    expect(await refusal(backend.call('session.show', { session_id: second }))).toMatchObject({
      code: 'not_possible',
    });
  });

  it('of empty sessions leaves what has image files in its folder, though nothing records them', async () => {
    const id = await draft();
    const empty = await draft();
    const output = join(world.root, id, 'output');
    await writeFile(join(output, 'holiday.jpg'), 'x');
    await backend.dispose();
    backend = await world.start({ startDemo: false });
    expect(await backend.call('storage.cleanupEmpty', {})).toMatchObject({
      sessions: [empty],
      trashed: 1,
      kept: [expect.stringContaining('A session with image files in its output folder is not empty')],
    });
    expect(await listed()).toEqual([id]);
  });

  it('of empty sessions takes drafts without image and vote', async () => {
    const full = await makeImages(backend, SMALL);
    const empty = await draft();
    await backend.dispose();
    backend = await world.start();
    expect(await backend.call('storage.cleanupEmpty', { dry_run: true })).toMatchObject({
      sessions: [empty],
      trashed: 0,
    });
    const window = backend.openWindow();
    await show(window, empty);
    expect(await backend.call('storage.cleanupEmpty', {})).toMatchObject({
      sessions: [],
      kept: ['1 session stays: it is open.'],
    });
    await show(window, null);
    expect(await backend.call('storage.cleanupEmpty', {})).toMatchObject({ sessions: [empty], trashed: 1 });
    expect(await listed()).toEqual([full]);
  });
});
