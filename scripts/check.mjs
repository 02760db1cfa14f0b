import { requireNode } from './setup/nodeVersion.mjs';

requireNode();
const { checkLint, checkTypes } = await import('./setup/checks.mjs');
const results = [await checkTypes(), await checkLint()];
if (results.includes(false)) process.exitCode = 1;
