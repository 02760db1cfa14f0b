import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { stringifyJson } from '../../core/session/json';
import { serverKey } from '../../core/session/serverKey';
import { readPngText } from '../comfy/imageCheck';
import type { DemoServer } from '../demo/server';
import { eventsOf, isDone, isPaused, madeBy, makersOf, queued, runWorlds } from './testWorld';

const world = runWorlds();

/** A second demo on the port that another one had. */
const restarted = (demo: DemoServer) => ({ port: demo.port });

describe('several servers', { timeout: 30_000 }, () => {
  it('share one run, every prompt and seed on one of them, nothing made twice', async () => {
    const { demo, another, live, session: create } = await world({ imageMs: 2 });
    const second = await another({ imageMs: 2 });
    const session = await create({ servers: ['demo', second.url], seeds: [1, 2, 3, 4] });
    const { generation, until, faults } = live();
    const sums: number[][] = [];
    void until(session, ({ images_done, servers }) => {
      if (servers.length > 0)
        sums.push([images_done, servers.reduce((sum, one) => sum + one.images_done, 0)]);
      return false;
    });
    expect((await generation.start(session)).servers.map(({ name }) => name)).toEqual([
      'demo',
      `127.0.0.1:${second.port}`,
    ]);
    const view = await until(session, isDone);
    expect(view).toMatchObject({ images_done: 32, servers: [] });
    // Whenever the run is told of, what its servers have made is what there is.
    for (const [done, ofServers] of sums) expect(ofServers).toBe(done);
    expect(faults).toEqual([]);
    expect(madeBy(demo, second)).toBe(32);
    expect(new Set(makersOf(session).values())).toEqual(new Set(['demo', serverKey(second.url)]));
    for (const server of ['demo', second.url]) {
      const images = [...session.state.images.values()].filter((image) => image.server === server);
      expect(images).toHaveLength((server === 'demo' ? demo : second).stats().images);
    }
    const posted = await eventsOf(session, 'images_generating');
    for (const { job, server } of posted) expect(session.state.images.get(job)?.server).toBe(server);
    expect((await eventsOf(session, 'setup_checked')).map(({ server }) => server)).toEqual([
      'demo',
      second.url,
    ]);
    expect((await eventsOf(session, 'image_completed')).map(({ done }) => done)).toEqual(
      Array.from({ length: 32 }, (_, index) => index + 1),
    );
    expect(await eventsOf(session, 'prompt_start')).toHaveLength(2);
  });

  it('under two addresses are one: neither takes back what the other one has waiting', async () => {
    const { demo, live, session: create } = await world({ imageMs: 40 });
    const session = await create({ servers: [demo.url, `localhost:${demo.port}`], seeds: [1, 2] });
    const { generation, until, faults } = live();
    await generation.start(session);
    expect(await until(session, isDone)).toMatchObject({ images_done: 16, failed: [] });
    expect(faults).toEqual([]);
    expect(await eventsOf(session, 'images_generating')).toHaveLength(16);
    expect(madeBy(demo)).toBe(16);
  });

  it('share by their speed: while one stands still the other makes all but what that one has begun', async () => {
    const { demo, another, live, session: create } = await world();
    const slow = await another();
    const { promise, resolve } = Promise.withResolvers<void>();
    slow.faults.arm({ kind: 'stuck', image: 1, until: promise });
    const session = await create({ servers: ['demo', slow.url], seeds: [1, 2, 3] });
    const { generation, until } = live();
    await generation.start(session);
    // One spot of six is the slow one's.
    const waiting = await until(
      session,
      (view) => view.images_done === 20 && view.servers[0]?.state === 'idle',
    );
    expect(waiting.servers).toMatchObject([
      { name: 'demo', images_done: 20, message: null },
      { state: 'working', images_done: 0, message: null, rate: null },
    ]);
    expect(waiting.reason).toBeNull();
    resolve();
    await until(session, isDone);
    expect([demo.stats().images, slow.stats().images]).toEqual([20, 4]);
    makersOf(session);
  });

  it('count once when two entries lead to the same place', async () => {
    const { demo, live, session: create } = await world();
    const session = await create({ servers: ['demo', demo.url], seeds: [1] });
    const { generation, until } = live();
    expect((await generation.start(session)).servers).toHaveLength(1);
    await until(session, isDone);
    expect(demo.stats().images).toBe(8);
  });

  it('are each given the LoRA as they spell it', async () => {
    const { another, live, session: create } = await world({ loras: ['style/fox.safetensors'] });
    const windows = await another({ loras: ['style\\fox.safetensors'] });
    const session = await create({
      servers: ['demo', windows.url],
      loras: ['style/fox.safetensors'],
      seeds: [1, 2],
    });
    const { generation, until } = live();
    await generation.start(session);
    expect(await until(session, isDone)).toMatchObject({ images_done: 16, failed: [] });
    expect(windows.stats().images).toBeGreaterThan(0);
    for (const { file, server } of session.state.images.values()) {
      if (file.startsWith('baseline_')) continue;
      const text = readPngText(await readFile(session.folder.pathOfImage(file))).get('prompt');
      expect(text).toContain(
        stringifyJson(server === 'demo' ? 'style/fox.safetensors' : 'style\\fox.safetensors'),
      );
    }
  });

  it('go on after a pause with what each has begun', async () => {
    const { demo, another, live, session: create } = await world();
    const second = await another();
    const session = await create({ servers: ['demo', second.url], seeds: [1, 2, 3] });
    const gates = [demo, second].map((server) => {
      const gate = Promise.withResolvers<void>();
      server.faults.arm({ kind: 'stuck', image: 4, until: gate.promise });
      return gate;
    });
    const first = live();
    await first.generation.start(session);
    await first.until(session, (view) => view.images_done === 6);
    expect((await first.generation.pause(session)).reason).toContain('Finishing the current image');
    for (const gate of gates) gate.resolve();
    const paused = await first.until(session, isPaused);
    expect(paused.images_done).toBeGreaterThanOrEqual(8);
    expect([await queued(demo), await queued(second)]).toEqual([0, 0]);
    const before = makersOf(session);
    expect(new Set(before.values()).size).toBe(2);
    const next = live();
    await next.generation.resume(session);
    await next.until(session, isDone);
    expect(madeBy(demo, second)).toBe(24);
    const after = makersOf(session);
    for (const [spot, server] of before) expect(after.get(spot)).toBe(server);
  });

  it('go on with what they have begun when their addresses are written in another way', async () => {
    const { demo, another, live, session: create } = await world();
    const second = await another();
    const session = await create({ servers: ['demo', second.url], seeds: [1, 2, 3] });
    const gates = [demo, second].map((server) => {
      const gate = Promise.withResolvers<void>();
      server.faults.arm({ kind: 'stuck', image: 4, until: gate.promise });
      return gate;
    });
    const first = live();
    await first.generation.start(session);
    await first.until(session, (view) => view.images_done === 6);
    await first.generation.stop(session);
    for (const gate of gates) gate.resolve();
    await first.until(session, isPaused);
    const before = makersOf(session);
    await session.append({
      type: 'setup_changed',
      changes: { servers: [`127.0.0.1:${second.port}/`, 'demo'] },
    });
    const next = live();
    await next.generation.resume(session);
    await next.until(session, isDone);
    const after = makersOf(session);
    for (const [spot, server] of before) expect(after.get(spot)).toBe(server);
  });

  it('are all stopped at once, and take a pause back together', async () => {
    const { demo, another, live, session: create } = await world();
    const second = await another();
    const session = await create({ servers: ['demo', second.url], seeds: [1, 2, 3] });
    for (const server of [demo, second]) server.faults.arm({ kind: 'stuck', image: 2 });
    const { generation, until } = live();
    await generation.start(session);
    await until(session, (view) => view.images_done === 2);
    await generation.pause(session);
    expect(await generation.resume(session)).toMatchObject({ status: 'running', reason: null });
    await generation.stop(session);
    expect(await until(session, isPaused)).toMatchObject({ images_done: 2, failed: [] });
    expect([await queued(demo), await queued(second)]).toEqual([0, 0]);
    await generation.resume(session);
    await until(session, isDone);
    expect(madeBy(demo, second)).toBe(24);
    makersOf(session);
  });

  it('let go of everything when the app closes', async () => {
    const { demo, another, live, session: create } = await world();
    const second = await another();
    const session = await create({ servers: ['demo', second.url] });
    for (const server of [demo, second]) server.faults.arm({ kind: 'stuck', image: 2 });
    const { generation, until } = live();
    await generation.start(session);
    await until(session, (view) => view.images_done === 2);
    await generation.dispose();
    expect((await session.readLog(1))[0]).toMatchObject({ type: 'session_paused', reason: 'host_ended' });
    for (const server of [demo, second]) expect(await queued(server)).toBeLessThanOrEqual(1);
  });
});

