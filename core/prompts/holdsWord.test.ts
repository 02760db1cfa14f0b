import { expect, it } from 'vitest';
import { holdsWord } from './holdsWord';

it.each([
  ['a fox, InkWash, snow', 'inkwash', true],
  ['inkwashed fox', 'inkwash', false],
  ['a fox in the style of ohwx_man', 'ohwx', false],
  ['a fox, ink wash (style)', 'ink wash (style)', true],
  ['ein Füchslein', 'Füchs', false],
  ['雪狐, 墨', '墨', true],
  ['a fox', ' FOX ', true],
])('%j holds %j: %s', (prompt, word, holds) => {
  expect(holdsWord(prompt, word)).toBe(holds);
});
