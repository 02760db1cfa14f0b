import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { planPairs } from '../../core/plan/jobs';
import { inspectPng } from '../comfy/imageCheck';
import { eventTypes, isDone, mortal, runWorlds } from './testWorld';

const world = runWorlds();

describe('after a kill', { timeout: 30_000 }, () => {
  it('finds the posted jobs again: no image is made twice', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    const { promise, resolve } = Promise.withResolvers<void>();
    demo.faults.arm({ kind: 'stuck', image: 6, until: promise });
    let isDead = false;
    const dead = mortal(session, () => isDead);
    const first = live();
    await first.generation.start(dead);
    await first.until(dead, (view) => view.images_done === 5);
    isDead = true;
    first.kill();
    expect(session.state.posted.size).toBeGreaterThan(0);
    resolve();
    const next = live();
    await next.generation.resume(session);
    await next.until(session, isDone);
    expect(demo.stats().images).toBe(16);
    expect(session.state.images.size).toBe(16);
  });

  it('adopts whole images that lie there without an event, and makes torn ones again', async () => {
    const { demo, live, session: create } = await world();
    const donor = await create();
    const first = live();
    await first.generation.start(donor);
    await first.until(donor, isDone);
    const session = await create();
    const dead = mortal(session, () => session.state.images.size >= 1);
    const second = live();
    await second.generation.start(dead);
    await second.until(dead, (view) => view.images_done >= 1);
    second.kill();
    const made = demo.stats().images;
    const missing = planPairs(session.state.setup, session.state.started?.order_seed ?? 0)
      .map((pair) => pair.lora)
      .filter((file) => !session.state.images.has(file));
    const [whole, torn] = missing;
    if (whole === undefined || torn === undefined) throw new Error('nothing is missing');
    const bytes = await readFile(donor.folder.pathOfImage(whole));
    await writeFile(session.folder.pathOfImage(whole), bytes);
    await writeFile(session.folder.pathOfImage(torn), bytes.subarray(0, 100));
    await writeFile(`${session.folder.pathOfImage(torn)}.tmp-0123456789ab`, bytes.subarray(0, 100));
    const next = live();
    await next.generation.resume(session);
    await next.until(session, isDone);
    expect(session.state.images.get(whole)).toMatchObject({ seconds: null, size_bytes: bytes.length });
    expect(inspectPng(await readFile(session.folder.pathOfImage(torn))).ok).toBe(true);
    expect((await readdir(session.folder.output)).filter((name) => name.includes('.tmp-'))).toEqual([]);
    // Sixteen in all, but for the one that lay there; those on their way at the kill were made before or found again.
    expect(demo.stats().images - made).toBeLessThanOrEqual(15);
    const log = await readFile(path.join(session.folder.output, 'generation_log.csv'), 'utf8');
    expect(log.trimEnd().split('\n')).toHaveLength(17);
  });

  it('tells of a whole prompt pair whose own checkpoint was torn off', async () => {
    const { live, session: create, store } = await world();
    const session = await create({ seeds: [1] });
    const first = live();
    await first.generation.start(session);
    await first.until(session, isDone);
    await session.close();
    const lines = (await readFile(session.folder.journal, 'utf8')).split('\n');
    const last = lines.findLastIndex((line) => line.includes('"image_completed"'));
    await writeFile(session.folder.journal, `${lines.slice(0, last + 1).join('\n')}\n${'{"seq":'}`);
    const again = await store.open(session.id);
    expect((await eventTypes(again)).filter((type) => type === 'prompt_completed')).toHaveLength(1);
    await live().generation.resume(again);
    expect((await eventTypes(again)).filter((type) => type === 'prompt_completed')).toHaveLength(2);
    expect(again.state.run.status).toBe('completed');
  });

  it('makes an image again that was given up, although its old file still lies there', async () => {
    const { demo, live, session: create } = await world();
    const session = await create({ seeds: [1] });
    const first = live();
    await first.generation.start(session);
    await first.until(session, isDone);
    const [image] = session.state.images.values();
    if (image === undefined) throw new Error('no image');
    // As after a kill between the event and the new image.
    await session.append({ type: 'image_regenerated', job: image.file, sha256: image.sha256 });
    await first.generation.resume(session);
    await first.until(session, isDone);
    expect(demo.stats().images).toBe(9);
    expect(session.state.images.get(image.file)?.seconds).not.toBeNull();
  });

  it('draws the order again, the same one, when only the start itself was written', async () => {
    const { live, session: create } = await world();
    const donor = await create({ seeds: [1] });
    const first = live();
    await first.generation.start(donor);
    await first.until(donor, isDone);
    const events = await donor.readLog(100);
    const start = events.find((event) => event.type === 'session_start');
    if (start?.type !== 'session_start') throw new Error('no start');
    const session = await create({ seeds: [1] });
    const { seq: _seq, at: _at, ...only } = start;
    await session.append(only);
    expect(session.state.raters).toEqual([]);
    await first.generation.resume(session);
    await first.until(session, isDone);
    expect(session.state.raters[0]?.order).toEqual(donor.state.raters[0]?.order);
    expect(session.state.raters[0]?.shown).toHaveLength(6);
  });
});
