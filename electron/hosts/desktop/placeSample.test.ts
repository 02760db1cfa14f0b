import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { placeSample } from './placeSample';

const SAMPLE = resolve(import.meta.dirname, '../../../sessions/20260104_101500');
let folder = '';
let root = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blindfold-place-'));
  root = join(folder, 'Documents', 'sessions');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('copies the sample into a sessions folder that is new or empty', async () => {
  expect(await placeSample(SAMPLE, root)).toBe(true);
  expect(await readdir(root)).toEqual(['20260104_101500']);
  expect((await readdir(join(root, '20260104_101500'))).sort()).toEqual((await readdir(SAMPLE)).sort());
});

it.each(['20240115_143022', '.trash', 'catalog.db'])('leaves a folder alone that holds %s', async (name) => {
  await mkdir(join(root, name), { recursive: true });
  expect(await placeSample(SAMPLE, root)).toBe(false);
  expect(await readdir(root)).toEqual([name]);
});

it('leaves nothing half made behind', async () => {
  await expect(placeSample(join(folder, 'no such sample'), root)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await readdir(root)).toEqual([]);
});
