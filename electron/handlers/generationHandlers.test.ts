import { rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GenerationView, Tile } from '../../core/contract/generationView';
import { createDemoServer } from '../demo/server';
import type { Backend } from '../hosts/backendPort';
import {
  type BackendWorld,
  createBackendWorld,
  DEMO_SETUP,
  makeImages,
  nextPush,
} from '../testing/backendWorld';

let world: BackendWorld;

beforeEach(async () => {
  world = await createBackendWorld();
});
afterEach(async () => {
  await world.dispose();
  expect(world.bugs).toEqual([]);
});

const SETUP = { ...DEMO_SETUP, size: [64, 64] };

async function create(backend: Backend, setup: object = SETUP): Promise<string> {
  return (await backend.call('session.create', { setup })).session_id;
}

const hasStatus =
  (id: string, status: string) =>
  ({ summary }: { summary: { session_id: string; status: string } }) =>
    summary.session_id === id && summary.status === status;

describe('generation.start', () => {
  it('answers at once and makes everything', async () => {
    const backend = await world.start();
    const session_id = await create(backend);
    const done = nextPush(backend, 'session.changed', hasStatus(session_id, 'completed'));
    expect(await backend.call('generation.start', { session_id })).toMatchObject({
      status: 'running',
      images_total: 16,
    });
    expect(await done).toMatchObject({ summary: { images_done: 16, step: 3 } });
    // A second start finds nothing missing.
    expect(await backend.call('generation.start', { session_id })).toMatchObject({
      status: 'completed',
      images_done: 16,
    });
  });

  it.skipIf(process.platform === 'win32')('is refused where the images would leave the session', async () => {
    const backend = await world.start();
    const session_id = await create(backend);
    const output = join(world.root, session_id, 'output');
    await rm(output, { recursive: true });
    await symlink(tmpdir(), output);
    await expect(backend.call('generation.start', { session_id })).rejects.toMatchObject({
      code: 'not_possible',
      message: expect.stringContaining("leads out of the session's folder"),
    });
    expect(await backend.call('session.get', { session_id })).toMatchObject({
      status: 'pending',
      setup_locked: false,
    });
  });

  it('is refused beside the field before anything is written', async () => {
    const backend = await world.start();
    const empty = await create(backend, {});
    await expect(backend.call('generation.start', { session_id: empty })).rejects.toMatchObject({
      code: 'bad_request',
      details: expect.arrayContaining([
        { field: 'setup.loras', message: expect.any(String) },
        { field: 'setup.prompt_pairs', message: expect.any(String) },
      ]),
    });
    const wrong = await create(backend, { ...SETUP, loras: ['demo/inkwash_v1-000009.safetensors'] });
    await expect(backend.call('generation.start', { session_id: wrong })).rejects.toMatchObject({
      code: 'server_refuses',
      message: expect.stringContaining('Did you mean'),
    });
    const away = await create(backend, { ...SETUP, servers: ['127.0.0.1:1'] });
    await expect(backend.call('generation.start', { session_id: away })).rejects.toMatchObject({
      code: 'comfy_unreachable',
    });
    for (const session_id of [empty, wrong, away]) {
      expect(await backend.call('session.get', { session_id })).toMatchObject({
        status: 'pending',
        setup_locked: false,
      });
    }
  });
});

describe('generation.pause, stop and resume', () => {
  it('pauses, and then makes exactly what is missing', async () => {
    const backend = await world.start({ demo: { imageMs: 30 } });
    const session_id = await create(backend);
    const first = nextPush(backend, 'generation.imageMade', (payload) => payload.session_id === session_id);
    await backend.call('generation.start', { session_id });
    await first;
    const paused = nextPush(backend, 'session.changed', hasStatus(session_id, 'paused'));
    await backend.call('generation.pause', { session_id });
    const { summary } = await paused;
    expect(summary.images_done).toBeGreaterThan(0);
    expect(summary.images_done).toBeLessThan(16);
    expect(await backend.call('session.get', { session_id })).toMatchObject({
      generation: { can_resume: true, phase: null },
    });
    const done = nextPush(backend, 'session.changed', hasStatus(session_id, 'completed'));
    await backend.call('generation.resume', { session_id });
    await done;
    const made = (await backend.call('session.log', { session_id })).entries.filter(
      ({ type }) => type === 'image_completed',
    );
    expect(new Set(made.map(({ message }) => message.split(' made')[0])).size).toBe(16);
    expect(made).toHaveLength(16);
  });

  it('is not possible where nothing runs', async () => {
    const backend = await world.start();
    const session_id = await create(backend);
    for (const command of ['generation.pause', 'generation.stop', 'generation.resume'] as const) {
      await expect(backend.call(command, { session_id })).rejects.toMatchObject({ code: 'not_possible' });
    }
  });
});

describe('what a run tells', () => {
  it('is numbers and thumbnails, never a file, a weight or a baseline', async () => {
    const backend = await world.start();
    const heard: unknown[] = [];
    const views: GenerationView[] = [];
    backend.onPush((push) => {
      // The list names LoRA and prompts of the whole set-up; the log says that it was written.
      if (
        push.push === 'session.changed' ||
        (push.push === 'log.added' && push.payload.entry.type === 'setup_changed')
      )
        return;
      heard.push(push);
      if (push.push === 'generation.progressed') views.push(push.payload.generation);
    });
    const session_id = await makeImages(backend, SETUP);
    expect(views.at(-1)).toMatchObject({ status: 'completed', images_done: 16 });
    const words = JSON.stringify(heard);
    expect(words).toContain('/image/');
    expect(words).not.toMatch(/baseline|inkwash|lora_|_w0|weight|\.png|swap|order_seed|blind/i);
    expect(session_id).toBeDefined();
  });
});

