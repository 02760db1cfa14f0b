import { describe, expect, it } from 'vitest';
import { connectComfy } from '../comfy/connection';
import type { Fault } from '../demo/faults';
import type { DemoServer } from '../demo/server';
import { eventsOf, isDone, isPaused, madeBy, makersOf, queued, runWorlds } from './testWorld';

const world = runWorlds();

/** A second demo on the port that another one had. */
const restarted = (demo: DemoServer) => ({ port: demo.port });

describe('a server that fails while another works', { timeout: 30_000 }, () => {
  it('is left out and comes back by itself; what it was given is looked up and not made again', async () => {
    const { demo, another, live, session: create } = await world();
    const second = await another();
    const session = await create({ servers: ['demo', second.url], seeds: [1, 2, 3] });
    const { promise, resolve } = Promise.withResolvers<void>();
    second.faults.arm({ kind: 'stuck', image: 2, until: promise });
    const { generation, until } = live();
    await generation.start(session);
    await until(session, (view) => view.servers[1]?.images_done === 1 && view.servers[1].current !== null);
    while ((await queued(second)) < 2);
    second.faults.arm({ kind: 'cut', times: 1_000_000 });
    const out = await until(session, (view) => view.servers[1]?.state === 'out');
    expect(out.servers[1]?.message).toBe(`ComfyUI at 127.0.0.1:${second.port} does not answer.`);
    // Everything but the spot that it had begun.
    const alone = await until(session, (view) => view.servers[0]?.images_done === 20);
    expect(alone.status).toBe('running');
    const waits = await until(session, (view) => view.reason !== null);
    expect(waits.reason).toContain(`What is left waits for 127.0.0.1:${second.port}.`);
    resolve();
    second.faults.clear();
    expect(await until(session, isDone)).toMatchObject({ images_done: 24, failed: [] });
    expect(madeBy(demo, second)).toBe(24);
    makersOf(session);
    const [fault] = await eventsOf(session, 'error_occurred');
    expect(fault).toMatchObject({
      code: 'comfy_unreachable',
      message: `127.0.0.1:${second.port} is left out until it works again. ComfyUI at 127.0.0.1:${second.port} does not answer.`,
    });
    const lines = await eventsOf(session, 'log');
    expect(lines.map(({ message }) => message)).toContain(`127.0.0.1:${second.port} takes part again.`);
  });

  it('and does not come back loses what it had begun: that is made anew as a whole', async () => {
    const { demo, another, live, session: create } = await world();
    const second = await another();
    const session = await create({ servers: ['demo', second.url], seeds: [1, 2, 3] });
    second.faults.arm({ kind: 'stuck', image: 3 });
    const { generation, until } = live({ returnMs: 0 });
    await generation.start(session);
    await until(session, (view) => view.servers[1]?.images_done === 2);
    await second.dispose();
    expect(await until(session, isDone)).toMatchObject({ images_done: 24, failed: [] });
    expect(new Set(makersOf(session).values())).toEqual(new Set(['demo']));
    expect(demo.stats().images).toBe(24);
    const given = await eventsOf(session, 'image_regenerated');
    expect(given).toHaveLength(2);
    expect(given.every(({ sha256 }) => sha256 !== undefined)).toBe(true);
  });

  it('holds what was judged: the run then pauses with its name, and a resume with the server there goes on', async () => {
    const { another, live, session: create } = await world();
    const second = await another();
    const session = await create({ servers: ['demo', second.url], seeds: [1, 2, 3] });
    const { generation, until } = live({ returnMs: 0 });
    // As long as its speed is not known, a server works at one spot only: its first two images are a pair.
    second.faults.arm({ kind: 'stuck', image: 3 });
    await generation.start(session);
    await until(session, (view) => view.servers[1]?.images_done === 2);
    await generation.stop(session);
    await until(session, isPaused);
    const { state } = session;
    const judged = [...state.pairs.values()].find(
      ({ baseline, lora }) =>
        state.images.get(lora)?.server === second.url &&
        state.images.has(baseline) &&
        [...state.pairs.values()].some((pair) => pair.baseline === baseline && !state.images.has(pair.lora)),
    );
    if (judged === undefined) throw new Error('Nothing can be judged.');
    await session.append({
      type: 'vote_cast',
      vote_id: 'v1',
      rater: 'rater 1',
      pair: judged.lora,
      metric: 'Quality',
      choice: 'A',
      stars: null,
      note: null,
      flags: [],
      elapsed_ms: null,
      swap: false,
    });
    await second.dispose();
    await generation.resume(session);
    const stuck = await until(session, isPaused);
    expect(stuck.reason).toMatch(
      new RegExp(
        `^Paused: 127\\.0\\.0\\.1:${second.port} did not come back, and what is left belongs to pairs`,
      ),
    );
    expect(stuck.can_resume).toBe(true);
    expect(state.images.get(judged.lora)?.server).toBe(second.url);
    expect((await eventsOf(session, 'session_paused')).at(-1)).toMatchObject({ reason: 'unreachable' });
    await another(restarted(second));
    await generation.resume(session);
    expect(await until(session, isDone)).toMatchObject({ images_done: 24 });
    makersOf(session);
  });

  it.each<Fault>([
    { kind: 'status', method: 'POST', path: '/prompt', times: 1_000_000 },
    { kind: 'out_of_memory', image: 1, times: 1_000_000 },
    { kind: 'node_error', image: 1, times: 1_000_000 },
  ])(
    'is one that makes nothing of what it is given: its jobs are made by the others ($kind)',
    async (fault) => {
      const { demo, another, live, session: create } = await world({ imageMs: 2 });
      const second = await another();
      second.faults.arm(fault);
      const session = await create({ servers: ['demo', second.url], seeds: [1, 2, 3] });
      const { generation, until, faults } = live({ returnMs: 0 });
      await generation.start(session);
      await until(session, (view) => view.servers[1]?.state === 'out');
      expect(await until(session, (view) => isDone(view) || isPaused(view))).toMatchObject({
        images_done: 24,
        failed: [],
        reason: null,
      });
      expect([demo.stats().images, second.stats().images]).toEqual([24, 0]);
      expect(faults).toEqual([]);
    },
  );

  it('is one that takes prompts and does nothing', async () => {
    const { demo, another, live, session: create } = await world({ imageMs: 2 });
    const second = await another();
    second.faults.arm({ kind: 'stuck', image: 1, times: 1_000_000 });
    const session = await create({ servers: ['demo', second.url], seeds: [1, 2, 3] });
    const { generation, until } = live({ returnMs: 0, stallMs: 100 });
    await generation.start(session);
    const out = await until(session, (view) => view.servers[1]?.state === 'out');
    expect(out.servers[1]?.message).toContain('Nothing has come from ComfyUI');
    expect(await until(session, isDone)).toMatchObject({ images_done: 24, failed: [] });
    expect(new Set(makersOf(session).values())).toEqual(new Set(['demo']));
    expect(madeBy(demo)).toBe(24);
  });
});

