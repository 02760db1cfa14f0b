import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { builtinWorkflow } from '../../core/workflow/builtin';
import { connectComfy } from '../comfy/connection';
import { inspectPng, readPngText } from '../comfy/imageCheck';
import type { Fault } from '../demo/faults';
import { encodePng } from '../demo/painter';
import { withTextChunks } from '../demo/pngText';
import type { DemoOptions } from '../demo/server';
import { openFrontDoor } from '../testing/frontDoor';
import type { GenerationOptions } from './generationPort';
import { through } from './testConnections';
import { idle, isDone, isPaused, queued, runWorlds } from './testWorld';

/** All that a socket brings but its status. */
const NOT_STATUS = [
  'execution_start',
  'execution_cached',
  'executing',
  'progress',
  'progress_state',
  'executed',
  'execution_success',
] as const;

/** What people report of ComfyUI, by its symptom, and how a run ends that meets it. */
const world = runWorlds();
const open: { dispose(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.dispose();
});

/** A run of eight images that meets faults. */
async function runWith(
  faults: readonly Fault[],
  options: DemoOptions = {},
  changes: Partial<GenerationOptions> = {},
) {
  const { demo, live, session: create } = await world(options);
  const session = await create({ seeds: [1] });
  const life = live(changes);
  for (const fault of faults) demo.faults.arm(fault);
  await life.generation.start(session);
  const view = await life.until(session, (one) => isDone(one) || isPaused(one));
  expect(demo.faults.unhit()).toEqual([]);
  expect(life.faults).toEqual([]);
  return { demo, session, view, life };
}

const WHOLE = { status: 'completed', images_done: 8, failed: [], reason: null };

