import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Backend } from '../hosts/backendPort';
import { createManualTimers } from '../sessions/testStore';
import { HAND_OVER_MS } from '../sessions/trash';
import {
  type BackendWorld,
  createBackendWorld,
  DEMO_SETUP,
  nextPush,
  withoutRoom,
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
    const after = await backend.call('session.get', { session_id: id });
    expect(withoutRoom(after)).toEqual(withoutRoom(before));
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
    now += HAND_OVER_MS;
    timers.pass(HAND_OVER_MS * 2);
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
