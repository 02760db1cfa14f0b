import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import type { HostOption } from './e2e/host';
import { findElectron } from './scripts/setup/electronBinary.mjs';
import { HOST_ENV } from './scripts/setup/run.mjs';

const chromium = process.env['BLINDFOLD_CHROMIUM'] || process.env['CHROME_PATH'] || '/usr/bin/chromium';
const report = process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'];

// The processes that run the journeys keep what they compiled as the hosts do.
Object.assign(process.env, HOST_ENV);

if (process.env['REQUIRE_ELECTRON'] === '1' && findElectron() === null) {
  throw new Error(
    'REQUIRE_ELECTRON is set and there is no Electron. Run `npx install-electron`, or name one in BLINDFOLD_ELECTRON.',
  );
}

/** The same journeys twice: in a page served by the browser host, and in the desktop app where Electron is. */
export default defineConfig<object, HostOption>({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  forbidOnly: Boolean(process.env['CI']),
  fullyParallel: true,
  // A journey waits for a third of its time: for a host to start, for pictures, for the next look at the page. With three on
  // two processors there is always one that can work.
  workers: Math.min(4, Math.ceil(availableParallelism() * 1.5)),
  // Several times what the longest one needs: three at a time make each of them slower.
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [
    ['list'],
    ['./e2e/desktopBanner.ts'],
    ...(report ? [['json', { outputFile: report }] as const] : []),
  ],
  use: {
    viewport: { width: 1280, height: 800 },
    // A recording of every journey would take much of the time. The picture and the page of the failure are kept;
    // `--trace on` records the one that is looked into.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    // What scripts and the command line do belongs to the browser host alone, what the system does to the desktop app.
    { name: 'browser', testIgnore: 'desktopHost/**', use: { host: 'browser' } },
    { name: 'desktop', testIgnore: 'browserHost/**', use: { host: 'desktop' } },
  ],
});
