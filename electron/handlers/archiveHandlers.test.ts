import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseJson } from '../../core/session/json';
import type { JsonObject } from '../../core/session/state';
import type { Backend } from '../hosts/backendPort';
import { contentOf } from '../sessions/archive/testArchives';
import {
  type BackendWorld,
  createBackendWorld,
  makeImages,
  nextPush,
  withoutRoom,
} from '../testing/backendWorld';
import { chosen } from '../testing/chosenPaths';

let world: BackendWorld;
let backend: Backend;
let outside: string;

const SEED = 18446744073709551615n;
const SETUP = {
  loras: ['demo/inkwash_v1-000008.safetensors'],
  weights: [0.5, 1],
  seeds: [SEED],
  metrics: ['Quality'],
  prompt_pairs: [{ positive: 'a fox in snow', negative: '' }],
};

beforeEach(async () => {
  world = await createBackendWorld();
  outside = await mkdtemp(join(tmpdir(), 'blindfold-outside-'));
  backend = await world.start({ host: 'desktop' });
});
afterEach(async () => {
  await world.dispose();
  await rm(outside, { recursive: true, force: true });
  expect(world.bugs).toEqual([]);
});

/** A session with all images and one of two votes, which is not saved, and a field that nobody knows. */
async function halfJudged(): Promise<string> {
  const session_id = await makeImages(backend, SETUP);
  await backend.call('session.save', { session_id });
  const next = await backend.call('trial.next', { session_id });
  if (!('trial_id' in next)) throw new Error('There is no trial.');
  await backend.call('vote.cast', { session_id, trial_id: next.trial_id, choice: 'A', stars: 4 });
  await backend.call('session.patch', { session_id, notes: 'as it was' });
  return session_id;
}

const folderOf = (id: string) => join(world.root, id);
async function metaOf(id: string): Promise<JsonObject> {
  return parseJson(await readFile(join(folderOf(id), 'session_meta.json'), 'utf8')) as JsonObject;
}
/** What lies in the sessions folder that sessions may have left there. */
const inRoot = async () =>
  (await readdir(world.root)).filter((name) => /^\d{8}_\d{6}$|^\.incoming$/.test(name)).sort();

