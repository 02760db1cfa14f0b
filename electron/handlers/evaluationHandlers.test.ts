import { readFile, writeFile } from 'node:fs/promises';
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

describe('trial.next', () => {
  it('shows the pairs in turn, each for every metric', async () => {
    const seen: Trial[] = [];
    let trial: NextTrial = await next();
    while (!('done' in trial)) {
      seen.push(trial);
      trial = await vote(trial);
    }
    expect(
      seen.map(({ number, total, pair_number, pairs_total, metric }) => [
        number,
        total,
        pair_number,
        pairs_total,
        metric,
      ]),
    ).toEqual(
      Array.from({ length: TRIALS }, (_, index) => [
        index + 1,
        TRIALS,
        Math.floor(index / 2) + 1,
        4,
        index % 2 === 0 ? 'Quality' : 'Style',
      ]),
    );
    expect(new Set(seen.map(({ prompt }) => prompt))).toEqual(new Set(['a fox', 'a barn']));
    expect(trial).toEqual({ done: true, waiting: 0 });
  });

  it('can look ahead without moving on', async () => {
    const first = await next();
    const ahead = trialOf(await backend.call('trial.next', { session_id, ahead: 1 }));
    expect([first.number, ahead.number]).toEqual([1, 2]);
    expect(trialOf(await vote(first)).trial_id).toBe(ahead.trial_id);
    expect((await next()).trial_id).toBe(ahead.trial_id);
  });

  it('waits for images', async () => {
    const { session_id: draft } = await backend.call('session.create', { setup: SETUP });
    await expect(backend.call('trial.next', { session_id: draft })).rejects.toMatchObject({
      code: 'not_possible',
      message: expect.stringContaining('Nothing to judge yet'),
    });
    const slow = await world.start({ demo: { imageMs: 250 } });
    const { session_id: running } = await slow.call('session.create', {
      setup: { ...SETUP, size: [64, 64] },
    });
    await slow.call('generation.start', { session_id: running });
    await expect(slow.call('trial.next', { session_id: running })).rejects.toMatchObject({
      code: 'not_possible',
      message: expect.stringContaining('Images are being made'),
    });
    const paused = nextPush(
      slow,
      'session.changed',
      ({ summary }) => summary.session_id === running && summary.status === 'paused',
    );
    await slow.call('generation.stop', { session_id: running });
    await paused;
    await expect(slow.call('trial.next', { session_id: running })).rejects.toMatchObject({
      message: expect.stringContaining('No pair is complete'),
    });
  });
});

describe('vote.cast', () => {
  it('answers the next trial and nothing of labels', async () => {
    const answer = await backend.call('vote.cast', {
      session_id,
      trial_id: (await next()).trial_id,
      choice: 'same',
      stars: null,
      note: 'alike',
    });
    expect(Object.keys(answer).sort()).toEqual(['next', 'vote_id']);
    expect(trialOf(answer.next).number).toBe(2);
  });

  it('knows no trial of another session, rater or making', async () => {
    const trial = await next();
    await next('Ann');
    for (const args of [
      { trial_id: 'x' },
      { trial_id: 'constructor' },
      { trial_id: trial.trial_id, rater: 'Ann' },
      { trial_id: trial.trial_id, rater: 'nobody' },
    ]) {
      await expect(backend.call('vote.cast', { session_id, choice: 'A', ...args })).rejects.toMatchObject({
        code: 'not_found',
        field: 'trial_id',
      });
    }
    expect((await evaluation()).votes_done).toBe(0);
  });

  it('changes the vote when the same trial is voted again', async () => {
    const trial = await next();
    await vote(trial, { choice: 'A', stars: 2, note: 'first' });
    await vote(await next());
    await vote(trial, { choice: 'B', stars: 5 });
    expect((await evaluation()).votes_done).toBe(2);
    expect(await backend.call('trial.list', { session_id })).toMatchObject({
      trials: [
        { trial_id: trial.trial_id, number: 1, pair_number: 1, metric: 'Quality', choice: 'B', stars: 5 },
        { number: 2, metric: 'Style' },
      ],
    });
    expect(await backend.call('trial.get', { session_id, trial_id: trial.trial_id })).toMatchObject({
      vote: { choice: 'B', stars: 5, note: null },
    });
    expect((await next()).number).toBe(3);
  });

  it('leaves a vote alone that the sender does not know of, when asked to', async () => {
    const trial = await next();
    await vote(trial, { choice: 'B', only_if_open: true });
    await expect(vote(trial, { choice: 'A', only_if_open: true })).rejects.toMatchObject({
      code: 'already_voted',
      status: 409,
    });
    const { trials } = await backend.call('trial.list', { session_id });
    expect(trials.map(({ choice }) => choice)).toEqual(['B']);
  });

  it('keeps stars with A and B only', async () => {
    for (const choice of ['same', 'skip', 'A', 'B'] as const) await vote(await next(), { choice, stars: 4 });
    const { trials } = await backend.call('trial.list', { session_id });
    expect(trials.map(({ choice, stars }) => [choice, stars])).toEqual([
      ['same', null],
      ['skip', null],
      ['A', 4],
      ['B', 4],
    ]);
    await vote(await next(), { choice: 'A', stars: 5 });
    const [last] = (await backend.call('trial.list', { session_id })).trials.slice(-1);
    await backend.call('vote.cast', { session_id, trial_id: last?.trial_id, choice: 'same', stars: 5 });
    expect((await backend.call('trial.list', { session_id })).trials.at(-1)).toMatchObject({ stars: null });
    await backend.call('session.save', { session_id });
    const files = join(world.root, session_id);
    const meta = JSON.parse(await readFile(join(files, 'session_meta.json'), 'utf8'));
    const scores = meta.step_3_evaluation.scores as { choice: string; stars: number | null }[];
    expect(scores.map(({ stars }) => stars)).toEqual([null, null, 4, 4, null]);
    await backend.dispose();
    const csv = await readFile(join(files, 'output', 'scores.csv'), 'utf8');
    expect(csv.match(/,(same|skip),\d/)).toBeNull();
    expect(await readFile(join(files, 'journal.jsonl'), 'utf8')).not.toMatch(
      /"choice":"(same|skip)","stars":\d/,
    );
  });

  it('takes two votes at once one after the other', async () => {
    const trial = await next();
    await Promise.all([vote(trial, { choice: 'A' }), vote(trial, { choice: 'B' })]);
    expect((await evaluation()).votes_done).toBe(1);
    const { entries } = await backend.call('session.log', { session_id });
    expect(entries.slice(-2).map(({ type }) => type)).toEqual(['vote_cast', 'vote_changed']);
  });

  it('completes the evaluation with the last vote, and tells it', async () => {
    const told = nextPush(backend, 'evaluation.changed', ({ evaluation: view }) => view.complete);
    await voteAll();
    expect(await told).toMatchObject({ session_id, evaluation: { votes_done: TRIALS, votes_total: TRIALS } });
    const { entries } = await backend.call('session.log', { session_id });
    expect(entries.filter(({ type }) => type === 'evaluation_finished')).toHaveLength(1);
  });
});

