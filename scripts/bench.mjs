import { requireNode } from './setup/nodeVersion.mjs';

requireNode();
const { join } = await import('node:path');
const { ensureInstalled } = await import('./setup/packages.mjs');
const { ensureBuilt } = await import('./setup/bundles.mjs');
const { root } = await import('./setup/place.mjs');

if (!(await ensureInstalled()) || !(await ensureBuilt())) process.exit(1);
const { runnerImport } = await import('vite');
const { module } = await runnerImport(join(root, 'bench/bench.ts'), { configFile: false, logLevel: 'error' });
await module.run(process.argv.slice(2));
