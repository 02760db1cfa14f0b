import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NextTrial, Trial } from '../core/contract/trialView';
import { parseJson } from '../core/session/json';
import type { Backend } from './hosts/backendPort';
import { realFileSystem } from './sessions/fileSystem';
import { realTimers } from './sessions/timers';
import {
  type BackendWorld,
  createBackendWorld,
  DEMO_SETUP,
  makeImages,
  nextPush,
} from './testing/backendWorld';

/** Makes a named pipe; part of every system but Windows. */
const MAKE_PIPE = 'mkfifo';

let world: BackendWorld;

beforeEach(async () => {
  world = await createBackendWorld();
});
afterEach(async () => {
  expect(world.bugs).toEqual([]);
  await world.dispose();
});

function asTrial(next: NextTrial): Trial {
  if ('done' in next) throw new Error('There is no trial left.');
  return next;
}

async function voteAll(backend: Backend, session_id: string): Promise<number> {
  let next = await backend.call('trial.next', { session_id });
  let votes = 0;
  while (!('done' in next)) {
    const answer = await backend.call('vote.cast', {
      session_id,
      trial_id: next.trial_id,
      choice: votes % 3 === 0 ? 'B' : 'A',
      stars: 3,
    });
    next = answer.next;
    votes += 1;
  }
  return votes;
}

