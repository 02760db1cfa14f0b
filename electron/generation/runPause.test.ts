import { describe, expect, it } from 'vitest';
import { builtinWorkflow } from '../../core/workflow/builtin';
import { connectComfy } from '../comfy/connection';
import { eventTypes, isDone, isPaused, queued, runWorlds } from './testWorld';

const world = runWorlds();

describe('pause, stop and what follows', { timeout: 30_000 }, () => {
  it('pauses after the current image and then makes exactly what is missing', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    const { generation, told, until } = live();
    const { promise, resolve } = Promise.withResolvers<void>();
    demo.faults.arm({ kind: 'stuck', image: 4, until: promise });
    await generation.start(session);
    await until(session, (view) => view.images_done === 3);
    expect((await generation.pause(session)).reason).toBe('Finishing the current image, then pausing.');
    resolve();
    const paused = await until(session, isPaused);
    expect(paused).toMatchObject({ can_resume: true, reason: 'Paused. Resume makes what is missing.' });
    // The one that stood still, and the one after it if the server had begun it before it could be taken back.
    expect([4, 5]).toContain(paused.images_done);
    expect(await queued(demo)).toBe(0);
    expect(generation.isActive(session.id)).toBe(false);
    expect(demo.stats().images).toBe(paused.images_done);
    expect(await generation.pause(session)).toMatchObject({ status: 'paused' });
    await generation.resume(session);
    await until(session, isDone);
    expect(demo.stats().images).toBe(16);
    expect(new Set(told).size).toBe(16);
  });

  it('stops at once, interrupts only what is ours, and goes on later', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    const { generation, until } = live();
    demo.faults.arm({ kind: 'stuck', image: 3 });
    await generation.start(session);
    await until(session, (view) => view.images_done === 2);
    await generation.stop(session);
    const stopped = await until(session, isPaused);
    expect(stopped).toMatchObject({ images_done: 2, can_resume: true, failed: [] });
    expect((await eventTypes(session)).at(-1)).toBe('session_stopped');
    expect(await queued(demo)).toBe(0);
    await generation.resume(session);
    await until(session, isDone);
    expect(demo.stats().images).toBe(16);
    expect(demo.faults.unhit()).toEqual([]);
  });

  it('takes the waiting prompt back at once while the current one goes on; a stop then comes before the pause', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    const { generation, until } = live();
    demo.faults.arm({ kind: 'stuck', image: 3 });
    await generation.start(session);
    await until(session, (view) => view.images_done === 2);
    while ((await queued(demo)) < 2);
    await generation.pause(session);
    while ((await queued(demo)) > 1);
    expect(generation.view(session)).toMatchObject({ status: 'running', images_done: 2 });
    await generation.stop(session);
    expect(await until(session, isPaused)).toMatchObject({ images_done: 2, failed: [] });
    expect((await eventTypes(session)).at(-1)).toBe('session_stopped');
  });

  it('goes on when the pause is taken back in time', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    const { generation, until } = live();
    const { promise, resolve } = Promise.withResolvers<void>();
    demo.faults.arm({ kind: 'stuck', image: 2, until: promise });
    await generation.start(session);
    await until(session, (view) => view.images_done === 1);
    await generation.pause(session);
    expect(await generation.resume(session)).toMatchObject({ status: 'running', reason: null });
    resolve();
    await until(session, isDone);
    expect(demo.stats().images).toBe(16);
    expect(await eventTypes(session)).not.toContain('session_paused');
  });

  it("leaves other people's prompts alone", async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    const { generation, until } = live();
    demo.faults.arm({ kind: 'stuck', image: 2 });
    await generation.start(session);
    await until(session, (view) => view.images_done === 1);
    const other = connectComfy({ url: demo.url }).client;
    const graph = builtinWorkflow({ checkpoint: 'sd15.safetensors' });
    const lora = graph['10'];
    if (lora !== undefined) lora.inputs['lora_name'] = 'owl.safetensors';
    const promptId = '11111111-1111-4111-8111-111111111111';
    await other.postPrompt({ graph, clientId: 'somebody', promptId });
    await generation.stop(session);
    await until(session, isPaused);
    let entry = await other.history(promptId);
    while (entry === null && (await queued(demo)) > 0) entry = await other.history(promptId);
    expect((await other.history(promptId))?.outcome).toBe('success');
  });

  it('makes a second session wait its turn', async () => {
    const { demo, live, session: create } = await world();
    const { promise, resolve } = Promise.withResolvers<void>();
    demo.faults.arm({ kind: 'stuck', image: 1, until: promise });
    const first = await create();
    const second = await create({ seeds: [3] });
    const third = await create({ seeds: [4] });
    const { generation, until } = live();
    await generation.start(first);
    expect(await generation.start(second)).toMatchObject({
      status: 'running',
      phase: 'queued',
      images_done: 0,
    });
    expect(await generation.start(third)).toMatchObject({ phase: 'queued' });
    expect(await generation.stop(third)).toMatchObject({ status: 'paused', can_resume: true });
    resolve();
    await until(first, isDone);
    await until(second, isDone);
    expect(generation.view(third)).toMatchObject({ status: 'paused', images_done: 0 });
    expect(demo.stats().images).toBe(16 + 8);
  });

  it('pauses and takes its prompts back when the app closes', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    const { generation, until } = live();
    const { promise, resolve } = Promise.withResolvers<void>();
    demo.faults.arm({ kind: 'stuck', image: 3, until: promise });
    await generation.start(session);
    await until(session, (view) => view.images_done === 2);
    await generation.dispose();
    expect(session.state.run).toMatchObject({ status: 'paused' });
    const last = (await session.readLog(1))[0];
    expect(last).toMatchObject({ type: 'session_paused', reason: 'host_ended' });
    expect(await queued(demo)).toBeLessThanOrEqual(1);
    resolve();
    const next = live();
    await next.generation.resume(session);
    await next.until(session, isDone);
    expect(demo.stats().images).toBe(16);
  });
});
