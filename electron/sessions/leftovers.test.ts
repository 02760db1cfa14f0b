import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseSessionId } from '../../core/session/identity';
import { realFileSystem } from './fileSystem';
import { removeLeftovers } from './leftovers';
import { type SessionFolder, sessionFolder } from './sessionFolder';
import { temporaryFolder } from './testStore';

let root = '';
let folder: SessionFolder;
beforeEach(async () => {
  root = await temporaryFolder();
  folder = sessionFolder(root, parseSessionId('20240115_143022'));
  await mkdir(folder.path);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const write = (place: string, ...names: string[]) =>
  Promise.all(names.map((name) => writeFile(join(place, name), '')));

describe('tidying', () => {
  it('touches only our own temporary files', async () => {
    const kept = [
      'lock',
      'notes.tmp-12',
      'lora_report.md',
      'session_meta.json',
      'session_meta.json.bak',
      'session_meta.json.broken-20240115_143022',
    ];
    await write(folder.path, ...kept);
    await write(folder.path, 'session_meta.json.tmp-0a', 'session_meta.json.bak.tmp-0b', 'lock.claim.tmp-0c');
    await write(folder.path, 'lora_report.md.tmp-1a');
    await mkdir(folder.output);
    await mkdir(folder.thumbnails);
    await write(folder.output, 'a.png', 'a.png.tmp-0d', 'scores.csv', 'scores.csv.tmp-0e', 'notes.tmp-12');
    await write(folder.thumbnails, 'a.webp', 'a.webp.tmp-0f');
    await removeLeftovers(realFileSystem, folder);
    expect((await readdir(folder.path)).sort()).toEqual([...kept, 'output', 'thumbnails'].sort());
    expect((await readdir(folder.output)).sort()).toEqual(['a.png', 'notes.tmp-12', 'scores.csv']);
    expect(await readdir(folder.thumbnails)).toEqual(['a.webp']);
  });

  // Making links asks for rights on Windows that a test seldom has.
  it.skipIf(process.platform === 'win32')('follows no link out of the session', async () => {
    const elsewhere = join(root, 'elsewhere');
    await mkdir(elsewhere);
    await write(elsewhere, 'a.png.tmp-0a');
    await symlink(elsewhere, folder.output);
    await removeLeftovers(realFileSystem, folder);
    expect(await readdir(elsewhere)).toEqual(['a.png.tmp-0a']);
  });
});
