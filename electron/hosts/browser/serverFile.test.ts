import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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

  it('is left to a host that still answers, and taken from one that does not', async () => {
    const asked: (string | undefined)[] = [];
    const other = createServer((request, response) => {
      asked.push(request.headers.authorization);
      response.writeHead(request.headers.authorization === 'Bearer theirs' ? 200 : 401).end();
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const theirs = { url: `http://127.0.0.1:${port}`, token: 'theirs', pid: process.pid };
    const found = async () => JSON.parse(await readFile(join(root, '.server.json'), 'utf8'));
    expect(await writeServerFile(root, theirs)).toBeNull();
    expect(await writeServerFile(root, content)).toEqual(theirs);
    expect(await found()).toEqual(theirs);
    await removeServerFile(root, content.pid);
    expect(await found()).toEqual(theirs);
    expect(asked).toEqual(['Bearer theirs']);
    // The port is another host's by now: the file is of one that is gone.
    await writeFile(join(root, '.server.json'), JSON.stringify({ ...theirs, token: 'old' }));
    expect(await writeServerFile(root, content)).toBeNull();
    expect(await found()).toEqual(content);
    await writeFile(join(root, '.server.json'), JSON.stringify(theirs));
    await new Promise((resolve) => other.close(resolve));
    expect(await writeServerFile(root, content)).toBeNull();
    expect(await found()).toEqual(content);
  });

  it('takes its place also where a folder lies, which stays under another name', async () => {
    await mkdir(join(root, '.server.json'));
    await writeFile(join(root, '.server.json', 'theirs.txt'), 'theirs');
    expect(await writeServerFile(root, content)).toBeNull();
    const names = (await readdir(root)).sort();
    expect(names).toEqual(['.server.json', expect.stringMatching(/^\.server\.json\.folder-/)]);
    expect(await readdir(join(root, names[1] ?? ''))).toEqual(['theirs.txt']);
  });

  it.runIf(process.platform === 'linux')('does not wait for a pipe in its place', async () => {
    execFileSync('mkfifo', [join(root, '.server.json')]);
    await removeServerFile(root, content.pid);
    expect(await writeServerFile(root, content)).toBeNull();
    await removeServerFile(root, content.pid);
    expect(await readdir(root)).toEqual([]);
  });

  it.each(['', '{"pid": 1}', '[1', '{"url":"http://example.org","token":"t","pid":1}'])(
    'replaces one that makes no sense (%j)',
    async (text) => {
      await writeFile(join(root, '.server.json'), text);
      expect(await writeServerFile(root, content)).toBeNull();
      expect(JSON.parse(await readFile(join(root, '.server.json'), 'utf8'))).toEqual(content);
    },
  );

  it('says in a sentence when it cannot be written, and leaves nothing behind', async () => {
    await mkdir(join(root, `.server.json.${content.pid}`));
    const writing = writeServerFile(root, content);
    await expect(writing).rejects.toBeInstanceOf(AppFailure);
    await expect(writing).rejects.toThrow('could not write into the sessions folder');
    expect(await readdir(root)).toEqual([`.server.json.${content.pid}`]);
    await expect(writeServerFile(join(root, 'gone'), content)).rejects.toBeInstanceOf(AppFailure);
  });
});