describe('createBackend', () => {
  it('goes the whole way: set-up, images, blind votes, report, save', async () => {
    const backend = await world.start();
    const session_id = await makeImages(backend);
    const images = (await readdir(join(world.root, session_id, 'output'))).filter((name) =>
      name.endsWith('.png'),
    );
    expect(images).toHaveLength(16);
    expect(images.filter((name) => name.startsWith('baseline_'))).toHaveLength(4);

    const before = await backend.call('session.get', { session_id });
    expect(before).toMatchObject({
      step: 3,
      status: 'completed',
      images_done: 16,
      setup_locked: true,
      demo: true,
      saved_at: null,
    });
    await expect(backend.call('report.get', { session_id })).rejects.toMatchObject({
      code: 'evaluation_open',
    });

    expect(await voteAll(backend, session_id)).toBe(24);
    expect(await backend.call('trial.next', { session_id })).toEqual({ done: true, waiting: 0 });
    expect(await backend.call('session.get', { session_id })).toMatchObject({
      step: 4,
      evaluation: { complete: true, revealed_at: null, votes_done: 24 },
    });

    const report = await backend.call('report.get', { session_id });
    expect(report.metrics.map((metric) => metric.metric)).toEqual(['Quality', 'Style']);
    expect(report.metrics[0]?.candidates.map(({ weight, votes }) => [weight, votes])).toEqual([
      [0.4, 4],
      [0.6, 4],
      [0.8, 4],
    ]);
    expect(report).toMatchObject({ method: 'fixed', revealed_early: false, demo: true });
    expect((await backend.call('session.get', { session_id })).evaluation.revealed_at).not.toBeNull();

    expect(backend.unsavedSessions()).toMatchObject([{ session_id }]);
    expect((await backend.call('session.save', { session_id })).unsaved_changes).toBe(0);
    expect(backend.unsavedSessions()).toEqual([]);
    const saved = parseJson(await readFile(join(world.root, session_id, 'session_meta.json'), 'utf8'));
    expect(saved).toMatchObject({
      session_id,
      step_1_setup: { lora_filename: DEMO_SETUP.loras[0], seeds: DEMO_SETUP.seeds },
      step_2_generation: { generation_complete: true, generating: false },
      step_3_evaluation: { evaluation_complete: true },
      step_4_report: { report_generated: true },
    });
    const csv = await readFile(join(world.root, session_id, 'output', 'scores.csv'), 'utf8');
    expect(csv.trim().split('\n')).toHaveLength(25);
    expect(csv).toContain('18446744073709551615');
  });

  it('takes everything up again after a start, saved or not', async () => {
    const first = await world.start();
    const session_id = await makeImages(first);
    await first.call('session.save', { session_id });
    const trial = asTrial(await first.call('trial.next', { session_id }));
    await first.call('vote.cast', { session_id, trial_id: trial.trial_id, choice: 'A' });
    await first.dispose();

    const second = await world.start();
    const detail = await second.call('session.get', { session_id });
    expect(detail).toMatchObject({ votes_done: 1, unsaved_changes: 1, recovery: { changes: 1 } });
    const again = await second.call('trial.get', { session_id, trial_id: trial.trial_id });
    expect(again).toMatchObject({ number: trial.number, metric: trial.metric, vote: { choice: 'A' } });
    expect(asTrial(await second.call('trial.next', { session_id })).number).toBe(2);
    expect(await second.call('session.discard', { session_id })).toMatchObject({
      votes_done: 0,
      unsaved_changes: 0,
    });
  });

  it('goes on with a demo session where the app was started without the demo', async () => {
    const first = await world.start({ demo: { imageMs: 300, size: { width: 48, height: 48 } } });
    const setup = {
      ...DEMO_SETUP,
      weight_range: null,
      weights: [1],
      seeds: [1],
      prompt_pairs: [{ positive: 'a fox' }],
      size: [64, 64],
    };
    const { session_id } = await first.call('session.create', { setup });
    const some = nextPush(first, 'generation.imageMade', () => true);
    await first.call('generation.start', { session_id });
    await some;
    await first.dispose();

    const second = await world.start({ startDemo: false });
    expect(await second.call('app.info', {})).toMatchObject({
      demo: false,
      default_server: '127.0.0.1:8188',
    });
    expect(await second.call('session.get', { session_id })).toMatchObject({
      status: 'paused',
      generation: { can_resume: true },
      setup: { servers: ['demo'] },
    });
    const done = nextPush(second, 'session.changed', ({ summary }) => summary.status === 'completed');
    await second.call('generation.resume', { session_id });
    await done;
    expect(await second.call('app.info', {})).toMatchObject({ demo: true });
    expect(await second.call('session.get', { session_id })).toMatchObject({
      images_done: 2,
      images_total: 2,
    });
  });

  it('says what is wrong with a sessions folder that cannot be used', async () => {
    const file = join(world.root, 'a-file');
    await writeFile(file, 'no folder');
    await expect(world.start({ root: file })).rejects.toMatchObject({
      name: 'AppFailure',
      message: expect.stringContaining(file),
    });
    await mkdir(join(world.root, 'fine'));
    await expect(world.start({ root: join(world.root, 'fine') })).resolves.toBeDefined();
  });

  it('ends the host after the answer to a shutdown', async () => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const backend = await world.start({ onShutdown: end });
    expect(await backend.call('app.shutdown', {})).toEqual({ stopping: true });
    await ended;
  });

  it('ends in time when the disk hangs', async () => {
    let isHanging = false;
    const hangs = (path: string) => isHanging && path.endsWith('lock');
    const never = new Promise<never>(() => undefined);
    const readFile = (path: string) => (hangs(path) ? never : realFileSystem.readFile(path));
    // Each wait is over at once; how long it would have been is what counts.
    const waits: number[] = [];
    const after = (ms: number, run: () => void) => {
      if (isHanging) waits.push(ms);
      return realTimers.after(isHanging ? 50 : ms, run);
    };
    const backend = await world.start({
      fs: { ...realFileSystem, readFile },
      timers: { ...realTimers, after },
    });
    await backend.call('session.create', { setup: {} });
    isHanging = true;
    await backend.dispose();
    expect(waits.length).toBeGreaterThan(0);
    expect(Math.max(...waits)).toBeLessThan(5_000);
  });

  it.runIf(process.platform !== 'win32')('does not wait for a pipe in the place of a file', async () => {
    const session_id = '20240115_143022';
    await mkdir(join(world.root, session_id));
    execFileSync(MAKE_PIPE, [join(world.root, session_id, 'session_meta.json')]);
    const backend = await world.start();
    expect((await backend.call('session.list', {})).sessions).toMatchObject([
      { session_id, state: 'damaged', notes: expect.stringContaining('cannot be read') },
    ]);
  });

  it('can be disposed twice, and refuses work after it', async () => {
    const backend = await world.start();
    const { session_id } = await backend.call('session.create', {});
    await Promise.all([backend.dispose(), backend.dispose()]);
    await expect(backend.call('session.patch', { session_id, notes: 'late' })).rejects.toMatchObject({
      code: 'not_possible',
    });
  });

  it('says of itself what its host knows of a disk that takes nothing, until there is room', async () => {
    let trouble: string | null = 'The disk is full.';
    const backend = await world.start({ startDemo: false, trouble: async () => trouble });
    expect(await backend.call('app.info', {})).toMatchObject({ trouble });
    expect(await backend.call('session.list', {})).toMatchObject({ total: 0 });
    trouble = null;
    expect(await backend.call('app.info', {})).toMatchObject({ trouble: null });
  });
});
