import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import type { NewEvent } from '../../core/session/events';
import { inspectPng } from '../comfy/imageCheck';
import type { Fault } from '../demo/faults';
import type { DemoOptions } from '../demo/server';
import { createDemoServer } from '../demo/server';
import { tellCount } from '../testing/tellCount';
import { eventTypes, idle, isDone, isPaused, queued, runWorlds } from './testWorld';

const world = runWorlds();

/** Runs a whole session with faults armed and gives back how it ended. */
async function runWith(faults: readonly Fault[], options: DemoOptions = {}) {
  const { demo, live, session: create } = await world(options);
  const session = await create();
  const life = live();
  for (const fault of faults) demo.faults.arm(fault);
  await life.generation.start(session);
  const view = await life.until(session, (one) => isDone(one) || isPaused(one));
  expect(demo.faults.unhit()).toEqual([]);
  expect(life.faults).toEqual([]);
  tellCount({ trouble: 'comfyui', name: 'faults of a run', tried: faults.length, finds: 0 });
  return { demo, session, view, life };
}

describe('a run goes on by itself', { timeout: 30_000 }, () => {
  it.each<[string, Fault[]]>([
    ['the server is restarted half way', [{ kind: 'restart', image: 6 }]],
    ['all sockets are cut', [{ kind: 'drop_sockets', image: 3 }]],
    ['the socket falls silent', [{ kind: 'silent_sockets', image: 2 }]],
    ['messages are lost', [{ kind: 'lose_messages', times: 40 }]],
    ['the history is lost', [{ kind: 'lose_history', image: 4 }]],
    ['the history is empty at first', [{ kind: 'empty_history', times: 5 }]],
    [
      'connections are cut now and then',
      [
        { kind: 'cut', path: '/history', times: 3, after: 4 },
        { kind: 'cut', path: '/view', times: 3 },
      ],
    ],
    [
      'a prompt is taken and the answer is lost',
      [{ kind: 'cut', path: '/prompt', method: 'POST', times: 2, after: 3 }],
    ],
    [
      'the server answers 500 for a while',
      [
        { kind: 'status', path: '/prompt', method: 'POST', times: 2, after: 2 },
        { kind: 'status', path: '/history', times: 3, after: 6 },
      ],
    ],
    [
      'the server answers something else for a while',
      [
        { kind: 'wrong_json', path: '/prompt', method: 'POST', times: 2 },
        { kind: 'html', path: '/queue', times: 2 },
      ],
    ],
    ['an image arrives torn', [{ kind: 'truncated_file', times: 1 }]],
    ['an image arrives torn twice', [{ kind: 'truncated_file', times: 2 }]],
    ['the memory is full once', [{ kind: 'out_of_memory', image: 5 }]],
    ['no socket can be opened', [{ kind: 'status', path: '/ws', times: 1000 }]],
  ])('when %s', async (_, faults) => {
    const { session, view } = await runWith(faults);
    expect(view).toMatchObject({ status: 'completed', images_done: 16, failed: [], reason: null });
    for (const file of session.state.images.keys()) {
      expect(inspectPng(await readFile(session.folder.pathOfImage(file))).ok).toBe(true);
    }
  });

  it.each<Fault>([
    { kind: 'silent_sockets', image: 2 },
    { kind: 'lose_messages', times: 40 },
    { kind: 'cut', path: '/view', times: 2 },
    { kind: 'drop_sockets', image: 3 },
  ])('and makes nothing twice when only messages or answers are lost: $kind', async (fault) => {
    expect((await runWith([fault])).demo.stats().images).toBe(16);
  });

  it('makes nothing twice where a login stands before the images for a while', async () => {
    const { demo, view } = await runWith([{ kind: 'html', path: '/view', times: 30, after: 2 }]);
    expect(view).toMatchObject({ status: 'completed', images_done: 16, failed: [] });
    expect(demo.stats().images).toBe(16);
  });

  it('makes an image again whose file is gone from the server', async () => {
    const { demo, live, session: create } = await world();
    const session = await create({ seeds: [1] });
    const life = live();
    demo.faults.arm({ kind: 'status', path: '/view', status: 404, times: 2 });
    await life.generation.start(session);
    expect(await life.until(session, isDone)).toMatchObject({ images_done: 8, failed: [] });
    expect(demo.stats().images).toBe(10);
  });

  it('also where the server keeps nothing, although its cache still names the file', async () => {
    const { demo, live, session: create } = await world();
    const session = await create({ seeds: [1], leave_nothing_on_server: true });
    const life = live();
    demo.faults.arm({ kind: 'status', path: '/view', status: 404 });
    await life.generation.start(session);
    expect(await life.until(session, isDone)).toMatchObject({ images_done: 8, failed: [] });
    expect(demo.faults.unhit()).toEqual([]);
  });

  it('waits for a server that is gone, says so, and goes on when it is back', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    const { generation, until } = live();
    demo.faults.arm({ kind: 'stuck', image: 4 });
    await generation.start(session);
    await until(session, (view) => view.images_done === 3);
    await demo.dispose();
    const waiting = await until(session, (view) => view.reason !== null);
    expect(waiting).toMatchObject({ status: 'running', phase: 'generating_images' });
    expect(waiting.reason).toBe(`ComfyUI at 127.0.0.1:${demo.port} does not answer. Trying again.`);
    const again = await createDemoServer({
      port: demo.port,
      imageMs: 0,
      size: { width: 32, height: 32 },
      loras: ['fox.safetensors'],
      checkpoints: ['sd15.safetensors'],
    });
    const view = await until(session, isDone);
    await again.dispose();
    expect(view).toMatchObject({ images_done: 16, reason: null });
    expect((await eventTypes(session)).filter((type) => type === 'error_occurred')).toHaveLength(1);
  });

  it('pauses when asked while the server is gone', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    const { generation, until } = live();
    demo.faults.arm({ kind: 'stuck', image: 2 });
    await generation.start(session);
    await until(session, (view) => view.images_done === 1);
    await demo.dispose();
    await until(session, (view) => view.reason !== null);
    await generation.stop(session);
    expect(await until(session, isPaused)).toMatchObject({
      can_resume: true,
      reason: 'Stopped. Resume makes what is missing.',
    });
  });
});

