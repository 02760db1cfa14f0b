import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installed, root } from './place.mjs';
import { COMPILED, runNode } from './run.mjs';

const SOURCES = [
  'core',
  'docs',
  'electron',
  'renderer',
  'scripts/packing/notices.mjs',
  'scripts/packing/packages.mjs',
  'package-lock.json',
  'package.json',
  'vite.config.ts',
];
const OUTPUTS = [
  'client/index.html',
  'client/notices.txt',
  'main/index.js',
  'preload/index.cjs',
  'server/serve.js',
];
const STAMP = 'dist/.sources';

/**
 * A fingerprint of everything the bundles are made of. Contents count, not times: a checkout touches files that it
 * does not change. Tests are no part of a bundle.
 *
 * @param {string} folder
 * @param {string[]} [sources] files and folders in it
 */
export function fingerprint(folder, sources = SOURCES) {
  const hash = createHash('sha256');
  for (const path of sources.flatMap((source) => filesOf(folder, source))) {
    if (/\.test\.tsx?$/.test(path)) continue;
    const content = readFileSync(join(folder, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * Says whether the bundles in dist/ are those of the sources.
 *
 * @param {string} folder
 * @param {string} print
 */
export function isBuilt(folder, print) {
  const stamp = join(folder, STAMP);
  return (
    OUTPUTS.every((file) => existsSync(join(folder, 'dist', file))) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === print
  );
}

/** Builds when dist/ is missing or stale. Resolves to false when the build failed. */
export async function ensureBuilt() {
  const print = fingerprint(root);
  return isBuilt(root, print) || build(print);
}

/**
 * Builds all bundles. The fingerprint is taken before: what changes meanwhile makes the result stale.
 *
 * @param {string} [print]
 */
export async function build(print = fingerprint(root)) {
  console.log('Building ...');
  const code = await runNode(installed('vite/bin/vite.js'), ['build', '--app', '--logLevel', 'warn']);
  if (code !== 0) {
    console.error('The build failed. What is wrong stands above.');
    return false;
  }
  rmSync(COMPILED, { recursive: true, force: true });
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, STAMP), print);
  return true;
}

/**
 * @param {string} folder
 * @param {string} path a file or folder in it; one that is missing holds nothing
 * @returns {string[]} paths of files, in a fixed order, with forward slashes
 */
function filesOf(folder, path) {
  const full = join(folder, path);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [path];
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesOf(folder, `${path}/${name}`));
}
