import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import { type FileSystem, realFileSystem } from './fileSystem';
import { makeSessionsRoot } from './sessionsRoot';

let place: string;

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'blindfold-root-'));
});
afterEach(() => rm(place, { recursive: true, force: true }));

describe('the sessions folder', () => {
  it('is made with its parents, and taken as it is when it is there', async () => {
    const root = join(place, 'a', 'b');
    await makeSessionsRoot(realFileSystem, root);
    await makeSessionsRoot(realFileSystem, root);
    expect(await readdir(join(place, 'a'))).toEqual(['b']);
  });

  it.each([['file'], ['file', 'sub'], ['file', 'sub', 'deep']])(
    'says that a file is in the way (%s %s %s)',
    async (...parts) => {
      await writeFile(join(place, 'file'), '');
      const made = makeSessionsRoot(realFileSystem, join(place, ...parts));
      await expect(made).rejects.toBeInstanceOf(AppFailure);
      await expect(made).rejects.toThrow(`a file is in the way at ${join(place, 'file')}.`);
    },
  );

  it.runIf(process.platform === 'linux')('ends where nothing can be made, with a sentence', async () => {
    const made = makeSessionsRoot(realFileSystem, '/proc/blindfold/sessions');
    await expect(made).rejects.toMatchObject({
      code: 'storage_failed',
      message:
        'Blindfold could not open the sessions folder: no folder can be made at /proc/blindfold. Choose another folder.',
    });
  });

  it('says that the disk can only be read, where the system calls the folder missing', async () => {
    await mkdir(join(place, 'disk'));
    const refuse = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
    const fs: FileSystem = {
      ...realFileSystem,
      makeFolders: () => refuse('ENOENT'),
      makeFolder: () => refuse('EROFS'),
    };
    await expect(makeSessionsRoot(fs, join(place, 'disk', 'sub'))).rejects.toMatchObject({
      code: 'no_permission',
      message: expect.stringContaining('can only be read'),
    });
  });
});
