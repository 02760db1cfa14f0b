import { describe, expect, it } from 'vitest';
import { fileText } from './fileText';

describe('the text of a file', () => {
  it.each([
    ['UTF-8', [0x66, 0xc3, 0xbc], 'fü'],
    ['UTF-8 with a mark', [0xef, 0xbb, 0xbf, 0x66], 'f'],
    ['UTF-16 as Windows writes it', [0xff, 0xfe, 0x66, 0x00, 0xfc, 0x00], 'fü'],
    ['UTF-16 the other way round', [0xfe, 0xff, 0x00, 0x66, 0x00, 0xfc], 'fü'],
    ['nothing', [], ''],
    ['Latin-1', [0x66, 0xfc], null],
    ['a picture', [0x89, 0x50, 0x4e, 0x47], null],
  ])('%s', (_what, bytes, text) => {
    expect(fileText(new Uint8Array(bytes))).toBe(text);
  });
});
