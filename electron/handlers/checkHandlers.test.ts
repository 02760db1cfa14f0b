import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionDetail } from '../../core/contract/sessionView';
import type { Backend } from '../hosts/backendPort';
import { testPng } from '../sessions/testPictures';
import {
  type BackendWorld,
  createBackendWorld,
  DEMO_SETUP,
  makeImages,
  nextPush,
} from '../testing/backendWorld';

let world: BackendWorld;

beforeEach(async () => {
  world = await createBackendWorld();
});
afterEach(async () => {
  await world.dispose();
  expect(world.bugs).toEqual([]);
});

const TWO_PAIRS = {
  ...DEMO_SETUP,
  weight_range: null,
  weights: [0.5, 1],
  seeds: [18446744073709551615n],
  prompt_pairs: [{ positive: 'a fox', negative: '' }],
  metrics: ['Quality'],
};
const FILES = ['baseline_0_0.png', 'lora_0_0_w0.5.png', 'lora_0_0_w1.png'];

const outputOf = (id: string, ...file: string[]) => join(world.root, id, 'output', ...file);

/** Two pairs with all their images, one of them judged; then the program ends. */
async function judged(votes = 1): Promise<string> {
  const backend = await world.start();
  const session_id = await makeImages(backend, TWO_PAIRS);
  for (let count = 0; count < votes; count += 1) {
    const trial = await backend.call('trial.next', { session_id });
    if ('done' in trial) throw new Error('There is a pair to judge.');
    await backend.call('vote.cast', { session_id, trial_id: trial.trial_id, choice: 'A' });
  }
  await backend.call('session.save', { session_id });
  await backend.dispose();
  return session_id;
}

const completed = (backend: Backend, id: string) =>
  nextPush(
    backend,
    'session.changed',
    ({ summary }) => summary.session_id === id && summary.status === 'completed',
  );

describe('pictures whose files are gone or torn', () => {
  it('are named by their drawn numbers, their votes stay, and resume makes exactly them', async () => {
    const session_id = await judged(2);
    await rm(outputOf(session_id, FILES[0] ?? ''));
    await writeFile(outputOf(session_id, FILES[2] ?? ''), '');
    const backend = await world.start();
    const detail: SessionDetail = await backend.call('session.get', { session_id });
    expect(detail).toMatchObject({
      status: 'paused',
      images_done: 1,
      images_total: 3,
      votes_done: 2,
      // The evaluation was complete and stays so.
      step: 4,
      generation: {
        can_resume: true,
        reason: '2 images are gone from the output folder or torn. Resume makes what is missing.',
      },
      evaluation: { complete: true },
      repairs: [],
    });
    expect(detail.missing_images).toHaveLength(2);
    const { tiles } = await backend.call('generation.gallery', { session_id });
    expect(tiles.filter(({ state }) => state === 'failed').map(({ number }) => number)).toEqual(
      detail.missing_images,
    );
    const done = completed(backend, session_id);
    await backend.call('generation.resume', { session_id });
    await done;
    expect(await backend.call('session.get', { session_id })).toMatchObject({
      images_done: 3,
      votes_done: 2,
      missing_images: [],
    });
    const made = (await backend.call('session.log', { session_id })).entries.filter(
      ({ type }) => type === 'image_completed',
    );
    expect(made).toHaveLength(5);
  });

  it('count again as soon as they are back, and nothing was written meanwhile', async () => {
    const session_id = await judged();
    const journal = join(world.root, session_id, 'journal.jsonl');
    const before = await readFile(journal, 'utf8');
    await rename(outputOf(session_id), join(world.root, 'away'));
    const backend = await world.start();
    expect(await backend.call('session.get', { session_id })).toMatchObject({
      images_done: 0,
      images_missing: 3,
      status: 'paused',
    });
    await rename(join(world.root, 'away'), outputOf(session_id));
    expect(await backend.call('session.get', { session_id })).toMatchObject({
      images_done: 3,
      status: 'completed',
      missing_images: [],
      generation: { reason: null },
    });
    expect(await readFile(journal, 'utf8')).toBe(before);
  });

  it('stay known through a save without them', async () => {
    const session_id = await judged();
    const file = outputOf(session_id, FILES[1] ?? '');
    const bytes = await readFile(file);
    await rm(file);
    const first = await world.start();
    await first.call('session.patch', { session_id, notes: 'seen' });
    await first.call('session.save', { session_id });
    await first.dispose();
    const second = await world.start();
    expect((await second.call('session.get', { session_id })).missing_images).toHaveLength(1);
    await second.dispose();
    await writeFile(file, bytes);
    const third = await world.start();
    expect(await third.call('session.get', { session_id })).toMatchObject({
      missing_images: [],
      status: 'completed',
      votes_done: 1,
    });
  });
});