describe('every image is made, and made once, although', { timeout: 30_000 }, () => {
  it.each<[string, Fault[], DemoOptions]>([
    ['the socket is silent after a reconnect', [{ kind: 'silent_sockets', image: 2 }], {}],
    [
      'the socket brings nothing but its status',
      NOT_STATUS.map((type) => ({ kind: 'lose_messages', type, times: 500 })),
      {},
    ],
    ['the history is empty after the end was told', [{ kind: 'empty_history', times: 4 }], {}],
    ['success is told before the files are in the history', [{ kind: 'empty_outputs', times: 4 }], {}],
    [
      'a node that blocks its followers is told as an error',
      [{ kind: 'execution_blocked', image: 2, times: 3 }],
      {},
    ],
    [
      'an old server has no lists of models, no features and no jobs',
      [{ kind: 'status', path: '/models', status: 404, times: 2 }],
      { version: '0.3.64' },
    ],
    [
      'a proxy answers 502 while ComfyUI behind it starts anew',
      [
        { kind: 'status', status: 502, path: '/history', times: 9, after: 3 },
        { kind: 'status', status: 503, path: '/view', times: 3 },
        { kind: 'status', status: 504, path: '/prompt', method: 'POST', times: 6 },
      ],
      {},
    ],
  ])('%s', async (_, faults, options) => {
    const { demo, view, life } = await runWith(faults, options);
    expect(view).toMatchObject(WHOLE);
    expect(new Set(life.told).size).toBe(8);
    expect(demo.stats().images).toBe(8);
  });

  it.each<[string, Fault[], DemoOptions, number]>([
    ['a new server takes only ids that are UUIDs in their plain form', [], {}, 8],
    ['an old one answers with its own', [{ kind: 'own_id', times: 8 }], { version: '0.3.64' }, 16],
  ])('%s', async (_, faults, options, count) => {
    const { session, view } = await runWith(faults, options);
    expect(view).toMatchObject(WHOLE);
    const events = await session.readLog(1_000);
    const ids = events.flatMap((event) => (event.type === 'images_generating' ? [event.prompt_id] : []));
    // The server's own id is journaled, too, so that a later process finds the prompt.
    expect(new Set(ids).size).toBe(count);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('the history takes longer than a call may', async () => {
    const { live, demo, session: create } = await world();
    const session = await create({ seeds: [1] });
    demo.faults.arm({ kind: 'hang', path: '/history', times: 3 });
    const { generation, until } = live({ connect: through(demo.url, () => ({}), 150) });
    await generation.start(session);
    expect(await until(session, (view) => isDone(view) || isPaused(view))).toMatchObject(WHOLE);
    expect(demo.faults.unhit()).toEqual([]);
    expect(demo.stats().images).toBe(8);
  });

  it('the result comes from the cache, which names no file', async () => {
    const { live, demo, session: create } = await world();
    const session = await create({ seeds: [1], leave_nothing_on_server: true });
    let posts = 0;
    const { generation, until } = live({
      connect: through(demo.url, ({ postPrompt }) => ({
        async postPrompt(prompt) {
          posts += 1;
          // The same graph ran already, so every node of this one is known.
          if (posts === 1) await postPrompt({ ...prompt, promptId: randomUUID(), mark: 'somebody' });
          if (posts === 1) await idle(demo);
          if (posts === 1) demo.faults.arm({ kind: 'empty_outputs', times: 7 });
          return postPrompt(prompt);
        },
      })),
    });
    await generation.start(session);
    expect(await until(session, (view) => isDone(view) || isPaused(view))).toMatchObject(WHOLE);
    expect(demo.faults.unhit()).toEqual([]);
  });

  it('the text in its pictures holds a bare NaN', async () => {
    const { session, view } = await runWith([], {
      paint: async ({ width, height }) => {
        const raster = { width, height, rgb: Buffer.alloc(width * height * 3, 90) };
        const png = withTextChunks(await encodePng(raster), { note: '{"is_changed": [NaN]}' });
        return { ...raster, png };
      },
    });
    expect(view).toMatchObject(WHOLE);
    const [file = ''] = session.state.images.keys();
    const bytes = await readFile(session.folder.pathOfImage(file));
    expect(readPngText(bytes).get('note')).toContain('NaN');
  });

  it('the server writes folders with backslashes', async () => {
    const { live, demo, session: create } = await world({ loras: ['snow\\fox.safetensors'] });
    const session = await create({ seeds: [1], loras: ['snow/fox.safetensors'] });
    const { generation, until } = live();
    await generation.start(session);
    expect(await until(session, (view) => isDone(view) || isPaused(view))).toMatchObject(WHOLE);
    const bytes = await readFile(session.folder.pathOfImage('lora_0_0_w0.4.png'));
    expect(readPngText(bytes).get('prompt')).toContain('snow\\\\fox.safetensors');
    expect(demo.stats().images).toBe(8);
  });

  it.each(['/comfy', '/api'])('the server stands under the path %s of its address', async (path) => {
    const { live, demo, session: create } = await world();
    const door = await openFrontDoor({ target: demo.url, path });
    open.push(door);
    const session = await create({ seeds: [1] });
    const { generation, until } = live({ connect: () => connectComfy({ url: door.url }) });
    await generation.start(session);
    expect(await until(session, (view) => isDone(view) || isPaused(view))).toMatchObject(WHOLE);
    const handshakes = door.seen.filter((headers) => headers.upgrade === 'websocket');
    expect(handshakes).toHaveLength(1);
    expect(demo.stats().images).toBe(8);
  });
});

describe('the queue of a server', { timeout: 30_000 }, () => {
  it('that is gone after a restart is filled again with what the history lacks', async () => {
    const { demo, view } = await runWith([{ kind: 'restart', image: 3 }]);
    expect(view).toMatchObject(WHOLE);
    expect(demo.stats().images).toBe(8);
  });

  it('that a dead worker leaves untouched is told with what to do, and goes on after the restart', async () => {
    const { live, demo, session: create } = await world();
    const session = await create({ seeds: [1] });
    demo.faults.arm({ kind: 'dead_worker', after: 3 });
    const { generation, until } = live({ stallMs: 50 });
    await generation.start(session);
    const { reason, failed } = await until(session, (view) => view.reason !== null);
    expect(reason).toBe(
      'ComfyUI takes images into its queue and has begun none for a minute. Restart ComfyUI; this run then goes on by itself.',
    );
    expect(failed).toEqual([]);
    demo.restart();
    expect(await until(session, isDone)).toMatchObject(WHOLE);
    expect(demo.stats().images).toBe(8);
  });

  it('is not interrupted while the prompt of somebody else runs', async () => {
    const { live, demo, session: create } = await world();
    const session = await create({ seeds: [1] });
    const other = connectComfy({ url: demo.url }).client;
    const { promise, resolve } = Promise.withResolvers<void>();
    demo.faults.arm({ kind: 'stuck', image: 1, until: promise });
    const graph = builtinWorkflow({ checkpoint: 'sd15.safetensors' });
    const lora = graph['10'];
    if (lora !== undefined) lora.inputs['lora_name'] = 'owl.safetensors';
    const { prompt_id } = await other.postPrompt({ graph, clientId: 'somebody', promptId: randomUUID() });
    const { generation, until } = live();
    await generation.start(session);
    while ((await queued(demo)) < 3);
    await generation.stop(session);
    expect(await until(session, isPaused)).toMatchObject({ images_done: 0, failed: [] });
    const { running, pending } = await other.queue();
    expect([running.map((item) => item.prompt_id), pending]).toEqual([[prompt_id], []]);
    resolve();
    await idle(demo);
    expect((await other.history(prompt_id))?.outcome).toBe('success');
  });

  it('keeps nothing of a prompt that was taken only in part', async () => {
    const { demo, view, session } = await runWith([{ kind: 'node_errors', method: 'POST', path: '/prompt' }]);
    expect(view).toMatchObject({ status: 'paused', images_done: 7 });
    expect(session.state.failures.size).toBe(1);
    expect(await queued(demo)).toBe(0);
  });
});

describe('memory that is full', { timeout: 30_000 }, () => {
  it('is freed once, and the image made', async () => {
    let freed = 0;
    const { live, demo, session: create } = await world();
    const session = await create({ seeds: [1] });
    demo.faults.arm({ kind: 'out_of_memory', image: 3 });
    const { generation, until } = live({
      connect: through(demo.url, ({ free }) => ({
        free: () => {
          freed += 1;
          return free();
        },
      })),
    });
    await generation.start(session);
    expect(await until(session, (view) => isDone(view) || isPaused(view))).toMatchObject(WHOLE);
    expect(freed).toBe(1);
  });

  it('a second time fails the image with what to do', async () => {
    const { live, demo, session: create } = await world();
    const session = await create({
      seeds: [1],
      weight_range: [0.4, 0.4, 0.2],
      prompt_pairs: [{ positive: 'a', negative: '' }],
    });
    demo.faults.arm({ kind: 'out_of_memory', image: 1, times: 4 });
    const { generation, until } = live();
    await generation.start(session);
    const view = await until(session, isPaused);
    expect(view.failed.map(({ message }) => message)).toEqual([
      'ComfyUI ran out of memory. Close what else uses the graphics card, or choose a smaller size.',
      'ComfyUI ran out of memory. Close what else uses the graphics card, or choose a smaller size.',
    ]);
  });
});

describe('a picture', { timeout: 30_000 }, () => {
  it('that arrives torn is fetched again, and never counts torn', async () => {
    const { demo, session, view } = await runWith([{ kind: 'truncated_file', times: 2 }]);
    expect(view).toMatchObject(WHOLE);
    expect(demo.stats().images).toBe(9);
    for (const file of session.state.images.keys())
      expect(inspectPng(await readFile(session.folder.pathOfImage(file))).ok).toBe(true);
  });

  it('of another size than its partners makes no pair, and says both sizes', async () => {
    let painted = 0;
    const { demo, life, session, view } = await runWith([], {
      paint: async ({ width, height }) => {
        painted += 1;
        const side = painted === 8 ? 16 : 0;
        return { width: width + side, height, rgb: Buffer.alloc((width + side) * height * 3, 90) };
      },
    });
    expect(view).toMatchObject({ status: 'paused', images_done: 7, can_resume: true });
    expect(view.failed.map(({ message }) => message)).toEqual([
      'This image came out with 48 × 32 pixels, and those it belongs to have 32 × 32. Look what sets the size in the workflow, then resume.',
    ]);
    // Else the server answers with what it made before.
    await connectComfy({ url: demo.url }).client.free();
    await life.generation.resume(session);
    expect(await life.until(session, isDone)).toMatchObject(WHOLE);
    for (const { width, height } of session.state.images.values()) expect([width, height]).toEqual([32, 32]);
  });
});
