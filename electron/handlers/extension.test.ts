import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Trial } from '../../core/contract/trialView';
import type { Backend } from '../hosts/backendPort';
import {
  type BackendWorld,
  createBackendWorld,
  DEMO_SETUP,
  makeImages,
  nextPush,
} from '../testing/backendWorld';

let world: BackendWorld;
let backend: Backend;

beforeEach(async () => {
  world = await createBackendWorld();
  backend = await world.start();
});
afterEach(async () => {
  await world.dispose();
  expect(world.bugs).toEqual([]);
});

/** One prompt, one seed, two weights: a baseline and two pairs. */
const SETUP = {
  ...DEMO_SETUP,
  weight_range: [0.4, 0.8, 0.4],
  seeds: [7],
  metrics: ['Quality'],
  prompt_pairs: [{ positive: 'a fox in snow', negative: 'blurry' }],
};
const [FOX] = SETUP.prompt_pairs;
const BARN = { positive: 'a red barn', negative: '' };

const patch = (session_id: string, setup: object) => backend.call('session.patch', { session_id, setup });
const detailOf = (session_id: string) => backend.call('session.get', { session_id });

async function generate(session_id: string): Promise<void> {
  const done = nextPush(
    backend,
    'session.changed',
    ({ summary }) => summary.session_id === session_id && summary.status === 'completed',
  );
  await backend.call('generation.start', { session_id });
  await done;
}

/** Votes on everything that is open. Out: the trials, in order. */
async function judge(session_id: string, rater?: string): Promise<Trial[]> {
  const who = rater === undefined ? {} : { rater };
  const seen: Trial[] = [];
  for (;;) {
    const next = await backend.call('trial.next', { session_id, ...who });
    if ('done' in next) return seen;
    seen.push(next);
    await backend.call('vote.cast', { session_id, trial_id: next.trial_id, choice: 'A', ...who });
  }
}

describe('an edit of a begun session', () => {
  it('is taken as the draft of an extension: unsaved, and taken back by a discard', async () => {
    const session_id = await makeImages(backend, SETUP);
    await backend.call('session.save', { session_id });
    expect(await detailOf(session_id)).toMatchObject({ can_extend: true, extension: null, faults: [] });
    const drafted = await patch(session_id, { prompt_pairs: [FOX, BARN] });
    expect(drafted).toMatchObject({
      setup_locked: true,
      extension: { images: 3, pairs: 2 },
      setup: { prompt_pairs: [FOX, BARN] },
      begun_setup: { prompt_pairs: [FOX] },
      plan: { images: 3, pairs: 2 },
      images_total: 3,
      unsaved_changes: 1,
      status: 'completed',
    });
    // New entries can be edited and removed until they are made.
    const other = { positive: 'a lighthouse', negative: '' };
    expect(await patch(session_id, { prompt_pairs: [FOX, other] })).toMatchObject({
      setup: { prompt_pairs: [FOX, other] },
    });
    expect(await patch(session_id, { prompt_pairs: [FOX] })).toMatchObject({ extension: null });
    await patch(session_id, { seeds: [7, 8] });
    await backend.call('session.discard', { session_id });
    expect(await detailOf(session_id)).toMatchObject({ extension: null, setup: { seeds: [7] } });
  });

  it('says beside the draft what keeps it from being begun', async () => {
    const session_id = await makeImages(backend, SETUP);
    expect(await patch(session_id, { prompt_pairs: [FOX, FOX] })).toMatchObject({
      faults: [{ field: 'setup.prompt_pairs[1].positive' }],
    });
    const many = Array.from({ length: 1000 }, (_, index) => ({ positive: `p ${index}`, negative: '' }));
    const seeds = [7, ...Array.from({ length: 50 }, (_, index) => 100 + index)];
    const tooMany = await patch(session_id, { prompt_pairs: [FOX, ...many.slice(1)], seeds });
    expect(tooMany.faults).toEqual([{ field: 'setup.plan', message: expect.any(String) }]);
    await expect(backend.call('generation.start', { session_id })).rejects.toMatchObject({
      code: 'bad_request',
      field: 'setup.plan',
    });
  });

  it('of what images were made with is refused beside the field, with what can be done, and changes nothing', async () => {
    const session_id = await makeImages(backend, SETUP);
    const cases: [object, string, string][] = [
      [{ prompt_pairs: [BARN] }, 'setup.prompt_pairs', 'Add new ones, or begin a new session.'],
      [{ prompt_pairs: [BARN, FOX] }, 'setup.prompt_pairs', 'Add new ones'],
      [{ seeds: [8, 7] }, 'setup.seeds', 'Add new ones'],
      [{ loras: ['demo/other.safetensors'] }, 'setup.loras', 'Add new ones'],
      [{ weights: [0.4] }, 'setup.weights', 'Add new ones'],
      [{ metrics: ['Style'] }, 'setup.metrics', 'begin a new session'],
      [{ size: [640, 512] }, 'setup.size', 'begin a new session'],
    ];
    const before = await detailOf(session_id);
    for (const [setup, field, words] of cases) {
      await expect(patch(session_id, setup)).rejects.toMatchObject({
        code: 'not_possible',
        field,
        message: expect.stringContaining(words),
      });
    }
    await expect(patch(session_id, { seeds: [9], size: [640, 512] })).rejects.toMatchObject({
      details: [{ field: 'setup.seeds' }, { field: 'setup.size' }],
    });
    expect((await detailOf(session_id)).setup).toEqual(before.setup);
  });

  it('keeps old weights in front, as a list where a range does not', async () => {
    const session_id = await makeImages(backend, SETUP);
    expect((await patch(session_id, { weight_range: [0.2, 0.8, 0.2] })).setup).toMatchObject({
      weights: [0.4, 0.8, 0.2, 0.6],
      weight_range: null,
    });
    expect((await patch(session_id, { weight_range: [0.4, 0.8, 0.4] })).setup).toMatchObject({
      weights: null,
      weight_range: [0.4, 0.8, 0.4],
    });
  });
});

