import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NextTrial } from '../../core/contract/trialView';
import type { Backend } from '../hosts/backendPort';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, makeImages } from '../testing/backendWorld';

let world: BackendWorld;
let backend: Backend;
let session_id: string;

const SETUP = {
  ...DEMO_SETUP,
  weight_range: null,
  weights: [1],
  seeds: [1],
  metrics: ['Style'],
  prompt_pairs: ['a fox', 'a barn', 'an owl', 'a lake'].map((positive) => ({ positive })),
};

beforeEach(async () => {
  world = await createBackendWorld();
  backend = await world.start();
  session_id = await makeImages(backend, SETUP);
});
afterEach(async () => {
  await world.dispose();
  expect(world.bugs).toEqual([]);
});

/** Votes on so many trials, or on all that are open. Out: their ids. */
async function vote(count = Number.POSITIVE_INFINITY): Promise<string[]> {
  const ids: string[] = [];
  let trial: NextTrial = await backend.call('trial.next', { session_id });
  while (!('done' in trial) && ids.length < count) {
    ids.push(trial.trial_id);
    trial = (await backend.call('vote.cast', { session_id, trial_id: trial.trial_id, choice: 'A' })).next;
  }
  return ids;
}

const report = () => backend.call('report.get', { session_id });

describe('votes after the reveal', () => {
  it('leave a trace when they are taken back: in the test, in the words, and after a start', async () => {
    await vote();
    expect(await report()).toMatchObject({ method: 'fixed', votes_taken_back: 0, unfinished: null });
    await backend.call('vote.undo', { session_id });
    await backend.call('vote.undo', { session_id });
    const after = await report();
    expect(after).toMatchObject({
      method: 'peek_safe',
      votes_taken_back: 2,
      unfinished: { votes_done: 2, votes_total: 4 },
    });
    expect(after.verdict).toEqual(
      expect.arrayContaining([
        'The evaluation is not complete: 2 of 4 trials are answered.',
        '2 votes were taken back after the reveal.',
      ]),
    );
    await backend.call('session.save', { session_id });
    await backend.dispose();
    backend = await world.start();
    expect(await report()).toEqual(after);
  });

  it('leave it also when a discard takes them back', async () => {
    await vote(1);
    await backend.call('session.save', { session_id });
    await vote();
    await report();
    await backend.call('session.discard', { session_id });
    expect(await report()).toMatchObject({ method: 'peek_safe', votes_total: 1, votes_taken_back: 3 });
  });

  it('are counted when they are changed to skips', async () => {
    const [first] = await vote();
    await report();
    await backend.call('vote.cast', { session_id, trial_id: first ?? '', choice: 'skip' });
    expect(await report()).toMatchObject({ method: 'peek_safe', skips_total: 1, votes_after_reveal: 1 });
  });
});

describe('the reveal by looking', () => {
  it('waits for a question that can be answered', async () => {
    await vote();
    const filter = { seeds: [99] };
    const wrong: Promise<unknown>[] = [
      backend.call('report.get', { session_id, filter }),
      backend.call('report.pictures', { session_id, pairs: ['lora_no.png'] }),
      backend.call('report.votes', { session_id, pairs: ['lora_no.png'] }),
      backend.call('report.workflow', { session_id, lora_filename: 'no.safetensors', weight: 1 }),
      ...['csv', 'json', 'html', 'charts'].map((format) =>
        backend.exportFile(format, [session_id], { filter }),
      ),
      backend.exportFile('png', [session_id]),
      backend.exportFile('png', [session_id], { chart: 'stars', metric: 'Taste' }),
    ];
    const codes = wrong.map((asked) =>
      asked.then(
        () => 'ok',
        ({ code }) => code,
      ),
    );
    expect(new Set(await Promise.all(codes))).toEqual(new Set(['bad_request', 'not_found']));
    expect((await backend.call('session.get', { session_id })).evaluation.revealed_at).toBeNull();
    await report();
    expect((await backend.call('session.get', { session_id })).evaluation.revealed_at).not.toBeNull();
  });
});

describe('a report that is made while votes go on', () => {
  it('goes out with the votes that it counts', async () => {
    const [first] = await vote();
    const { pieces } = await backend.exportFile('json', [session_id]);
    await backend.call('vote.undo', { session_id });
    await backend.call('vote.cast', { session_id, trial_id: first ?? '', choice: 'same' });
    let text = '';
    for await (const piece of pieces) text += Buffer.from(piece).toString();
    const { votes, figures } = JSON.parse(text);
    expect(votes).toHaveLength(4);
    expect(votes.filter(({ choice }: { choice: string }) => choice === 'same')).toEqual([]);
    expect(figures.votes_total).toBe(4);
  });
});

describe('a session that another copy has open', () => {
  it('shows the report of what is revealed, and writes nothing', async () => {
    await vote(1);
    await backend.call('evaluation.reveal', { session_id });
    const other = await world.start();
    const events = async () => (await backend.call('session.log', { session_id })).entries.length;
    const before = await events();
    expect(await other.call('report.get', { session_id })).toMatchObject({ votes_total: 1 });
    expect((await other.exportFile('csv', [session_id])).contentType).toContain('text/csv');
    expect(await events()).toBe(before);
    expect(await report()).toMatchObject({ votes_total: 1 });
  });

  it('is not revealed from there', async () => {
    await vote();
    const other = await world.start();
    for (const command of ['report.get', 'evaluation.reveal'] as const) {
      await expect(other.call(command, { session_id })).rejects.toMatchObject({ code: 'session_locked' });
    }
    await expect(other.exportFile('csv', [session_id])).rejects.toMatchObject({ code: 'session_locked' });
    expect((await backend.call('session.get', { session_id })).evaluation.revealed_at).toBeNull();
  });
});
