import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testPairSchema } from '../../core/contract/generationView';
import { connectComfy } from '../comfy/connection';
import { readPngText } from '../comfy/imageCheck';
import { createDemoServer, type DemoServer } from '../demo/server';
import type { Backend } from '../hosts/backendPort';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, nextPush } from '../testing/backendWorld';

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

const SETUP = {
  ...DEMO_SETUP,
  weights: [0.4, -1.2, 0.8],
  sampling: { steps: 20, cfg: 7, sampler_name: 'euler', scheduler: 'normal' },
};

async function create(setup: object = SETUP): Promise<string> {
  return (await backend.call('session.create', { setup })).session_id;
}

const keyOf = (address: string) => address.replace('/image/', '');
const queue = () => connectComfy({ url: demo.url }).client.queue();

describe('generation.testPair', () => {
  it('makes one pair outside the plan and keeps nothing of it', async () => {
    const session_id = await create();
    const pair = await backend.call('generation.testPair', { session_id });
    expect(testPairSchema.parse(pair)).toMatchObject({
      lora_filename: DEMO_SETUP.loras[0],
      weight: -1.2,
      prompt: 'a fox in snow',
      server: demo.url.replace('http://', ''),
    });
    expect(DEMO_SETUP.seeds).not.toContain(pair.seed);
    const [baseline, lora] = await Promise.all([
      backend.image(keyOf(pair.baseline)),
      backend.image(keyOf(pair.lora)),
    ]);
    expect(baseline?.contentType).toBe('image/png');
    expect(Buffer.from(baseline?.bytes ?? []).equals(Buffer.from(lora?.bytes ?? []))).toBe(false);
    for (const image of [baseline, lora]) expect(readPngText(image?.bytes ?? new Uint8Array()).size).toBe(0);

    expect(await readdir(join(world.root, session_id, 'output'))).toEqual([]);
    const journal = await readFile(join(world.root, session_id, 'journal.jsonl'), 'utf8');
    expect(journal).toContain('A test pair was made');
    expect(journal.split('\n').find((line) => line.includes('test pair'))).not.toMatch(
      /inkwash|-1\.2|baseline/,
    );
    const detail = await backend.call('session.get', { session_id });
    expect(detail).toMatchObject({ status: 'pending', images_done: 0, setup_locked: false });
    const history = await (await fetch(`${demo.url}/history`)).text();
    expect(history).toContain('"type":"temp"');
    expect(history).not.toContain('"type":"output"');
  });

  it('refuses what a start refuses, without asking the server or after it', async () => {
    await expect(
      backend.call('generation.testPair', { session_id: await create({ ...SETUP, prompt_pairs: [] }) }),
    ).rejects.toMatchObject({ code: 'bad_request', field: 'setup.prompt_pairs' });
    await expect(
      backend.call('generation.testPair', {
        session_id: await create({ ...SETUP, loras: ['none.safetensors'] }),
      }),
    ).rejects.toMatchObject({ code: 'server_refuses', field: 'setup.loras[0]' });
    demo.faults.arm({ kind: 'out_of_memory', image: 2 });
    await expect(backend.call('generation.testPair', { session_id: await create() })).rejects.toMatchObject({
      message: expect.stringContaining('out of memory'),
    });
    expect(demo.faults.unhit()).toEqual([]);
  });

  it('tells how far the sampler is, and a cancel takes the image from the server', async () => {
    const session_id = await create();
    demo.faults.arm({ kind: 'stuck', image: 2, step: 3 });
    const half = nextPush(
      backend,
      'task.changed',
      ({ task }) => task.total !== null && task.done > task.total / 2,
    );
    const pair = backend.call('generation.testPair', { session_id });
    const { task } = await half;
    expect(task).toMatchObject({ kind: 'test_pair', state: 'running', can_cancel: true });
    expect(task.total).toBe(40);
    await expect(backend.call('generation.testPair', { session_id })).rejects.toMatchObject({
      code: 'not_possible',
    });
    await backend.call('task.cancel', { task_id: task.task_id });
    await expect(pair).rejects.toMatchObject({ code: 'cancelled' });
    const { running, pending } = await queue();
    expect([...running, ...pending]).toEqual([]);
    await expect(backend.call('generation.testPair', { session_id })).resolves.toMatchObject({
      weight: -1.2,
    });
  });

  it('outlives a lost history and a dropped socket, and tells of a restart', async () => {
    const session_id = await create();
    demo.faults.arm({ kind: 'drop_sockets', image: 1 });
    demo.faults.arm({ kind: 'restart', image: 2 });
    await expect(backend.call('generation.testPair', { session_id })).rejects.toMatchObject({
      message: expect.stringContaining('lost the image'),
    });
    expect(demo.faults.unhit()).toEqual([]);
  });

  it('is refused while images of the session are made', async () => {
    const session_id = await create();
    demo.faults.arm({ kind: 'stuck', image: 1 });
    await backend.call('generation.start', { session_id });
    await expect(backend.call('generation.testPair', { session_id })).rejects.toMatchObject({
      code: 'not_possible',
      message: expect.stringContaining('Pause or stop the run first'),
    });
    await backend.call('generation.stop', { session_id });
  });
});
