import { describe, expect, it } from 'vitest';
import { coverKey } from './coverKey';

const KEY = 'sk-very"secret-1';

it.each([
  ['no key in it', 'no key in it', 'no key in it'],
  [`one: ${KEY}, two: ${KEY}`, 'one: [key], two: [key]', 'one: [key], two: [key]'],
  [`{"a": "sk-very\\"secret-1"}`, '{"a": "[key]"}', '{"a": "[key]"}'],
  ['it begins: sk-very"secr', 'it begins: [key]', 'it begins: '],
  ['it begins: sk-very\\"s', 'it begins: sk-very\\"s', 'it begins: '],
  ['it may begin: sk-v', 'it may begin: sk-v', 'it may begin: sk-v'],
])('covers the key in %j', (text, whole, coming) => {
  expect(coverKey(text, KEY)).toBe(whole);
  expect(coverKey(text, KEY, false)).toBe(coming);
  expect(coverKey(text, null, false)).toBe(text);
});

describe('a key in another writing', () => {
  const ODD = 'sk-Ab+c/9=.$(x)*[z]^|?{2}"q\\uQ&<9>%41';
  const codes = [...ODD].map((sign) => sign.charCodeAt(0).toString(16).padStart(4, '0'));
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  it.each([
    ['as it is', ODD],
    ['as JSON has it', JSON.stringify(ODD).slice(1, -1)],
    ['in numbers of JSON', codes.map((code) => `\\u${code}`).join('')],
    ['in an address', encodeURIComponent(ODD)],
    ['in an address that keeps some signs', encodeURI(ODD)],
    ['in HTML', ODD.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')],
    ['in numbers of HTML', codes.map((code) => `&#x${code};`).join('')],
    ['with nothing seen between', [...ODD].join('\u200b')],
    ['over two lines', `${ODD.slice(0, 20)}\n${ODD.slice(20)}`],
    ['its first half', ODD.slice(0, 20)],
    ['its second half', ODD.slice(18)],
  ])('is covered: %s', (_, written) => {
    expect(coverKey(`a "${written}", b \\n ${written}`, ODD)).toBe('a "[key]", b \\n [key]');
  });

  it.each(['', 'Bearer ', 'me:'])('is covered in base64, behind %j', (before) => {
    expect(coverKey(`a ${base64(before + ODD)} b`, ODD)).toMatch(/^a \S{0,12}\[key\]\S{0,4} b$/);
  });

  it('of few letters is covered only whole, and a mere word not at all', () => {
    expect(coverKey('abc123 abc12', 'abc123')).toBe('[key] abc12');
    expect(coverKey('none of the ollama models', 'none')).toBe('none of the ollama models');
    expect(coverKey('none of the ollama models', 'ollama', false)).toBe('none of the ollama models');
  });

  it('is found in a long text without delay', () => {
    const text = 'sk-Ab+ \\u0073 %41 &amp; words '.repeat(30_000);
    const began = performance.now();
    expect(coverKey(text, `sk-${'Ab+c'.repeat(40)}`, false)).toBe(text);
    expect(performance.now() - began).toBeLessThan(1500);
  });
});
