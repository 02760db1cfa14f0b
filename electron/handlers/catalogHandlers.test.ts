import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { summarySchema } from '../../core/contract/sessionView';
import { stringifyJson } from '../../core/session/json';
import type { Backend } from '../hosts/backendPort';
import {
  type BackendWorld,
  createBackendWorld,
  DEMO_SETUP,
  makeImages,
  nextPush,
} from '../testing/backendWorld';

describe.each(['sqlite', 'file'] as const)('with a catalog of kind %s', (storageType) => {
  let world: BackendWorld;
  let backend: Backend;

  beforeEach(async () => {
    world = await createBackendWorld();
    backend = await world.start({ storageType });
  });
  afterEach(async () => {
    await world.dispose();
  });

  it('lists nothing of a session that is judged but what its summary says', async () => {
    const session_id = await makeImages(backend, {
      ...DEMO_SETUP,
      weights: [0.375],
      seeds: [987654321987],
      prompt_pairs: [{ positive: 'a fox', negative: 'blurry' }],
    });
    const trial = await backend.call('trial.next', { session_id });
    if (!('trial_id' in trial)) throw new Error('There is a trial to vote on.');
    await backend.call('vote.cast', { session_id, trial_id: trial.trial_id, choice: 'A' });
    const list = await backend.call('session.list', { limit: 100 });
    const { sessions } = list;
    expect(sessions.map(({ votes_done }) => votes_done)).toEqual([1]);
    expect(Object.keys(sessions[0] ?? {}).sort()).toEqual(Object.keys(summarySchema.shape).sort());
    const { setup: _, ...detail } = await backend.call('session.get', { session_id });
    const shown = Object.fromEntries(
      Object.keys(summarySchema.shape).map((key) => [key, detail[key as keyof typeof detail]]),
    );
    expect(sessions[0]).toEqual(shown);
    const text = stringifyJson(list);
    for (const key of [
      'lora_0_0',
      'baseline',
      '0.375',
      '987654321987',
      'swap',
      'order_seed',
      'blind_key',
      '.png',
    ])
      expect(text).not.toContain(key);
    // Nor is it found by the key.
    for (const q of ['baseline', '0.375', '987654321987', 'swap'])
      expect(await backend.call('session.list', { q })).toMatchObject({ total: 0 });
    expect(world.bugs).toEqual([]);
  });

  it('tells everybody of folders that a list or a refresh finds', async () => {
    const { session_id } = await backend.call('session.create', {});
    await backend.call('session.save', { session_id });
    const copy = join(world.root, '20230101_000000');
    await cp(join(world.root, session_id), copy, { recursive: true });
    const came = nextPush(backend, 'sessions.changed');
    expect((await backend.call('session.list', {})).total).toBe(2);
    expect(await came).toEqual({ removed: [] });
    await rm(copy, { recursive: true });
    const gone = nextPush(backend, 'sessions.changed');
    expect(await backend.call('session.refresh', {})).toMatchObject({ changed: 1 });
    expect(await gone).toEqual({ removed: ['20230101_000000'] });
  });

  it('makes the catalog anew as a task', async () => {
    const { session_id } = await backend.call('session.create', { notes: 'here' });
    await backend.call('session.save', { session_id });
    const list = nextPush(backend, 'sessions.changed');
    expect(await backend.call('storage.rebuildCatalog', {})).toEqual({ sessions: 1 });
    await list;
    const { tasks } = await backend.call('task.list', {});
    expect(tasks).toMatchObject([
      { kind: 'catalog', state: 'done', done: 1, total: 1, message: 'The catalog was made anew: 1 session.' },
    ]);
    expect((await backend.call('session.list', { q: 'here' })).total).toBe(1);
  });

  it('has the whole list when it starts, what changed meanwhile included', async () => {
    const { session_id } = await backend.call('session.create', { notes: 'before' });
    await backend.call('session.save', { session_id });
    await backend.dispose();
    const meta = join(world.root, session_id, 'session_meta.json');
    await writeFile(meta, '{"step_1_setup": {"lora_filename": "meanwhile.safetensors"}}');
    const next = await world.start({ storageType });
    const { sessions } = await next.call('session.list', { q: 'meanwhile' });
    expect(sessions.map((one) => one.session_id)).toEqual([session_id]);
    expect(world.bugs).toEqual([]);
  });
});
