import { requireNode } from './setup/nodeVersion.mjs';

requireNode();
const { existsSync, mkdirSync, readFileSync, rmSync } = await import('node:fs');
const { join } = await import('node:path');
const { ensureInstalled } = await import('./setup/packages.mjs');
const { ensureBuilt } = await import('./setup/bundles.mjs');
const { checkLint, checkTypes } = await import('./setup/checks.mjs');
const { ensureChromium } = await import('./setup/chromium.mjs');
const { displayForTests, findElectron } = await import('./setup/electronBinary.mjs');
const { ended, nothing, ofPlaywright, ofVitest, one, sentence, sum } = await import('./setup/counts.mjs');
const { firstScreenParts, judgeFirstScreen } = await import('./setup/firstScreen.mjs');
const { testsPlace } = await import('./setup/testsPlace.mjs');
const { installed, nodePath, root } = await import('./setup/place.mjs');
const { run, runNode } = await import('./setup/run.mjs');

const reports = join(root, '.cache/reports');

/** Unit tests. */
async function unit() {
  console.log('\nUnit tests (vitest)');
  const report = freshReport('unit.json');
  const code = await runNode(installed('vitest/vitest.mjs'), [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  return ended(readReport(report, ofVitest), code);
}

/** What the built page weighs: as fast on every machine, so it can fail here. */
function size() {
  console.log('\nSize of the first screen');
  const verdict = judgeFirstScreen(firstScreenParts(join(root, 'dist/client')));
  console.log(verdict.sentence);
  return one(verdict.isGood);
}

/**
 * Has the runner of the journeys translate them all and keep the result in the temporary folder, where it finds them later:
 * many seconds of work for one core, while another one is busy with the types. What is wrong with them is said when they run.
 */
function readJourneys() {
  return runNode(installed('@playwright/test/cli.js'), ['test', '--list', '--reporter=line'], {
    quiet: true,
  });
}

/** Whole journeys in a page, on the built program. */
async function journeys() {
  console.log('\nJourneys (playwright)');
  const chromium = await ensureChromium();
  if (!chromium) return one(false);
  const report = freshReport('e2e.json');
  const display = findElectron() ? displayForTests(process) : 'system';
  const command = [nodePath(), installed('@playwright/test/cli.js'), 'test'];
  const [program = '', ...args] = display === 'virtual' ? ['xvfb-run', '-a', ...command] : command;
  const code = await run(program, args, {
    env: {
      BLINDFOLD_CHROMIUM: chromium,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      // Without any display the desktop app counts as absent, and the banner says that it was not tried.
      ...(display === 'none' ? { BLINDFOLD_ELECTRON: 'none' } : {}),
    },
  });
  return ended(readReport(report, ofPlaywright), code);
}

/** @param {string} name */
function freshReport(name) {
  const file = join(reports, name);
  mkdirSync(reports, { recursive: true });
  rmSync(file, { force: true });
  return file;
}

/**
 * @param {string} file
 * @param {(report: any) => import('./setup/counts.mjs').Counts} read
 */
function readReport(file, read) {
  return existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

/** Every runner gets its turn, whatever the one before it found. */
async function all() {
  if (!(await ensureInstalled())) return one(false);
  const isBuilt = await ensureBuilt();
  // Types and lint use one core each; their words come in whole lines. Lint is through long before the types.
  const [types, lint] = await Promise.all([
    checkTypes(),
    checkLint().then(async (isGood) => {
      if (isBuilt) await readJourneys();
      return isGood;
    }),
  ]);
  const counts = [isBuilt ? nothing : one(false), one(types), one(lint), await unit()];
  if (isBuilt) counts.push(size(), await journeys());
  else console.error('\nThe journeys were not tried, because there is no build.');
  return sum(...counts);
}

const place = testsPlace(process);
if (place !== null) process.env.TMPDIR = place;
const counts = await all().finally(() => {
  if (place !== null) rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});
console.log(`\n${sentence(counts)}`);
if (counts.failed > 0) process.exitCode = 1;
