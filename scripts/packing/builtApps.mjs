import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll, getRawHeader } from '@electron/asar';
import { runNode } from '../setup/run.mjs';
import { contentFaults, importedNames, megabytes } from './contents.mjs';
import { differences, foreseenFiles } from './foreseen.mjs';
import { fuseFaults, readFuses } from './fuses.mjs';

/** @typedef {import('./contents.mjs').Packed} Packed */
/** @typedef {import('./contents.mjs').Target & { folder: string, resources: string, program: string }} BuiltApp */

const FOLDER = /^(?:(linux|win)(?:-(arm64))?-unpacked|(mac)(?:-(arm64))?)$/;
const MAC_PROGRAM = 'Contents/Frameworks/Electron Framework.framework/Electron Framework';

/**
 * The apps that the builder left unpacked in its output folder, one for each system and chip.
 *
 * @param {string} out
 * @returns {BuiltApp[]}
 */
export function findBuiltApps(out) {
  return readdirSync(out).flatMap((name) => {
    const [, system, chip, mac, macChip] = FOLDER.exec(name) ?? [];
    const arch = chip ?? macChip ?? 'x64';
    const folder = join(out, name);
    if (mac) {
      const app = join(folder, 'Blindfold.app');
      return [
        {
          folder,
          platform: 'darwin',
          arch,
          resources: join(app, 'Contents/Resources'),
          program: join(app, MAC_PROGRAM),
        },
      ];
    }
    if (!system) return [];
    const [platform, program] = system === 'win' ? ['win32', 'Blindfold.exe'] : ['linux', 'blindfold'];
    return [{ folder, platform, arch, resources: join(folder, 'resources'), program: join(folder, program) }];
  });
}

/**
 * Reads back what was built: the list of the archive, the fuses, and, on the system it is for, whether all that the app
 * imports is found inside and can be loaded.
 *
 * @param {string} root the folder of the repository
 * @param {BuiltApp} app
 * @param {import('./project.mjs').Config} config how it should be
 * @returns {Promise<{ summary: string, faults: string[] }>}
 */
export async function examine(root, app, config) {
  const archive = join(app.resources, 'app.asar');
  const files = listArchive(archive);
  const faults = [
    ...contentFaults(root, files, app),
    ...differences(foreseenFiles(root, config, app), files),
    ...fuseFaults(config.electronFuses, readFuses(app.program)),
  ];
  for (const name of ['LICENSE.txt', 'THIRD-PARTY-NOTICES.txt']) {
    if (!readdirSync(app.resources).includes(name)) faults.push(`${name} does not lie among the resources.`);
  }
  const isForHere = app.platform === process.platform && app.arch === process.arch;
  if (isForHere && !(await canLoad(archive)))
    faults.push('What the app imports cannot all be loaded from what was packed.');
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const tried = isForHere ? ', all imports loaded' : ', imports not tried, as this is another system';
  return {
    summary: `${app.platform} ${app.arch}: ${files.length} files, ${megabytes(bytes)} beside Electron${tried}`,
    faults,
  };
}

/**
 * All files of an archive, those beside it included.
 *
 * @param {string} archive
 * @returns {Packed[]}
 */
export function listArchive(archive) {
  /** @type {Packed[]} */
  const files = [];
  const walk = (/** @type {any} */ node, /** @type {string} */ folder) => {
    for (const [name, entry] of Object.entries(node.files)) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (entry.files) walk(entry, path);
      else files.push({ path, bytes: entry.size ?? 0, isUnpacked: entry.unpacked === true });
    }
  };
  walk(getRawHeader(archive).header, '');
  return files;
}

/**
 * Unpacks the archive far away from the repository, so that nothing is found by chance, and loads there what the app imports.
 * What only Electron gives is left out, and so is the updater, which asks for it at once.
 *
 * @param {string} archive
 */
async function canLoad(archive) {
  const folder = mkdtempSync(join(tmpdir(), 'blindfold-packed-'));
  try {
    extractAll(archive, folder);
    const main = join(folder, 'dist/main');
    mkdirSync(main, { recursive: true });
    const bundles = readdirSync(main).filter((name) => name.endsWith('.js'));
    const names = new Set(bundles.flatMap((name) => importedNames(readFileSync(join(main, name), 'utf8'))));
    if (names.size === 0) throw new Error('No imports were found in the bundles.');
    const probe = join(main, 'probe.mjs');
    const loads = [...names]
      .filter((name) => name !== 'electron-updater')
      .map((name) => `await import(${JSON.stringify(name)});`);
    // Loading alone does not open the database's library.
    const uses = ["new (await import('better-sqlite3')).default(':memory:').prepare('select 1').get();"];
    const resolves = [...names].map((name) => `import.meta.resolve(${JSON.stringify(name)});`);
    writeFileSync(probe, [...resolves, ...loads, ...uses].join('\n'));
    return (await runNode(probe)) === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
