import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installed, root } from './place.mjs';
import { runNode } from './run.mjs';

const FETCH_LIMIT_MS = 180_000;
const REFUSAL = join(root, 'node_modules/.electron-refused');
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

/**
 * The Electron program, when it is there. Importing the package would fetch it, so its files are read instead.
 *
 * @param {Record<string, string | undefined>} [env] BLINDFOLD_ELECTRON names another one
 * @returns {string | null}
 */
export function findElectron(env = process.env) {
  if (env.BLINDFOLD_ELECTRON) return existsSync(env.BLINDFOLD_ELECTRON) ? env.BLINDFOLD_ELECTRON : null;
  const name = installed('electron/path.txt');
  if (!existsSync(name)) return null;
  const program = join(installed('electron/dist'), readFileSync(name, 'utf8').trim());
  return existsSync(program) ? program : null;
}

/**
 * Says whether fetching was refused less than a day ago: then it is not tried again, so that nobody waits for it at every start.
 *
 * @param {string} [note] the file that was written at the refusal
 * @param {number} [now] milliseconds since 1970
 */
export function wasJustRefused(note = REFUSAL, now = Date.now()) {
  const written = statSync(note, { throwIfNoEntry: false });
  // A clock that was set back must not make the note last for ever.
  return written !== undefined && Math.abs(now - written.mtimeMs) < REMEMBERED_MS;
}

/** What is said where the desktop app was wanted and Electron is not there. */
export const NOT_FETCHED =
  'Electron could not be fetched (to try again now, run `npx install-electron`; a start tries again after a day)';

/**
 * The Electron program, fetched when it is not there yet and this was not refused a moment ago.
 *
 * @returns {Promise<string | null>}
 */
export async function ensureElectron() {
  const there = findElectron();
  if (there || wasJustRefused()) return there;
  console.log('Fetching Electron (about 110 MB, once) ...');
  const code = await runNode(installed('electron/install.js'), [], {
    quiet: true,
    timeoutMs: FETCH_LIMIT_MS,
  });
  const fetched = findElectron();
  if (code !== 0 || !fetched) writeFileSync(REFUSAL, `exit code ${code}\n`);
  return fetched;
}

/**
 * Why no window can be opened here, whatever is installed; null when one can.
 *
 * @param {{ platform: string, env: Record<string, string | undefined>, uid: number | undefined }} system
 */
export function noWindowBecause({ platform, env, uid }) {
  if (platform !== 'linux') return null;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'There is no display here';
  if (uid === 0) return 'The desktop app does not start as root';
  return null;
}

/**
 * How the journeys get a display for the desktop app: `system` (there is one, or none is needed), `virtual` (Linux with
 * xvfb-run), or `none`.
 *
 * @param {{ platform: string, env: Record<string, string | undefined> }} system
 * @returns {'system' | 'virtual' | 'none'}
 */
export function displayForTests({ platform, env }) {
  if (platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY) return 'system';
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.some((folder) => existsSync(join(folder, 'xvfb-run'))) ? 'virtual' : 'none';
}
