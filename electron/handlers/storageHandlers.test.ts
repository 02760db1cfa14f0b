import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Backend } from '../hosts/backendPort';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, makeImages } from '../testing/backendWorld';

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
    const next = await backend.call('trial.next', { session_id: id });
    if ('done' in next) throw new Error('There is nothing to vote on.');
    await backend.call('vote.cast', { session_id: id, trial_id: next.trial_id, choice: 'B' });
    await backend.call('session.active', {});
    expect(logged.filter((line) => line.startsWith('Proposed to go on'))).toHaveLength(1);
    expect(logged.filter((line) => line.startsWith(`Session ${id}: its run`))).toEqual([
      `Session ${id}: its run began.`,
    ]);
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