describe('a copy of a session', () => {
  it('is a session of its own, saved, with everything that the other one is', async () => {
    const id = await halfJudged();
    const pushed = nextPush(backend, 'sessions.changed');
    const copy = await backend.call('session.copy', { session_id: id });
    expect(await pushed).toEqual({ removed: [] });
    expect(copy.session_id).not.toBe(id);
    expect(copy).toMatchObject({
      votes_done: 1,
      votes_total: 2,
      images_done: 3,
      unsaved_changes: 0,
      state: 'ok',
      notes: 'as it was',
    });
    expect((await backend.call('session.get', { session_id: id })).unsaved_changes).toBe(1);
    const text = await readFile(join(folderOf(copy.session_id), 'session_meta.json'), 'utf8');
    expect(text).toContain(`./sessions/${copy.session_id}/output/lora_0_0_w0.5.png`);
    expect(text).not.toContain(`sessions/${id}/`);
    expect(text).toContain(String(SEED));
    const log = await readFile(join(folderOf(copy.session_id), 'output', 'generation_log.csv'), 'utf8');
    expect(log).toContain(`./sessions/${copy.session_id}/output/`);
    expect(log).not.toContain(`sessions/${id}/`);
    for (const name of ['baseline_0_0.png', 'lora_0_0_w0.5.png', 'lora_0_0_w1.png']) {
      const [a, b] = await Promise.all(
        [id, copy.session_id].map((one) => readFile(join(folderOf(one), 'output', name))),
      );
      expect(a?.equals(b as Buffer)).toBe(true);
    }
    expect(await inRoot()).toEqual([id, copy.session_id].sort());
    const { sessions } = await backend.call('session.list', {});
    expect(sessions.map((one) => one.session_id)).toEqual([copy.session_id, id]);
    expect((await backend.call('task.list', {})).tasks).toMatchObject([
      { kind: 'copy', state: 'done', message: `Copied as ${copy.session_id}.` },
    ]);
  });

  it('goes its own way from there', async () => {
    const id = await halfJudged();
    const { session_id } = await backend.call('session.copy', { session_id: id });
    const next = await backend.call('trial.next', { session_id });
    if (!('trial_id' in next)) throw new Error('There is no trial.');
    await backend.call('vote.cast', { session_id, trial_id: next.trial_id, choice: 'B' });
    await backend.call('session.discard', { session_id });
    const copy = await backend.call('session.get', { session_id });
    expect(copy).toMatchObject({ votes_done: 1, status: 'completed' });
    expect((await backend.call('report.get', { session_id }).catch((error) => error)).code).toBe(
      'evaluation_open',
    );
    await backend.dispose();
    backend = await world.start({ host: 'desktop' });
    expect(await backend.call('session.get', { session_id })).toMatchObject({
      votes_done: 1,
      repairs: [],
      recovery: null,
    });
  });

  it('of a draft that was never saved is saved', async () => {
    const { session_id } = await backend.call('session.create', { setup: SETUP });
    const copy = await backend.call('session.copy', { session_id });
    expect(copy.saved_at).not.toBeNull();
    expect((await metaOf(copy.session_id))['session_id']).toBe(copy.session_id);
    expect(await readdir(folderOf(session_id))).not.toContain('session_meta.json');
  });

  it('of a session whose images are being made is paused', async () => {
    await backend.dispose();
    backend = await world.start({ host: 'desktop', demo: { imageMs: 150, size: { width: 48, height: 48 } } });
    const { session_id } = await backend.call('session.create', { setup: { ...SETUP, seeds: [1, 2, 3] } });
    const made = nextPush(backend, 'generation.imageMade');
    await backend.call('generation.start', { session_id });
    await made;
    const copy = await backend.call('session.copy', { session_id });
    expect(copy.status).toBe('paused');
    expect(copy.images_done).toBeGreaterThan(0);
    const detail = await backend.call('session.get', { session_id: copy.session_id });
    expect(detail.generation).toMatchObject({ can_resume: true });
    expect(detail.generation.reason).toContain('Resume makes the rest.');
    const done = nextPush(
      backend,
      'session.changed',
      ({ summary }) => summary.session_id === copy.session_id && summary.status === 'completed',
    );
    await backend.call('generation.resume', { session_id: copy.session_id });
    await done;
  });

  it('of a session that was put together from its pictures is made, too', async () => {
    const id = await halfJudged();
    await backend.dispose();
    for (const name of ['session_meta.json', 'journal.jsonl'])
      await rm(join(folderOf(id), name), { force: true });
    backend = await world.start({ host: 'desktop' });
    const copy = await backend.call('session.copy', { session_id: id });
    expect(copy).toMatchObject({ state: 'ok', images_done: 3, recovered_from_disk: true });
    expect((await metaOf(copy.session_id))['session_id']).toBe(copy.session_id);
  });

  it('of the sample that comes along is a session like any other; the sample itself stays as it is', async () => {
    const id = '20260104_101500';
    await cp(resolve(import.meta.dirname, '../../sessions', id), folderOf(id), { recursive: true });
    const sampleOf = () => contentOf(folderOf(id));
    const before = await sampleOf();
    const copy = await backend.call('session.copy', { session_id: id });
    expect(copy).toMatchObject({ sample: false, state: 'ok', step: 4, recovered_from_disk: false });
    await backend.call('session.patch', { session_id: copy.session_id, notes: 'mine' });
    const detail = await backend.call('session.get', { session_id: copy.session_id });
    expect(detail).toMatchObject({ notes: 'mine', repairs: [], missing_images: [] });
    await backend.call('session.export', {
      session_ids: [id],
      path: await chosen(backend, 'save_zip', join(outside, 'sample.zip')),
    });
    await expect(backend.call('session.archive', { session_id: id })).rejects.toMatchObject({
      code: 'not_possible',
    });
    const table = await backend.exportFile('csv', [id]);
    expect(table.name).toBe(`blindfold-${id}-scores.csv`);
    expect(await sampleOf()).toEqual(before);
  });

  it('of the sample is no sample, and of a damaged session is refused', async () => {
    const id = await halfJudged();
    await backend.call('session.save', { session_id: id });
    await backend.dispose();
    const meta = join(folderOf(id), 'session_meta.json');
    await writeFile(meta, (await readFile(meta, 'utf8')).replace('"sample": false', '"sample": true'));
    await mkdir(join(world.root, '20200101_000000'));
    backend = await world.start({ host: 'desktop' });
    const copy = await backend.call('session.copy', { session_id: id });
    expect(copy.sample).toBe(false);
    expect(copy.votes_done).toBe(1);
    await expect(backend.call('session.copy', { session_id: '20200101_000000' })).rejects.toMatchObject({
      code: 'not_possible',
    });
    expect(await inRoot()).toHaveLength(3);
  });
});

