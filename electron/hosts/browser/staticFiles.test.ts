import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadStaticFiles, type StaticFiles } from './staticFiles';

let folder = '';
let files: StaticFiles;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blindfold-files-'));
  const client = join(folder, 'client');
  await mkdir(join(client, 'assets'), { recursive: true });
  await writeFile(join(client, 'index.html'), 'page');
  await writeFile(join(client, 'assets', 'a.js'), 'part');
  await writeFile(join(client, 'assets', 'a.exe'), 'no part');
  await writeFile(join(folder, 'secret.json'), '{}');
  // Not every person may make one on Windows; what is not there is not found either.
  await symlink(join(folder, 'secret.json'), join(client, 'link.json')).catch(() => undefined);
  files = await loadStaticFiles(client);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the files of the page', () => {
  it('are found by their exact address', () => {
    expect(files('/')?.bytes.toString()).toBe('page');
    expect(files('/index.html')?.contentType).toBe('text/html; charset=utf-8');
    expect(files('/assets/a.js')?.contentType).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    '/assets',
    '/assets/',
    '/assets/a.exe',
    '/assets/../index.html',
    '/../secret.json',
    '/..%2fsecret.json',
    '/..\\secret.json',
    '/link.json',
    'index.html',
    '',
  ])('are no list, no way out and nothing of another kind: %j', (path) => {
    expect(files(path)).toBeNull();
  });
});
