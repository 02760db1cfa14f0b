import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs', 'security.md'), 'utf8');

/** The rows of the tables of rules: what is said, and where it is tested. */
const rows = page
  .split(/^\| rule \| test \|\n\| --- \| --- \|\n/m)
  .slice(1)
  .flatMap((part) => part.slice(0, part.search(/\n(?!\|)/)).split('\n'))
  .map((line) => ({ line, found: /^\| .+ \| `([^`]+)`: (.+) \|$/.exec(line) }));

describe('the page on security', () => {
  it('names a test for each rule', () => {
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter(({ found }) => found === null).map(({ line }) => line)).toEqual([]);
  });

  it('names tests that exist', () => {
    const missing = rows.flatMap(({ found }) => {
      const [, file = '', name = ''] = found ?? [];
      const text = readFileSync(join(root, file), 'utf8');
      // As the first thing that a test or a table of tests is called with.
      const isThere = [`'${name}'`, `"${name}"`, `\`${name}\``].some((quoted) => {
        const before = text.slice(0, Math.max(0, text.indexOf(quoted))).trimEnd();
        return text.includes(quoted) && before.endsWith('(');
      });
      return isThere ? [] : [`${file}: ${name}`];
    });
    expect(missing).toEqual([]);
  });
});