describe('an archived session', () => {
  it('lies in a verified zip, is listed, cannot be opened, and comes back as it was', async () => {
    const id = await halfJudged();
    await backend.call('session.save', { session_id: id });
    const before = await backend.call('session.get', { session_id: id });
    const filesOf = () => readdir(folderOf(id), { recursive: true });
    await expect.poll(filesOf).toContain(join('output', 'scores.csv'));
    const files = await filesOf();
    const pushed = nextPush(backend, 'sessions.changed');
    const archived = await backend.call('session.archive', { session_id: id });
    expect(await pushed).toEqual({ removed: [id] });
    expect(archived).toMatchObject({ session_id: id, state: 'archived', votes_done: 1, thumbnail: null });
    expect(await inRoot()).toEqual([]);
    expect(await readdir(join(world.root, 'archive'))).toEqual([`${id}.zip`]);
    const { sessions } = await backend.call('session.list', { q: 'fox', filter: 'archived' });
    expect(sessions).toMatchObject([{ session_id: id, state: 'archived', votes_done: 1, thumbnail: null }]);
    await backend.dispose();
    // The list is made of folders and zips alone, so it can be lost.
    await rm(join(world.root, 'catalog.db'), { force: true });
    backend = await world.start({ host: 'desktop' });
    expect((await backend.call('session.list', {})).sessions).toEqual(sessions);
    await expect(backend.call('session.get', { session_id: id })).rejects.toMatchObject({
      code: 'not_found',
      message: 'This session is archived. Bring it back to open it.',
    });
    await expect(backend.call('session.archive', { session_id: id })).rejects.toMatchObject({
      code: 'not_found',
    });
    const back = await backend.call('session.bringBack', { session_id: id });
    expect(back).toMatchObject({ session_id: id, state: 'ok', votes_done: 1, unsaved_changes: 0 });
    expect(await readdir(join(world.root, 'archive'))).toEqual([]);
    const own = (name: string) => !name.startsWith('thumbnails') && name !== 'lock';
    expect((await readdir(folderOf(id), { recursive: true })).filter(own).sort()).toEqual(
      files.filter(own).sort(),
    );
    const after = await backend.call('session.get', { session_id: id });
    expect(withoutRoom({ ...after, thumbnail: null })).toEqual(withoutRoom({ ...before, thumbnail: null }));
  });

  it('is not made of one that is being made, and nothing is left of the attempt', async () => {
    await backend.dispose();
    backend = await world.start({ host: 'desktop', demo: { imageMs: 300, size: { width: 48, height: 48 } } });
    const { session_id } = await backend.call('session.create', { setup: SETUP });
    await backend.call('generation.start', { session_id });
    await expect(backend.call('session.archive', { session_id })).rejects.toMatchObject({
      code: 'not_possible',
    });
    await backend.call('generation.stop', { session_id });
    await expect(backend.call('session.bringBack', { session_id })).rejects.toMatchObject({
      code: 'not_possible',
    });
    await expect(backend.call('session.bringBack', { session_id: '20200101_000000' })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await inRoot()).toEqual([session_id]);
  });
});