describe('a vote that is changed or comes late', () => {
  const finishes = async () =>
    (await backend.call('session.log', { session_id })).entries.filter(
      ({ type }) => type === 'evaluation_finished',
    ).length;

  it('does not end the evaluation once more', async () => {
    const first = await next();
    await voteAll();
    await vote(first, { choice: 'B' });
    await vote(first, { choice: 'same' });
    expect(await evaluation()).toMatchObject({ complete: true, votes_done: TRIALS });
    expect(await finishes()).toBe(1);
  });

  it('leaves an end by hand as it is', async () => {
    const first = await next();
    const second = trialOf(await backend.call('trial.next', { session_id, ahead: 1 }));
    await vote(first);
    await backend.call('evaluation.finish', { session_id });
    await vote(second);
    expect(await evaluation()).toMatchObject({ complete: true, votes_done: 2 });
    expect(await backend.call('trial.next', { session_id })).toEqual({ done: true, waiting: 0 });
    expect(await finishes()).toBe(1);
  });

  it('counts with the sides that its trial shows, whatever they were at the first vote', async () => {
    const trial = await next();
    await vote(trial);
    await backend.dispose();
    const path = join(world.root, session_id, 'journal.jsonl');
    const swaps = async () =>
      [...(await readFile(path, 'utf8')).matchAll(/"type":"vote_c.*"swap":(true|false)/g)].map(
        ([, swap]) => swap === 'true',
      );
    const [shown] = await swaps();
    const journal = await readFile(path, 'utf8');
    await writeFile(path, journal.replace(/("type":"vote_cast".*"swap":)\w+/, `$1${shown !== true}`));
    backend = await world.start();
    await vote(trial, { choice: 'B' });
    expect(await swaps()).toEqual([!shown, shown]);
  });
});

describe('vote.undo', () => {
  it('takes the last vote back and answers its trial, open again', async () => {
    const first = await next();
    await vote(first);
    const second = await next();
    await vote(second);
    expect(await backend.call('vote.undo', { session_id })).toMatchObject({
      trial_id: second.trial_id,
      vote: null,
    });
    expect(await backend.call('vote.undo', { session_id })).toMatchObject({ trial_id: first.trial_id });
    expect((await next()).trial_id).toBe(first.trial_id);
    await expect(backend.call('vote.undo', { session_id })).rejects.toMatchObject({ code: 'not_possible' });
  });

  it('opens a complete evaluation again', async () => {
    await voteAll();
    await backend.call('vote.undo', { session_id });
    expect(await evaluation()).toMatchObject({ complete: false, votes_done: TRIALS - 1 });
    await expect(backend.call('report.get', { session_id })).rejects.toMatchObject({
      code: 'evaluation_open',
    });
  });
});
