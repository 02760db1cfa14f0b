import { describe, expect, it } from 'vitest';
import { CsvFault, parseCsv } from './csv';

const cells = (text: string, separator: ',' | ';' | '\t' = ',') =>
  parseCsv(text, separator).map((row) => row.cells);

describe('a table', () => {
  it.each([
    [
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a,b\nc', [['a', 'b'], ['c']]],
    ['a\rb', [['a'], ['b']]],
    [
      'a,\n,b',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['"a, b","say ""x"""\n', [['a, b', 'say "x"']]],
    ['"two\r\nlines",b', [['two\nlines', 'b']]],
    ['"",x', [['', 'x']]],
    ['\n\n a \n,\n', [[' a ']]],
    ['', []],
  ])('%j', (text, rows) => {
    expect(cells(text)).toEqual(rows);
  });

  it('may be parted by semicolons and tabs', () => {
    expect(cells('a, b;c', ';')).toEqual([['a, b', 'c']]);
    expect(cells('a;b\tc', '\t')).toEqual([['a;b', 'c']]);
  });

  it('knows on which line each row begins', () => {
    expect(parseCsv('a\n"b\nb",c\r\n\nd', ',').map(({ line }) => line)).toEqual([1, 2, 5]);
  });

  it.each([
    ['ok\nsays "hi"', 2, /quote stands inside/],
    ['ok\n"a" b', 2, /comes more text/],
    ['ok\nfine\n"a\nb\nc', 3, /never closed/],
    ['"a\nb" c', 2, /comes more text/],
  ])('that is broken says where: %j', (text, line, message) => {
    try {
      parseCsv(text, ',');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(CsvFault);
      expect(error).toMatchObject({ line, message: expect.stringMatching(message) });
    }
  });
});
