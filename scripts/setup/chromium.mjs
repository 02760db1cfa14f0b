import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installed } from './place.mjs';
import { run } from './run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * Where a Chromium may stand on this system, the likeliest first.
 *
 * @param {{ platform: string, env: Record<string, string | undefined> }} system
 * @returns {string[]}
 */
export function chromiumPlaces({ platform, env }) {
  if (platform === 'darwin') {
    return ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (platform === 'win32') {
    return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .map((folder) => `${folder}\\Google\\Chrome\\Application\\chrome.exe`);
  }
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/**
 * The Chromium for the tests that need a page: the one that BLINDFOLD_CHROMIUM or CHROME_PATH names, an installed
 * one, the one that Playwright keeps, or, as root on Debian and its relatives, the system's package.
 *
 * @returns {Promise<string | null>} null when there is none; a sentence has then said so
 */
export async function ensureChromium() {
  for (const variable of ['BLINDFOLD_CHROMIUM', 'CHROME_PATH']) {
    const named = process.env[variable];
    if (!named) continue;
    if (existsSync(named)) return named;
    console.error(`${variable} names ${named}, and there is no such file.`);
    return null;
  }
  const found = chromiumPlaces(process).find((path) => existsSync(path)) ?? (await ofPlaywright());
  if (found) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium for the tests (apt-get) ...');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env });
    const fresh = chromiumPlaces(process).find((path) => existsSync(path));
    if (fresh) return fresh;
  }
  console.error(
    'The tests in a page need a Chromium and none was found. Install one, or name it in BLINDFOLD_CHROMIUM.',
  );
  return null;
}

/** The Chromium in Playwright's own cache, if somebody fetched it. */
async function ofPlaywright() {
  if (!existsSync(installed('playwright'))) return null;
  const { chromium } = await import('playwright');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : null;
}
