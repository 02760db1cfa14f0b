import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NextTrial } from '../../core/contract/trialView';
import type { Backend } from '../hosts/backendPort';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, makeImages } from '../testing/backendWorld';

let world: BackendWorld;
let backend: Backend;
let session_id: string;

const SETUP = {
  ...DEMO_SETUP,
  weight_range: null,
  weights: [1],
  seeds: [1],
  metrics: ['Style'],
  prompt_pairs: ['a fox', 'a barn', 'an owl'].map((positive) => ({ positive })),
};

beforeEach(async () => {
  world = await createBackendWorld();
  backend = await world.start();
  session_id = await makeImages(backend, SETUP);
});
afterEach(async () => {
  await world.dispose();
  expect(world.bugs).toEqual([]);
});

const path = () => join(world.root, session_id, 'output', 'scores.csv');
const lines = async () => (await readFile(path(), 'utf8')).trim().split('\n').slice(1);
const isThere = () =>
  access(path()).then(
    () => true,
    () => false,
  );

async function vote(count = Number.POSITIVE_INFINITY, rater: object = {}): Promise<string[]> {
  const ids: string[] = [];
  let trial: NextTrial = await backend.call('trial.next', { session_id, ...rater });
  while (!('done' in trial) && ids.length < count) {
    ids.push(trial.trial_id);
    const args = { session_id, trial_id: trial.trial_id, choice: 'A', ...rater } as const;
    trial = (await backend.call('vote.cast', args)).next;
  }
  return ids;
}

describe('scores.csv', () => {
  it('is there once the last vote is in, and follows every change from then on', async () => {
    const [first] = await vote(2);
    expect(await isThere()).toBe(false);
    await vote();
    await expect.poll(isThere).toBe(true);
    await expect.poll(lines).toHaveLength(3);
    await backend.call('vote.cast', { session_id, trial_id: first ?? '', choice: 'same' });
    await expect.poll(async () => (await lines())[0]).toContain(',same,');
    await backend.call('vote.undo', { session_id });
    await expect.poll(lines).toHaveLength(2);
    await vote(1);
    await expect.poll(lines).toHaveLength(3);
  });

  it('is there once the evaluation is ended by hand, and goes back with a discard', async () => {
    await backend.call('session.save', { session_id });
    await vote(2);
    await backend.call('evaluation.finish', { session_id });
    await expect.poll(isThere).toBe(true);
    expect(await lines()).toHaveLength(2);
    await backend.call('session.discard', { session_id });
    await expect.poll(lines).toHaveLength(0);
  });

  it('follows votes also before the end, where a save made it', async () => {
    await vote(1);
    await backend.call('session.save', { session_id });
    await expect.poll(isThere).toBe(true);
    expect(await lines()).toHaveLength(1);
    await vote(1);
    await expect.poll(lines).toHaveLength(2);
  });

  it('is whole before the app ends', async () => {
    await vote();
    await backend.dispose();
    expect(await lines()).toHaveLength(3);
  });

  it('counts the pairs of every rater in the order of the saved file', async () => {
    await vote();
    await vote(Number.POSITIVE_INFINITY, { rater: 'Ann' });
    await backend.call('session.save', { session_id });
    await backend.dispose();
    const places = (await lines()).map((line) => line.split(','));
    const pairOf = new Map(places.slice(0, 3).map((row) => [row[3], row[0]]));
    expect([...pairOf.values()]).toEqual(['0', '1', '2']);
    for (const row of places.slice(3)) expect(row[0]).toBe(pairOf.get(row[3]));
  });
});
