import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDemoServer, type DemoServer } from '../demo/server';
import type { Backend } from '../hosts/backendPort';
import { type FileSystem, realFileSystem } from '../sessions/fileSystem';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, makeImages } from '../testing/backendWorld';

let world: BackendWorld;
let demo: DemoServer;

beforeEach(async () => {
  world = await createBackendWorld();
  // Each picture takes its time, so that there is a speed to measure.
  demo = await createDemoServer({ imageMs: 12, size: { width: 32, height: 32 } });
});
afterEach(async () => {
  await world.dispose();
  await demo.dispose();
  expect(world.bugs).toEqual([]);
});

const SETUP = { ...DEMO_SETUP, weights: [1], seeds: [1], prompt_pairs: [{ positive: 'a fox' }] };

async function planOf(backend: Backend, setup: object) {
  const { session_id } = await backend.call('session.create', { setup });
  return (await backend.call('session.get', { session_id })).plan;
}

describe('the plan of a new session', () => {
  it('knows the time from images that its server made in another session, also after a restart', async () => {
    const first = await world.start({ startDemo: false, comfyUrl: demo.url });
    expect((await planOf(first, SETUP)).seconds).toBeNull();
    await makeImages(first, SETUP);
    const plan = await planOf(first, { ...SETUP, seeds: [1, 2, 3] });
    expect(plan.images).toBe(6);
    expect(plan.seconds).toBeGreaterThan(0);
    expect((await planOf(first, { ...SETUP, servers: ['127.0.0.1:9'] })).seconds).toBeNull();
    await first.dispose();

    const second = await world.start({ startDemo: false, comfyUrl: demo.url });
    expect((await planOf(second, SETUP)).seconds).toBeGreaterThan(0);
  });

  it('is told without the time while the other sessions cannot be listed, and with it as soon as they can', async () => {
    const first = await world.start({ startDemo: false, comfyUrl: demo.url });
    await makeImages(first, SETUP);
    await first.dispose();
    let isRefused = false;
    const names: FileSystem['names'] = async (path) => {
      if (isRefused && path === world.root)
        throw Object.assign(new Error('not permitted'), { code: 'EACCES' });
      return realFileSystem.names(path);
    };
    const second = await world.start({
      startDemo: false,
      comfyUrl: demo.url,
      fs: { ...realFileSystem, names },
    });
    const { session_id } = await second.call('session.create', { setup: SETUP });
    isRefused = true;
    const { plan } = await second.call('session.patch', { session_id, setup: { seeds: [1, 2] } });
    expect(plan).toMatchObject({ images: 4, seconds: null });
    isRefused = false;
    expect((await second.call('session.get', { session_id })).plan.seconds).toBeGreaterThan(0);
  });

  it('knows it from a test pair', async () => {
    const backend = await world.start({ startDemo: false, comfyUrl: demo.url });
    const { session_id } = await backend.call('session.create', { setup: SETUP });
    const { seconds } = await backend.call('generation.testPair', { session_id });
    const { plan } = await backend.call('session.get', { session_id });
    expect(plan.seconds).toBeCloseTo(2 * seconds);
  });

  it('knows the room on the disk, and is not started where it lacks', async () => {
    let free = 250_000_000;
    const backend = await world.start({
      startDemo: false,
      comfyUrl: demo.url,
      fs: { ...realFileSystem, freeBytes: async () => free },
    });
    const setup = { ...SETUP, size: [8192, 8192] };
    const { session_id } = await backend.call('session.create', { setup });
    const detail = await backend.call('session.get', { session_id });
    expect(detail.plan.free_bytes).toBe(free);
    expect(detail.faults).toMatchObject([{ field: 'setup.plan' }]);
    await expect(backend.call('generation.start', { session_id })).rejects.toMatchObject({
      code: 'disk_full',
      field: 'setup.plan',
      message: expect.stringMatching(
        /^The images take about 195 MB, .* Free 145 MB, or plan fewer images\.$/,
      ),
    });
    expect((await backend.call('session.get', { session_id })).status).toBe('pending');
    free = 2_000_000_000;
    expect((await backend.call('session.get', { session_id })).faults).toEqual([]);
    expect(await backend.call('generation.start', { session_id })).toMatchObject({ status: 'running' });
  });

  it('asks for the room that the images of an extension take', async () => {
    let free = 2_000_000_000;
    const backend = await world.start({
      startDemo: false,
      comfyUrl: demo.url,
      fs: { ...realFileSystem, freeBytes: async () => free },
    });
    const session_id = await makeImages(backend, SETUP);
    const { extension } = await backend.call('session.patch', { session_id, setup: { seeds: [1, 2] } });
    expect(extension).toEqual({ images: 2, pairs: 1 });
    free = 200_000_010;
    const { faults } = await backend.call('session.get', { session_id });
    expect(faults).toMatchObject([{ field: 'setup.plan' }]);
    await expect(backend.call('generation.start', { session_id })).rejects.toMatchObject({
      code: 'disk_full',
      message: faults[0]?.message,
    });
    free = 2_000_000_000;
    expect((await backend.call('session.get', { session_id })).faults).toEqual([]);
  });
});
