import { requireNode } from './setup/nodeVersion.mjs';

requireNode();
const { join } = await import('node:path');
const { ensureInstalled } = await import('./setup/packages.mjs');
const { ensureBuilt } = await import('./setup/bundles.mjs');
const { ensureChromium } = await import('./setup/chromium.mjs');
const { root } = await import('./setup/place.mjs');

// Ids of sessions and times on the pictures are those of one place, wherever they are made.
process.env.TZ = 'UTC';
if (!(await ensureInstalled()) || !(await ensureBuilt())) process.exit(1);
const executablePath = await ensureChromium();
if (executablePath === null) process.exit(1);
const { runnerImport } = await import('vite');
const { module } = await runnerImport(join(root, 'scripts/pictures/makePictures.ts'), {
  configFile: false,
  logLevel: 'error',
});
const names = process.argv.slice(2);
await module.makePictures({
  executablePath,
  client: join(root, 'dist/client'),
  sample: join(root, 'sessions/20260104_101500'),
  folder: join(root, 'docs/pictures'),
  only: names.length === 0 ? null : names,
});
process.exit(0);