describe('images that fail', { timeout: 30_000 }, () => {
  it('do not stop the others, and are made by the next resume', async () => {
    const { demo, session, view, life } = await runWith([{ kind: 'node_error', image: 4 }]);
    expect(view).toMatchObject({ status: 'paused', images_done: 15, can_resume: true });
    expect(view.reason).toBe('1 image failed. Resume makes what is missing.');
    expect(view.failed).toHaveLength(1);
    expect(session.state.failures.size).toBe(1);
    await life.generation.resume(session);
    expect(await life.until(session, isDone)).toMatchObject({ images_done: 16, failed: [] });
    expect(demo.stats().images).toBe(16);
  });

  it('three in a row pause the run with the reason', async () => {
    const { demo, view } = await runWith([{ kind: 'out_of_memory', image: 4, times: 6 }]);
    expect(view).toMatchObject({ status: 'paused', can_resume: true });
    expect(view.reason).toMatch(
      /^Paused after three failures in a row: ComfyUI ran out of memory at image \d+\. \d+ images are safe\.$/,
    );
    expect(view.reason).toContain(`${view.images_done} images are safe`);
    expect(view.failed).toHaveLength(3);
    expect(view.failed[0]?.message).toContain('choose a smaller size');
    expect(view.images_done).toBeGreaterThanOrEqual(3);
    expect(await queued(demo)).toBe(0);
  });

  it('are those that the server refuses, or takes only in part', async () => {
    for (const kind of ['refuse_prompt', 'node_errors'] as const) {
      const { demo, view } = await runWith([{ kind, method: 'POST', path: '/prompt', after: 3 }]);
      expect(view).toMatchObject({ status: 'paused', images_done: 15 });
      expect(view.failed).toHaveLength(1);
      expect(await queued(demo)).toBe(0);
    }
  });

  it('are those that arrive torn again and again', async () => {
    const { view } = await runWith([{ kind: 'truncated_file', times: 6 }], { imageMs: 1 });
    expect(view.images_done + view.failed.length).toBe(16);
  });

  it('are those of a server that answers wrongly for ever', async () => {
    const { view } = await runWith([{ kind: 'status', path: '/prompt', method: 'POST', times: 1000 }]);
    expect(view).toMatchObject({ status: 'paused', images_done: 0 });
    expect(view.reason).toContain('Paused after three failures in a row: ComfyUI at 127.0.0.1');
  });
});

describe('a disk that refuses', { timeout: 30_000 }, () => {
  it('pauses the run with what to do, and keeps the work', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    let isFull = false;
    const broken = live({
      writeImage: async () => {
        isFull = true;
        throw new AppFailure('disk_full', 'The disk is full: Blindfold could not write an image.');
      },
    });
    await broken.generation.start(session);
    const view = await broken.until(session, isPaused);
    expect(isFull).toBe(true);
    expect(view.reason).toBe('The disk is full. Nothing is lost. Free some space, then resume.');
    await idle(demo);
    const next = live();
    await next.generation.resume(session);
    expect(await next.until(session, isDone)).toMatchObject({ images_done: 16 });
  });

  it('is told even when the journal cannot be written', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    const { promise, resolve } = Promise.withResolvers<void>();
    demo.faults.arm({ kind: 'stuck', image: 3, until: promise });
    let isFull = false;
    const refusing = new Proxy(session, {
      get(target, name) {
        if (name === 'append' && isFull)
          return () => Promise.reject(new AppFailure('disk_full', 'The disk is full.'));
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const life = live();
    await life.generation.start(refusing);
    await life.until(refusing, (view) => view.images_done === 2);
    isFull = true;
    resolve();
    const view = await life.until(refusing, isPaused);
    expect(view).toMatchObject({ can_resume: true });
    expect(view.reason).toMatch(/^The disk is full\. Nothing is lost\./);
    isFull = false;
    await life.generation.resume(session);
    expect(await life.until(session, isDone)).toMatchObject({ images_done: 16 });
  });

  it('at the last event of all leaves only that to be said by a resume', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    let isFull = true;
    const refusing = new Proxy(session, {
      get(target, name) {
        if (name === 'append')
          return (...events: NewEvent[]) =>
            isFull && events.some(({ type }) => /^session_(completed|paused)$/.test(type))
              ? Promise.reject(new AppFailure('disk_full', 'The disk is full.'))
              : target.append(...events);
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const life = live();
    await life.generation.start(refusing);
    expect(await life.until(refusing, isPaused)).toMatchObject({ images_done: 16, can_resume: true });
    isFull = false;
    const made = demo.stats().images;
    expect(await life.generation.resume(refusing)).toMatchObject({ status: 'completed', reason: null });
    expect(demo.stats().images).toBe(made);
  });

  it('is a bug when it is anything else: logged whole, the run paused', async () => {
    const { live, session: create } = await world();
    const session = await create();
    const bug = new TypeError('x is not a function');
    const life = live({ writeImage: () => Promise.reject(bug) });
    await life.generation.start(session);
    const view = await life.until(session, isPaused);
    expect(view.reason).toContain('a fault inside Blindfold');
    expect(life.faults).toEqual([bug]);
  });
});
