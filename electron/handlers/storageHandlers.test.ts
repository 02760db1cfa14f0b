import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Backend } from '../hosts/backendPort';
import { createManualTimers } from '../sessions/testStore';
import { UNDO_MS } from '../sessions/trash';
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

async function draft(notes = ''): Promise<string> {
  return (await backend.call('session.create', { setup: SMALL, notes })).session_id;
}

const listed = async () =>
  (await backend.call('session.list', {})).sessions.map(({ session_id }) => session_id);
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    ({ code, message }: { code: string; message: string }) => ({ code, message }),
  );

describe('deleting a session', () => {
  it('takes it out of the list and into the trash, and undo brings it back as it was, unsaved work too', async () => {
    const id = await draft('a note that was never saved');
    const before = await backend.call('session.get', { session_id: id });
    const removed = nextPush(backend, 'sessions.changed');
    expect(await backend.call('session.delete', { session_id: id })).toEqual({ trashed: true });
    expect(await removed).toEqual({ removed: [id] });
    expect(await listed()).toEqual([]);
    expect(await readdir(join(world.root, '.trash', id))).toContain('journal.jsonl');
    expect(await readdir(join(world.root, '.trash', id))).not.toContain('lock');
    const { sessions, kept_days } = await backend.call('trash.list', {});
    expect(kept_days).toBe(30);
    expect(sessions).toMatchObject([{ session_id: id, label: before.label }]);

    expect(await backend.call('session.restore', { session_id: id })).toMatchObject({ session_id: id });
    expect(await listed()).toEqual([id]);
    expect(await backend.call('session.get', { session_id: id })).toEqual(before);
    expect(await backend.call('trash.list', {})).toMatchObject({ sessions: [] });
  });

  it('tells another window that still has it open that it is gone, and writes nothing more', async () => {
    const id = await draft();
    await backend.call('session.get', { session_id: id });
    await backend.call('session.delete', { session_id: id });
    const late = [
      backend.call('session.get', { session_id: id }),
      backend.call('session.patch', { session_id: id, notes: 'late' }),
      backend.call('session.save', { session_id: id }),
      backend.call('generation.start', { session_id: id }),
      backend.call('session.delete', { session_id: id }),
    ].map(refusal);
    for (const answer of await Promise.all(late)) expect(answer).toMatchObject({ code: 'not_found' });
    expect((await readdir(world.root)).filter((name) => name.startsWith('2'))).toEqual([]);
  });

  it('loses nothing that was confirmed while it went on, and lets no folder come back', async () => {
    const id = await draft();
    const confirmed: string[] = [];
    const patch = async (notes: string) => {
      try {
        await backend.call('session.patch', { session_id: id, notes });
        confirmed.push(notes);
      } catch (error) {
        expect(error).toMatchObject({ code: 'not_found' });
      }
    };
    const before = Array.from({ length: 20 }, (_, index) => patch(`note ${index}`));
    const deletion = backend.call('session.delete', { session_id: id });
    const after = Array.from({ length: 20 }, (_, index) => patch(`late note ${index}`));
    await Promise.all([...before, deletion, ...after]);
    expect(confirmed.length).toBeGreaterThan(0);
    const journal = await readFile(join(world.root, '.trash', id, 'journal.jsonl'), 'utf8');
    for (const notes of confirmed) expect(journal).toContain(`"${notes}"`);
    expect((await readdir(world.root)).filter((name) => name.startsWith('2'))).toEqual([]);
  });

  it('is refused while images are made, with what to do', async () => {
    await backend.dispose();
    backend = await world.start({ demo: { imageMs: 60_000, size: { width: 48, height: 48 } } });
    const id = await draft();
    await backend.call('generation.start', { session_id: id });
    expect(await refusal(backend.call('session.delete', { session_id: id }))).toEqual({
      code: 'not_possible',
      message:
        'Images of this session are being made, or wait for their turn. Stop the run, then delete the session.',
    });
    expect(await listed()).toEqual([id]);
  });

  it('is refused while another copy of the app has it open', async () => {
    const other = await world.start({ startDemo: false });
    const id = await draft();
    await backend.call('session.patch', { session_id: id, notes: 'open here' });
    expect(await refusal(other.call('session.delete', { session_id: id }))).toMatchObject({
      code: 'session_locked',
    });
    expect(await listed()).toEqual([id]);
  });

  it('works on a damaged session', async () => {
    const id = await draft();
    await backend.dispose();
    await writeFile(join(world.root, id, 'journal.jsonl'), 'no journal');
    backend = await world.start();
    await backend.call('session.delete', { session_id: id });
    expect(await listed()).toEqual([]);
    expect(await readFile(join(world.root, '.trash', id, 'journal.jsonl'), 'utf8')).toBe('no journal');
  });

  it('works on an archived session: its zip goes, comes back to its place, and is brought back as it was', async () => {
    const id = await draft('archived');
    await backend.call('session.save', { session_id: id });
    const { notes } = await backend.call('session.archive', { session_id: id });
    expect(notes).toBe('archived');
    const [line] = (await backend.call('session.list', {})).sessions;
    expect(line).toMatchObject({ session_id: id, state: 'archived' });
    await backend.call('session.delete', { session_id: id });
    expect(await listed()).toEqual([]);
    expect(await readdir(join(world.root, '.trash'))).toEqual([`${id}.zip`, `${id}.zip.json`]);
    expect(await backend.call('trash.list', {})).toMatchObject({
      sessions: [{ session_id: id, label: line?.label }],
    });
    expect(await backend.call('session.restore', { session_id: id })).toMatchObject({
      session_id: id,
      state: 'archived',
    });
    expect(await listed()).toEqual([id]);
    await backend.call('session.bringBack', { session_id: id });
    expect(await backend.call('session.get', { session_id: id })).toMatchObject({ notes: 'archived' });
  });

  it('can be undone for 20 seconds in the desktop app; then the system has it', async () => {
    await backend.dispose();
    const timers = createManualTimers();
    const taken: string[] = [];
    let now = Date.now();
    const gone = Promise.withResolvers<void>();
    backend = await world.start({
      host: 'desktop',
      timers,
      now: () => new Date(now),
      systemTrash: async (path) => {
        taken.push(path);
        gone.resolve();
      },
    });
    const id = await draft();
    await backend.call('session.delete', { session_id: id });
    expect(await backend.call('trash.list', {})).toMatchObject({ kept_days: null });
    now += UNDO_MS;
    timers.pass(UNDO_MS * 2);
    await gone.promise;
    expect(taken).toEqual([join(world.root, '.trash', id)]);
  });

  it('empties the trash for good when asked', async () => {
    const id = await draft();
    await backend.call('session.delete', { session_id: id });
    expect(await backend.call('trash.empty', {})).toEqual({ removed: 1 });
    expect(await backend.call('trash.list', {})).toMatchObject({ sessions: [] });
    expect(await refusal(backend.call('session.restore', { session_id: id }))).toMatchObject({
      code: 'not_found',
    });
  });
});

