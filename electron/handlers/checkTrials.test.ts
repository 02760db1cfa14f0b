import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NextTrial, Trial } from '../../core/contract/trialView';
import { type JournalEvent, readEvent } from '../../core/session/events';
import { parseJson } from '../../core/session/json';
import type { Backend } from '../hosts/backendPort';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, makeImages } from '../testing/backendWorld';

let world: BackendWorld;
let backend: Backend;
let session_id: string;

const PAIRS = 12;
/** Practice on 3 pairs, 1 repeat, 2 catches. */
const SETUP = {
  ...DEMO_SETUP,
  weight_range: null,
  weights: [1],
  seeds: [1],
  metrics: ['Quality'],
  prompt_pairs: Array.from({ length: PAIRS }, (_, index) => ({ positive: `a fox ${index}` })),
  quality_control: { training: true, repeats: 0.1, catches: 2 },
};
const TRIALS = PAIRS + 3;

beforeEach(async () => {
  world = await createBackendWorld();
  backend = await world.start();
});
afterEach(async () => {
  await world.dispose();
  expect(world.bugs).toEqual([]);
});

const next = (more: object = {}) => backend.call('trial.next', { session_id, ...more });

function trialOf(answer: NextTrial): Trial {
  if ('done' in answer) throw new Error('There is no trial.');
  return answer;
}

const vote = (trial: Trial, more: object = {}) =>
  backend.call('vote.cast', { session_id, trial_id: trial.trial_id, choice: 'A', ...more });

async function journal(): Promise<JournalEvent[]> {
  const text = await readFile(join(world.root, session_id, 'journal.jsonl'), 'utf8');
  return text
    .trim()
    .split('\n')
    .flatMap((line) => {
      const event = readEvent(parseJson(line));
      return event === null || event.type === 'unknown' ? [] : [event];
    });
}

/** The answers in the journal, as what they were given to. */
async function kindsVoted(): Promise<(string | undefined)[]> {
  return (await journal()).flatMap((event) => (event.type === 'vote_cast' ? [event.kind] : []));
}

const bytesOf = async (address: string) =>
  Buffer.from((await backend.image(address.replace('/image/', '')))?.bytes ?? []);

describe('checks among the trials', () => {
  it('look as any other, are answered as any other, and never count', async () => {
    session_id = await makeImages(backend, SETUP);
    const seen: { trial: Trial; a: Buffer; b: Buffer; answer: object }[] = [];
    let now = await next();
    while (!('done' in now)) {
      const [a, b] = [await bytesOf(now.image_a), await bytesOf(now.image_b)];
      const answer = await vote(now, { choice: 'B', stars: 2, flags: ['both_bad'], note: 'n' });
      seen.push({ trial: now, a, b, answer });
      now = answer.next;
    }
    const kinds = await kindsVoted();
    expect(kinds.slice(0, 3)).toEqual(['training', 'training', 'training']);
    expect(kinds.filter((kind) => kind === 'repeat')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'catch')).toHaveLength(2);

    const asked = seen.slice(3).map(({ trial }) => trial);
    expect(seen.slice(0, 3).map(({ trial }) => [trial.training, trial.number, trial.total])).toEqual([
      [true, 1, 3],
      [true, 2, 3],
      [true, 3, 3],
    ]);
    expect(asked.map(({ number }) => number)).toEqual(asked.map((_, index) => index + 1));
    for (const trial of asked)
      expect(trial).toMatchObject({ training: false, total: TRIALS, pairs_total: TRIALS, vote: null });
    expect(new Set(asked.map(({ trial_id }) => trial_id)).size).toBe(TRIALS);

    // One picture on both sides; every other showing has two. Both answers are equally long in any case.
    expect(seen.map(({ a, b }) => a.length === b.length)).not.toContain(false);
    expect(seen.map(({ a, b }) => a.equals(b))).toEqual(kinds.map((kind) => kind === 'catch'));
    const shapes = seen.map(({ trial, answer }) => JSON.stringify([Object.keys(trial), Object.keys(answer)]));
    expect(new Set(shapes).size).toBe(1);
    expect(JSON.stringify(seen.map(({ trial, answer }) => [trial, answer]))).not.toMatch(
      /catch|repeat|swap|kind|baseline|lora_/,
    );

    const { trials } = await backend.call('trial.list', { session_id });
    expect(trials.map(({ trial_id }) => trial_id)).toEqual(seen.map(({ trial }) => trial.trial_id));
    expect(trials.map(({ number }) => number)).toEqual(seen.map(({ trial }) => trial.number));
    expect(trials.every(({ has_note, flags }) => has_note && flags[0] === 'both_bad')).toBe(true);
    const { entries } = await backend.call('session.log', { session_id });
    const told = entries.filter(({ type }) => type === 'vote_cast');
    expect(told).toHaveLength(seen.length);
    expect(new Set(told.map(({ message, level }) => `${level} ${message}`)).size).toBe(1);
    const { evaluation } = await backend.call('session.get', { session_id });
    expect(evaluation).toMatchObject({ complete: true, votes_done: TRIALS, votes_total: TRIALS });

    const { quality, votes_total, methods } = await backend.call('report.get', { session_id });
    expect(votes_total).toBe(PAIRS);
    // Always the right picture: a repeat has its sides swapped, so it was answered otherwise.
    expect(quality.all).toMatchObject({
      repeats_alike: { count: 0, of: 1 },
      catches_same: { count: 0, of: 2 },
      false_preferences: { count: 2, of: 2 },
      training: 3,
    });
    expect(methods.join(' ')).toMatch(/Repeats: .* Equal pictures: /);
    const scores = await readFile(join(world.root, session_id, 'output', 'scores.csv'), 'utf8');
    expect(scores.trim().split('\n')).toHaveLength(PAIRS + 1);
  });

  it('are changed, refused and taken back as any other, to the very first', async () => {
    session_id = await makeImages(backend, SETUP);
    const order: string[] = [];
    let now = await next();
    while (!('done' in now)) {
      order.push(now.trial_id);
      now = (await vote(now)).next;
    }
    const kinds = await kindsVoted();
    const ofCheck = order[kinds.indexOf('catch')] ?? '';
    const cast = (more: object) =>
      backend.call('vote.cast', { session_id, trial_id: ofCheck, choice: 'same', ...more });
    await expect(cast({ only_if_open: true })).rejects.toMatchObject({ code: 'already_voted' });
    await cast({ elapsed_ms: 5000 });
    // A note that is added is no second judging, so the time stays that of the first.
    await cast({ note: 'alike', elapsed_ms: 40 });
    expect(await backend.call('trial.get', { session_id, trial_id: ofCheck })).toMatchObject({
      vote: { choice: 'same', note: 'alike', stars: null, flags: [] },
    });
    // A changed vote keeps its place, and what it was stays in the journal.
    const events = await journal();
    expect(
      events.flatMap((event) => (event.type === 'vote_changed' ? [[event.note, event.elapsed_ms]] : [])),
    ).toEqual([
      [null, 5000],
      ['alike', 5000],
    ]);
    for (const id of order.toReversed()) {
      const open = await backend.call('vote.undo', { session_id });
      expect([open.trial_id, open.vote]).toEqual([id, null]);
    }
    await expect(backend.call('vote.undo', { session_id })).rejects.toMatchObject({ code: 'not_possible' });
    expect(await backend.call('trial.list', { session_id })).toEqual({ trials: [] });
    expect((await journal()).filter(({ type }) => type === 'vote_undone')).toHaveLength(order.length);
  });
});

