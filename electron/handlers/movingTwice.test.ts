import { readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Backend } from '../hosts/backendPort';
import { type BackendWorld, createBackendWorld, makeImages } from '../testing/backendWorld';

let world: BackendWorld;
let backend: Backend;

beforeEach(async () => {
  world = await createBackendWorld();
  backend = await world.start({ host: 'desktop' });
});
afterEach(async () => {
  await world.dispose();
  expect(world.bugs).toEqual([]);
});

async function made(): Promise<string> {
  const session_id = await makeImages(backend, {
    loras: ['demo/inkwash_v1-000008.safetensors'],
    weights: [0.5],
    seeds: [7],
    metrics: ['Quality'],
    prompt_pairs: [{ positive: 'a fox in snow', negative: '' }],
  });
  await backend.call('session.save', { session_id });
  return session_id;
}

const folders = async () => (await readdir(world.root)).filter((name) => /^\d{8}_\d{6}$/.test(name));
const zips = () => readdir(join(world.root, 'archive'));

/** Asks for the same thing twice in one moment. Out: how often it was done, and the failures of the others. */
async function twice(act: () => Promise<unknown>) {
  const outcomes = await Promise.allSettled([act(), act()]);
  return {
    done: outcomes.filter(({ status }) => status === 'fulfilled').length,
    failures: outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? outcome.reason : [])),
  };
}

describe('what is asked for twice in one moment', () => {
  it('archives a session once, and it comes back', async () => {
    const session_id = await made();
    const { done, failures } = await twice(() => backend.call('session.archive', { session_id }));
    expect(done).toBe(1);
    expect(failures).toMatchObject([{ code: 'not_found' }]);
    expect(await zips()).toEqual([`${session_id}.zip`]);
    expect(await folders()).toEqual([]);
    const back = await backend.call('session.bringBack', { session_id });
    expect(back).toMatchObject({ session_id, state: 'ok', images_done: 2 });
  });

  it('brings a session back once', async () => {
    const session_id = await made();
    await backend.call('session.archive', { session_id });
    const { done, failures } = await twice(() => backend.call('session.bringBack', { session_id }));
    expect(done).toBe(1);
    expect(failures).toMatchObject([{ code: 'not_possible' }]);
    expect(await folders()).toEqual([session_id]);
    expect(await zips()).toEqual([]);
  });

  it('archives a session and deletes it: then its archive is in the trash, and comes back', async () => {
    const session_id = await made();
    await Promise.all([
      backend.call('session.archive', { session_id }),
      backend.call('session.delete', { session_id }),
    ]);
    expect(await zips()).toEqual([]);
    expect(await folders()).toEqual([]);
    await backend.call('session.restore', { session_id });
    const back = await backend.call('session.bringBack', { session_id });
    expect(back).toMatchObject({ session_id, images_done: 2 });
  });

  it('archives a session that is being copied once the copy is whole', async () => {
    const session_id = await made();
    const [copy] = await Promise.all([
      backend.call('session.copy', { session_id }),
      backend.call('session.archive', { session_id }),
    ]);
    expect(copy).toMatchObject({ images_done: 2, state: 'ok' });
    const detail = await backend.call('session.get', { session_id: copy.session_id });
    expect(detail.missing_images).toEqual([]);
    expect(await zips()).toEqual([`${session_id}.zip`]);
  });

  it('imports the older session once', async () => {
    expect(dirname(world.root)).not.toBe(world.root);
    const setup = { lora_filename: 'fox.safetensors', seeds: [1], metrics: ['Quality'] };
    await writeFile(
      join(world.root, 'current_session.json'),
      JSON.stringify({ timestamp: 1696155300, step_1_setup: setup }),
    );
    const { done, failures } = await twice(() => backend.call('session.importOld', {}));
    expect(done).toBe(1);
    expect(failures).toMatchObject([{ code: 'not_found' }]);
    expect(await folders()).toHaveLength(1);
  });
});
