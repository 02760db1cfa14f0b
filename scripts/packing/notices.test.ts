import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../setup/place.mjs';
import { NOTICES, noticesText, withPackagesOf } from './notices.mjs';
import { runtimePackages } from './packages.mjs';

describe('the notices that come with the app', () => {
  const built = readFileSync(join(root, 'dist/client', NOTICES), 'utf8');

  it('name every package that is installed with it, and those in the page', () => {
    const missing = runtimePackages(root).filter(
      ({ name, version }) => !built.includes(`  ${name} ${version}\n`),
    );
    expect(missing).toEqual([]);
    for (const name of ['react', 'chart.js', 'zustand']) expect(built).toContain(`\n  ${name} `);
    expect(built).not.toContain('\n  vitest ');
  });

  it('hold the terms, those that a binary library brings in included', () => {
    expect(built).toContain('Permission is hereby granted, free of charge');
    expect(built).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
    expect(built).toMatch(/\| librsvg +\| LGPLv3/);
  });

  it('tell of a bundled module by its package', () => {
    const packages = withPackagesOf(root, [
      join(root, 'node_modules/jsdom/lib/api.js'),
      join(root, 'renderer/App.tsx'),
    ]);
    expect(packages.length).toBe(runtimePackages(root).length + 1);
    expect(noticesText(root, packages)).toMatch(/\n {2}jsdom \d/);
  });
});
