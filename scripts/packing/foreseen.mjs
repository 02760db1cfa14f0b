import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runtimePackages } from './packages.mjs';

/** @typedef {import('./contents.mjs').Packed} Packed */

/** Names that the builder leaves out of packages by itself: anywhere, and at the top of a package. */
const NOWHERE = new Set([
  'node_modules',
  'CHANGELOG.md',
  'ChangeLog',
  'changelog.md',
  'Changelog.md',
  'binding.gyp',
  'node_gyp_bins',
]);
const NOT_ON_TOP = new Set([
  'README.md',
  'README',
  'readme.md',
  'Readme.md',
  'readme.markdown',
  'karma.conf.js',
  'test',
  'tests',
]);

/**
 * What the builder will pack, found with its own filters and without packing: in milliseconds, so that the unit tests can hold
 * it. After each build the real archive is compared with it.
 *
 * @param {string} root the folder of the repository, built
 * @param {{ files: string[], asarUnpack: string[] }} config
 * @param {import('./contents.mjs').Target} target
 * @returns {Packed[]}
 */
export function foreseenFiles(root, config, target) {
  const { FileMatcher, excludedNames } = createRequire(import.meta.url)('app-builder-lib/out/fileMatcher');
  const expand = (/** @type {string} */ text) =>
    text.replaceAll(/\$\{(platform|arch)\}/g, (_, /** @type {'platform' | 'arch'} */ name) => target[name]);
  const filterOf = (/** @type {string[]} */ patterns) =>
    new FileMatcher(root, root, expand, patterns).createFilter();
  const inPackages = filterOf(['**/*', ...config.files.filter((pattern) => pattern.startsWith('!'))]);
  const ours = filterOf(config.files);
  const beside = filterOf(config.asarUnpack);
  const hidden = new Set([...NOWHERE, ...excludedNames.split(',')]);
  /** @type {Packed[]} */
  const files = [];
  const walk = (
    /** @type {string} */ path,
    /** @type {typeof ours} */ filter,
    /** @type {Set<string>} */ leftOut,
    isTop = false,
  ) => {
    const full = join(root, path);
    const stat = statSync(full);
    if (!filter(full, stat)) return;
    if (stat.isFile()) {
      files.push({ path, bytes: stat.size, isUnpacked: beside(full, stat) });
      return;
    }
    for (const name of readdirSync(full).sort()) {
      if (leftOut.has(name) || (isTop && NOT_ON_TOP.has(name))) continue;
      walk(`${path}/${name}`, filter, leftOut);
    }
  };
  for (const { folder } of runtimePackages(root)) walk(folder, inPackages, hidden, true);
  for (const folder of ['dist/client', 'dist/main', 'dist/preload']) walk(folder, ours, new Set());
  walk('package.json', ours, new Set());
  return files;
}

/**
 * What differs between the list that was foreseen and the real one. Where a package lies does not count: the builder moves two
 * versions of one to other places, and each still finds its own.
 *
 * @param {Packed[]} foreseen
 * @param {Packed[]} real
 * @returns {string[]} sentences; none when both name the same files
 */
export function differences(foreseen, real) {
  const before = new Set(foreseen.map(nameOf));
  const after = new Set(real.map(nameOf));
  return [
    ...[...after].filter((name) => !before.has(name)).map((name) => `${name} was packed and not foreseen.`),
    ...[...before].filter((name) => !after.has(name)).map((name) => `${name} was foreseen and not packed.`),
  ];
}

/** @param {Packed} file */
function nameOf({ path }) {
  return path.slice(Math.max(0, path.lastIndexOf('node_modules/')));
}
