import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type BackendWorld, createBackendWorld } from '../testing/backendWorld';

let world: BackendWorld;
let outside: string;

beforeEach(async () => {
  world = await createBackendWorld();
  outside = await mkdtemp(join(tmpdir(), 'blindfold-outside-'));
});
afterEach(async () => {
  await world.dispose();
  await rm(outside, { recursive: true, force: true });
  expect(world.bugs).toEqual([]);
});

it('shows a file in its folder that an export wrote, while it is there, and no other file', async () => {
  const revealed: string[] = [];
  const backend = await world.start({
    host: 'desktop',
    dialogs: {
      choosePath: async () => null,
      showFolder: async () => undefined,
      revealFile: (path) => void revealed.push(path),
      greyOut: () => undefined,
    },
  });
  const { session_id } = await backend.call('session.create', {});
  const path = join(outside, 'mine.zip');
  await writeFile(join(outside, 'secret.txt'), 'not ours');
  await expect(backend.call('desktop.revealFile', { path })).rejects.toMatchObject({ code: 'not_found' });
  await backend.call('session.export', { session_ids: [session_id], path });
  await backend.call('desktop.revealFile', { path });
  await expect(
    backend.call('desktop.revealFile', { path: join(outside, 'secret.txt') }),
  ).rejects.toMatchObject({
    code: 'not_found',
    message: 'This file was not written since the app was started.',
  });
  await rm(path);
  await expect(backend.call('desktop.revealFile', { path })).rejects.toMatchObject({
    code: 'not_found',
    message: `${path} is not there any more.`,
  });
  expect(revealed).toEqual([path]);
});
