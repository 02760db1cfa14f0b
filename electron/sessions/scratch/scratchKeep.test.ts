import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BackendOptions } from '../../backendOptions';
import type { Backend } from '../../hosts/backendPort';
import { settingsIn } from '../../settings/testSettings';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, makeImages } from '../../testing/backendWorld';
import { type FileSystem, type OpenMode, realFileSystem } from '../fileSystem';

const SETUP = { ...DEMO_SETUP, weights: [0.8], prompt_pairs: [{ positive: 'a fox' }] };

let world: BackendWorld;
let folder: string;
let scratchRoot: string;
let keptRoot: string;

beforeEach(async () => {
  world = await createBackendWorld();
  folder = await mkdtemp(join(tmpdir(), 'blindfold-scratch-'));
  scratchRoot = join(folder, 'scratch');
  keptRoot = join(folder, 'sessions');
});
afterEach(async () => {
  await world.dispose();
  await rm(folder, { recursive: true, force: true });
});

const startScratch = async (more: Partial<BackendOptions> = {}) =>
  world.start({
    root: scratchRoot,
    settings: await settingsIn(folder, { scratchRoot, given: { default_server: 'demo' } }),
    ...more,
  });
const startKept = () => world.start({ root: keptRoot });

async function vote(backend: Backend, session_id: string): Promise<void> {
  const next = await backend.call('trial.next', { session_id });
  if (!('trial_id' in next)) throw new Error('There is no trial left.');
  await backend.call('vote.cast', { session_id, trial_id: next.trial_id, choice: 'A' });
}