describe('when every server fails', { timeout: 30_000 }, () => {
  it('the run waits for them, says so, and goes on when they are back', async () => {
    const { demo, another, live, session: create } = await world();
    const second = await another();
    const session = await create({ servers: ['demo', second.url], seeds: [1, 2, 3] });
    for (const server of [demo, second]) server.faults.arm({ kind: 'stuck', image: 3 });
    const { generation, until } = live({ returnMs: 0 });
    await generation.start(session);
    await until(session, (view) => view.images_done === 4);
    await Promise.all([demo.dispose(), second.dispose()]);
    const out = await until(session, (view) => view.servers.every(({ state }) => state === 'out'));
    expect(out).toMatchObject({ status: 'running', rate: null });
    expect((await until(session, ({ reason }) => reason !== null)).reason).toContain(
      'None of the 2 servers goes on. ComfyUI at',
    );
    await another(restarted(demo));
    await another(restarted(second));
    expect(await until(session, isDone)).toMatchObject({ images_done: 24, failed: [] });
    makersOf(session);
  });

  it('a pause does not wait for them', async () => {
    const { demo, another, live, session: create } = await world();
    const second = await another();
    const session = await create({ servers: ['demo', second.url] });
    for (const server of [demo, second]) server.faults.arm({ kind: 'stuck', image: 2 });
    const { generation, until } = live();
    await generation.start(session);
    await until(session, (view) => view.images_done === 2);
    await Promise.all([demo.dispose(), second.dispose()]);
    await until(session, (view) => view.servers.every(({ state }) => state === 'out'));
    await generation.pause(session);
    expect(await until(session, isPaused)).toMatchObject({ reason: 'Paused. Resume makes what is missing.' });
  });

  it('and not by being silent, three failures in a row pause it', async () => {
    const { demo, another, live, session: create } = await world();
    const second = await another();
    for (const server of [demo, second])
      server.faults.arm({ kind: 'node_error', image: 1, times: 1_000_000 });
    const session = await create({ servers: ['demo', second.url] });
    const { generation, until } = live();
    await generation.start(session);
    expect((await until(session, isPaused)).reason).toContain('Paused after three failures in a row');
    const client = connectComfy({ url: second.url }).client;
    expect((await client.queue()).pending).toEqual([]);
  });
});