describe('asked before the first image', { timeout: 30_000 }, () => {
  it('a server that lacks something is named beside its place in the list', async () => {
    const { another, live, session: create } = await world();
    const bare = await another({ loras: ['owl.safetensors'] });
    const session = await create({ servers: ['demo', bare.url] });
    await expect(live().generation.start(session)).rejects.toMatchObject({
      code: 'server_refuses',
      field: 'setup.servers[1]',
      message: expect.stringMatching(/^127\.0\.0\.1:\d+: This server has no LoRA named fox\.safetensors\./),
    });
    expect(session.state.started).toBeNull();
  });

  it('what all of them lack stays beside its own field', async () => {
    const { another, live, session: create } = await world();
    const session = await create({ servers: ['demo', (await another()).url], loras: ['nix.safetensors'] });
    await expect(live().generation.start(session)).rejects.toMatchObject({
      code: 'server_refuses',
      details: [
        { field: 'setup.loras[0]', message: expect.stringMatching(/^This server has no LoRA named nix/) },
      ],
    });
  });

  it('an address that is none is refused at its place', async () => {
    const { live, session: create } = await world();
    const session = await create({ servers: ['demo', 'not an address'] });
    await expect(live().generation.start(session)).rejects.toMatchObject({
      code: 'bad_request',
      field: 'setup.servers[1]',
    });
  });

  it('the first one that answers fills in the open choices for all', async () => {
    const { another, live, session: create } = await world({ checkpoints: ['b.safetensors'] });
    const second = await another({ checkpoints: ['a.safetensors', 'b.safetensors'] });
    const session = await create({ servers: ['demo', second.url], seeds: [1, 2] });
    const { generation, until } = live();
    await generation.start(session);
    await until(session, isDone);
    expect(session.state.started?.setup.checkpoint).toBe('b.safetensors');
    const other = await another({ checkpoints: ['a.safetensors'] });
    await expect(generation.start(await create({ servers: ['demo', other.url] }))).rejects.toMatchObject({
      field: 'setup.servers[1]',
      message: expect.stringContaining('b.safetensors'),
    });
  });

  it('one that is not there takes no part, and is taken in when it answers and has everything', async () => {
    const { demo, another, live, session: create } = await world();
    const gone = await another();
    await gone.dispose();
    const session = await create({ servers: ['demo', gone.url], seeds: [1, 2] });
    const { promise, resolve } = Promise.withResolvers<void>();
    demo.faults.arm({ kind: 'stuck', image: 2, until: promise });
    const { generation, until } = live();
    const begun = await generation.start(session);
    expect(begun.status).toBe('running');
    const seen = await until(session, (view) => view.images_done === 1);
    expect(seen.servers[1]).toMatchObject({
      state: 'out',
      message: expect.stringContaining('No ComfyUI at'),
    });
    const back = await another({ ...restarted(gone), loras: [] });
    await until(session, (view) => view.servers[1]?.message?.includes('has no LoRA') === true);
    expect(back.stats().prompts).toBe(0);
    back.setLoras(['fox.safetensors']);
    await until(session, (view) => (view.servers[1]?.images_done ?? 0) > 0);
    resolve();
    await until(session, isDone);
    expect(madeBy(demo, back)).toBe(16);
    expect((await eventsOf(session, 'setup_checked')).map(({ server }) => server)).toEqual([
      'demo',
      gone.url,
    ]);
    makersOf(session);
  });

  it('with none of them there nothing begins', async () => {
    const { demo, another, live, session: create } = await world();
    const second = await another();
    await Promise.all([demo.dispose(), second.dispose()]);
    const session = await create({ servers: ['demo', second.url] });
    await expect(live().generation.start(session)).rejects.toMatchObject({
      code: 'comfy_unreachable',
      message: expect.stringMatching(/^None of the 2 servers answers\./),
    });
    expect(session.state.started).toBeNull();
  });
});
