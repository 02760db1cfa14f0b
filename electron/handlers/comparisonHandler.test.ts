import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NextTrial } from '../../core/contract/trialView';
import type { Backend } from '../hosts/backendPort';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, makeImages } from '../testing/backendWorld';

let world: BackendWorld;
let backend: Backend;
let one: string;
let other: string;

const SETUP = {
  ...DEMO_SETUP,
  weight_range: null,
  weights: [1],
  seeds: [1],
  metrics: ['Style'],
  prompt_pairs: ['a fox', 'a barn'].map((positive) => ({ positive })),
};

beforeEach(async () => {
  world = await createBackendWorld();
  backend = await world.start();
  one = await makeImages(backend, SETUP);
  other = await makeImages(backend, { ...SETUP, weights: [0.5] });
});
afterEach(async () => {
  await world.dispose();
  expect(world.bugs).toEqual([]);
});

async function vote(session_id: string): Promise<void> {
  let trial: NextTrial = await backend.call('trial.next', { session_id });
  while (!('done' in trial)) {
    trial = (await backend.call('vote.cast', { session_id, trial_id: trial.trial_id, choice: 'A' })).next;
  }
}

const compare = (session_ids: string[], stands?: unknown[]) =>
  backend.call('comparison.get', { session_ids, stands } as never);
const revealedAt = async (session_id: string) =>
  (await backend.call('session.get', { session_id })).evaluation.revealed_at;

describe('a comparison', () => {
  it('is of finished evaluations, and is the reveal of each', async () => {
    await vote(one);
    await expect(compare([one, other])).rejects.toMatchObject({
      code: 'evaluation_open',
      message: expect.stringContaining(`${other}: 0 of 2 votes`),
    });
    expect(await revealedAt(one)).toBeNull();
    await vote(other);
    const answer = await compare([one, other]);
    expect(
      answer.sessions.map(({ session_id, votes, stands }) => [session_id, votes, stands?.weight]),
    ).toEqual([
      [one, 2, 1],
      [other, 2, 0.5],
    ]);
    expect(answer.shared).toMatchObject({ seeds: [1], metrics: ['Style'], units: 2 });
    expect(answer.remarks[0]).toContain('built-in demo');
    expect(await revealedAt(one)).not.toBeNull();
    expect(await revealedAt(other)).not.toBeNull();
    const events = async () => (await backend.call('session.log', { session_id: one })).entries.length;
    const before = await events();
    expect(await compare([one, other])).toEqual(answer);
    expect(await events()).toBe(before);
  });

  it('finds that a copy holds the same votes', async () => {
    await vote(one);
    const { session_id: copy } = await backend.call('session.copy', { session_id: one });
    const { remarks } = await compare([one, copy]);
    expect(remarks.join('\n')).toContain('2 votes of');
  });

  it('refuses what cannot be compared with a sentence that names it, and shows no label', async () => {
    await vote(one);
    await vote(other);
    const named = (weight: number, session_id = one) => [
      { session_id, lora_filename: DEMO_SETUP.loras[0], weight },
    ];
    const damaged = '20200101_000000';
    await mkdir(join(world.root, damaged), { recursive: true });
    await writeFile(join(world.root, damaged, 'session_meta.json'), '{"torn');
    const refusals: [ids: string[], stands: unknown[] | undefined, code: string, names: string][] = [
      [[one], undefined, 'bad_request', 'at least two'],
      [[one, one], undefined, 'bad_request', `${one} is named twice`],
      [[one, '20990101_000000'], undefined, 'not_found', '20990101_000000'],
      [[one, damaged], undefined, 'not_possible', damaged],
      [[one, other], named(0.3), 'bad_request', `${one}: There is no candidate`],
      [[one, other], named(1, '20990101_000000'), 'bad_request', '20990101_000000 is not among'],
    ];
    for (const [ids, stands, code, name] of refusals) {
      await expect(compare(ids, stands)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(name),
      });
    }
    expect(await revealedAt(one)).toBeNull();
    const [chosen] = (await compare([one, other], named(1))).sessions;
    expect(chosen).toMatchObject({ stands_by: 'named' });
  });

  it('can be looked at from a copy of the app that may only read, once all labels are shown', async () => {
    await vote(one);
    await vote(other);
    const reader = await world.start();
    const ask = () => reader.call('comparison.get', { session_ids: [one, other] } as never);
    await expect(ask()).rejects.toMatchObject({ code: 'session_locked' });
    expect(await revealedAt(other)).toBeNull();
    const answer = await compare([one, other]);
    expect(await ask()).toEqual(answer);
  });
});
