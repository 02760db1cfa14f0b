import { describe, expect, it } from 'vitest';
import { plainAddress } from '../../core/session/serverKey';
import { parseServerAddress } from './address';

describe('parseServerAddress', () => {
  it.each([
    ['127.0.0.1:8188', 'http://127.0.0.1:8188'],
    [' localhost ', 'http://localhost:8188'],
    ['gpu-box:80', 'http://gpu-box'],
    ['http://10.0.0.5:8000/', 'http://10.0.0.5:8000'],
    ['https://comfy.example', 'https://comfy.example'],
    ['HTTPS://Comfy.example/tools/comfy/', 'https://comfy.example/tools/comfy'],
    ['[::1]', 'http://[::1]:8188'],
    ['[::1]:9000', 'http://[::1]:9000'],
  ])('takes %s', (typed, url) => {
    expect(parseServerAddress(typed)).toBe(url);
  });

  it.each([
    '',
    '   ',
    'ftp://x',
    'file:///etc',
    'http://',
    '127.0.0.1:99999',
    'two words',
    'http://user:pw@host',
    'host?x=1',
    '::::',
    'http://:8188',
    'host:0',
    '127.0.0.1:8188:8188',
    '!!',
  ])('refuses "%s" with a sentence', (typed) => {
    expect(() => parseServerAddress(typed)).toThrowError(
      expect.objectContaining({
        code: 'bad_request',
        field: 'setup.servers',
        message: expect.stringMatching(/\.$/),
      }),
    );
  });

  it('is shown without the plain scheme', () => {
    expect(plainAddress('http://127.0.0.1:8188')).toBe('127.0.0.1:8188');
    expect(plainAddress('https://comfy.example')).toBe('https://comfy.example');
  });
});
