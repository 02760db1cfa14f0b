import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sessionDetailSchema } from '../../core/contract/sessionView';
import type { Trial } from '../../core/contract/trialView';
import { parseJson } from '../../core/session/json';
import type { JsonObject } from '../../core/session/state';
import type { Backend } from '../hosts/backendPort';
import { type BackendWorld, createBackendWorld, withoutRoom } from '../testing/backendWorld';
import { FOREIGN, type ForeignSample, METRICS, putForeign } from '../testing/foreignSamples';

let world: BackendWorld;

beforeEach(async () => {
  world = await createBackendWorld();
});
afterEach(async () => {
  await world.dispose();
  expect(world.bugs).toEqual([]);
});

async function opened(sample: ForeignSample): Promise<{ backend: Backend; session_id: string }> {
  const session_id = await putForeign(world.root, sample);
  return { backend: await world.start(), session_id };
}

async function next(backend: Backend, session_id: string): Promise<Trial> {
  const trial = await backend.call('trial.next', { session_id });
  if ('done' in trial) throw new Error('There is something to judge.');
  return trial;
}

async function saved(session_id: string): Promise<JsonObject> {
  return parseJson(await readFile(join(world.root, session_id, 'session_meta.json'), 'utf8')) as JsonObject;
}

const SAMPLES = Object.values(FOREIGN);
const MADE = SAMPLES.filter((sample) => sample !== FOREIGN.draft);

/** Lists by place, objects by name; backslashes of paths are written as slashes. */
function holds(after: unknown, before: unknown, place = ''): string[] {
  if (typeof before !== 'object' || before === null) {
    const plain = (value: unknown) => (typeof value === 'string' ? value.split(/[\\/]/).at(-1) : value);
    return plain(after) === plain(before) ? [] : [`${place}: ${String(before)} is ${String(after)}`];
  }
  return Object.entries(before).flatMap(([key, value]) =>
    holds((after as JsonObject | undefined)?.[key], value, `${place}/${key}`),
  );
}

