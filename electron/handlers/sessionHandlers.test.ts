import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSessionId } from '../../core/session/identity';
import { parseJson } from '../../core/session/json';
import type { Backend } from '../hosts/backendPort';
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

const SMALL = { ...DEMO_SETUP, weight_range: [1, 1, 1], seeds: [1], prompt_pairs: [{ positive: 'a fox' }] };

async function create(setup: object = {}, notes = ''): Promise<string> {
  return (await backend.call('session.create', { setup, notes })).session_id;
}

const idsOf = async (args: object) =>
  (await backend.call('session.list', args)).sessions.map(({ session_id }) => session_id);

describe('session.create', () => {
  it('makes a session with the server that new ones start with', async () => {
    const summary = await backend.call('session.create', {
      setup: { lora_filename: 'fox.safetensors' },
      notes: 'first',
    });
    expect(summary).toMatchObject({
      lora_filename: 'fox.safetensors',
      notes: 'first',
      step: 1,
      status: 'pending',
      state: 'ok',
      saved_at: null,
    });
    expect(summary.label).toMatch(/^\d{8}_\d{6} - fox\.safetensors \(\d\d\/\d\d \d\d:\d\d\)$/);
    const detail = await backend.call('session.get', { session_id: summary.session_id });
    expect(detail.setup.servers).toEqual(['demo']);
    expect(detail.faults.map(({ field }) => field)).toEqual(['setup.prompt_pairs', 'setup.seeds']);
  });

  it.each([
    [{ weight_range: [0, 1, 0] }, 'setup.weight_range', 'Weight step must be greater than 0.'],
    [
      { weight_range: [1, 0, 0.1] },
      'setup.weight_range',
      'The smallest weight (1) is above the largest (0).',
    ],
    [{ seeds: [1, -1] }, 'setup.seeds[1]', expect.stringContaining('-1 does not')],
    [{ seeds: [0.5] }, 'setup.seeds[0]', expect.stringContaining('0.5 is not')],
    [{ seeds: [18446744073709551616n] }, 'setup.seeds[0]', expect.stringContaining('18446744073709551616')],
    [
      { weights: Array.from({ length: 10_000 }, (_, index) => index / 200) },
      'setup.weights',
      'At most 100 weights.',
    ],
    [{ servers: ['http://'] }, 'setup.servers', expect.stringContaining('address')],
    [{ colour: 'red' }, 'setup.colour', 'There is no set-up field named colour.'],
  ])('refuses %o beside its field and makes nothing', async (setup, field, message) => {
    await expect(backend.call('session.create', { setup })).rejects.toMatchObject({
      code: 'bad_request',
      field,
      message,
    });
    expect((await backend.call('session.list', {})).total).toBe(0);
    expect((await readdir(world.root)).filter(isSessionId)).toEqual([]);
  });
});

describe('session.patch', () => {
  it('merges the set-up by key', async () => {
    const session_id = await create({ seeds: [1], metrics: ['Style'] });
    const detail = await backend.call('session.patch', {
      session_id,
      setup: { seeds: [2, 3], weights: [0.5] },
    });
    expect(detail.setup).toMatchObject({
      seeds: [2, 3],
      metrics: ['Style'],
      weights: [0.5],
      weight_range: null,
    });
    expect(detail.plan.weights).toEqual([0.5]);
    expect(detail.unsaved_changes).toBeGreaterThan(0);
  });

  it('keeps a row of several servers that has no address yet, and says beside which one an address is none', async () => {
    const { session_id } = await backend.call('session.create', { setup: {} });
    const patch = (...servers: string[]) => backend.call('session.patch', { session_id, setup: { servers } });
    expect((await patch(' gpu-box ', '')).setup.servers).toEqual(['gpu-box', '']);
    expect((await backend.call('session.get', { session_id })).faults).toContainEqual({
      field: 'setup.servers[1]',
      message: 'This server has no address. Type one, or remove it.',
    });
    await expect(patch('gpu-box', 'x y')).rejects.toMatchObject({
      code: 'bad_request',
      details: [{ field: 'setup.servers[1]', message: expect.stringContaining('x y is not an address') }],
    });
    expect((await patch('')).setup.servers).toEqual([]);
  });

  it('keeps notes and pin at once, without a save', async () => {
    const session_id = await create();
    await backend.call('session.save', { session_id });
    expect(await backend.call('session.patch', { session_id, notes: 'kept', pinned: true })).toMatchObject({
      notes: 'kept',
      pinned: true,
      unsaved_changes: 0,
    });
    await backend.dispose();
    backend = await world.start();
    expect(await backend.call('session.get', { session_id })).toMatchObject({ notes: 'kept', pinned: true });
  });

  it('writes nothing when nothing changes', async () => {
    const session_id = await create(DEMO_SETUP);
    const journal = join(world.root, session_id, 'journal.jsonl');
    const before = await readFile(journal, 'utf8');
    await backend.call('session.patch', { session_id });
    await backend.call('session.patch', { session_id, setup: DEMO_SETUP, notes: '', pinned: false });
    expect(await readFile(journal, 'utf8')).toBe(before);
  });

  it('refuses faults beside their fields and changes nothing', async () => {
    const session_id = await create({ seeds: [1] });
    await expect(
      backend.call('session.patch', { session_id, setup: { seeds: [2], size: [1, 1] }, notes: 'x' }),
    ).rejects.toMatchObject({
      code: 'bad_request',
      field: 'setup.size',
    });
    expect(await backend.call('session.get', { session_id })).toMatchObject({
      notes: '',
      setup: { seeds: [1] },
    });
  });

  it('leaves the set-up of images alone, but takes notes', async () => {
    const session_id = await makeImages(backend, SMALL);
    await expect(backend.call('session.patch', { session_id, setup: { seeds: [9] } })).rejects.toMatchObject({
      code: 'not_possible',
    });
    expect(
      await backend.call('session.patch', { session_id, setup: { seeds: [1] }, notes: 'fine' }),
    ).toMatchObject({ notes: 'fine', setup_locked: true });
  });
});