describe('session.check', () => {
  it('says that nothing is wrong', async () => {
    const session_id = await judged();
    const backend = await world.start();
    expect(await backend.call('session.check', { session_id })).toMatchObject({
      status: 'completed',
      findings: [],
    });
    const { entries } = await backend.call('session.log', { session_id });
    expect(entries.at(-1)?.message).toMatch(/^Checked: nothing is wrong\..*3 images are whole\.$/);
  });

  it('finds what only a whole reading finds: a picture damaged inside, and one that is another', async () => {
    const session_id = await judged();
    const bytes = await readFile(outputOf(session_id, FILES[1] ?? ''));
    bytes[bytes.length - 30] = (bytes[bytes.length - 30] ?? 0) ^ 0xff;
    await writeFile(outputOf(session_id, FILES[1] ?? ''), bytes);
    await writeFile(outputOf(session_id, FILES[2] ?? ''), testPng(7));
    const backend = await world.start();
    expect(await backend.call('session.get', { session_id })).toMatchObject({ images_done: 3 });
    const { findings, ...summary } = await backend.call('session.check', { session_id });
    expect(findings).toEqual([
      '1 image is damaged inside. Resume makes what is missing.',
      expect.stringContaining('1 image is whole, but not the one that was made'),
    ]);
    expect(summary).toMatchObject({ status: 'paused', images_done: 2, votes_done: 1 });
    const done = completed(backend, session_id);
    await backend.call('generation.resume', { session_id });
    await done;
    expect((await backend.call('session.check', { session_id })).findings).toEqual([
      expect.stringContaining('not the one that was made'),
    ]);
  });

  it('takes over whole pictures of the plan that nobody noted, and no others', async () => {
    const session_id = await judged(0);
    const folder = join(world.root, session_id);
    const lines = (await readFile(join(folder, 'journal.jsonl'), 'utf8')).split('\n');
    // As after a power cut that took the end of the journal, and the saved file with it.
    const end = lines.findIndex((line) => line.includes('"image_completed"'));
    await writeFile(join(folder, 'journal.jsonl'), `${lines.slice(0, end).join('\n')}\n`);
    for (const name of await readdir(folder))
      if (name.startsWith('session_meta')) await rm(join(folder, name));
    await writeFile(outputOf(session_id, FILES[2] ?? ''), 'torn');
    await writeFile(outputOf(session_id, 'holiday.png'), testPng());
    const backend = await world.start();
    expect(await backend.call('session.get', { session_id })).toMatchObject({
      images_done: 0,
      status: 'paused',
    });
    expect(await backend.call('session.check', { session_id })).toMatchObject({
      images_done: 2,
      status: 'paused',
      findings: ['2 images are there without being noted, and were taken over.'],
    });
    await writeFile(outputOf(session_id, FILES[2] ?? ''), testPng(3));
    expect(await backend.call('session.check', { session_id })).toMatchObject({
      images_done: 3,
      status: 'completed',
      findings: ['1 image is there without being noted, and was taken over.'],
    });
    expect(await backend.call('trial.next', { session_id })).toMatchObject({ pairs_total: 2 });
  });

  it('works on a damaged session, as often as it is asked', async () => {
    const session_id = '20240115_143022';
    const folder = join(world.root, session_id);
    await mkdir(join(folder, 'output'), { recursive: true });
    await writeFile(join(folder, 'session_meta.json'), 'torn');
    const backend = await world.start();
    expect(await backend.call('session.check', { session_id })).toMatchObject({
      state: 'damaged',
      findings: [expect.stringContaining('There are no images in its output folder')],
    });
    for (const name of ['baseline_0_0.png', 'lora_0_0_w1.png'])
      await writeFile(join(folder, 'output', name), testPng());
    const { findings, ...summary } = await backend.call('session.check', { session_id });
    expect(findings).toEqual([expect.stringContaining('2 images were recovered')]);
    expect(summary).toMatchObject({ state: 'ok', status: 'completed', step: 3, recovered_from_disk: true });
    expect((await readdir(folder)).filter((name) => name.startsWith('session_meta')).sort()).toEqual([
      'session_meta.json',
      expect.stringMatching(/^session_meta\.json\.broken-/),
    ]);
    expect((await backend.call('session.get', { session_id })).repairs).toEqual(findings);
    expect((await backend.call('session.list', {})).sessions).toMatchObject([{ state: 'ok', step: 3 }]);
    await backend.call('session.save', { session_id });
    expect((await backend.call('session.check', { session_id })).findings).toEqual([]);
  });

  it('is refused while images are made', async () => {
    const backend = await world.start({ demo: { imageMs: 200 } });
    const { session_id } = await backend.call('session.create', { setup: TWO_PAIRS });
    await backend.call('generation.start', { session_id });
    await expect(backend.call('session.check', { session_id })).rejects.toMatchObject({
      code: 'not_possible',
      message: expect.stringContaining('Images are being made'),
    });
  });
});

describe('bad input', () => {
  it('a file in the place of a folder is listed, and says what to do', async () => {
    await writeFile(join(world.root, '20240115_143022'), 'no folder');
    const backend = await world.start();
    const { sessions } = await backend.call('session.list', {});
    expect(sessions).toMatchObject([{ state: 'damaged', notes: expect.stringContaining('Move it out') }]);
    await expect(backend.call('session.get', { session_id: '20240115_143022' })).rejects.toMatchObject({
      code: 'not_possible',
      message: expect.stringContaining('lies a file named'),
    });
  });

  it('notes of 1 MB are refused with a sentence', async () => {
    const backend = await world.start();
    const { session_id } = await backend.call('session.create', {});
    const args = { session_id, notes: 'x'.repeat(1_000_000) };
    const reply = await backend
      .openWindow()
      .dispatch(JSON.stringify({ id: 1, command: 'session.patch', args }));
    expect(JSON.stringify(reply)).toContain('Notes hold at most 100,000 characters.');
  });
});
