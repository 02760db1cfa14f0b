import { describe, expect, it, vi } from 'vitest';
import { kindOfFile, notTaken } from './droppedKinds';
import { nameList } from './fileNames';

const file = (name: string, content: string | Uint8Array<ArrayBuffer>, type = '') =>
  new File([content], name, { type });

describe('what a dropped file is', () => {
  it('goes by its media type and its name', async () => {
    expect(await kindOfFile(file('a', 'PK', 'application/x-zip-compressed'))).toBe('zip');
    expect(await kindOfFile(file('a.ZIP', 'PK'))).toBe('zip');
    expect(await kindOfFile(file('a.tar.gz', 'x', 'application/gzip'))).toBe('other');
    expect(await kindOfFile(file('flow.json', 'x', 'application/json'))).toBe('workflow');
    expect(await kindOfFile(file('picture.PNG', 'x'))).toBe('workflow');
    expect(await kindOfFile(file('fox.safetensors', 'x'))).toBe('model');
    expect(await kindOfFile(file('prompts.txt', 'a red fox', 'text/plain'))).toBe('text');
    expect(await kindOfFile(file('a.jpg', 'x', 'image/jpeg'))).toBe('picture');
  });

  it('is the votes of a rating pack when it says so', async () => {
    const votes = '{"format": "blindfold-rating-votes", "version": 1}';
    expect(await kindOfFile(file('ann.json', votes, 'application/json'))).toBe('votes');
    expect(await kindOfFile(file('ann', votes))).toBe('votes');
    expect(await kindOfFile(file('ann.zip', votes))).toBe('noZip');
  });

  it('goes by its beginning when neither says anything', async () => {
    expect(await kindOfFile(file('saved', 'PK\u0003\u0004'))).toBe('zip');
    expect(await kindOfFile(file('saved', new Uint8Array([0x89, 0x50, 0x4e, 0x47])))).toBe('workflow');
    expect(await kindOfFile(file('saved', '\ufeff  {"1": {}}'))).toBe('workflow');
    expect(await kindOfFile(file('saved', new Uint8Array([0xff, 0xd8, 0xff, 0xe0])))).toBe('picture');
    expect(await kindOfFile(file('notes', 'a red fox'))).toBe('other');
  });

  it.each([
    ['setup.exe', 'anything'],
    ['setup', 'MZ\u0090\u0000'],
    ['tool', '\u007fELF\u0002'],
    ['picture.png', 'MZ\u0090\u0000'],
    ['install.sh', '#!/bin/sh'],
  ])('is a program, whatever it is called: %s', async (name, content) => {
    expect(await kindOfFile(file(name, content))).toBe('program');
  });

  it('is empty, or cannot be read', async () => {
    expect(await kindOfFile(file('fox.safetensors', ''))).toBe('empty');
    const gone = file('a.json', '{}');
    vi.spyOn(gone, 'slice').mockImplementation(() => {
      throw new DOMException('gone', 'NotFoundError');
    });
    expect(await kindOfFile(gone)).toBe('unreadable');
  });

  it.each([
    ['film.bin', ''],
    ['flow.json', 'application/json'],
    ['fox.safetensors', ''],
    ['sessions.zip', 'application/zip'],
    ['picture.png', 'image/png'],
  ])('is told without reading two gigabytes: %s', async (name, type) => {
    const large = file(name, '{"1": {}}', type);
    Object.defineProperty(large, 'size', { value: 2 ** 31 });
    const whole = [vi.spyOn(large, 'text'), vi.spyOn(large, 'arrayBuffer')];
    const part = vi.spyOn(large, 'slice');
    await kindOfFile(large);
    for (const read of whole) expect(read).not.toHaveBeenCalled();
    for (const [from, to] of part.mock.calls) expect([from, to]).toEqual([0, 64]);
  });
});

describe('what is said of files that are not taken in', () => {
  it('is one sentence for each kind, however many there are', () => {
    const names: Record<string, string[]> = {
      folder: ['images'],
      program: Array.from({ length: 50 }, (_, n) => `tool${n}.exe`),
    };
    expect(notTaken((kind) => names[kind] ?? [])).toEqual([
      'images is a folder. Drop the files in it instead.',
      'tool0.exe, tool1.exe and 48 others are programs, and Blindfold opens no programs.',
    ]);
  });

  it('names files in one line that nothing in a name breaks or turns round', () => {
    expect(nameList(['a\n\u202Egpj.exe', 'b\u2066.zip'])).toBe('a gpj.exe and b.zip');
  });

  it('holds long names short', () => {
    expect(nameList(['a', 'b', 'c'])).toBe('a, b and c');
    expect(nameList([`${'x'.repeat(300)}.safetensors`]).length).toBeLessThan(62);
  });
});
