import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blankSetup, type Setup } from '../../core/session/setup';
import { createFaultyFileSystem } from '../sessions/faultyFileSystem';
import { presetBytes, presetFileName } from './presetFile';
import { createPresets, MAX_PRESETS, type PresetsOptions } from './presets';

let home: string;
let folder: string;
let logged: string[];
let count = 0;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'blindfold-presets-'));
  folder = join(home, 'presets');
  logged = [];
});
afterEach(() => rm(home, { recursive: true, force: true }));

function presets(more: Partial<PresetsOptions> = {}) {
  count += 1;
  return createPresets({
    folder,
    fs: createFaultyFileSystem().fs,
    randomHex: () => `ab${count}`,
    now: () => new Date('2026-04-12T21:45:07Z'),
    log: (_level, message) => logged.push(message),
    ...more,
  });
}

const setup = (more: Partial<Setup> = {}): Setup => ({ ...blankSetup(['gpu-box:8188']), ...more });

describe('presets', () => {
  it('come back whole and digit for digit, but for the servers', async () => {
    const prompt_pairs = [{ positive: 'a fox', negative: '', generated: 'model' as const }];
    const workflow = { '3': { class_type: 'KSampler', inputs: { seed: 18446744073709551615n } } };
    await presets().save(
      'Portraits',
      setup({ seeds: [18446744073709551615n, 7], workflow, self_check: true, prompt_pairs }),
      false,
    );
    const again = presets();
    expect(await again.list()).toEqual([{ name: 'Portraits', saved_at: '2026-04-12T21:45:07.000Z' }]);
    expect((await again.get('portraits')).setup).toEqual({
      ...setup({ seeds: [18446744073709551615n, 7], workflow, self_check: true, prompt_pairs }),
      servers: [],
    });
    const [file = ''] = await readdir(folder);
    expect(await readFile(join(folder, file), 'utf8')).not.toContain('gpu-box');
  });

  it('may have names of a hundred signs that a computer counts twice', async () => {
    const name = '🦊'.repeat(100);
    await presets().save(name, setup(), false);
    expect((await presets().list()).map((one) => one.name)).toEqual([name]);
    expect(logged).toEqual([]);
  });

  it('are none where there is no folder yet', async () => {
    expect(await presets().list()).toEqual([]);
    await expect(presets().get('x')).rejects.toMatchObject({ code: 'not_found' });
    await expect(presets().remove('x')).rejects.toMatchObject({ code: 'not_found' });
    expect(await readdir(home)).toEqual([]);
  });

  it('are replaced only when that is said, whatever the case of the name', async () => {
    const all = presets();
    await all.save('Foxes', setup({ seeds: [1] }), false);
    await expect(all.save('FOXES', setup({ seeds: [2] }), false)).rejects.toMatchObject({
      code: 'not_possible',
      message: 'There is a preset named Foxes. Replace it, or take another name.',
    });
    expect((await all.get('foxes')).setup.seeds).toEqual([1]);
    await all.save('FOXES', setup({ seeds: [2] }), true);
    expect((await all.list()).map(({ name }) => name)).toEqual(['FOXES']);
    expect((await all.get('foxes')).setup.seeds).toEqual([2]);
  });

  it.each([
    '../../outside',
    '/etc/passwd',
    'C:\\Windows\\x',
    'CON',
    '..',
    '.hidden',
    'a/b\\c:d*e?f"g<h>i|j',
    'Füchse im Schnee 🦊',
    '雪狐',
    'x'.repeat(100),
    'trailing dot.',
  ])('may have any name: %s', async (name) => {
    await presets().save(name, setup(), false);
    expect((await presets().get(name)).name).toBe(name);
    expect(await readdir(home)).toEqual(['presets']);
    const files = await readdir(folder);
    expect(files).toEqual([presetFileName(name)]);
    expect(files[0]).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*-[0-9a-f]{12}\.json$/);
    await presets().remove(name);
    expect(await readdir(folder)).toEqual([]);
  });

  it('keep names apart that look alike to a file name, and the two ways to write one letter together', async () => {
    const all = presets();
    for (const name of ['a b', 'a-b', 'a/b', '雪', '狐']) await all.save(name, setup(), false);
    expect(await all.list()).toHaveLength(5);
    await all.save('caf\u00e9', setup(), false);
    await expect(all.save('cafe\u0301', setup(), false)).rejects.toMatchObject({ code: 'not_possible' });
  });

  it('leave out what cannot be read, and name it in the log once', async () => {
    const all = presets();
    await all.save('good', setup(), false);
    await writeFile(join(folder, 'torn.json'), '{"blindfold_preset": 1, "name": "torn", "set');
    await writeFile(join(folder, 'other.json'), '{"name": "of another program"}');
    await writeFile(join(folder, 'newer.json'), '{"blindfold_preset": 2, "name": "x", "setup": {}}');
    await writeFile(join(folder, 'latin.json'), new Uint8Array([0x22, 0xe9, 0x22]));
    await writeFile(join(folder, 'notes.txt'), 'mine');
    await writeFile(join(folder, 'good.json.tmp-ab'), '{');
    await mkdir(join(folder, 'folder.json'));
    await symlink('/etc/hostname', join(folder, 'link.json'));
    for (const _time of [1, 2]) expect((await all.list()).map(({ name }) => name)).toEqual(['good']);
    expect(logged.map((line) => /(\w+)\.json is left out/.exec(line)?.[1])).toEqual([
      'latin',
      'newer',
      'other',
      'torn',
    ]);
  });

  it('count the file that is named as we name it where two have one name', async () => {
    const all = presets();
    await all.save('Mine', setup({ seeds: [1] }), false);
    const text = await readFile(join(folder, presetFileName('Mine')), 'utf8');
    for (const copy of ['a copy.json', 'z copy.json'])
      await writeFile(join(folder, copy), text.replace(/"seeds": \[\s*1/, '"seeds": [2'));
    expect((await all.get('mine')).setup.seeds).toEqual([1]);
    expect(await all.list()).toHaveLength(1);
    expect(logged).toHaveLength(2);
    // One that a person put there under a file name of their own is a preset as well.
    await all.remove('mine');
    expect((await all.get('mine')).setup.seeds).toEqual([2]);
  });

  it('are at most two hundred; one that is there can still be replaced', async () => {
    const all = presets();
    await all.save('preset 0', setup(), false);
    const saved_at = '2026-04-12T21:45:07.000Z';
    for (let index = 1; index < MAX_PRESETS; index += 1) {
      const name = `preset ${index}`;
      await writeFile(join(folder, presetFileName(name)), presetBytes({ name, saved_at, setup: setup() }));
    }
    await expect(all.save('one more', setup(), false)).rejects.toMatchObject({
      code: 'not_possible',
      message: '200 presets are the most. Delete one first.',
    });
    await all.save('preset 7', setup(), true);
    expect((await all.list()).map(({ name }) => name).slice(0, 3)).toEqual([
      'preset 0',
      'preset 1',
      'preset 2',
    ]);
    expect(await readdir(folder)).toHaveLength(MAX_PRESETS);
  });

  it("saved at once do not get in each other's way", async () => {
    const all = presets();
    const outcomes = await Promise.allSettled(
      ['one', 'ONE', 'two'].map((name) => all.save(name, setup(), false)),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('stay as they were wherever a save is cut off', async () => {
    await presets().save('mine', setup({ seeds: [1] }), false);
    for (let at = 1; ; at += 1) {
      const faulty = createFaultyFileSystem();
      faulty.plan({ at, kind: 'end half way' });
      const saved = await presets({ fs: faulty.fs })
        .save('mine', setup({ seeds: [2] }), true)
        .then(
          () => true,
          () => false,
        );
      const [seed] = (await presets().get('mine')).setup.seeds;
      expect([1, 2]).toContain(seed);
      if (saved) break;
    }
    expect((await presets().get('mine')).setup.seeds).toEqual([2]);
  });

  it.each([
    ['ENOSPC', 'disk_full', /The disk is full/],
    ['EACCES', 'no_permission', /may not be written/],
    ['EIO', 'storage_failed', /the disk answered EIO/],
  ])('say what a disk refuses: %s', async (code, failure, sentence) => {
    const faulty = createFaultyFileSystem();
    // The list of the folder, which is not there, and its making go before.
    faulty.plan({ at: 3, kind: 'refuse', code });
    await expect(presets({ fs: faulty.fs }).save('mine', setup(), false)).rejects.toMatchObject({
      code: failure,
      message: expect.stringMatching(sentence),
    });
    expect(await presets().list()).toEqual([]);
  });
});
