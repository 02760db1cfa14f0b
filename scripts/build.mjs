import { requireNode } from './setup/nodeVersion.mjs';

requireNode();
const { build } = await import('./setup/bundles.mjs');
if (!(await build())) process.exitCode = 1;
