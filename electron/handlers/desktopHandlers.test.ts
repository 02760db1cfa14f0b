import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BackendWorld, createBackendWorld } from '../testing/backendWorld';
import { chosen, obligingDialogs } from '../testing/chosenPaths';

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
      ...obligingDialogs,
      revealFile: (path) => void revealed.push(path),
    },
  });
  const { session_id } = await backend.call('session.create', {});
  const path = await chosen(backend, 'save_zip', join(outside, 'mine.zip'));
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

describe('the files that a page of the desktop app may name', () => {
  const missing = { code: 'bad_request', field: 'path' };

  it('are written where the person chose, once, and nowhere else', async () => {
    const backend = await world.start({ host: 'desktop' });
    const { session_id } = await backend.call('session.create', {});
    const mine = join(outside, 'mine.txt');
    await writeFile(mine, 'kept');
    const write = (path: string) => backend.call('session.export', { session_ids: [session_id], path });
    await expect(write(mine)).rejects.toMatchObject(missing);
    await chosen(backend, 'open_zip', mine);
    await chosen(backend, 'folder', outside);
    backend.giveFile(mine);
    await expect(write(mine)).rejects.toMatchObject(missing);
    await expect(write(join(outside, 'in the folder.zip'))).rejects.toMatchObject(missing);
    expect(await readdir(outside)).toEqual(['mine.txt']);
    expect(await readFile(mine, 'utf8')).toBe('kept');

    const zip = await chosen(backend, 'save_zip', join(outside, 'one.zip'));
    await expect(write(`${outside}/./one.zip`)).rejects.toMatchObject(missing);
    await write(zip);
    await expect(write(zip)).rejects.toMatchObject(missing);
  });

  it('are read where the person chose, dropped or opened them, and nowhere else', async () => {
    const backend = await world.start({ host: 'desktop' });
    const { session_id } = await backend.call('session.create', {});
    const path = await chosen(backend, 'save_zip', join(outside, 'one.zip'));
    await backend.call('session.export', { session_ids: [session_id], path });
    const read = () => backend.call('session.import', { path });
    await expect(read()).rejects.toMatchObject(missing);
    for (const odd of ['one.zip', `${path}\0`, 'smb://nas/one.zip']) {
      backend.giveFile(odd);
      await expect(backend.call('session.import', { path: odd })).rejects.toMatchObject(missing);
    }
    backend.giveFile(path);
    expect((await read()).sessions).toHaveLength(1);
    // What failed half way may be tried again.
    expect((await read()).sessions).toHaveLength(1);
  });
});
