import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Backend } from '../hosts/backendPort';
import { type BackendWorld, createBackendWorld } from '../testing/backendWorld';

const ID = '20230101_120000';
let world: BackendWorld;
let backend: Backend;
let folder: string;

beforeEach(async () => {
  world = await createBackendWorld();
  backend = await world.start();
  folder = join(world.root, ID);
  await mkdir(folder);
});
afterEach(async () => {
  await world.dispose();
  expect(world.bugs).toEqual([]);
});

const META = 'session_meta.json';
const GOOD = JSON.stringify({ session_id: ID, step_1_setup: { lora_filename: 'a.safetensors' } });

it.each<[string, Record<string, string>]>([
  ['an empty folder', {}],
  ['a saved state that is broken', { [META]: '{"session_id": ' }],
  ['a saved state of another program', { [META]: '{"name": "my album"}' }],
  ['a file in the place of output', { [META]: GOOD, output: 'x' }],
])('%s is not archived, since it would not come back', async (_name, files) => {
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  await expect(backend.call('session.archive', { session_id: ID })).rejects.toMatchObject({
    code: 'not_possible',
  });
  expect((await readdir(folder)).sort()).toEqual(expect.arrayContaining(Object.keys(files).sort()));
  expect(await readdir(world.root)).not.toContain('archive');
});

it('what has no more than a saved state is archived and comes back', async () => {
  await rm(folder, { recursive: true });
  await mkdir(folder);
  await writeFile(join(folder, META), GOOD);
  await backend.call('session.archive', { session_id: ID });
  expect(await backend.call('session.bringBack', { session_id: ID })).toMatchObject({ session_id: ID });
});

it('the id of an archived session stays its own', async () => {
  const own = await world.start({ now: () => new Date(2026, 0, 5, 12, 0, 0) });
  const { session_id } = await own.call('session.create', { notes: 'the first' });
  await own.call('session.archive', { session_id });
  const next = await own.call('session.create', { notes: 'the second' });
  expect(next.session_id).toBe('20260105_120001');
  const { sessions } = await own.call('session.list', {});
  expect(sessions.map((session) => session.session_id)).toEqual(
    expect.arrayContaining([session_id, next.session_id]),
  );
  expect(await own.call('session.bringBack', { session_id })).toMatchObject({ notes: 'the first' });
});