describe('a scratch folder', () => {
  it('is said to be one, and may go when nobody wanted it kept', async () => {
    const backend = await startScratch();
    await backend.call('session.create', {});
    expect(await backend.call('app.info', {})).toMatchObject({
      persistence_enabled: false,
      kept_in: null,
      sessions_root: scratchRoot,
    });
    await backend.dispose();
    expect(backend.mustStay()).toBeNull();
    expect(backend.keptIn()).toBeNull();
    expect(existsSync(keptRoot)).toBe(false);
  });

  it('is kept with everything, saved or not, and what comes later is there at the end', async () => {
    const backend = await startScratch();
    const id = await makeImages(backend, SETUP);
    await backend.call('session.save', { session_id: id });
    await vote(backend, id);
    expect(await backend.call('storage.keep', {})).toEqual({ sessions: 1, folder: keptRoot });
    expect(await backend.call('app.info', {})).toMatchObject({ kept_in: keptRoot });
    // The kept one stands by itself already, whatever becomes of this program.
    const early = await startKept();
    expect(await early.call('session.get', { session_id: id })).toMatchObject({
      images_done: 4,
      votes_done: 1,
      unsaved_changes: 1,
    });
    await early.dispose();

    await vote(backend, id);
    const later = await makeImages(backend, SETUP);
    await backend.dispose();
    expect(backend.mustStay()).toBeNull();
    expect(backend.keptIn()).toBe(keptRoot);
    await rm(scratchRoot, { recursive: true });

    const kept = await startKept();
    expect(await kept.call('session.get', { session_id: id })).toMatchObject({
      images_done: 4,
      votes_done: 2,
      unsaved_changes: 2,
      notes: '',
    });
    expect(await kept.call('session.get', { session_id: later })).toMatchObject({ images_done: 4 });
    const { findings } = await kept.call('session.check', { session_id: id });
    expect(findings).toEqual([]);
    expect((await kept.call('session.list', {})).total).toBe(2);
    expect((await readdir(keptRoot)).filter((name) => name.startsWith('.incoming'))).toEqual([]);
    expect(world.bugs).toEqual([]);
  });

  it('copies only what is new the second time', async () => {
    const backend = await startScratch();
    const id = await makeImages(backend, SETUP);
    await backend.call('storage.keep', {});
    const images = (await readdir(join(keptRoot, id, 'output'))).filter((name) => name.endsWith('.png'));
    const before = await Promise.all(images.map((name) => stamp(join(keptRoot, id, 'output', name))));
    await vote(backend, id);
    expect(await backend.call('storage.keep', {})).toMatchObject({ sessions: 1 });
    expect(await Promise.all(images.map((name) => stamp(join(keptRoot, id, 'output', name))))).toEqual(
      before,
    );
    expect(await readFile(join(keptRoot, id, 'journal.jsonl'), 'utf8')).toContain('vote_cast');
    expect(await readdir(keptRoot)).toContain(id);
    expect((await readdir(keptRoot)).filter((name) => /^\d{8}_\d{6}$/.test(name))).toHaveLength(1);
  });

  it('overwrites nothing: a taken id, and a kept session that somebody went on with', async () => {
    const backend = await startScratch();
    const id = await makeImages(backend, SETUP);
    const other = await startKept();
    let taken = (await other.call('session.create', { notes: 'of the other copy' })).session_id;
    // The same second: the one that is there already has the name.
    await other.dispose();
    await rename(join(keptRoot, taken), join(keptRoot, id));
    taken = id;
    const there = await readFile(join(keptRoot, taken, 'journal.jsonl'), 'utf8');
    await backend.call('storage.keep', {});
    expect(await readFile(join(keptRoot, taken, 'journal.jsonl'), 'utf8')).toBe(there);
    const ids = () => readdir(keptRoot).then((names) => names.filter((name) => /^\d{8}_\d{6}$/.test(name)));
    expect(await ids()).toHaveLength(2);

    const next = await makeImages(backend, SETUP);
    await backend.call('storage.keep', {});
    await appendFile(join(keptRoot, next, 'journal.jsonl'), '\n');
    const touched = await readFile(join(keptRoot, next, 'journal.jsonl'), 'utf8');
    await vote(backend, next);
    await backend.call('storage.keep', {});
    expect(await readFile(join(keptRoot, next, 'journal.jsonl'), 'utf8')).toBe(touched);
    expect(await ids()).toHaveLength(4);
    const kept = await startKept();
    for (const summary of (await kept.call('session.list', {})).sessions) expect(summary.state).toBe('ok');
  });

  it('stays when not all could be kept, and says so', async () => {
    let isArmed = false;
    const full: FileSystem = {
      ...realFileSystem,
      open: (path: string, mode: OpenMode) =>
        isArmed && path.startsWith(keptRoot)
          ? Promise.reject(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }))
          : realFileSystem.open(path, mode),
    };
    const backend = await startScratch({ fs: full });
    const id = await makeImages(backend, SETUP);
    await backend.call('storage.keep', {});
    await vote(backend, id);
    isArmed = true;
    await expect(backend.call('storage.keep', {})).rejects.toMatchObject({ code: 'disk_full' });
    await backend.dispose();
    expect(backend.mustStay()).toContain(scratchRoot);
    expect(existsSync(join(scratchRoot, id))).toBe(true);
    // The kept one is whole all the same, as it was at the time.
    expect(await (await startKept()).call('session.get', { session_id: id })).toMatchObject({
      images_done: 4,
      votes_done: 0,
    });
  });

  it('takes archived sessions along', async () => {
    const backend = await startScratch();
    const id = await makeImages(backend, SETUP);
    await backend.call('session.archive', { session_id: id });
    expect(await backend.call('storage.keep', {})).toMatchObject({ sessions: 1 });
    await backend.dispose();
    await rm(scratchRoot, { recursive: true });
    const kept = await startKept();
    expect(await readdir(join(keptRoot, 'archive'))).toEqual([`${id}.zip`]);
    expect(await kept.call('session.bringBack', { session_id: id })).toMatchObject({ images_done: 4 });
  });

  it('is refused where sessions are kept as usual', async () => {
    const backend = await startKept();
    await expect(backend.call('storage.keep', {})).rejects.toMatchObject({ code: 'not_possible' });
  });
});

async function stamp(path: string): Promise<string> {
  const { ino, mtimeMs, size } = await stat(path);
  return `${ino} ${mtimeMs} ${size}`;
}
