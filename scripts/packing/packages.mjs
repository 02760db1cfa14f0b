import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ name: string, version: string, folder: string }} Package `folder` is relative to the repository, with forward slashes */

/**
 * The packages that the installed app brings: those named under `dependencies`, and theirs, as far as they are here. What is
 * only there for other systems or for building is not among them.
 *
 * @param {string} root the folder of the repository
 * @returns {Package[]} in the order of their names
 */
export function runtimePackages(root) {
  /** @type {Map<string, Package>} */
  const found = new Map();
  const visit = (
    /** @type {string} */ folder,
    /** @type {string[]} */ names,
    /** @type {boolean} */ mustBe,
  ) => {
    for (const name of names) {
      const place = placeOf(root, folder, name);
      if (place === null) {
        if (mustBe)
          throw new Error(`The package ${name}, which ${folder || 'the app'} needs, is not installed.`);
        continue;
      }
      if (found.has(place)) continue;
      const manifest = JSON.parse(readFileSync(join(root, place, 'package.json'), 'utf8'));
      found.set(place, { name, version: manifest.version, folder: place });
      const optional = Object.keys(manifest.optionalDependencies ?? {});
      const needed = Object.keys(manifest.dependencies ?? {}).filter((each) => !optional.includes(each));
      visit(place, needed, true);
      visit(place, optional, false);
    }
  };
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  visit('', Object.keys(dependencies), true);
  return [...found.values()].sort(byName);
}

/**
 * Where Node finds a package that another one names.
 *
 * @param {string} root
 * @param {string} from folder of the package that names it, relative to root
 * @param {string} name
 * @returns {string | null} relative to root
 */
function placeOf(root, from, name) {
  const steps =
    from === ''
      ? ['']
      : [
          '',
          ...from.split('/node_modules/').map((_, at, all) => all.slice(0, at + 1).join('/node_modules/')),
        ];
  for (const step of steps.reverse()) {
    const place = step === '' ? `node_modules/${name}` : `${step}/node_modules/${name}`;
    if (existsSync(join(root, place, 'package.json'))) return place;
  }
  return null;
}

/**
 * The folder of the package that a file belongs to.
 *
 * @param {string} file any path with `node_modules` in it
 * @returns {string | null} from `node_modules/` on, or null for a file of our own
 */
export function packageFolder(file) {
  const path = file.replaceAll('\\', '/');
  const at = path.indexOf('node_modules/');
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(path.slice(at));
  return at === -1 || !match ? null : (match[1] ?? null);
}

/**
 * @param {Package} a
 * @param {Package} b
 */
export function byName(a, b) {
  const [left, right] = [`${a.name} ${a.version}`, `${b.name} ${b.version}`];
  return left < right ? -1 : Number(left > right);
}
