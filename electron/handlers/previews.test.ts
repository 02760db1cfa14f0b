import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PushPayload } from '../../core/contract/pushes';
import { createDemoServer, type DemoServer } from '../demo/server';
import type { Backend } from '../hosts/backendPort';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, nextPush } from '../testing/backendWorld';

/** Few steps: the demo draws a picture for each, as large as ComfyUI's. */
const SETUP = {
  ...DEMO_SETUP,
  sampling: { steps: 4, cfg: 7, sampler_name: 'euler', scheduler: 'normal' },
};

let world: BackendWorld;
let demo: DemoServer;
let backend: Backend;

beforeEach(async () => {
  world = await createBackendWorld();
  demo = await createDemoServer({ imageMs: 0, size: { width: 48, height: 48 } });
  backend = await world.start({ startDemo: false, comfyUrl: demo.url });
});
afterEach(async () => {
  await world.dispose();
  await demo.dispose();
  expect(world.bugs).toEqual([]);
});

const ofSession =
  (id: string, status: string) =>
  ({ summary }: PushPayload<'session.changed'>) =>
    summary.session_id === id && summary.status === status;

/** A run that stands still at its first image until `go`. */
async function startedRun(): Promise<{ session_id: string; go(): void }> {
  const { session_id } = await backend.call('session.create', { setup: SETUP });
  const still = Promise.withResolvers<void>();
  demo.faults.arm({ kind: 'stuck', image: 1, until: still.promise });
  await backend.call('generation.start', { session_id });
  return { session_id, go: still.resolve };
}

describe('generation.previews', () => {
  it('shows images in the making under their drawn numbers, from the next one sent on', async () => {
    const { session_id, go } = await startedRun();
    expect((await backend.call('session.get', { session_id })).generation.previews).toBe(false);
    expect(await backend.call('generation.previews', { session_id, on: true })).toMatchObject({
      previews: true,
    });
    const shown = nextPush(backend, 'generation.previewed');
    // The picture is looked at while the run stands still at it, since its address dies with the run.
    const still = Promise.withResolvers<void>();
    demo.faults.arm({ kind: 'stuck', image: 3, step: 3, until: still.promise });
    go();
    const { number, image } = await shown;
    expect(number).toBeGreaterThanOrEqual(1);
    expect(number).toBeLessThanOrEqual(16);
    const served = await backend.image(image.replace('/image/', ''));
    expect(served?.contentType).toBe('image/jpeg');
    const done = nextPush(backend, 'session.changed', ofSession(session_id, 'completed'));
    still.resolve();
    await done;
    const { generation } = await backend.call('session.get', { session_id });
    expect(generation.previews).toBe(false);
    expect(await backend.image(image.replace('/image/', ''))).toBeNull();
  });

  it('shows none to a run that did not ask, and is off again at the next run', async () => {
    const previews: string[] = [];
    backend.onPush((push) => {
      if (push.push === 'generation.previewed') previews.push(push.payload.image);
    });
    const { session_id, go } = await startedRun();
    await backend.call('generation.previews', { session_id, on: true });
    await backend.call('generation.stop', { session_id });
    go();
    await expect.poll(async () => (await backend.call('session.get', { session_id })).status).toBe('paused');
    const done = nextPush(backend, 'session.changed', ofSession(session_id, 'completed'));
    expect(await backend.call('generation.resume', { session_id })).toMatchObject({ previews: false });
    await done;
    expect(previews).toEqual([]);
  });

  it('shows what an older server shows by a switch of its own', async () => {
    await backend.dispose();
    await demo.dispose();
    demo = await createDemoServer({
      imageMs: 0,
      size: { width: 48, height: 48 },
      version: '0.3.64',
      previews: true,
    });
    backend = await world.start({ startDemo: false, comfyUrl: demo.url });
    const { session_id, go } = await startedRun();
    await backend.call('generation.previews', { session_id, on: true });
    const shown = nextPush(backend, 'generation.previewed');
    go();
    expect(await shown).toMatchObject({ session_id });
  });

  it('is refused where nothing is made', async () => {
    const { session_id } = await backend.call('session.create', { setup: SETUP });
    await expect(backend.call('generation.previews', { session_id, on: true })).rejects.toMatchObject({
      code: 'not_possible',
    });
  });
});