describe('a clean-up', () => {
  const DAY = 86_400_000;

  /** Saved sessions of 10 days ago, and a program that starts now. */
  async function tenDaysLater(count: number, options = {}): Promise<string[]> {
    await backend.dispose();
    const then = Date.now() - 10 * DAY;
    backend = await world.start({ now: () => new Date(then), startDemo: false });
    const ids: string[] = [];
    for (let i = 0; i < count; i += 1) {
      const id = await draft();
      await backend.call('session.save', { session_id: id });
      ids.push(id);
    }
    await backend.dispose();
    backend = await world.start({ startDemo: false, ...options });
    return ids;
  }

  it('says beforehand which sessions would go, and moves just those', async () => {
    const [old = '', pinned = '', unsaved = '', open = ''] = await tenDaysLater(4);
    await backend.dispose();
    const then = Date.now() - 9 * DAY;
    backend = await world.start({ now: () => new Date(then), startDemo: false });
    await backend.call('session.patch', { session_id: pinned, pinned: true });
    await backend.call('session.patch', { session_id: unsaved, setup: { metrics: ['Other'] } });
    await backend.dispose();
    backend = await world.start({ startDemo: false });
    const args = { max_age_hours: 168, open_session: open };
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
    let now = Date.now();
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
      .toContain('Retention of 24 hours: 2 of 2 sessions went to the trash.');
    now += 31 * DAY;
    timers.pass(3_600_000);
    await expect
      .poll(async () => (await backend.call('trash.list', {})).sessions.length, { interval: 20 })
      .toBe(0);
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
    expect(await backend.call('storage.cleanupEmpty', { open_session: empty })).toMatchObject({
      sessions: [],
      kept: ['1 session stays: it is open.'],
    });
    expect(await backend.call('storage.cleanupEmpty', {})).toMatchObject({ sessions: [empty], trashed: 1 });
    expect(await listed()).toEqual([full]);
  });
});

