import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../core/report/figures';
import { reportInput } from '../../core/report/input';
import { logEntryOf } from '../../core/session/logEntry';
import { paintPicture } from '../demo/painter';
import { eventTypes, idle, isDone, isPaused, queued, runWorlds } from './testWorld';

const createWorld = runWorlds();
type Paint = NonNullable<Parameters<typeof createWorld>[0]>['paint'];

const CHECKED = { self_check: true, weights: [0.5], weight_range: null, seeds: [7] };

/** A painter that adds something to the first colour of the so-manieth picture, counted from 1. */
function touching(redOf: (count: number) => number): NonNullable<Paint> {
  let count = 0;
  return async (request) => {
    const { width, height, rgb } = await paintPicture(request);
    count += 1;
    const changed = Buffer.from(rgb);
    changed[0] = ((changed[0] ?? 0) + redOf(count)) % 256;
    return { width, height, rgb: changed };
  };
}

describe('the self-check', () => {
  it('passes where weight 0 changes nothing, once, and leaves nothing behind', async () => {
    const world = await createWorld();
    const session = await world.session(CHECKED);
    const life = world.live();
    await life.generation.start(session);
    const view = await life.until(session, isDone);
    expect(view.self_check).toMatchObject({
      state: 'passed',
      message: expect.stringContaining('every pixel'),
    });
    expect(session.state.self_check).toMatchObject({
      ok: true,
      differing: 0,
      pixels: 32 * 32,
      reproducible: null,
    });
    const types = await eventTypes(session);
    expect(types.filter((type) => type === 'self_checked')).toHaveLength(1);
    expect(types.indexOf('self_checked')).toBeLessThan(types.indexOf('images_generating'));
    // Two of the check, four of the plan.
    expect(world.demo.stats().prompts).toBe(6);
    expect(session.state.images.size).toBe(4);
    // What was made once is not made again, and survives the saved file alone.
    await session.save();
    const saved = await readFile(join(session.folder.path, 'session_meta.json'), 'utf8');
    expect(saved).toContain('"self_check"');
    const report = buildReport(reportInput(session.state, 1));
    expect(report.methods.join(' ')).toContain('Self-check passed');
    expect(report.self_check).toMatchObject({ passed: true });
  });

  it('pauses where the workflow differs at weight 0, says so without a label, and lets Resume go on', async () => {
    const world = await createWorld({ paint: touching((count) => (count === 2 ? 40 : 0)) });
    const session = await world.session(CHECKED);
    const life = world.live();
    await life.generation.start(session);
    const view = await life.until(session, isPaused);
    expect(view).toMatchObject({
      images_done: 0,
      can_resume: true,
      reason: expect.stringContaining('Resume goes on all the same'),
      self_check: { state: 'failed', message: expect.stringContaining('even with the LoRA at weight 0') },
    });
    expect(session.state.self_check).toMatchObject({ ok: false, differing: 1, reproducible: true });
    // The words for one image that are kept back before the reveal do not strike these.
    const lines = (await session.readLog(100)).map((event) => logEntryOf(event, session.state).message);
    expect(lines.filter((line) => line.includes('less than 0.1 % of the pixels'))).toHaveLength(2);
    expect(lines.join(' ')).not.toMatch(/baseline/i);

    await life.generation.resume(session);
    expect(await life.until(session, isDone)).toMatchObject({
      images_done: 4,
      self_check: { state: 'failed' },
    });
    // The check itself was three images: the third asked whether the server repeats itself.
    expect(world.demo.stats().prompts).toBe(7);
    const report = buildReport(reportInput(session.state, 1));
    expect(report.methods.join(' ')).toContain('Self-check failed');
  });

  it('tells a server that never makes the same image twice from a workflow that is not fair', async () => {
    const world = await createWorld({ paint: touching((count) => count * 10) });
    const session = await world.session(CHECKED);
    const life = world.live();
    await life.generation.start(session);
    await life.until(session, isPaused);
    expect(session.state.self_check).toMatchObject({ ok: false, reproducible: false });
    expect(session.state.run.reason).toContain('makes another image each time');
  });

  it('goes on with the run where the check cannot be made, and tries again at the next resume', async () => {
    const world = await createWorld();
    const session = await world.session(CHECKED);
    const life = world.live();
    world.demo.faults.arm({ kind: 'node_error', image: 1 });
    world.demo.faults.arm({ kind: 'stuck', image: 4 });
    await life.generation.start(session);
    await life.until(session, (view) => view.images_done === 2);
    expect(session.state.self_check).toBeNull();
    const lines = (await session.readLog(100)).map((event) => logEntryOf(event, session.state));
    expect(lines.find(({ level }) => level === 'warning')?.message).toContain('self-check could not be made');
    await life.generation.stop(session);
    await life.until(session, isPaused);
    await life.generation.resume(session);
    await life.until(session, isDone);
    expect(session.state.self_check).toMatchObject({ ok: true });
    expect(world.demo.unhitFaults()).toEqual([]);
  });

  it('is given up at a stop, and made before the first image of the next run', async () => {
    const world = await createWorld();
    const session = await world.session(CHECKED);
    const life = world.live();
    world.demo.faults.arm({ kind: 'stuck', image: 2 });
    await life.generation.start(session);
    await life.until(session, (view) => view.phase === 'checking');
    await idleBut(world, 1);
    await life.generation.stop(session);
    await life.until(session, isPaused);
    await idle(world.demo);
    expect(session.state).toMatchObject({ self_check: null });
    expect(session.state.images.size).toBe(0);
    await life.generation.resume(session);
    await life.until(session, isDone);
    expect(session.state.self_check).toMatchObject({ ok: true });
    const types = await eventTypes(session);
    expect(types.indexOf('self_checked')).toBeLessThan(types.indexOf('images_generating'));
  });
});

/** Waits until the server has made so many pictures and stands still at the next. */
async function idleBut({ demo }: Awaited<ReturnType<typeof createWorld>>, made: number): Promise<void> {
  while (demo.stats().images < made || (await queued(demo)) === 0) await queued(demo);
}
