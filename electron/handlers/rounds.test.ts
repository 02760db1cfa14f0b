import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NextTrial, Trial } from '../../core/contract/trialView';
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
let session_id: string;

/** 6 pairs and 1 metric. */
const TRIALS = 6;

beforeEach(async () => {
  world = await createBackendWorld();
  backend = await world.start();
  session_id = await makeImages(backend, {
    ...DEMO_SETUP,
    weight_range: null,
    weights: [0.5, 1],
    seeds: [1],
    metrics: ['Quality'],
    prompt_pairs: [{ positive: 'a fox' }, { positive: 'a barn' }, { positive: 'a hat' }],
  });
});
afterEach(async () => {
  await world.dispose();
  expect(world.bugs).toEqual([]);
});

function trialOf(next: NextTrial): Trial {
  if ('done' in next) throw new Error('There is no trial.');
  return next;
}

const next = async (rater: object = {}) =>
  trialOf(await backend.call('trial.next', { session_id, ...rater }));

async function vote(times: number, rater: object = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < times; n += 1) {
    const { trial_id } = await next(rater);
    ids.push(trial_id);
    await backend.call('vote.cast', { session_id, trial_id, choice: 'A', ...rater });
  }
  return ids;
}

const detail = () => backend.call('session.get', { session_id });
const call = (command: 'evaluation.reopen' | 'evaluation.redo' | 'evaluation.finish' | 'evaluation.reveal') =>
  backend.call(command, { session_id });
const name = (label: string, rater?: string) =>
  backend.call('rater.name', { session_id, label, ...(rater === undefined ? {} : { rater }) });
const refused = { code: 'not_possible' };

describe('evaluation.reopen', () => {
  it('takes the end by hand back, before the reveal and never after', async () => {
    await vote(2);
    await expect(call('evaluation.reopen')).rejects.toMatchObject(refused);
    expect(await call('evaluation.finish')).toMatchObject({ complete: true, finished_by_hand: true });
    const told = nextPush(backend, 'evaluation.changed', ({ evaluation }) => !evaluation.complete);
    expect(await call('evaluation.reopen')).toMatchObject({
      complete: false,
      finished_by_hand: false,
      votes_done: 2,
    });
    await told;
    expect(await next()).toMatchObject({ number: 3 });
    await call('evaluation.finish');
    await call('evaluation.reveal');
    await expect(call('evaluation.reopen')).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('labels have been shown'),
    });
  });
});