describe('session.list', () => {
  it('lists newest first, by the last save or else the making', async () => {
    const [first, second, third] = [await create(), await create(), await create()];
    expect(await idsOf({})).toEqual([third, second, first]);
    await backend.call('session.save', { session_id: first });
    const times = (await backend.call('session.list', {})).sessions.map(
      (one) => one.timestamp ?? Date.parse(one.created_at) / 1000,
    );
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('searches, filters, and counts before the limit', async () => {
    const fox = await create({ loras: ['snowfox.safetensors'], prompt_pairs: [{ positive: 'a red barn' }] });
    const owl = await create({ loras: ['owl.safetensors'] }, 'with glasses');
    expect(await idsOf({ q: 'SNOW barn' })).toEqual([fox]);
    expect(await idsOf({ q: 'glasses' })).toEqual([owl]);
    expect(await idsOf({ q: 'nothing like it' })).toEqual([]);
    expect(await idsOf({ status: 'running' })).toEqual([]);
    expect(await backend.call('session.list', { status: 'pending', limit: 1, offset: 1 })).toMatchObject({
      total: 2,
      sessions: [{}],
    });
  });

  it('shows a picture of the session once there is one, under an address that says nothing', async () => {
    const session_id = await makeImages(backend, SMALL);
    const { thumbnail } = (await backend.call('session.list', {})).sessions[0] ?? {};
    expect(thumbnail).toMatch(/^\/image\/[0-9a-f]{32}$/);
    expect((await backend.image((thumbnail ?? '').replace('/image/', '')))?.contentType).toBe('image/webp');
    expect((await backend.call('session.list', {})).sessions[0]?.thumbnail).toBe(thumbnail);
    expect(session_id).toBeDefined();
  });

  it('lists a folder that cannot be read as damaged', async () => {
    const good = await create();
    await mkdir(join(world.root, '20200101_000000'));
    await writeFile(join(world.root, '20200101_000000', 'session_meta.json'), '{"session_id": ');
    const { sessions, total } = await backend.call('session.list', {});
    expect(total).toBe(2);
    expect(sessions.map(({ session_id, state }) => [session_id, state])).toEqual([
      [good, 'ok'],
      ['20200101_000000', 'damaged'],
    ]);
    await expect(backend.call('session.get', { session_id: '20200101_000000' })).rejects.toMatchObject({
      code: 'not_possible',
    });
  });
});

describe('session.save and session.discard', () => {
  it('saves what is there, and goes back to it', async () => {
    const session_id = await create({ seeds: [1] });
    expect(await backend.call('session.save', { session_id })).toMatchObject({
      unsaved_changes: 0,
      saved_at: expect.any(String),
    });
    await backend.call('session.patch', { session_id, setup: { seeds: [2] } });
    expect(backend.unsavedSessions()).toEqual([
      { session_id, label: expect.stringContaining(session_id), changes: 1 },
    ]);
    expect(await backend.call('session.discard', { session_id })).toMatchObject({ unsaved_changes: 0 });
    expect((await backend.call('session.get', { session_id })).setup.seeds).toEqual([1]);
  });

  it('keeps an edit that comes while another is taken back', async () => {
    const session_id = await create({ seeds: [1] });
    await backend.call('session.save', { session_id });
    await backend.call('session.patch', { session_id, setup: { seeds: [2] } });
    const discarded = backend.call('session.discard', { session_id });
    const patched = await backend.call('session.patch', {
      session_id,
      setup: { seeds: [2], metrics: ['m'] },
    });
    await discarded;
    expect(patched.setup).toMatchObject({ seeds: [2], metrics: ['m'] });
    expect((await backend.call('session.get', { session_id })).setup).toMatchObject({
      seeds: [2],
      metrics: ['m'],
    });
  });

  it('leaves to another copy what that copy has open', async () => {
    const session_id = await create({ seeds: [1] });
    const other = await world.start();
    expect(await other.call('session.get', { session_id })).toMatchObject({
      state: 'read_only',
      unsaved_changes: 1,
    });
    expect(other.unsavedSessions()).toEqual([]);
    expect(backend.unsavedSessions()).toHaveLength(1);
  });

  const lengthOf = async (file: string) => (await readFile(file, 'utf8').catch(() => '')).split('\n').length;

  it('writes the votes beside the images, and empties the file when they are taken back', async () => {
    const session_id = await makeImages(backend, SMALL);
    const scores = join(world.root, session_id, 'output', 'scores.csv');
    await backend.call('session.save', { session_id });
    await expect(readFile(scores)).rejects.toMatchObject({ code: 'ENOENT' });
    const trial = await backend.call('trial.next', { session_id });
    await backend.call('vote.cast', {
      session_id,
      trial_id: 'trial_id' in trial ? trial.trial_id : '',
      choice: 'same',
    });
    await backend.call('session.save', { session_id });
    await expect.poll(() => lengthOf(scores)).toBe(3);
    await backend.call('vote.undo', { session_id });
    await backend.call('session.save', { session_id });
    await expect.poll(() => lengthOf(scores)).toBe(2);
  });

  it('saves the session also where scores.csv cannot be written, and says so', async () => {
    const session_id = await makeImages(backend, SMALL);
    const trial = await backend.call('trial.next', { session_id });
    await backend.call('vote.cast', {
      session_id,
      trial_id: 'trial_id' in trial ? trial.trial_id : '',
      choice: 'A',
    });
    await mkdir(join(world.root, session_id, 'output', 'scores.csv', 'in-the-way'), { recursive: true });
    const notice = nextPush(backend, 'notice.raised');
    expect(await backend.call('session.save', { session_id })).toMatchObject({ unsaved_changes: 0 });
    expect(await notice).toMatchObject({
      session_id,
      tone: 'caution',
      message: expect.stringContaining('scores.csv'),
    });
    expect(
      parseJson(await readFile(join(world.root, session_id, 'session_meta.json'), 'utf8')),
    ).toMatchObject({ session_id });
  });

  it('keeps what an earlier process left, once that is chosen', async () => {
    const session_id = await create({ seeds: [1] });
    await backend.dispose();
    backend = await world.start();
    expect((await backend.call('session.get', { session_id })).recovery).toMatchObject({ changes: 1 });
    await backend.call('session.recover', { session_id });
    expect((await backend.call('session.get', { session_id })).recovery).toBeNull();
  });
});

describe('session.log', () => {
  it('tells what happened in sentences without labels, newest last', async () => {
    const session_id = await makeImages(backend);
    const { entries } = await backend.call('session.log', { session_id });
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map(({ seq }) => seq).toSorted((a, b) => a - b));
    // Times are left out: a second such as 40.401 or a duration of 0.4 s is no weight.
    const told = entries.map(({ at, ...entry }) => ({
      ...entry,
      message: entry.message.replace(/[\d.]+ s/, 'n s'),
    }));
    expect(told.map(({ message }) => message)).toContain('12 of 16 made, n s.');
    expect(JSON.stringify(told)).not.toMatch(/baseline|inkwash|_w0|0\.4|0\.6|0\.8|swap/i);
    const some = await backend.call('session.log', { session_id, level: 'success', limit: 3 });
    expect(some.entries.map(({ level }) => level)).toEqual(['success', 'success', 'success']);
    expect(some.entries.at(-1)?.type).toBe('session_completed');
  });
});

describe('two copies of the app', () => {
  it('shows a session that the other copy writes to, and refuses to change it', async () => {
    const session_id = await create({ seeds: [1] });
    const other = await world.start();
    await expect(other.call('session.patch', { session_id, notes: 'mine' })).rejects.toMatchObject({
      code: 'session_locked',
    });
    expect(await other.call('session.get', { session_id })).toMatchObject({ state: 'read_only', notes: '' });
  });
});
