import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './place.mjs';
import { run } from './run.mjs';

/**
 * @typedef {{ packages?: Record<string, { version?: string, optional?: boolean }> }} Lock a package-lock.json
 */

/**
 * Says whether what npm noted inside node_modules is what the lock asks for. Optional packages may be absent: they
 * are for other systems.
 *
 * @param {Lock} wanted package-lock.json
 * @param {Lock | null} present node_modules/.package-lock.json, which npm writes last; null when there is none
 */
export function isInstalled(wanted, present) {
  const there = present?.packages;
  if (!there) return false;
  const asked = Object.entries(wanted.packages ?? {}).filter(([path]) => path !== '');
  const known = new Set(asked.map(([path]) => path));
  return (
    asked.every(([path, { version, optional }]) =>
      there[path] ? there[path].version === version : optional === true,
    ) && Object.keys(there).every((path) => known.has(path))
  );
}

/**
 * Installs the packages when they are missing or differ from the lock.
 *
 * @returns {Promise<boolean>} false when it failed; npm has then said why
 */
export async function ensureInstalled() {
  const wanted = readLock('package-lock.json');
  if (wanted && isInstalled(wanted, readLock('node_modules/.package-lock.json'))) return true;
  console.log('Installing packages (npm ci) ...');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  // npm takes node_modules away first, so the Node that runs it must not live in there.
  const npm = process.env.npm_execpath;
  const node = process.env.npm_node_execpath;
  const code =
    npm && node && existsSync(npm) && existsSync(node) && !node.startsWith(join(root, 'node_modules'))
      ? await run(node, [npm, ...args])
      : await run('npm', args, { shell: process.platform === 'win32' });
  if (code !== 0) console.error('The packages could not be installed. What npm said stands above.');
  return code === 0;
}

/**
 * @param {string} path
 * @returns {Lock | null}
 */
function readLock(path) {
  const file = join(root, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}
