import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppFailure } from '../../../core/contract/failure';
import { removeServerFile, writeServerFile } from './serverFile';

const content = { url: 'http://127.0.0.1:4711', token: 'secret', pid: 12 };
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'blindfold-server-file-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('the file that tells where the host is', () => {
  it('is readable by its owner only, and goes with its host', async () => {
    await writeServerFile(root, content);
    const path = join(root, '.server.json');
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(content);
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    await removeServerFile(root, 99);
    expect(await readdir(root)).toEqual(['.server.json']);
    await removeServerFile(root, 12);
    expect(await readdir(root)).toEqual([]);
  });

  it('says in a sentence when it cannot be written, and leaves nothing behind', async () => {
    await mkdir(join(root, '.server.json'));
    const writing = writeServerFile(root, content);
    await expect(writing).rejects.toBeInstanceOf(AppFailure);
    await expect(writing).rejects.toThrow('could not write into the sessions folder');
    expect(await readdir(root)).toEqual(['.server.json']);
    await expect(writeServerFile(join(root, 'gone'), content)).rejects.toBeInstanceOf(AppFailure);
  });
});