describe('the ways of asking', () => {
  it('lists all questions of a pair where they are on one screen, and is ahead by pairs', async () => {
    const metrics = ['Quality', 'Style', 'Prompt'];
    session_id = await makeImages(backend, {
      ...SETUP,
      metrics,
      metric_mode: 'together',
      quality_control: null,
      prompt_pairs: SETUP.prompt_pairs.slice(0, 3),
    });
    const first = trialOf(await next());
    expect(first.together.map(({ metric, vote: given }) => [metric, given])).toEqual(
      metrics.map((metric) => [metric, null]),
    );
    expect(first.together[0]?.trial_id).toBe(first.trial_id);
    const ahead = trialOf(await next({ ahead: 1 }));
    expect([first.number, first.total, ahead.number, ahead.pair_number]).toEqual([1, 9, 4, 2]);
    const second = trialOf((await vote(first, { stars: 3 })).next);
    expect([second.trial_id, second.pair_number]).toEqual([first.together[1]?.trial_id, 1]);
    expect(second.together[0]?.vote).toEqual({ choice: 'A', stars: 3, note: null, flags: [] });
    // In any order, since each question of a screen has a vote of its own.
    const third = await backend.call('vote.cast', {
      session_id,
      trial_id: first.together[2]?.trial_id,
      choice: 'same',
    });
    expect(trialOf(third.next).trial_id).toBe(second.trial_id);
    expect(trialOf((await vote(second)).next).trial_id).toBe(ahead.trial_id);
  });

  it('asks one question after the other in passes, each over all pairs', async () => {
    session_id = await makeImages(backend, {
      ...SETUP,
      metrics: ['Quality', 'Style'],
      metric_mode: 'passes',
      quality_control: null,
      prompt_pairs: SETUP.prompt_pairs.slice(0, 3),
    });
    const asked: [string, number, number][] = [];
    let now = await next();
    while (!('done' in now)) {
      asked.push([now.metric, now.number, now.pair_number]);
      expect(now).toMatchObject({ total: 6, pairs_total: 6, together: { length: 1 } });
      now = (await vote(now)).next;
    }
    expect(asked.map(([metric]) => metric)).toEqual([...Array(3).fill('Quality'), ...Array(3).fill('Style')]);
    expect(asked.map(([, number, pair]) => [number, pair])).toEqual(
      asked.map((_, index) => [index + 1, index + 1]),
    );
    const report = await backend.call('report.get', { session_id });
    expect(report.metrics.map(({ candidates }) => candidates[0]?.votes)).toEqual([3, 3]);
  });
});
