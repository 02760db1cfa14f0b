import { requireNode } from './setup/nodeVersion.mjs';

requireNode();
const { mkdirSync } = await import('node:fs');
const { join } = await import('node:path');
const { ensureInstalled } = await import('./setup/packages.mjs');
const { build } = await import('./setup/bundles.mjs');
const { installed, root } = await import('./setup/place.mjs');
const { runNode } = await import('./setup/run.mjs');

if (!(await ensureInstalled()) || !(await build())) process.exit(1);

// One drawing serves as favicon and as the icon of all installers.
const { default: sharp } = await import('sharp');
mkdirSync(join(root, 'build'), { recursive: true });
await sharp(join(root, 'renderer/styles/favicon.svg'), { density: 1200 })
  .resize(1024, 1024)
  .png()
  .toFile(join(root, 'build/icon.png'));

process.exitCode = await runNode(installed('electron-builder/cli.js'), process.argv.slice(2));
