import { requireNode } from './setup/nodeVersion.mjs';

requireNode();
const { join } = await import('node:path');
const { ensureInstalled } = await import('./setup/packages.mjs');
const { build } = await import('./setup/bundles.mjs');
const { installed, root } = await import('./setup/place.mjs');
const { runNode } = await import('./setup/run.mjs');

// One complete build first, so that the host has something to serve; then both watch.
if (!(await ensureInstalled()) || !(await build())) process.exit(1);
const codes = await Promise.all([
  runNode(installed('vite/bin/vite.js'), ['build', '--app', '--watch', '--logLevel', 'warn']),
  runNode('--watch', [join(root, 'dist/server/serve.js'), ...process.argv.slice(2)]),
]);
process.exitCode = Math.max(...codes);