it('counts what lies on the disk', async () => {
  const full = await makeImages(backend, SMALL);
  const empty = await draft();
  const gone = await draft();
  await backend.call('session.delete', { session_id: gone });
  const stats = await backend.call('storage.stats', {});
  expect(stats).toMatchObject({
    persistence_enabled: true,
    storage_path: world.root,
    total_sessions: 2,
    active_sessions: 0,
    expiration_hours: null,
    auto_save: null,
    trash_sessions: 1,
    empty_sessions: 1,
  });
  expect(stats.sessions.map(({ session_id }) => session_id).sort()).toEqual([full, empty].sort());
  const images = await readdir(join(world.root, full, 'output'));
  expect(images.filter((name) => name.endsWith('.png'))).toHaveLength(2);
  expect(stats.total_bytes).toBe(stats.sessions.reduce((sum, { bytes }) => sum + bytes, 0));
  expect(stats.sessions.find(({ session_id }) => session_id === full)?.bytes).toBeGreaterThan(2000);
  expect(stats.trash_bytes).toBeGreaterThan(100);
  expect(stats.free_bytes).toBeGreaterThan(0);
  expect(Date.parse(stats.oldest_event_at ?? '')).toBeLessThanOrEqual(Date.now());
});

describe('the session to go on with', () => {
  it('is none at first', async () => {
    expect(await backend.call('session.active', {})).toEqual({
      session_id: null,
      status: null,
      reason: null,
      summary: null,
    });
    expect(await backend.call('session.resumable', {})).toEqual({ sessions: [] });
  });

  it('is the half voted one, before a newer draft, and why is logged', async () => {
    await backend.dispose();
    const logged: string[] = [];
    backend = await world.start({ log: (_level, message) => logged.push(message) });
    const id = await makeImages(backend, SMALL);
    const trial = await backend.call('trial.next', { session_id: id });
    if ('done' in trial) throw new Error('There is nothing to vote on.');
    await backend.call('vote.cast', { session_id: id, trial_id: trial.trial_id, choice: 'A' });
    await draft();
    const reason = '1 of 2 votes are cast. The next pair is ready.';
    expect(await backend.call('session.active', {})).toMatchObject({
      session_id: id,
      status: 'completed',
      reason,
      summary: { session_id: id, votes_done: 1 },
    });
    expect(logged).toContain(`Proposed to go on with session ${id}. ${reason}`);
  });

  it('is a paused one, which can be resumed', async () => {
    await backend.dispose();
    backend = await world.start({ demo: { imageMs: 60_000, size: { width: 48, height: 48 } } });
    const id = await draft();
    await backend.call('generation.start', { session_id: id });
    expect(await backend.call('session.active', {})).toMatchObject({ session_id: id, status: 'running' });
    await backend.dispose();
    backend = await world.start({ startDemo: false });
    expect(await backend.call('session.active', {})).toMatchObject({
      session_id: id,
      status: 'paused',
      reason: '0 of 2 images are made. Resume makes the rest.',
    });
    expect(await backend.call('session.resumable', {})).toMatchObject({ sessions: [{ session_id: id }] });
  });
});
