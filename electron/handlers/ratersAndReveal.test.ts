import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NextTrial, Trial } from '../../core/contract/trialView';
import type { Backend } from '../hosts/backendPort';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, makeImages } from '../testing/backendWorld';

let world: BackendWorld;
let backend: Backend;
let session_id: string;

const SETUP = {
  ...DEMO_SETUP,
  weight_range: null,
  weights: [0.5, 1],
  seeds: [1],
  prompt_pairs: [{ positive: 'a fox' }, { positive: 'a barn' }],
};
/** 4 pairs and 2 metrics. */
const TRIALS = 8;

beforeEach(async () => {
  world = await createBackendWorld();
  backend = await world.start();
  session_id = await makeImages(backend, SETUP);
});
afterEach(async () => {
  await world.dispose();
  expect(world.bugs).toEqual([]);
});

function trialOf(next: NextTrial): Trial {
  if ('done' in next) throw new Error('There is no trial.');
  return next;
}

async function next(rater?: string): Promise<Trial> {
  return trialOf(await backend.call('trial.next', { session_id, ...(rater === undefined ? {} : { rater }) }));
}

async function vote(trial: Trial, more: object = {}): Promise<NextTrial> {
  return (await backend.call('vote.cast', { session_id, trial_id: trial.trial_id, choice: 'A', ...more }))
    .next;
}

async function voteAll(rater: object = {}): Promise<void> {
  let trial = await backend.call('trial.next', { session_id, ...rater });
  while (!('done' in trial)) trial = await vote(trial, rater);
}

const evaluation = async () => (await backend.call('session.get', { session_id })).evaluation;

describe('several raters', () => {
  it('gives each a name, an order and votes of their own', async () => {
    await voteAll();
    const ann = await next('  Ann ');
    expect(await backend.call('trial.list', { session_id, rater: 'Ann' })).toEqual({ trials: [] });
    await vote(ann, { rater: 'Ann' });
    expect(await evaluation()).toMatchObject({
      complete: false,
      raters: [
        { name: 'rater 1', votes_done: TRIALS },
        { name: 'Ann', votes_done: 1, votes_total: TRIALS },
      ],
      votes_total: 2 * TRIALS,
    });
    await voteAll({ rater: 'Ann' });
    // Whoever never began holds nothing up.
    expect(await evaluation()).toMatchObject({ complete: true });
    await expect(backend.call('trial.next', { session_id, rater: '  ' })).rejects.toMatchObject({
      code: 'bad_request',
      field: 'rater',
    });
  });

  it('adds one with the first vote, not by reading, and keeps the order that was read', async () => {
    await backend.call('session.save', { session_id });
    const read = async () => (await backend.call('session.log', { session_id })).entries.length;
    const before = await read();
    const first = await next('Ann');
    const ahead = trialOf(await backend.call('trial.next', { session_id, rater: 'Ann', ahead: 1 }));
    expect(
      await backend.call('trial.get', { session_id, rater: 'Ann', trial_id: ahead.trial_id }),
    ).toMatchObject({ trial_id: ahead.trial_id, number: 2 });
    await backend.call('trial.list', { session_id, rater: 'Ann' });
    expect(await read()).toBe(before);
    expect(await backend.call('session.get', { session_id })).toMatchObject({
      unsaved_changes: 0,
      evaluation: { raters: [{ name: 'rater 1' }] },
    });
    expect(trialOf(await vote(first, { rater: 'Ann' })).trial_id).toBe(ahead.trial_id);
    const { entries } = await backend.call('session.log', { session_id });
    expect(entries.slice(before).map(({ type }) => type)).toEqual([
      'rater_added',
      'order_drawn',
      'vote_cast',
    ]);
    const second = await next('Bob');
    await backend.call('vote.cast', { session_id, trial_id: ahead.trial_id, choice: 'B', rater: 'Ann' });
    expect((await next('Bob')).trial_id).toBe(second.trial_id);
  });

  it('draws the same order for the same name after a start', async () => {
    const before = await next('Ann');
    await backend.call('session.save', { session_id });
    await backend.dispose();
    backend = await world.start();
    expect((await next('Ann')).trial_id).toBe(before.trial_id);
  });
});

describe('evaluation.finish', () => {
  it('ends the evaluation before the last vote, once there is one', async () => {
    await expect(backend.call('evaluation.finish', { session_id })).rejects.toMatchObject({
      code: 'not_possible',
    });
    await vote(await next());
    expect(await backend.call('evaluation.finish', { session_id })).toMatchObject({
      complete: true,
      votes_done: 1,
    });
    expect(await backend.call('trial.next', { session_id })).toEqual({ done: true, waiting: 0 });
    expect(await backend.call('report.get', { session_id })).toMatchObject({
      votes_total: 1,
      revealed_early: false,
    });
  });
});

describe('evaluation.reveal and report.get', () => {
  it('says only how many votes there are before the reveal', async () => {
    await vote(await next());
    await expect(backend.call('report.get', { session_id })).rejects.toMatchObject({
      code: 'evaluation_open',
      message: expect.stringContaining(`1 of ${TRIALS} votes`),
    });
  });

  it('records an early reveal, and what is voted after it', async () => {
    await vote(await next());
    expect(await backend.call('evaluation.reveal', { session_id })).toMatchObject({
      complete: false,
      revealed_early: true,
    });
    expect(await backend.call('report.get', { session_id })).toMatchObject({
      method: 'fixed',
      revealed_early: true,
      votes_after_reveal: 0,
    });
    await vote(await next());
    expect(await backend.call('report.get', { session_id })).toMatchObject({
      method: 'peek_safe',
      votes_after_reveal: 1,
    });
    await voteAll();
    expect(await evaluation()).toMatchObject({ complete: true, revealed_early: true });
  });

  it('sets the reveal once when all is judged', async () => {
    await voteAll();
    const first = await backend.call('report.get', { session_id });
    const { revealed_at } = await evaluation();
    expect(revealed_at).not.toBeNull();
    expect(await backend.call('report.get', { session_id })).toEqual(first);
    expect(await backend.call('evaluation.reveal', { session_id })).toMatchObject({
      revealed_at,
      revealed_early: false,
    });
    const types = (await backend.call('session.log', { session_id })).entries.map(({ type }) => type);
    expect(types.filter((type) => type === 'revealed' || type === 'report_generated')).toEqual([
      'revealed',
      'report_generated',
    ]);
  });

  it('has nothing to reveal before images were begun', async () => {
    const { session_id: draft } = await backend.call('session.create', {});
    await expect(backend.call('evaluation.reveal', { session_id: draft })).rejects.toMatchObject({
      code: 'not_possible',
    });
  });

  it('gives the same report after a start', async () => {
    await voteAll();
    const before = await backend.call('report.get', { session_id });
    await backend.dispose();
    backend = await world.start();
    expect(await backend.call('report.get', { session_id })).toEqual(before);
  });
});
