import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FUSES_AS_SHIPPED } from './fuses.mjs';

/**
 * Something for the builder to pack where Electron itself cannot be fetched: all of the app is real then, and the program
 * beside it is not. For Linux.
 *
 * @param {string} folder is made
 * @param {string} version of Electron
 */
export function makeStandIn(folder, version) {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'), { recursive: true });
  const note = 'A stand-in for Electron, which cannot be started.\n';
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from(note), FUSES_AS_SHIPPED]), {
    mode: 0o755,
  });
  writeFileSync(join(folder, 'version'), version);
  writeFileSync(join(folder, 'locales/en-US.pak'), '');
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, name), note);
}
