import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandAnswer } from '../../core/contract/commands';
import type { NextTrial } from '../../core/contract/trialView';
import { parseJson } from '../../core/session/json';
import type { Backend } from '../hosts/backendPort';
import { type HeldMaker, heldMaker } from '../report/heldMaker';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, makeImages } from '../testing/backendWorld';

let world: BackendWorld;
let backend: Backend;
let maker: HeldMaker;
let session_id: string;

const LORA = DEMO_SETUP.loras[0] ?? '';
const SETUP = {
  ...DEMO_SETUP,
  weight_range: null,
  weights: [0.8],
  seeds: [18446744073709551615n],
  metrics: ['Style'],
};

beforeEach(async () => {
  world = await createBackendWorld();
  maker = heldMaker();
  backend = await world.start({ reportMaker: maker });
  session_id = await makeImages(backend, SETUP);
});
afterEach(async () => {
  await world.dispose();
  expect(world.bugs).toEqual([]);
});

async function vote(): Promise<NextTrial> {
  const trial = await backend.call('trial.next', { session_id });
  if ('done' in trial) throw new Error('All is judged.');
  return (await backend.call('vote.cast', { session_id, trial_id: trial.trial_id, choice: 'A' })).next;
}

const report = () => backend.call('report.get', { session_id });

/** Both looked at early, with a report on its way. */
async function halfWay(): Promise<Promise<CommandAnswer<'report.get'>>[]> {
  await vote();
  await backend.call('evaluation.reveal', { session_id });
  const asked = [report()];
  for (const one of asked) one.catch(() => undefined);
  await maker.asked(1);
  return asked;
}

describe('while a report is made', () => {
  it('votes are cast, and count in the next one', async () => {
    const [first] = await halfWay();
    expect(await vote()).toMatchObject({ done: true });
    const second = report();
    await maker.asked(2);
    for (const held of maker.held) held.make();
    expect(await first).toMatchObject({ votes_total: 1 });
    expect(await second).toMatchObject({ votes_total: 2, votes_after_reveal: 1 });
  });

  it('its session can be deleted', async () => {
    const [asked] = await halfWay();
    expect(await backend.call('session.delete', { session_id })).toMatchObject({ trashed: true });
    maker.held[0]?.make();
    expect(await asked).toMatchObject({ votes_total: 1 });
    await expect(report()).rejects.toMatchObject({ code: 'not_found' });
  });

  it('it can be cancelled, and is made when it is asked for again', async () => {
    const [asked] = await halfWay();
    expect(await backend.call('report.cancel', { session_id })).toEqual({ cancelled: true });
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(await backend.call('report.cancel', { session_id })).toEqual({ cancelled: false });
    const again = report();
    await maker.asked(2);
    maker.held[1]?.make();
    expect(await again).toMatchObject({ votes_total: 1 });
  });

  it('the program ends', async () => {
    const [asked] = await halfWay();
    await backend.dispose();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(maker.isDisposed).toBe(true);
  });
});

describe('what comes with a report', () => {
  const pictures = (...pairs: string[]) => backend.call('report.pictures', { session_id, pairs });
  const workflow = (weight: number) =>
    backend.call('report.workflow', { session_id, lora_filename: LORA, weight });
  const picture = (address: string) => backend.image(address.replace('/image/', ''));
  const [pair, other] = ['lora_0_0_w0.8.png', 'lora_1_0_w0.8.png'];

  it('is shown with the labels, and not before', async () => {
    await vote();
    for (const asked of [pictures(pair), workflow(0.8)])
      await expect(asked).rejects.toMatchObject({ code: 'evaluation_open' });
    await vote();
    expect((await backend.call('session.get', { session_id })).evaluation.revealed_at).toBeNull();
    await pictures(pair);
    expect((await backend.call('session.get', { session_id })).evaluation.revealed_at).not.toBeNull();
  });

  it('are the pictures of each pair, under addresses that stay', async () => {
    await backend.call('evaluation.reveal', { session_id });
    const shown = await pictures(pair, other);
    expect(shown.pictures.map(({ pair_id }) => pair_id)).toEqual([pair, other]);
    expect(await pictures(other, pair)).toEqual({ pictures: shown.pictures.toReversed() });
    const sides = shown.pictures.flatMap(({ baseline, lora }) => [baseline, lora]);
    for (const { full, small } of sides) {
      expect(await picture(full)).toMatchObject({ contentType: 'image/png' });
      expect(await picture(small)).toMatchObject({ contentType: 'image/webp' });
    }
    const output = join(world.root, session_id, 'output');
    await rm(join(output, pair));
    await writeFile(join(output, other), 'half a picture');
    const [one, two] = (await pictures(pair, other)).pictures;
    await expect(picture(one?.lora.full ?? '')).rejects.toMatchObject({ code: 'not_found' });
    await expect(picture(two?.lora.full ?? '')).rejects.toMatchObject({ code: 'storage_failed' });
    await expect(pictures(pair, 'lora_9_9_w1.png')).rejects.toMatchObject({
      code: 'not_found',
      message: 'This session has no pair lora_9_9_w1.png.',
    });
  });

  it('is the workflow of a candidate, with every digit of the seed', async () => {
    await backend.call('evaluation.reveal', { session_id });
    const { name, text } = await workflow(0.8);
    expect(name).toBe('inkwash_v1-000008-0.8.json');
    const nodes = Object.values(parseJson(text) as { [id: string]: { inputs: object } });
    const inputs = Object.assign({}, ...nodes.map((node) => node.inputs));
    expect(inputs).toMatchObject({
      lora_name: LORA,
      strength_model: 0.8,
      strength_clip: 0.8,
      seed: 18446744073709551615n,
      filename_prefix: 'ComfyUI',
    });
    expect(text).toContain('a fox in snow');
    await expect(workflow(0.7)).rejects.toMatchObject({
      code: 'not_found',
      message: `This session did not compare ${LORA} at weight 0.7.`,
    });
  });
});
