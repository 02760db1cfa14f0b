import { expect, it } from 'vitest';
import { asksForHelp, startHelp } from './startHelp';
import { KEY_VARIABLES, OPTIONS } from './startSettings';

it('has a line for each option, with what it does', () => {
  const lines = startHelp().split('\n');
  for (const name of [...Object.keys(OPTIONS), 'help']) {
    const found = lines.filter((line) => line.trimStart().split(' ')[0] === `--${name}`);
    expect(found, name).toHaveLength(1);
    expect(found[0]).toMatch(/ {2}\S.{5,}$/);
  }
  for (const name of KEY_VARIABLES)
    expect(lines.filter((line) => line.trimStart().split(' ')[0] === name)).toHaveLength(1);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(110);
});

it('is asked for by either word', () => {
  expect([['--help'], ['--demo', '-h'], ['--demo'], []].map(asksForHelp)).toEqual([true, true, false, false]);
});
