import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPlainFileName, sessionFolder } from './sessionFolder';

const root = resolve('/data/sessions');
const folder = sessionFolder(root, '20240115_143022');

describe('the folder of a session', () => {
  it('lies in the root under its id', () => {
    expect(folder.path).toBe(join(root, '20240115_143022'));
    expect(folder.meta).toBe(join(root, '20240115_143022', 'session_meta.json'));
    expect(folder.pathOfImage('lora_0_0_w-0.25_c1.png')).toBe(
      join(folder.path, 'output', 'lora_0_0_w-0.25_c1.png'),
    );
    expect(folder.pathOfThumbnail('ab.webp')).toBe(join(folder.path, 'thumbnails', 'ab.webp'));
  });

  it.each([
    '../../etc',
    '..',
    '',
    '20240115_143022/../x',
    '20240115_143022\n',
    '20240230_000000',
    '2024\u0661115_143022',
  ])('is refused for %j', (id) => {
    expect(() => sessionFolder(root, id)).toThrow(expect.objectContaining({ code: 'not_found' }));
  });

  it.each([
    'a fox in the snöw_w0.5_s42_20240115.png',
    'baseline_0_0.png',
    '日本語.png',
    "it's (1), 50 %.png",
  ])('takes the image name %j', (name) => {
    expect(isPlainFileName(name)).toBe(true);
  });

  it.each([
    '',
    '.',
    '..',
    '.hidden',
    '../x.png',
    'a/b.png',
    'a\\b.png',
    '/etc/passwd',
    'C:\\x.png',
    'x.png:stream',
    'x\u0000.png',
    'x\n.png',
    'x.png.',
    'x.png ',
    'CON',
    'nul.png',
    'com1.txt',
    'a*.png',
    `${'ä'.repeat(130)}.png`,
  ])('refuses the image name %j', (name) => {
    expect(() => folder.pathOfImage(name)).toThrow(expect.objectContaining({ code: 'not_found' }));
    expect(() => folder.pathOfThumbnail(name)).toThrow(expect.objectContaining({ code: 'not_found' }));
  });
});
