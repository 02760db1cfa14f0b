import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Backend } from '../hosts/backendPort';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, makeImages } from '../testing/backendWorld';

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

it('tells every answer to a pair once the labels are shown, seen from the LoRA, of all raters or of some', async () => {
  const session_id = await makeImages(backend, {
    ...DEMO_SETUP,
    weight_range: null,
    weights: [1],
    seeds: [1],
    metrics: ['Style'],
    prompt_pairs: [{ positive: 'a fox' }],
  });
  const pairs = ['lora_0_0_w1.png'];
  const votes = (raters?: string[]) =>
    backend.call('report.votes', { session_id, pairs, ...(raters === undefined ? {} : { raters }) });
  await expect(votes()).rejects.toMatchObject({ code: 'evaluation_open' });
  for (const rater of ['rater 1', 'Ben']) {
    if (rater === 'Ben') await backend.call('rater.name', { session_id, rater, label: 'Benjamin' });
    const trial = await backend.call('trial.next', { session_id, rater });
    if ('done' in trial) throw new Error('There is nothing to judge.');
    const said =
      rater === 'Ben' ? { choice: 'same' as const } : { choice: 'A' as const, stars: 4, note: 'soft' };
    await backend.call('vote.cast', { session_id, rater, trial_id: trial.trial_id, ...said });
  }
  const { metrics } = await backend.call('report.get', { session_id });
  const outcome = metrics[0]?.candidates[0]?.wins === 1 ? 'win' : 'loss';
  const first = { pair_id: pairs[0], metric: 'Style', rater: 'rater 1', outcome, stars: 4, note: 'soft' };
  const second = { ...first, rater: 'Benjamin', outcome: 'tie', stars: null, note: null };
  expect(await votes()).toEqual({ votes: [first, second] });
  expect(await votes(['Ben'])).toEqual({ votes: [second] });
  await expect(backend.call('report.votes', { session_id, pairs: ['another.png'] })).rejects.toMatchObject({
    code: 'not_found',
  });
});
