import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIRST_SCREEN_BUDGET, firstScreenParts, judgeFirstScreen, sizeOf } from './firstScreen.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blindfold-first-screen-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const PAGE = `<script src="./theme.js"></script><link rel="icon" href="./icon.svg">
<script type="module" crossorigin src="./main.js"></script>
<link rel="modulepreload" crossorigin href="./shared.js"><link rel="stylesheet" href="./main.css">`;

describe('firstScreenParts', () => {
  it('weighs the page with the scripts and styles that it names, and nothing that comes later', () => {
    const files = {
      'index.html': PAGE,
      'theme.js': 'theme()',
      'main.js': `import('./later.js');${Array.from({ length: 500 }, (_, index) => `f${index * 7919}()`)}`,
      'shared.js': 'shared()',
      'main.css': 'a{color:red}',
      'later.js': 'later()',
      'icon.svg': '<svg/>',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const parts = firstScreenParts(folder);
    expect(parts[0]?.name).toBe('main.js');
    expect(parts.map(({ name }) => name).sort()).toEqual([
      'index.html',
      'main.css',
      'main.js',
      'shared.js',
      'theme.js',
    ]);
    for (const { name, bytes } of parts) expect(bytes).toBe(gzipSync(files[name as 'main.js']).length);
  });

  it('does not take a page for light whose parts are not there', () => {
    writeFileSync(join(folder, 'index.html'), PAGE);
    expect(() => firstScreenParts(folder)).toThrow('theme.js');
  });
});

describe('judgeFirstScreen', () => {
  const parts = [
    { name: 'main.js', bytes: 240_000 },
    { name: 'ui.js', bytes: 60_000 },
    { name: 'main.css', bytes: 40_000 },
    { name: 'index.html', bytes: 10_000 },
  ];

  it('is content with as much as is allowed', () => {
    expect(sizeOf(parts)).toBe(FIRST_SCREEN_BUDGET);
    expect(judgeFirstScreen(parts)).toEqual({
      isGood: true,
      sentence: 'The first screen is 350.0 kB compressed; it may be 350.0 kB.',
    });
  });

  it('names what weighs most where it is more', () => {
    const { isGood, sentence } = judgeFirstScreen([...parts, { name: 'more.js', bytes: 100 }]);
    expect(isGood).toBe(false);
    expect(sentence).toContain('is 350.1 kB compressed; it may be 350.0 kB.');
    expect(sentence).toContain('main.js (240.0 kB), ui.js (60.0 kB), main.css (40.0 kB).');
  });
});
