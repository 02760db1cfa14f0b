import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../setup/run.mjs';

/**
 * Fetches the picture library's builds for chips that this machine does not have; npm installs those of its own only. The
 * lock file says which ones, and what was fetched is checked against it.
 *
 * @param {string} root the folder of the repository
 * @param {string[]} chips as Node names them
 * @param {string} [platform]
 * @returns {Promise<void>} rejects when one could not be fetched
 */
export async function ensureLibrariesFor(root, chips, platform = process.platform) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  for (const chip of chips) {
    for (const name of [`@img/sharp-${platform}-${chip}`, `@img/sharp-libvips-${platform}-${chip}`]) {
      const place = `node_modules/${name}`;
      const locked = packages[place];
      if (!locked || existsSync(join(root, place, 'package.json'))) continue;
      await fetchPackage(root, place, `${name}@${locked.version}`, locked.integrity);
    }
  }
}

/**
 * @param {string} root
 * @param {string} place
 * @param {string} spec
 * @param {string} integrity
 */
async function fetchPackage(root, place, spec, integrity) {
  const { createHash } = await import('node:crypto');
  mkdirSync(join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(root, '.cache/other-chip-'));
  try {
    const shell = process.platform === 'win32';
    if ((await run('npm', ['pack', '--silent', '--pack-destination', folder, spec], { shell })) !== 0) {
      throw new Error(`${spec} could not be fetched.`);
    }
    const file = readdirSync(folder).find((name) => name.endsWith('.tgz'));
    if (!file) throw new Error(`${spec} was not found after it was fetched.`);
    const hash = `sha512-${createHash('sha512')
      .update(readFileSync(join(folder, file)))
      .digest('base64')}`;
    if (hash !== integrity) throw new Error(`${spec} is not the one of the lock file.`);
    if ((await run('tar', ['-xzf', join(folder, file), '-C', folder])) !== 0)
      throw new Error(`${spec} could not be unpacked.`);
    mkdirSync(dirname(join(root, place)), { recursive: true });
    renameSync(join(folder, 'package'), join(root, place));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
