import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { atomicWrite, keepOldContent, prepareWrite } from './atomicWrite';
import { createFaultyFileSystem } from './faultyFileSystem';
import { realFileSystem } from './fileSystem';
import { removeLeftovers } from './leftovers';
import { temporaryFolder } from './testStore';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder, 'session_meta.json');
  await writeFile(path, 'old');
});
afterEach(() => rm(folder, { recursive: true }));

const NEW = Buffer.from('new and longer');

describe('an atomic write', () => {
  it('flushes the content, renames, then flushes the folder', async () => {
    const { fs, operations } = createFaultyFileSystem();
    await atomicWrite(fs, path, NEW, 'ab12');
    expect(operations.map((name) => name.split(' ')[0])).toEqual([
      'open',
      'write',
      'sync',
      'facts',
      'close',
      'rename',
      'syncFolder',
    ]);
    expect(await readFile(path, 'utf8')).toBe('new and longer');
    expect(await readdir(folder)).toEqual(['session_meta.json']);
  });

  it.each([1, 2, 3, 4, 5, 6])('refused at operation %i leaves the old file and nothing else', async (at) => {
    const { fs, plan } = createFaultyFileSystem();
    plan({ at, kind: 'refuse', code: 'ENOSPC' });
    await expect(atomicWrite(fs, path, NEW, 'ab12')).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['session_meta.json']);
  });

  it.each([1, 2, 3, 4, 5, 6, 7])(
    'cut off at operation %i leaves the old or the new file whole, and no litter after the next look',
    async (at) => {
      for (const kind of ['end before', 'end half way', 'end after'] as const) {
        const { fs, plan } = createFaultyFileSystem();
        plan({ at, kind });
        await expect(atomicWrite(fs, path, NEW, 'ab12')).rejects.toThrow();
        expect(['old', 'new and longer']).toContain(await readFile(path, 'utf8'));
        await removeLeftovers(realFileSystem, { path: folder, output: folder, thumbnails: folder });
        expect(await readdir(folder)).toEqual(['session_meta.json']);
      }
    },
  );

  it('that is prepared changes nothing until it is put in place', async () => {
    const write = await prepareWrite(realFileSystem, path, NEW, 'ab12');
    expect(await readFile(path, 'utf8')).toBe('old');
    await write.abandon();
    expect(await readdir(folder)).toEqual(['session_meta.json']);
  });
});

describe('what is kept of the old file', () => {
  const options = (isGood: boolean, isFlushed = false) => ({
    backup: `${path}.bak`,
    placeOf: async () => (isGood ? `${path}.bak` : `${path}.broken-1`),
    isFlushed: () => isFlushed,
    written: null,
    mark: 'cd34',
  });
  const inode = async (name: string) => (await stat(name)).ino;

  it('goes where it is to go, and nothing goes anywhere when there is none', async () => {
    await keepOldContent(realFileSystem, path, options(true));
    expect(await readFile(`${path}.bak`, 'utf8')).toBe('old');
    await writeFile(path, 'broken');
    await keepOldContent(realFileSystem, path, options(false));
    expect(await readFile(`${path}.bak`, 'utf8')).toBe('old');
    expect(await readFile(`${path}.broken-1`, 'utf8')).toBe('broken');
    await rm(path);
    await keepOldContent(realFileSystem, path, options(true));
    expect(await readFile(`${path}.bak`, 'utf8')).toBe('old');
  });

  it('is the same file under a second name when it was flushed, and is not touched by what comes in its place', async () => {
    const keep = () => keepOldContent(realFileSystem, path, options(true, true));
    // The second time both are one file already.
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await keep()).toBe(`${path}.bak`);
      expect(await inode(`${path}.bak`)).toBe(await inode(path));
    }
    await atomicWrite(realFileSystem, path, NEW, 'ef56');
    expect(await readFile(`${path}.bak`, 'utf8')).toBe('old');
    await keep();
    expect(await readFile(`${path}.bak`, 'utf8')).toBe('new and longer');
    expect((await readdir(folder)).sort()).toEqual(['session_meta.json', 'session_meta.json.bak']);
  });

  it('is not read while it lies there as it was written, and is read again once it is another', async () => {
    const { facts, commit } = await prepareWrite(realFileSystem, path, NEW, 'ab12');
    await commit();
    const read: string[] = [];
    const fs = {
      ...realFileSystem,
      readFile: (file: string) => {
        read.push(file);
        return realFileSystem.readFile(file);
      },
    };
    const keep = () => keepOldContent(fs, path, { ...options(false), written: facts });
    expect(await keep()).toBe(`${path}.bak`);
    expect(await inode(`${path}.bak`)).toBe(await inode(path));
    expect(read).toEqual([]);
    await atomicWrite(fs, path, new TextEncoder().encode('another, as long'.slice(0, NEW.length)), 'ef56');
    expect(await keep()).toBe(`${path}.broken-1`);
    expect(read).toEqual([path]);
    expect(await readFile(`${path}.bak`, 'utf8')).toBe('new and longer');
    await rm(path);
    expect(await keep()).toBe(null);
  });

  it('is a copy on a disk without second names', async () => {
    const link = () => Promise.reject(Object.assign(new Error('no links'), { code: 'EPERM' }));
    await keepOldContent({ ...realFileSystem, link }, path, options(true, true));
    expect(await readFile(`${path}.bak`, 'utf8')).toBe('old');
    expect(await inode(`${path}.bak`)).not.toBe(await inode(path));
    expect((await readdir(folder)).sort()).toEqual(['session_meta.json', 'session_meta.json.bak']);
  });
});