describe('evaluation.redo', () => {
  it('begins anew in another order, keeps the votes as history and hides the labels again', async () => {
    await expect(call('evaluation.redo')).rejects.toMatchObject(refused);
    const old = await vote(TRIALS);
    await name('Ann');
    expect(await backend.call('report.get', { session_id })).toMatchObject({ votes_total: TRIALS });
    const before = await readFile(join(world.root, session_id, 'journal.jsonl'), 'utf8');

    expect(await call('evaluation.redo')).toMatchObject({
      complete: false,
      revealed_at: null,
      round: 1,
      votes_done: 0,
      votes_total: TRIALS,
      raters: [{ name: 'rater 1', label: 'Ann' }],
    });
    await expect(backend.call('report.get', { session_id })).rejects.toMatchObject({
      code: 'evaluation_open',
    });
    expect(await backend.call('trial.list', { session_id })).toEqual({ trials: [] });
    // A trial of the round before is none any more.
    for (const trial_id of old.slice(0, 2)) {
      await expect(backend.call('trial.get', { session_id, trial_id })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(backend.call('vote.cast', { session_id, trial_id, choice: 'A' })).rejects.toMatchObject({
        code: 'not_found',
        field: 'trial_id',
      });
    }
    await vote(TRIALS);
    const report = await backend.call('report.get', { session_id });
    expect(report).toMatchObject({
      votes_total: TRIALS,
      votes_after_reveal: 0,
      raters: ['Ann'],
      past_rounds: [{ votes: TRIALS, raters: 1, after_reveal: true }],
    });
    expect(report.verdict.join(' ')).toMatch(
      /begun anew on .*: 6 votes before it are kept and not counted\. Labels had been shown by then\./,
    );
    const journal = await readFile(join(world.root, session_id, 'journal.jsonl'), 'utf8');
    expect(journal.startsWith(before)).toBe(true);
    // The second order is another one than the first.
    const orders = journal.split('\n').flatMap((line) => {
      const order = /"(?:order_drawn|evaluation_redone)".*"order":(\[.*?\])/.exec(line)?.[1];
      return order === undefined ? [] : [order];
    });
    expect(new Set(orders).size).toBe(2);
  });

  it('is brought back whole by a start, and taken back whole by a discard', async () => {
    await vote(3);
    await call('evaluation.finish');
    await call('evaluation.reveal');
    await backend.call('session.save', { session_id });
    const before = (await detail()).evaluation;
    await call('evaluation.redo');
    await vote(2, { rater: 'Ben' });
    const after = (await detail()).evaluation;
    expect(after).toMatchObject({ round: 1, revealed_at: null });
    await backend.dispose();
    backend = await world.start();
    expect((await detail()).evaluation).toEqual(after);
    await backend.call('session.discard', { session_id });
    expect((await detail()).evaluation).toEqual(before);
  });
});

describe('rater.name', () => {
  it('says what a rater is called, and every call takes the name and what one is called', async () => {
    expect((await name('Ann')).raters).toMatchObject([{ name: 'rater 1', label: 'Ann' }]);
    const [first] = await vote(1, { rater: 'Ann' });
    expect((await backend.call('trial.list', { session_id, rater: 'rater 1' })).trials).toMatchObject([
      { trial_id: first },
    ]);
    expect((await backend.call('vote.undo', { session_id, rater: 'Ann' })).trial_id).toBe(first);
    expect((await name('Anne', 'Ann')).raters).toMatchObject([{ name: 'rater 1', label: 'Anne' }]);
    const { entries } = await backend.call('session.log', { session_id });
    expect(entries.at(-1)?.message).toBe('rater 1 is called Anne.');
    await vote(1, { rater: 'rater 1' });
    expect((await backend.call('session.log', { session_id })).entries.at(-1)?.message).toBe(
      'Anne voted on Quality.',
    );
  });

  it('lets somebody new join, once', async () => {
    const { raters } = await name('Ben', 'Ben');
    expect(raters.map(({ label, votes_done, votes_total }) => [label, votes_done, votes_total])).toEqual([
      ['rater 1', 0, TRIALS],
      ['Ben', 0, TRIALS],
    ]);
    expect((await name('Ben', 'Ben')).raters).toEqual(raters);
    expect((await detail()).votes_total).toBe(TRIALS);
  });

  it('refuses a name that somebody has, however it is written', async () => {
    await name('Ann');
    await vote(1, { rater: 'Ben' });
    for (const [label, rater] of [
      ['Ben', 'rater 1'],
      ['ann', 'Ben'],
      ['Rater 1', 'Ben'],
    ] as const) {
      await expect(name(label, rater)).rejects.toMatchObject({ code: 'bad_request', field: 'label' });
    }
    await expect(name('  ')).rejects.toMatchObject({ code: 'bad_request' });
  });
});

it('takes no vote for the trial of another rater', async () => {
  const { trial_id } = await next({ rater: 'Ann' });
  await expect(backend.call('vote.cast', { session_id, trial_id, choice: 'A' })).rejects.toMatchObject({
    code: 'not_found',
  });
  await backend.call('vote.cast', { session_id, trial_id, choice: 'A', rater: 'Ann' });
  expect((await detail()).votes_done).toBe(1);
});

describe('a redo that is taken back', () => {
  it('leaves its number to nobody: its trials are not those of the next one', async () => {
    await vote(2);
    await backend.call('session.save', { session_id });
    expect(await call('evaluation.redo')).toMatchObject({ round: 1 });
    const [gone] = await vote(1);
    await backend.call('session.discard', { session_id });
    expect((await detail()).evaluation).toMatchObject({ round: 0, votes_done: 2 });
    expect(await call('evaluation.redo')).toMatchObject({ round: 2 });
    const stale = backend.call('vote.cast', { session_id, trial_id: gone ?? '', choice: 'B' });
    await expect(stale).rejects.toMatchObject({ code: 'not_found' });
  });
});
