import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint, isBuilt } from './bundles.mjs';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blindfold-bundles-'));
  write('core/a.ts', 'one');
  write('package.json', '{}');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('fingerprint', () => {
  it('stays when only times change', () => {
    const before = fingerprint(folder);
    utimesSync(join(folder, 'core/a.ts'), 1, 1);
    expect(fingerprint(folder)).toBe(before);
  });

  it.each([
    ['a content changes', () => write('core/a.ts', 'two')],
    ['a file is added', () => write('renderer/ui/b.css', 'b {}')],
    ['a file goes', () => rmSync(join(folder, 'core/a.ts'))],
    ['the manifest changes', () => write('package.json', '{"a":1}')],
  ])('changes when %s', (_case, change) => {
    const before = fingerprint(folder);
    change();
    expect(fingerprint(folder)).not.toBe(before);
  });

  it('does not look at tests', () => {
    const before = fingerprint(folder);
    write('core/a.test.ts', 'test');
    expect(fingerprint(folder)).toBe(before);
  });
});

describe('isBuilt', () => {
  const outputs = [
    'client/index.html',
    'client/notices.txt',
    'main/index.js',
    'preload/index.cjs',
    'server/serve.js',
  ];

  it('is so when all bundles stand and were made of these sources', () => {
    for (const file of outputs) write(`dist/${file}`, '');
    write('dist/.sources', 'print');
    expect(isBuilt(folder, 'print')).toBe(true);
    expect(isBuilt(folder, 'another')).toBe(false);
  });

  it.each(outputs)('is not so without %s', (missing) => {
    for (const file of outputs) if (file !== missing) write(`dist/${file}`, '');
    write('dist/.sources', 'print');
    expect(isBuilt(folder, 'print')).toBe(false);
  });

  it('is not so when the last build did not end', () => {
    for (const file of outputs) write(`dist/${file}`, '');
    expect(isBuilt(folder, 'print')).toBe(false);
  });
});

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}
