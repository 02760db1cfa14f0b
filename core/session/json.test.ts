import { describe, expect, it } from 'vitest';
import { createRandom } from '../plan/random';
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

describe('the native parser, where it is used', () => {
  /** A mark at the start, which the native parser refuses, keeps it out. */
  const carefully = (text: string, nonFiniteAsNull: boolean) => outcome(`\ufeff${text}`, nonFiniteAsNull);
  const outcome = (text: string, nonFiniteAsNull: boolean) => {
    try {
      return { value: parseJson(text, { nonFiniteAsNull }) };
    } catch (error) {
      return { fault: (error as Error).name };
    }
  };
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const TEXTS = [
    '{"a":[1,-0,0.1,1e5,1E-7,-2.50],"b":{"__proto__":{"x":1},"1":2,"a":3,"a":4},"c":"\\u0041\\ud800 \\n"}',
    '[9007199254740991,9007199254740992,-9007199254740993,123456789012345,1234567890123456]',
    '{"seed":18446744073709551615}',
    '[1e308,1e309,-1e400,1e-400,123.5e307,1.5E+308,99e0308]',
    '[0.30000000000000004,1234567890.12345678901234567890]',
    '18446744073709551615',
    '[NaN,Infinity,-Infinity]',
    '"1e999 and 18446744073709551615 in a text"',
    '{"sha256":"1e9990123456789012345678901234567890"}',
    nested(512),
    nested(513),
    nested(514),
    `{"a":${nested(511)}}`,
    `{"a":${nested(512)}}`,
    `[${'1,'.repeat(600)}1]`,
    '01',
    '[1,]',
    '{"a":1,}',
    '"\u0001"',
    '"\u2028"',
    '',
    ' \n',
    'true false',
  ];
  const MUTATIONS = [
    '0',
    '9',
    'e',
    '.',
    '-',
    '"',
    '\\',
    '[',
    ']',
    '{',
    '}',
    ':',
    ',',
    ' ',
    '1e400',
    '\u0000',
  ];

  it('gives the same value, or the same kind of fault, for whatever text', () => {
    const random = createRandom(7);
    let compared = 0;
    for (const text of TEXTS) {
      const texts = [text];
      for (let turn = 0; turn < 150; turn += 1) {
        const at = random.int(text.length + 1);
        const put = MUTATIONS[random.int(MUTATIONS.length)] ?? '';
        texts.push(text.slice(0, at) + put + text.slice(at + random.int(3)));
      }
      for (const one of texts) {
        for (const nonFiniteAsNull of [false, true]) {
          expect(outcome(one, nonFiniteAsNull), one.slice(0, 200)).toStrictEqual(
            carefully(one, nonFiniteAsNull),
          );
          compared += 1;
        }
      }
    }
    expect(compared).toBe(TEXTS.length * 151 * 2);
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
