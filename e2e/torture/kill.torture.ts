import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type RunningHost, startHost } from '../runningHost';

/** How often the host is killed in each suite, and from which seed the moments are drawn. */
const KILLS = Number(process.env['KILLS'] ?? 100);
const SEED = Number(process.env['KILL_SEED'] ?? 1);

interface Detail {
  images_done: number;
  images_total: number;
  votes_done: number;
  generation: { status: string; reason: string | null; can_resume: boolean };
}
interface Next {
  trial_id?: string;
}

let folder = '';
let host: RunningHost | null = null;
const random = xoroshiro128plus(SEED);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blindfold-torture-'));
});

afterEach(async () => {
  await host?.stop('SIGKILL');
  host = null;
  await rm(folder, { recursive: true, force: true });
});

/** A host on the test's folder; the one before it is dead or about to be. */
async function fresh(): Promise<RunningHost> {
  const args = ['--sessions', folder, '--demo', '--demo-image-ms', '20', '--demo-size', '64x64'];
  host = await startHost({ args, cwd: folder });
  return host;
}

async function good<T>(on: RunningHost, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await on.api(method, path, body);
  if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
  return answer.body as T;
}

async function created(on: RunningHost, seeds: number): Promise<string> {
  const { loras } = await good<{ loras: string[] }>(on, 'GET', '/comfyui');
  const setup = {
    loras: loras.slice(0, 1),
    weights: [0.4, 0.8],
    seeds: Array.from({ length: seeds }, (_, i) => i + 1),
    metrics: ['Quality'],
    prompt_pairs: [
      { positive: 'a lighthouse', negative: '' },
      { positive: 'a fox', negative: '' },
    ],
  };
  return (await good<{ session_id: string }>(on, 'POST', '/sessions', { setup })).session_id;
}

const detailOf = (on: RunningHost, id: string) => good<Detail>(on, 'GET', `/sessions/${id}`);

/** Asks again and again, as the page does, until the answer fits or the host is gone. */
async function until(on: RunningHost, id: string, fits: (detail: Detail) => boolean): Promise<Detail> {
  for (;;) {
    const detail = await detailOf(on, id);
    if (fits(detail)) return detail;
    await new Promise((done) => setTimeout(done, 10));
  }
}

it(`keeps every picture that was counted, over ${KILLS} kills of a run`, async () => {
  let kills = 0;
  while (kills < KILLS) {
    let on = await fresh();
    const id = await created(on, 8);
    let counted = 0;
    await good(on, 'POST', `/sessions/${id}/generate`);
    for (;;) {
      const target = counted + uniformInt(random, 1, 4);
      const reached = until(
        on,
        id,
        (detail) => detail.images_done >= target || detail.generation.status !== 'running',
      );
      const last = await reached;
      counted = last.images_done;
      if (last.generation.status === 'completed') break;
      expect(last.generation.reason).toBeNull();
      await on.stop('SIGKILL');
      kills += 1;
      on = await fresh();
      const found = await detailOf(on, id);
      expect(found.images_done).toBeGreaterThanOrEqual(counted);
      if (found.generation.status === 'completed') break;
      expect(found.generation).toMatchObject({ status: 'paused', can_resume: true });
      await good(on, 'POST', `/sessions/${id}/resume`);
    }
    const end = await until(on, id, (detail) => detail.generation.status === 'completed');
    expect(end.images_done).toBe(end.images_total);
    const pictures = (await readdir(join(folder, id, 'output'), { recursive: true })).filter((name) =>
      name.endsWith('.png'),
    );
    expect(pictures).toHaveLength(end.images_total);
    await on.stop();
  }
});

it(`keeps every vote that was answered, over ${KILLS} kills while voting`, async () => {
  let kills = 0;
  while (kills < KILLS) {
    let on = await fresh();
    const id = await created(on, 8);
    await good(on, 'POST', `/sessions/${id}/generate`);
    await until(on, id, (detail) => detail.generation.status === 'completed');
    const answered = new Map<string, string>();
    let next = await good<Next>(on, 'GET', `/sessions/${id}/trials/next`);
    while (next.trial_id !== undefined && kills < KILLS) {
      const answers = uniformInt(random, 1, 3);
      for (let i = 0; i < answers && next.trial_id !== undefined; i += 1) {
        const trial_id: string = next.trial_id;
        const choice = ['A', 'B', 'same'][uniformInt(random, 0, 2)] ?? 'A';
        ({ next } = await good<{ next: Next }>(on, 'POST', `/sessions/${id}/votes`, { trial_id, choice }));
        answered.set(trial_id, choice);
      }
      // One more is on its way when the process dies: it may count or not, but never half.
      const open = next.trial_id;
      const flying = open ? on.api('POST', `/sessions/${id}/votes`, { trial_id: open, choice: 'A' }) : null;
      const settled = flying?.then(
        (answer) => answer.status,
        () => null,
      );
      if (uniformInt(random, 0, 1) === 1) await new Promise((done) => setImmediate(done));
      await on.stop('SIGKILL');
      kills += 1;
      if ((await settled) === 201 && open) answered.set(open, 'A');
      on = await fresh();
      const { trials } = await good<{ trials: { trial_id: string; choice: string }[] }>(
        on,
        'GET',
        `/sessions/${id}/trials`,
      );
      const kept = new Map(trials.map((trial) => [trial.trial_id, trial.choice]));
      for (const [trial, choice] of answered) expect(kept.get(trial)).toBe(choice);
      expect(kept.size - answered.size).toBeLessThanOrEqual(1);
      for (const [trial, choice] of kept) answered.set(trial, choice);
      next = await good<Next>(on, 'GET', `/sessions/${id}/trials/next`);
    }
    await on.stop();
  }
});
