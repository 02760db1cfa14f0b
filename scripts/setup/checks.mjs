import { installed } from './place.mjs';
import { runNode } from './run.mjs';

/** The types of every wing, each with only the names that it may know. */
export async function checkTypes() {
  console.log('\nTypes (tsc)');
  return (await runNode(installed('typescript/bin/tsc'), ['-b', '--pretty'])) === 0;
}

/** Format, lint, directions of imports, and what nobody uses. */
export async function checkLint() {
  console.log('\nFormat, lint and directions (biome)');
  const biome = await runNode(installed('@biomejs/biome/bin/biome'), ['check', '--error-on-warnings', '.']);
  console.log('\nDead code (knip)');
  const knip = await runNode(installed('knip/bin/knip.js'), ['--no-config-hints']);
  return biome === 0 && knip === 0;
}
