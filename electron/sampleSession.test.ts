import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBackend } from './backend';
import type { Backend } from './hosts/backendPort';
import { ownThreadMaker } from './report/reportMaker';

const SAMPLE = '20260104_101500';
const SENTENCE = 'This is the sample session. Save it as a copy to change it.';
const source = resolve(import.meta.dirname, '..', 'sessions', SAMPLE);
const session_id = SAMPLE;

let root = '';
let backend: Backend;
const bugs: unknown[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'blindfold-sample-test-'));
  await cp(source, join(root, SAMPLE), { recursive: true });
  backend = await createBackend({
    root,
    comfyUrl: null,
    host: 'browser',
    version: '0.0.0',
    reportMaker: ownThreadMaker(),
    log: (level, message, error) => {
      if (level === 'error') bugs.push(error ?? message);
    },
  });
});
afterAll(async () => {
  await backend.dispose();
  await rm(root, { recursive: true, force: true });
  expect(bugs).toEqual([]);
});

/** Every file of a folder with its size and content, so that any change shows. */
async function files(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder, { recursive: true });
  const found: Record<string, string> = {};
  for (const name of names.sort()) {
    const path = join(folder, name);
    if ((await stat(path)).isDirectory()) found[name] = 'folder';
    else
      found[name] = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
  }
  return found;
}

describe('the sample session', () => {
  it('is under 2 MB', async () => {
    let bytes = 0;
    for (const name of await readdir(source, { recursive: true }))
      bytes += (await stat(join(source, name))).size;
    expect(bytes).toBeGreaterThan(500_000);
    expect(bytes).toBeLessThan(2_000_000);
  });

  it('opens finished, without repairs and with nothing unsaved', async () => {
    expect((await backend.call('session.list', {})).sessions).toMatchObject([
      { session_id, state: 'ok', sample: true, status: 'completed', step: 4, unsaved_changes: 0 },
    ]);
    const detail = await backend.call('session.get', { session_id });
    expect(detail).toMatchObject({
      sample: true,
      demo: true,
      repairs: [],
      missing_images: [],
      errors: [],
      recovery: null,
      recovered_from_disk: false,
      images_done: detail.images_total,
      votes_done: detail.votes_total,
    });
  });

  it('has a report with a verdict on both metrics: one weight that is better, one that is worse', async () => {
    const { verdict, metrics } = await backend.call('report.get', { session_id });
    expect(verdict[0]).toBe('At weight 0.8 it is better on Style, and not shown worse on anything');
    const answers = metrics.map(({ metric, candidates }) => [
      metric,
      ...candidates.map(({ weight, answer }) => `${weight} ${answer}`),
    ]);
    expect(answers).toEqual([
      ['Style', '0.4 undecided', '0.8 better', '1.2 undecided'],
      ['Anatomy', '0.4 undecided', '0.8 undecided', '1.2 worse'],
    ]);
  });

  it('is as it was after everything in it was looked at', async () => {
    const before = await files(join(root, SAMPLE));
    const { sessions } = await backend.call('session.list', {});
    const pictures = [sessions[0]?.thumbnail ?? ''];
    await backend.call('session.get', { session_id });
    await backend.call('session.log', { session_id });
    await backend.call('report.get', { session_id });
    await backend.call('generation.start', { session_id }).catch(() => undefined);
    const { tiles } = await backend.call('generation.gallery', { session_id });
    pictures.push(...tiles.map(({ image }) => image ?? ''));
    const { trials } = await backend.call('trial.list', { session_id });
    const trial = await backend.call('trial.get', { session_id, trial_id: trials[0]?.trial_id ?? '' });
    pictures.push(trial.image_a, trial.image_b);
    for (const picture of pictures) {
      const served = await backend.image(picture.replace('/image/', ''));
      expect(served?.bytes.length).toBeGreaterThan(100);
    }
    expect(pictures).toHaveLength(48 + 3);
    expect(await files(join(root, SAMPLE))).toEqual(before);
  });

  it('takes no change, with a sentence that says how to go on', async () => {
    const before = await files(join(root, SAMPLE));
    const { trials } = await backend.call('trial.list', { session_id });
    const trial_id = trials[0]?.trial_id ?? '';
    for (const change of [
      () => backend.call('session.patch', { session_id, notes: 'mine' }),
      () => backend.call('session.patch', { session_id, pinned: true }),
      () => backend.call('session.save', { session_id }),
      () => backend.call('session.discard', { session_id }),
      () => backend.call('session.recover', { session_id }),
      () => backend.call('vote.cast', { session_id, trial_id, choice: 'skip' }),
    ])
      await expect(change()).rejects.toMatchObject({ code: 'not_possible', message: SENTENCE });
    await expect(backend.call('vote.undo', { session_id })).rejects.toMatchObject({ code: 'not_possible' });
    expect(await files(join(root, SAMPLE))).toEqual(before);
  });

  it('is never proposed, cleaned up or called empty', async () => {
    expect(await backend.call('session.active', {})).toMatchObject({ session_id: null });
    expect(await backend.call('session.resumable', {})).toEqual({ sessions: [] });
    expect(await backend.call('storage.cleanup', { max_age_hours: 1 })).toMatchObject({ sessions: [] });
    expect(await backend.call('storage.cleanupEmpty', {})).toMatchObject({ sessions: [] });
    expect(await backend.call('storage.stats', {})).toMatchObject({ total_sessions: 1, empty_sessions: 0 });
  });

  it('can be deleted and brought back', async () => {
    const before = await files(join(root, SAMPLE));
    await backend.call('session.delete', { session_id });
    expect((await backend.call('session.list', {})).sessions).toEqual([]);
    await backend.call('session.restore', { session_id });
    expect(await files(join(root, SAMPLE))).toEqual(before);
  });
});
