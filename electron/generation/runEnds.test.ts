import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import type { GenerationView } from '../../core/contract/generationView';
import type { NewEvent } from '../../core/session/events';
import type { ComfyClient } from '../comfy/client';
import { connectComfy } from '../comfy/connection';
import { ComfyFailure } from '../comfy/http';
import type { DemoServer } from '../demo/server';
import { realFileSystem } from '../sessions/fileSystem';
import { writeImageFile } from '../sessions/imageFile';
import type { OpenSession } from '../sessions/openSession';
import { realTimers, type Timers } from '../sessions/timers';
import { eventTypes, idle, isDone, isPaused, queued, runWorlds } from './testWorld';

const world = runWorlds();

/** A connection to the demo some of whose calls are replaced. */
function through(
  demo: DemoServer,
  replace: (client: ComfyClient) => Partial<ComfyClient>,
  timeoutMs = 2_000,
) {
  return () => {
    const connection = connectComfy({ url: demo.url, timeoutMs });
    return { ...connection, client: { ...connection.client, ...replace(connection.client) } };
  };
}

/** The session, telling of each group of events once it is on its way to the journal. */
function watched(session: OpenSession, onAppend: (events: readonly NewEvent[]) => void): OpenSession {
  return new Proxy(session, {
    get(target, name) {
      if (name === 'append')
        return (...events: NewEvent[]) => {
          const written = target.append(...events);
          onAppend(events);
          return written;
        };
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function forever<T>(): Promise<T> {
  return new Promise(() => undefined);
}

describe('an end that is asked for', { timeout: 30_000 }, () => {
  it('takes our prompts back at once, even while a file does not arrive', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    const { generation, until } = live();
    demo.faults.arm({ kind: 'stuck', image: 4 });
    demo.faults.arm({ kind: 'hang', path: '/view', after: 2 });
    await generation.start(session);
    await until(session, (view) => view.images_done === 2);
    while ((await queued(demo)) < 2);
    expect((await generation.stop(session)).reason).toContain('Stopping');
    while ((await queued(demo)) > 0);
    await until(session, isPaused);
    expect((await eventTypes(session)).at(-1)).toBe('session_stopped');
  });

  it('does not wait for ever: what the server still has is found again by the next resume', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    let endNow: () => void = () => undefined;
    const timers: Timers = {
      ...realTimers,
      after: (ms, run) => {
        if (ms === 10_000) endNow = run;
        return ms === 10_000 ? () => undefined : realTimers.after(ms, run);
      },
    };
    let views = 0;
    const { generation, until, faults } = live({
      timers,
      connect: through(demo, ({ view }) => ({
        view: (image) => {
          views += 1;
          return views === 3 ? forever() : view(image);
        },
      })),
    });
    await generation.start(session);
    await until(session, (view) => view.images_done === 2);
    while (views < 3) await queued(demo);
    await generation.stop(session);
    while ((await queued(demo)) > 0);
    expect(generation.view(session).status).toBe('running');
    endNow();
    expect(await until(session, isPaused)).toMatchObject({ images_done: 2, failed: [] });
    await generation.resume(session);
    await until(session, isDone);
    expect(demo.stats().images).toBe(16);
    expect(faults).toEqual([]);
  });

  it('loses no image when the server is slow to let go and the pause is taken back meanwhile', async () => {
    const { demo, live, session: create } = await world();
    const session = await create({ seeds: [1] });
    const { promise, resolve } = Promise.withResolvers<void>();
    demo.faults.arm({ kind: 'stuck', image: 2, until: promise });
    let deletions = 0;
    const { generation, until } = live({
      connect: through(demo, ({ deleteFromQueue }) => ({
        deleteFromQueue: (ids) => {
          deletions += 1;
          if (deletions <= 2) return Promise.reject(new ComfyFailure('timeout', 'x did not answer'));
          return deleteFromQueue(ids);
        },
      })),
    });
    await generation.start(session);
    await until(session, (view) => view.images_done === 1);
    await generation.pause(session);
    while (deletions < 2) await queued(demo);
    expect(await generation.resume(session)).toMatchObject({ status: 'running' });
    resolve();
    expect(await until(session, (view) => view.status !== 'running')).toMatchObject({
      status: 'completed',
      images_done: 8,
    });
  });

  it('that comes while the run is all but over is followed by a new run when it is taken back', async () => {
    const { live, session: create } = await world();
    const session = await create();
    const { generation, until } = live();
    let resumed: Promise<GenerationView> | null = null;
    const seen = watched(session, (events) => {
      if (events.some((event) => event.type === 'session_paused')) resumed ??= generation.resume(seen);
    });
    await generation.start(seen);
    await until(seen, (view) => view.images_done >= 2);
    await generation.pause(seen);
    await until(seen, (view) => view.status !== 'running' || resumed !== null);
    expect(await resumed).toMatchObject({ status: 'running' });
    expect(await until(seen, isDone)).toMatchObject({ images_done: 16 });
  });

  it('is no failure of the images that it interrupts, however often', async () => {
    const { demo, live, session: create } = await world();
    const session = await create({ seeds: [1] });
    demo.faults.arm({ kind: 'stuck', image: 1, times: 1000 });
    const { generation, until } = live();
    await generation.start(session);
    for (let round = 1; round <= 5; round += 1) {
      await until(session, (view) => view.current !== null);
      if (round === 5) demo.faults.clear();
      await generation.stop(session);
      await until(session, (view) => view.current === null);
      await generation.resume(session);
    }
    expect(await until(session, (view) => view.status !== 'running')).toMatchObject({
      status: 'completed',
      images_done: 8,
      failed: [],
    });
    expect(await eventTypes(session)).not.toContain('image_failed');
  });

  it('is not taken back by a start, which only answers', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    const { promise, resolve } = Promise.withResolvers<void>();
    demo.faults.arm({ kind: 'stuck', image: 2, until: promise });
    const { generation, until } = live();
    await generation.start(session);
    await until(session, (view) => view.images_done === 1);
    await generation.pause(session);
    expect((await generation.start(session)).reason).toBe('Finishing the current image, then pausing.');
    resolve();
    await until(session, isPaused);
  });

  it('has nothing to do with a start that fails', async () => {
    const { live, session: create } = await world();
    const session = await create({ loras: ['nix.safetensors'] });
    const { generation } = live();
    const start = generation.start(session).catch((error: unknown) => error);
    await expect(generation.stop(session)).rejects.toMatchObject({ code: 'not_possible' });
    expect(await start).toMatchObject({ code: 'server_refuses' });
  });

  it('by closing the app leaves a run complete that had nothing left to make', async () => {
    const { live, session: create, store } = await world();
    const session = await create({ seeds: [1] });
    const { generation } = live();
    const closed = Promise.withResolvers<void>();
    const seen = watched(session, (events) => {
      if (events.some((event) => event.type === 'session_completed')) closed.resolve(generation.dispose());
    });
    await generation.start(seen);
    await closed.promise;
    await session.close();
    expect((await store.open(session.id)).state.run.status).toBe('completed');
    expect(await eventTypes(session)).not.toContain('session_paused');
  });
});

describe('what hides behind something else', { timeout: 30_000 }, () => {
  it('a full disk is told although the server failed in the same moment', async () => {
    const { demo, live, session: create } = await world();
    const session = await create({ seeds: [1] });
    let writes = 0;
    const posted = Promise.withResolvers<void>();
    const { generation, until } = live({
      writeImage: async (one, file, bytes) => {
        writes += 1;
        if (writes > 1) return writeImageFile(one, file, bytes, 'abcdef', realFileSystem);
        await posted.promise;
        throw new AppFailure('disk_full', 'The disk is full: an image could not be written.');
      },
      connect: through(demo, ({ postPrompt }) => ({
        postPrompt: (prompt) => {
          if (demo.stats().prompts < 2) return postPrompt(prompt);
          posted.resolve();
          return Promise.reject(new ComfyFailure('unreachable', 'gone'));
        },
      })),
    });
    await generation.start(session);
    const view = await until(session, isPaused);
    expect(view.reason).toContain('The disk is full.');
    expect(session.state.run.errors.map(({ code }) => code)).toContain('disk_full');
  });

  it('a file that never arrives whole fails its image, although the server is there', async () => {
    const { demo, live, session: create } = await world();
    const session = await create({ seeds: [1] });
    demo.faults.arm({ kind: 'cut', path: '/view', times: 1000 });
    const { generation, until } = live({ pollMs: 5 });
    await generation.start(session);
    const view = await until(session, isPaused);
    expect(view.reason).toContain(
      'three failures in a row: ComfyUI made the image, but sending it broke off',
    );
  });

  it('a server that answers and does nothing is said to', async () => {
    const { demo, live, session: create } = await world();
    const session = await create({ seeds: [1] });
    demo.faults.arm({ kind: 'stuck', image: 2 });
    const { generation, until } = live({ stallMs: 50 });
    await generation.start(session);
    // On a busy machine the first image may take as long: only a sampler that stands still is meant.
    const view = await until(session, ({ reason }) => reason !== null && demo.faults.unhit().length === 0);
    expect(view.reason).toContain('Nothing has come from ComfyUI');
    demo.restart();
    expect(await until(session, isDone)).toMatchObject({ reason: null, images_done: 8 });
  });

  it('three failures are told while the image after them still stands still', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    demo.faults.arm({ kind: 'node_error', image: 1, times: 3 });
    demo.faults.arm({ kind: 'stuck', image: 4 });
    const { generation, until } = live();
    await generation.start(session);
    const view = await until(session, ({ reason }) => reason !== null);
    expect(view.reason).toContain('Paused after three failures in a row');
    await generation.stop(session);
    await until(session, isPaused);
  });

  it('a place for images that is none is told as what it is', async () => {
    const { live, session: create } = await world();
    const session = await create({ seeds: [1] });
    await rm(session.folder.output, { recursive: true, force: true });
    await writeFile(session.folder.output, 'x');
    const { generation, until, faults } = live();
    await generation.start(session);
    expect((await until(session, isPaused)).reason).toContain('could not');
    expect(faults.filter((fault) => fault instanceof TypeError)).toEqual([]);
  });
});