describe('an extended session', () => {
  it('is judged on by every rater after what was there, saved and read again the same, and reported as extended', async () => {
    const session_id = await makeImages(backend, SETUP);
    const guest = await backend.call('trial.next', { session_id, rater: 'guest' });
    if ('done' in guest) throw new Error('The guest has a trial.');
    expect(await judge(session_id)).toHaveLength(2);
    await judge(session_id, 'second');
    expect((await detailOf(session_id)).evaluation.complete).toBe(true);
    await patch(session_id, { prompt_pairs: [FOX, BARN] });
    await generate(session_id);
    expect((await detailOf(session_id)).evaluation.complete).toBe(false);

    // Who has not voted sees the same trial as before.
    expect(await backend.call('trial.next', { session_id, rater: 'guest' })).toMatchObject({
      trial_id: guest.trial_id,
      total: 4,
    });
    for (const rater of [undefined, 'second']) {
      const trials = await judge(session_id, rater);
      expect(trials.map(({ pair_number, prompt }) => [pair_number, prompt])).toEqual([
        [3, BARN.positive],
        [4, BARN.positive],
      ]);
    }
    await backend.call('session.save', { session_id });
    const before = await detailOf(session_id);
    const report = await backend.call('report.get', { session_id });
    expect(report).toMatchObject({
      extended: true,
      extensions: [{ pairs: 2, after_reveal: false }],
      method: 'fixed',
      votes_total: 8,
    });
    expect(report.verdict.join(' ')).toMatch(/The evaluation was extended on \d{4}-\d\d-\d\d by 2 pairs\./);
    await backend.dispose();
    backend = await world.start();
    const after = await detailOf(session_id);
    expect(after.setup).toEqual(before.setup);
    expect(after.evaluation).toEqual({ ...before.evaluation, revealed_at: after.evaluation.revealed_at });
    expect((await backend.call('report.get', { session_id })).extensions).toEqual(report.extensions);
  });

  it('after the reveal stays revealed, and its report uses the test that allows looking', async () => {
    const session_id = await makeImages(backend, SETUP);
    await judge(session_id);
    expect(await backend.call('report.get', { session_id })).toMatchObject({
      method: 'fixed',
      extended: false,
    });
    await patch(session_id, { weights: [0.4, 0.8, 1.2] });
    await generate(session_id);
    expect((await detailOf(session_id)).evaluation.revealed_at).not.toBeNull();
    expect(await judge(session_id)).toHaveLength(1);
    const report = await backend.call('report.get', { session_id });
    expect(report).toMatchObject({
      method: 'peek_safe',
      votes_after_reveal: 1,
      extensions: [{ pairs: 1, after_reveal: true }],
    });
    expect(report.verdict.join(' ')).toContain('after the reveal, by 1 pair.');
  });
});

describe('the gallery of an extension that makes candidates alone', () => {
  it('shows the pictures of before in new places, and none of the new ones before the reveal', async () => {
    const session_id = await makeImages(backend, SETUP);
    await patch(session_id, { weights: [0.4, 0.8, 1.2, 1.6] });
    const pushed: (string | null)[] = [];
    const stop = backend.onPush((push) => {
      if (push.push === 'generation.imageMade') pushed.push(push.payload.image);
    });
    await generate(session_id);
    stop();
    expect(pushed).toEqual([null, null]);
    const { tiles } = await backend.call('generation.gallery', { session_id });
    expect(tiles.map(({ state }) => state)).toEqual(Array(5).fill('made'));
    expect(tiles.filter(({ image }) => image !== null)).toHaveLength(3);
    for (const { image, message } of tiles) {
      expect(message === null).toBe(image !== null);
      expect(message ?? '').not.toMatch(/lora|weight|baseline|candidate/i);
    }
    const list = await backend.call('session.list', {});
    expect(list.sessions[0]?.thumbnail).not.toBeNull();
    await backend.call('evaluation.reveal', { session_id });
    const shown = await backend.call('generation.gallery', { session_id });
    expect(shown.tiles.filter(({ image }) => image !== null)).toHaveLength(5);
  });

  it('shows all pictures of one that brings its own baselines', async () => {
    const session_id = await makeImages(backend, SETUP);
    await patch(session_id, { seeds: [7, 8] });
    await generate(session_id);
    const { tiles } = await backend.call('generation.gallery', { session_id });
    expect(tiles).toHaveLength(6);
    expect(tiles.every(({ image }) => image !== null)).toBe(true);
  });
});
