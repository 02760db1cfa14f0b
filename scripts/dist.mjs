import { requireNode } from './setup/nodeVersion.mjs';

requireNode();
const { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } = await import('node:fs');
const { join } = await import('node:path');
const { ensureInstalled } = await import('./setup/packages.mjs');
const { ensureBuilt } = await import('./setup/bundles.mjs');
const { installed, root } = await import('./setup/place.mjs');
const { runNode } = await import('./setup/run.mjs');

if (!(await ensureInstalled()) || !(await ensureBuilt())) process.exit(1);

const { parse } = await import('yaml');
const { examine, findBuiltApps } = await import('./packing/builtApps.mjs');
const { drawIcons } = await import('./packing/icons.mjs');
const { NOTICES } = await import('./packing/notices.mjs');
const { makeStandIn } = await import('./packing/standIn.mjs');
const { ensureLibrariesFor } = await import('./packing/otherChip.mjs');
const { withProject } = await import('./packing/project.mjs');

const config = withProject(parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8')), process.env);
const given = process.argv.slice(2).filter((each) => each !== '--stand-in');
const isStandIn = given.length < process.argv.length - 2;
// Apple is asked only where the workflow found the key for it.
if (process.env.BLINDFOLD_NOTARIZE === 'true') config.mac.notarize = true;
const extra = isStandIn ? ['--linux', '--dir'] : [];

if (isStandIn) {
  const folder = join(root, '.cache/stand-in');
  const { version } = JSON.parse(readFileSync(installed('electron/package.json'), 'utf8'));
  makeStandIn(folder, version);
  config.electronDist = folder;
  console.log(
    'A stand-in takes the place of Electron: what is built shows what is packed and cannot be started.',
  );
}

// Both chips of a Mac are built on one machine, which has the libraries of one only.
if (process.platform === 'darwin' && !given.includes('--dir'))
  await ensureLibrariesFor(root, ['x64', 'arm64']);
await drawIcons(root);
copyFileSync(join(root, 'dist/client', NOTICES), join(root, 'build', NOTICES));

// What an earlier build left must not be taken for this one's.
const out = join(root, config.directories.output);
rmSync(out, { recursive: true, force: true });
const settings = join(root, '.cache/installers.json');
mkdirSync(join(root, '.cache'), { recursive: true });
writeFileSync(settings, JSON.stringify(config));
const code = await runNode(installed('electron-builder/cli.js'), ['--config', settings, ...given, ...extra]);
if (code !== 0) process.exit(code);

const apps = existsSync(out) ? findBuiltApps(out) : [];
if (apps.length === 0) {
  console.error('Nothing was built that could be read back.');
  process.exitCode = 1;
}
for (const app of apps) {
  const { summary, faults } = await examine(root, app, config);
  console.log(summary);
  for (const fault of faults) console.error(`  ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}