describe('nothing is made twice', { timeout: 30_000 }, () => {
  it('when a server that chooses its own ids takes a prompt and its answer is lost', async () => {
    for (const atLeast of [0, 1]) {
      const { demo, live, session: create } = await world();
      const session = await create({ seeds: [1] });
      let posts = 0;
      const { generation, until } = live({
        connect: through(demo, ({ postPrompt }) => ({
          async postPrompt(prompt) {
            const answer = await postPrompt({ ...prompt, promptId: randomUUID() });
            posts += 1;
            if (posts !== 3) return answer;
            // Looked for once while it waits or runs, and once after it has ended.
            while (atLeast === 1 && (await queued(demo)) > 0);
            throw new ComfyFailure('unreachable', 'lost');
          },
        })),
      });
      await generation.start(session);
      await until(session, isDone);
      await idle(demo);
      expect(demo.stats().images).toBe(8);
    }
  });

  it('when a prompt arrives late, after it was given up', async () => {
    const { demo, live, session: create } = await world();
    const session = await create({ seeds: [1] });
    const { promise, resolve } = Promise.withResolvers<void>();
    let posts = 0;
    let late: Promise<unknown> | null = null;
    const { generation, until } = live({
      connect: through(demo, ({ postPrompt, history }) => ({
        postPrompt(prompt) {
          posts += 1;
          if (posts === 3) return Promise.reject(new ComfyFailure('timeout', 'slow'));
          // It comes in behind its successor, while the sampler stands still.
          if (posts === 4) {
            demo.faults.arm({ kind: 'stuck', image: 1, until: promise });
            return postPrompt(prompt).then((answer) => {
              late = postPrompt({ ...prompt, mark: `${prompt.mark}0`, promptId: randomUUID() });
              return answer;
            });
          }
          return postPrompt(prompt);
        },
        async history(id) {
          await late;
          return history(id);
        },
      })),
    });
    await generation.start(session);
    await until(session, () => late !== null);
    while ((await queued(demo)) > 2);
    resolve();
    await until(session, isDone);
    await idle(demo);
    expect(demo.stats().images).toBe(8);
  });
});