describe('an export and an import', () => {
  it('carry sessions into another root as they were', async () => {
    const id = await halfJudged();
    const draft = await backend.call('session.create', { setup: SETUP, notes: 'a draft' });
    const before = await backend.call('session.get', { session_id: id });
    const path = await chosen(backend, 'save_zip', join(outside, 'two.zip'));
    const { bytes } = await backend.call('session.export', { session_ids: [id, draft.session_id], path });
    expect((await stat(path)).size).toBe(bytes);
    const other = await createBackendWorld();
    try {
      const there = await other.start({ host: 'desktop' });
      const { sessions, remarks } = await there.call('session.import', {
        path: await chosen(there, 'open_zip', path),
      });
      expect(remarks).toEqual([]);
      expect(sessions.map((one) => one.session_id)).toEqual([id, draft.session_id]);
      for (const name of ['session_meta.json', 'journal.jsonl', 'output/lora_0_0_w1.png'])
        expect(
          (await readFile(join(other.root, id, name))).equals(await readFile(join(folderOf(id), name))),
        ).toBe(true);
      const after = await there.call('session.get', { session_id: id });
      expect(after.setup).toEqual(before.setup);
      expect(after.setup.seeds).toEqual([SEED]);
      expect(after).toMatchObject({ votes_done: 1, unsaved_changes: 1, notes: 'as it was', repairs: [] });
      expect(sessions[1]).toMatchObject({ notes: 'a draft', saved_at: null });
      expect(other.bugs).toEqual([]);
    } finally {
      await other.dispose();
    }
  });

  it('give a session that is there already a new id, with paths of its own', async () => {
    const id = await halfJudged();
    const path = await chosen(backend, 'save_zip', join(outside, 'one.zip'));
    await backend.call('session.export', { session_ids: [id], path });
    const { sessions, remarks } = await backend.call('session.import', {
      path: await chosen(backend, 'open_zip', path),
    });
    const [session] = sessions;
    expect(session).toMatchObject({ votes_done: 1, notes: 'as it was' });
    expect(session?.session_id).not.toBe(id);
    expect(remarks).toEqual([
      `${id} is there already, so the session of that name came in as ${session?.session_id}.`,
      `One change that had not been saved is saved in ${session?.session_id}.`,
    ]);
    expect(session).toMatchObject({ unsaved_changes: 0 });
    const table = await readFile(
      join(folderOf(session?.session_id ?? ''), 'output', 'generation_log.csv'),
      'utf8',
    );
    expect(table).toContain(`sessions/${session?.session_id}/output/`);
    expect(table).not.toContain(`sessions/${id}/`);
    const text = await readFile(join(folderOf(session?.session_id ?? ''), 'session_meta.json'), 'utf8');
    expect(text).not.toContain(`sessions/${id}/`);
  });

  it('need no path in the browser, and take none', async () => {
    await backend.dispose();
    backend = await world.start({ host: 'browser' });
    const { session_id } = await backend.call('session.create', {});
    const path = join(outside, 'x.zip');
    await expect(backend.call('session.export', { session_ids: [session_id], path })).rejects.toMatchObject({
      code: 'not_possible',
    });
    await expect(backend.call('session.import', { path })).rejects.toMatchObject({ code: 'not_possible' });
    await expect(backend.call('desktop.choosePath', { to: 'open_zip' })).rejects.toMatchObject({
      code: 'not_possible',
    });
    await expect(backend.call('desktop.showFolder', {})).rejects.toMatchObject({ code: 'not_possible' });
    expect(await readdir(outside)).toEqual([]);
  });
});