describe('generation.gallery', () => {
  it('has a place for every image, drawn by lot, with fresh addresses', async () => {
    const backend = await world.start();
    const draft = await create(backend);
    expect(await backend.call('generation.gallery', { session_id: draft })).toEqual({ tiles: [] });
    const session_id = await makeImages(backend, SETUP);
    const { tiles } = await backend.call('generation.gallery', { session_id });
    expect(tiles.map(({ number, state }) => [number, state])).toEqual(
      Array.from({ length: 16 }, (_, index) => [index + 1, 'made']),
    );
    const keys = tiles.map((tile: Tile) => tile.image ?? '');
    for (const key of keys)
      expect((await backend.image(key.replace('/image/', '')))?.contentType).toBe('image/webp');
    const again = (await backend.call('generation.gallery', { session_id })).tiles.map(
      (tile) => tile.image ?? '',
    );
    expect(new Set([...keys, ...again]).size).toBe(32);
  });

  it('shows an image at the place that its push named', async () => {
    const backend = await world.start({ demo: { imageMs: 30 } });
    const session_id = await create(backend);
    const first = nextPush(backend, 'generation.imageMade', (payload) => payload.session_id === session_id);
    await backend.call('generation.start', { session_id });
    const { number, image } = await first;
    const tile = (await backend.call('generation.gallery', { session_id })).tiles.find(
      (one) => one.number === number,
    );
    expect(tile?.state).toBe('made');
    const [pushed, listed] = [
      await backend.image((image ?? '').replace('/image/', '')),
      await backend.image((tile?.image ?? '').replace('/image/', '')),
    ];
    expect(pushed?.bytes).toEqual(listed?.bytes);
  });
});

describe('generation.regenerate', () => {
  const ONE_PAIR = {
    ...SETUP,
    weight_range: null,
    weights: [1],
    seeds: [1],
    prompt_pairs: [{ positive: 'a fox' }],
  };

  it('makes one image again and nothing else', async () => {
    const backend = await world.start();
    const session_id = await makeImages(backend, ONE_PAIR);
    const before = (await backend.call('generation.gallery', { session_id })).tiles;
    const remade = nextPush(backend, 'generation.imageMade', ({ number }) => number === 2);
    const done = nextPush(backend, 'session.changed', hasStatus(session_id, 'completed'));
    await backend.call('generation.regenerate', { session_id, number: 2 });
    await remade;
    await done;
    const after = (await backend.call('generation.gallery', { session_id })).tiles;
    expect(after.map((tile) => tile.state)).toEqual(before.map(() => 'made'));
    const { entries } = await backend.call('session.log', { session_id });
    expect(entries.filter((entry) => entry.type === 'image_completed')).toHaveLength(3);
    expect(entries.map((entry) => entry.message)).toContain('Image 2 is to be made again.');
  });

  it('is refused for a picture that was judged, unless its file is gone or torn', async () => {
    const backend = await world.start();
    const session_id = await makeImages(backend, ONE_PAIR);
    const trial = await backend.call('trial.next', { session_id });
    if ('done' in trial) throw new Error('There is a pair to judge.');
    await backend.call('vote.cast', { session_id, trial_id: trial.trial_id, choice: 'A' });
    await expect(backend.call('generation.regenerate', { session_id, number: 1 })).rejects.toMatchObject({
      code: 'not_possible',
      message: expect.stringContaining('judged already'),
    });
    await rm(join(world.root, session_id, 'output', 'baseline_0_0.png'));
    await writeFile(join(world.root, session_id, 'output', 'lora_0_0_w1.png'), 'torn');
    const done = nextPush(backend, 'session.changed', hasStatus(session_id, 'completed'));
    await backend.call('generation.regenerate', { session_id, number: 1 });
    await done;
    expect(await backend.call('session.get', { session_id })).toMatchObject({
      votes_done: 1,
      images_done: 2,
    });
  });

  it('gives nothing up for a server that lacks what is needed', async () => {
    const demo = await createDemoServer({ imageMs: 0, size: { width: 32, height: 32 } });
    const backend = await world.start({ startDemo: false, comfyUrl: demo.url });
    const session_id = await makeImages(backend, { ...ONE_PAIR, servers: [demo.url] });
    demo.setLoras(['other.safetensors']);
    await expect(backend.call('generation.regenerate', { session_id, number: 1 })).rejects.toMatchObject({
      code: 'server_refuses',
    });
    expect(await backend.call('session.get', { session_id })).toMatchObject({
      images_done: 2,
      status: 'completed',
    });
    await demo.dispose();
  });

  it('gives nothing up for a number that is none', async () => {
    const backend = await world.start();
    const session_id = await makeImages(backend, ONE_PAIR);
    await expect(backend.call('generation.regenerate', { session_id, number: 7 })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await backend.call('session.get', { session_id })).toMatchObject({
      images_done: 2,
      status: 'completed',
    });
  });
});
