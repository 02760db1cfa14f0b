import { requireNode } from './setup/nodeVersion.mjs';

requireNode();
const { join } = await import('node:path');
const { ensureInstalled } = await import('./setup/packages.mjs');
const { root } = await import('./setup/place.mjs');

// The ids and file times of the sample are those of one place, wherever it is made.
process.env.TZ = 'UTC';
if (!(await ensureInstalled())) process.exit(1);
const { runnerImport } = await import('vite');
const { module } = await runnerImport(join(root, 'scripts/sample/makeSample.ts'), {
  configFile: false,
  logLevel: 'error',
});
await module.makeSample(join(root, 'sessions'));
