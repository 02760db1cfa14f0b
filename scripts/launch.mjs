import { requireNode } from './setup/nodeVersion.mjs';

requireNode();
const { existsSync } = await import('node:fs');
const { join } = await import('node:path');
const { root } = await import('./setup/place.mjs');
const { runHost } = await import('./setup/run.mjs');

// Runs one of the built programs, as `npm run serve` and `npm run demo` do.
const [name = '', ...args] = process.argv.slice(2);
const program = join(root, 'dist', name);
if (existsSync(program)) {
  process.exitCode = await runHost(program, args);
} else {
  console.error('Nothing is built yet. Run `npm run build` first, or `npm start`, which does it all.');
  process.exitCode = 1;
}
