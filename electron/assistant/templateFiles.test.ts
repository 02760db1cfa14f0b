import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUILTIN_TEMPLATES } from '../../core/assistant/templates';
import { createFaultyFileSystem } from '../sessions/faultyFileSystem';
import { realFileSystem } from '../sessions/fileSystem';
import { createTemplateFiles } from './templateFiles';

let home: string;
let folder: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'blindfold-wording-'));
  folder = join(home, 'assistant');
});
afterEach(() => rm(home, { recursive: true, force: true }));

const files = (fs = realFileSystem) => createTemplateFiles({ folder, fs, randomHex: () => 'ab' });
const OWN = 'Schreibe {count} Prompts: {description}\r\n{form}';

describe('the wording of the requests', () => {
  it('is the built-in one while there is no file, and nothing is written for that', async () => {
    expect(await files().list()).toEqual(
      (['prompts', 'metrics', 'report'] as const).map((name) => ({
        name,
        path: join(folder, `${name}.txt`),
        text: BUILTIN_TEMPLATES[name],
        is_own: false,
        builtin: BUILTIN_TEMPLATES[name],
        fault: null,
      })),
    );
    expect(await readdir(home)).toEqual([]);
  });

  it('is that of its file, letter for letter, until it goes back', async () => {
    const [prompts, metrics] = await files().set('prompts', OWN);
    expect(prompts).toMatchObject({ text: OWN, is_own: true, fault: null });
    expect(metrics).toMatchObject({ is_own: false });
    expect(await files().text('prompts')).toBe(OWN);
    expect(await readFile(join(folder, 'prompts.txt'), 'utf8')).toBe(OWN);
    const [back] = await files().set('prompts', null);
    expect(back).toMatchObject({ text: BUILTIN_TEMPLATES.prompts, is_own: false });
    expect(await readdir(folder)).toEqual([]);
    expect(await files().set('prompts', null)).toHaveLength(3);
  });

  it('that is the built-in one needs no file', async () => {
    await files().set('report', '{figures} in two sentences');
    const [, , report] = await files().set('report', BUILTIN_TEMPLATES.report);
    expect(report).toMatchObject({ is_own: false });
    expect(await readdir(folder)).toEqual([]);
  });

  it('that asks for nothing is not kept', async () => {
    await files().set('metrics', '{description} {form}');
    await expect(files().set('metrics', 'Name some.')).rejects.toMatchObject({
      code: 'bad_request',
      field: 'text',
      message: 'This wording cannot be used. It lacks {description}, which stands for your description.',
    });
    expect(await files().text('metrics')).toBe('{description} {form}');
  });

  it.each([
    ['lacks its place', 'Write some prompts.', 'It lacks {description}'],
    ['is empty', '', 'It is empty.'],
    ['is too large', `{description}${'x'.repeat(160_000)}`, 'It is larger than 160,000 bytes.'],
    ['is no UTF-8', new Uint8Array([...Buffer.from('{description} '), 0xe9]), 'It is not a text in UTF-8.'],
  ])('in a file that %s is left out, which is said, and the file stays', async (_, content, words) => {
    await mkdir(folder);
    const path = join(folder, 'prompts.txt');
    await writeFile(path, content);
    const [prompts] = await files().list();
    expect(prompts).toMatchObject({
      text: BUILTIN_TEMPLATES.prompts,
      is_own: false,
      fault: expect.stringContaining(
        `The file ${path} is left out, and the built-in wording counts. ${words}`,
      ),
    });
    expect(await readdir(folder)).toEqual(['prompts.txt']);
  });

  it('whose file is a folder, or cannot be read, is left out, too', async () => {
    await mkdir(join(folder, 'prompts.txt'), { recursive: true });
    expect((await files().list())[0]).toMatchObject({ fault: expect.stringContaining('It is a folder.') });
    const faulty = createFaultyFileSystem();
    faulty.plan({ at: 1, kind: 'refuse', code: 'EIO' });
    expect(await files(faulty.fs).text('metrics')).toBe(BUILTIN_TEMPLATES.metrics);
  });

  it.skipIf(process.platform === 'win32')('whose file has no end is left out, too', async () => {
    await mkdir(folder);
    await symlink('/dev/zero', join(folder, 'prompts.txt'));
    expect((await files().list())[0]).toMatchObject({ fault: expect.stringContaining('It is no file') });
  });

  it('says what it leaves out and counts all the same', async () => {
    const [prompts] = await files().set('prompts', '{description}, {mood}');
    expect(prompts).toMatchObject({
      is_own: true,
      fault: expect.stringContaining('Nothing is filled in for {mood}'),
    });
  });

  it('stays as it was where the disk refuses', async () => {
    await files().set('prompts', OWN);
    const faulty = createFaultyFileSystem();
    faulty.plan({ at: 2, kind: 'refuse', code: 'ENOSPC' });
    await expect(files(faulty.fs).set('prompts', '{description}')).rejects.toMatchObject({
      code: 'disk_full',
    });
    expect(await files().text('prompts')).toBe(OWN);
  });
});
