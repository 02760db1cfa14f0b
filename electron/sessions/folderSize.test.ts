import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { realFileSystem } from './fileSystem';
import { folderBytes } from './folderSize';
import { sessionWorld } from './testStore';

const { world } = sessionWorld();

it('adds up all files, those in folders within too', async () => {
  await mkdir(join(world.root, 'one', 'output'), { recursive: true });
  await writeFile(join(world.root, 'one', 'a.json'), 'x'.repeat(100));
  for (let i = 0; i < 70; i += 1)
    await writeFile(join(world.root, 'one', 'output', `${i}.png`), 'x'.repeat(10));
  expect(await folderBytes(realFileSystem, join(world.root, 'one'))).toBe(800);
});

it('answers the size of a file, and nothing for what is not there', async () => {
  await writeFile(join(world.root, 'one.zip'), 'x'.repeat(33));
  expect(await folderBytes(realFileSystem, join(world.root, 'one.zip'))).toBe(33);
  expect(await folderBytes(realFileSystem, join(world.root, 'gone'))).toBe(0);
});

it.skipIf(process.platform === 'win32')('does not go round in circles', async () => {
  await mkdir(join(world.root, 'one'));
  await writeFile(join(world.root, 'one', 'a'), 'x'.repeat(5));
  await symlink(world.root, join(world.root, 'one', 'back'));
  await symlink(join(world.root, 'nowhere'), join(world.root, 'one', 'broken'));
  expect(await folderBytes(realFileSystem, join(world.root, 'one'))).toBe(5);
});

it('says when a folder cannot be looked at', async () => {
  const refusing = {
    ...realFileSystem,
    names: () => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' })),
  };
  await expect(folderBytes(refusing, world.root)).rejects.toMatchObject({ code: 'EACCES' });
});