describe('a session of the Python tool', () => {
  it.each(SAMPLES)('is listed, shown, saved and read again: $fact', async (sample) => {
    const { backend, session_id } = await opened(sample);
    expect((await backend.call('session.list', {})).sessions).toMatchObject([{ session_id, state: 'ok' }]);
    const before = await backend.call('session.get', { session_id });
    expect(sessionDetailSchema.safeParse(before).error).toBeUndefined();
    expect(before.missing_images).toEqual([]);
    expect(before.recovered_from_disk).toBe(false);
    await backend.call('session.save', { session_id });
    await backend.dispose();
    const again = await world.start();
    const { saved_at, timestamp, label, thumbnail, last_event_at, errors, ...after } = withoutRoom(
      await again.call('session.get', { session_id }),
    );
    expect(errors).toEqual(before.errors);
    expect(withoutRoom(before)).toMatchObject({ ...after, repairs: before.repairs });
    expect([saved_at, timestamp, label, last_event_at].every((told) => told !== null)).toBe(true);
    expect(thumbnail === null).toBe(before.thumbnail === null);
  });

  it.each(SAMPLES)('has every field of its file after a save, digit for digit: $fact', async (sample) => {
    const { backend, session_id } = await opened(sample);
    const before = parseJson(sample.text, { nonFiniteAsNull: true }) as JsonObject;
    await backend.call('session.save', { session_id });
    const after = await saved(session_id);
    // The time of the save is new; an order that was missing was drawn, and what was left behind has ended.
    delete before['timestamp'];
    const step2 = before['step_2_generation'] as JsonObject;
    for (const key of ['generating', 'generation_complete', 'shuffled_results'])
      if (sample !== FOREIGN.unknown && sample !== FOREIGN.halfVoted) delete step2[key];
    // A list of weights is written as the range that spans it.
    if (sample === FOREIGN.listOfWeights) delete (before['step_1_setup'] as JsonObject)['weight_range'];
    expect(holds(after, before)).toEqual([]);
  });

  it.each(MADE)('is never made anew under our own names: $fact', async (sample) => {
    const { backend, session_id } = await opened(sample);
    for (const command of ['generation.start', 'generation.resume'] as const) {
      await expect(backend.call(command, { session_id })).rejects.toMatchObject({
        code: 'not_possible',
        message: expect.stringContaining('there is nothing to make'),
      });
    }
    await expect(backend.call('generation.regenerate', { session_id, number: 1 })).rejects.toMatchObject({
      code: 'not_possible',
    });
    expect((await readdir(join(world.root, session_id, 'output'))).sort()).toEqual(
      [...sample.pictures].sort(),
    );
    expect((await backend.call('session.get', { session_id })).generation.can_resume).toBe(false);
  });

  it.each([FOREIGN.halfVoted, FOREIGN.windows, FOREIGN.outside, FOREIGN.noWeights, FOREIGN.listOfWeights])(
    'goes on exactly where it was, with its order and sides: $fact',
    async (sample) => {
      const { backend, session_id } = await opened(sample);
      expect(await backend.call('session.get', { session_id })).toMatchObject({
        step: 3,
        votes_done: 3,
        votes_total: 8,
        setup: { weights: [0.5, 1], seeds: [42, 43, 44, 18_446_744_073_709_551_615n] },
      });
      const trial = await next(backend, session_id);
      expect(trial).toMatchObject({ pair_number: 2, number: 4, metric: METRICS[1] });
      for (const address of [trial.image_a, trial.image_b])
        expect(await backend.image(address.replace('/image/', ''))).not.toBeNull();
      await backend.call('vote.cast', { session_id, trial_id: trial.trial_id, choice: 'A' });
      await backend.call('session.save', { session_id });
      const step3 = (await saved(session_id))['step_3_evaluation'] as JsonObject;
      expect(step3).toMatchObject({ current_eval_index: 2, current_metric_index: 0 });
      // On the second place the baseline is A.
      expect((step3['scores'] as JsonObject[]).at(-1)).toMatchObject({ pair_index: 1, lora_better: false });
    },
  );

  it.each([FOREIGN.noOrder, FOREIGN.generatingAll, FOREIGN.generating, FOREIGN.missingKeys])(
    'can be judged though no order was drawn, in one that stays: $fact',
    async (sample) => {
      const { backend, session_id } = await opened(sample);
      const pairs = sample === FOREIGN.generating ? 3 : 4;
      const detail = await backend.call('session.get', { session_id });
      expect(detail).toMatchObject({ pairs_total: pairs, evaluation: { can_judge: true } });
      expect(detail.status).toBe(sample === FOREIGN.generating ? 'failed' : 'completed');
      const first = await next(backend, session_id);
      await backend.call('vote.cast', { session_id, trial_id: first.trial_id, choice: 'B' });
      const second = await next(backend, session_id);
      await backend.dispose();
      const again = await world.start();
      const after = await next(again, session_id);
      expect(after).toMatchObject({ number: second.number, prompt: second.prompt });
      expect(await again.call('trial.list', { session_id })).toMatchObject({ trials: [{ choice: 'B' }] });
    },
  );

  it('names pictures that are gone, and says that they cannot be made again', async () => {
    const [gone, ...pictures] = FOREIGN.halfVoted.pictures;
    expect(gone).toBeDefined();
    const { backend, session_id } = await opened({ ...FOREIGN.halfVoted, pictures });
    const detail = await backend.call('session.get', { session_id });
    expect(detail).toMatchObject({ status: 'failed', votes_done: 3, generation: { can_resume: false } });
    expect(detail.missing_images).toHaveLength(1);
    expect(detail.generation.reason).toContain('cannot be made again here');
    await expect(backend.call('generation.start', { session_id })).rejects.toMatchObject({
      message: expect.stringContaining('made elsewhere'),
    });
    expect((await backend.call('session.check', { session_id })).findings).toEqual([
      expect.stringContaining('it cannot be made here'),
    ]);
    // The second pair lost its baseline, so the third comes first.
    expect(await next(backend, session_id)).toMatchObject({ pair_number: 3 });
    await backend.call('session.save', { session_id });
    expect((await saved(session_id))['step_3_evaluation']).toMatchObject({ scores: [{}, {}, {}] });
  });

  it('without any of its pictures says so, where one would judge', async () => {
    const { backend, session_id } = await opened({ ...FOREIGN.noOrder, pictures: [] });
    await expect(backend.call('trial.next', { session_id })).rejects.toMatchObject({
      message: expect.stringContaining('put the files there'),
    });
  });
});
