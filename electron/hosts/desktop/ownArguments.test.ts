import { describe, expect, it } from 'vitest';
import { ownArguments } from './ownArguments';

describe('ownArguments', () => {
  it.each<[string, string[], boolean, string[]]>([
    [
      'while developing',
      ['electron', '.', '--demo', '--sessions', '/s'],
      false,
      ['--demo', '--sessions', '/s'],
    ],
    [
      'with switches of Chromium before',
      ['electron', '--no-sandbox', '--inspect=0', '.', '--demo'],
      false,
      ['--demo'],
    ],
    ['with switches of Chromium between', ['electron', '.', '--disable-gpu', '--demo'], false, ['--demo']],
    [
      'installed',
      ['/opt/Blindfold', '--no-sandbox', '--comfyui=http://h:1', '--demo'],
      true,
      ['--comfyui=http://h:1', '--demo'],
    ],
    ['opened by the system with a file', ['/opt/Blindfold', '-psn_0_1', '/home/me/a.zip'], true, []],
    ['with a value that no option takes', ['electron', '.', '--demo', 'x'], false, ['--demo']],
    ['with nothing', ['electron', '.'], false, []],
    // A slip of the pen is handed on, so that it is refused by name as it is in the browser host.
    [
      'with slips of the pen',
      ['electron', '.', '--sesions', '/s', '--dmeo', '--comfyui-url=http://h:1'],
      false,
      ['--sesions', '--dmeo', '--comfyui-url=http://h:1'],
    ],
    [
      'beside switches that only look odd',
      ['/opt/Blindfold', '--no-sandbox', '--inspect=0', '--remote-debugging-port=0', '--force-dark-mode'],
      true,
      [],
    ],
  ])('finds them %s', (_case, argv, isPackaged, own) => {
    expect(ownArguments(argv, isPackaged)).toEqual(own);
  });
});
