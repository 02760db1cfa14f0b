import { expect, it } from 'vitest';
import { coverKey } from './coverKey';

const KEY = 'sk-very"secret-1';

it.each([
  ['no key in it', 'no key in it', 'no key in it'],
  [`one: ${KEY}, two: ${KEY}`, 'one: [key], two: [key]', 'one: [key], two: [key]'],
  [`{"a": "sk-very\\"secret-1"}`, '{"a": "[key]"}', '{"a": "[key]"}'],
  ['it begins: sk-very"sec', 'it begins: sk-very"sec', 'it begins: '],
  ['it may begin: sk-v', 'it may begin: sk-v', 'it may begin: sk-v'],
])('covers the key in %j', (text, whole, coming) => {
  expect(coverKey(text, KEY)).toBe(whole);
  expect(coverKey(text, KEY, false)).toBe(coming);
  expect(coverKey(text, null, false)).toBe(text);
});
