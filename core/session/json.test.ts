import { describe, expect, it } from 'vitest';
import { canonicalInteger, JsonSyntaxError, parseJson, stringifyJson } from './json';

describe('parseJson', () => {
  it('keeps every digit of integers beyond 2^53', () => {
    expect(parseJson('[18446744073709551615, -9007199254740993, 9007199254740991]')).toEqual([
      18446744073709551615n,
      -9007199254740993n,
      9007199254740991,
    ]);
  });

  it.each([
    ['{"a": [1, 2.5, -0.25, 1e3], "b": {"c": null, "d": true}}'],
    ['"line\\nbreak \\u00e9 \\ud83d\\ude00 \\\\ \\" \\/"'],
    ['  [ ]  '],
    ['{"x":""}'],
    ['-0.5e-7'],
  ])('reads what JSON.parse reads: %s', (text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['', 1],
    ['{', 2],
    ['[1,]', 4],
    ['{"a" 1}', 6],
    ['tru', 1],
    ['01', 2],
    ['"a', 3],
    ['"\n"', 2],
    ['"\\x"', 2],
    ['1 2', 3],
    ['NaN', 1],
    ['{a: 1}', 2],
    ['[1e999]', 2],
    ['[-1e999]', 2],
    [`[${'9'.repeat(20_000)}]`, 2],
  ])('refuses %j and says where', (text, character) => {
    const fault = (() => {
      try {
        parseJson(text);
      } catch (error) {
        return error;
      }
      return null;
    })();
    expect(fault).toBeInstanceOf(JsonSyntaxError);
    expect((fault as JsonSyntaxError).message).toContain(`at character ${character}.`);
  });

  it('reads the bare words of Python as null when asked to, and leaves strings alone', () => {
    expect(
      parseJson('{"is_changed": [NaN, Infinity, -Infinity], "t": "NaN"}', { nonFiniteAsNull: true }),
    ).toEqual({
      is_changed: [null, null, null],
      t: 'NaN',
    });
  });

  it('reads numbers too large to write again as null when asked to', () => {
    const text = `[1e999, -1e999, ${'9'.repeat(20_000)}, 1e308]`;
    expect(parseJson(text, { nonFiniteAsNull: true })).toEqual([null, null, null, 1e308]);
  });

  it('takes __proto__ as data, never as a prototype', () => {
    const value = parseJson('{"__proto__": {"polluted": true}}') as Record<string, unknown>;
    expect(Object.hasOwn(value, '__proto__')).toBe(true);
    expect((value as { polluted?: boolean }).polluted).toBeUndefined();
    expect(stringifyJson(value)).toBe('{"__proto__":{"polluted":true}}');
  });

  it('refuses nesting that would overflow the stack', () => {
    expect(() => parseJson('['.repeat(100_000))).toThrow('Nested too deeply');
  });

  it('skips a byte order mark', () => {
    expect(parseJson('\ufeff{"a":1}')).toEqual({ a: 1 });
  });
});

describe('stringifyJson', () => {
  it('writes back digit for digit', () => {
    const text = '{"seed":18446744073709551615,"list":[1,-9223372036854775808,0.1],"text":"é"}';
    expect(stringifyJson(parseJson(text))).toBe(text);
  });

  it('indents as JSON.stringify does', () => {
    const value = { a: [1, { b: 'x' }], empty: [], none: {}, last: null };
    expect(stringifyJson(value, 2)).toBe(JSON.stringify(value, null, 2));
  });

  it('leaves out absent fields and refuses what JSON cannot carry', () => {
    expect(stringifyJson({ a: undefined, b: 1 })).toBe('{"b":1}');
    expect(() => stringifyJson({ weight: Number.NaN })).toThrow(RangeError);
    expect(() => stringifyJson(() => 1)).toThrow(TypeError);
  });
});

describe('canonicalInteger', () => {
  it('gives each integer one form', () => {
    expect(canonicalInteger(5n)).toBe(5);
    expect(canonicalInteger(2n ** 53n)).toBe(2n ** 53n);
    expect(canonicalInteger(2 ** 60)).toBe(2n ** 60n);
    expect(() => canonicalInteger(0.5)).toThrow(RangeError);
  });
});
