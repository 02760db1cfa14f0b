import { requireNode } from './setup/nodeVersion.mjs';

requireNode();
const { existsSync } = await import('node:fs');
const { join } = await import('node:path');
const { ensureInstalled } = await import('./setup/packages.mjs');
const { ensureBuilt } = await import('./setup/bundles.mjs');
const { ensureElectron, NOT_FETCHED, noWindowBecause } = await import('./setup/electronBinary.mjs');
const { root } = await import('./setup/place.mjs');
const { run, runHost } = await import('./setup/run.mjs');

const args = process.argv.slice(2).filter((arg) => arg !== '--browser');
if (!(await ensureInstalled()) || !(await ensureBuilt())) process.exit(1);

const reason = process.argv.includes('--browser')
  ? 'As asked'
  : noWindowBecause({ platform: process.platform, env: process.env, uid: process.getuid?.() });
const electron = reason === null ? await ensureElectron() : null;

if (electron && existsSync(electron)) {
  process.exitCode = await run(electron, ['.', ...args], { input: 'inherit' });
} else {
  console.log(`${reason ?? NOT_FETCHED}, so Blindfold is served to your browser.`);
  process.exitCode = await runHost(join(root, 'dist/server/serve.js'), args);
}
