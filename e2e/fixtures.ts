import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { _electron, test as base, type ConsoleMessage, expect, type Page } from '@playwright/test';
import { createDemoServer, type DemoServer } from '../electron/demo/server';
import { findElectron } from '../scripts/setup/electronBinary.mjs';
import type { HostOption } from './host';
import { type RunningHost, startHost } from './runningHost';

/** Picture size and time of the fake ComfyUI: small and fast, so that a journey takes seconds. */
const PICTURE = { width: 96, height: 96 };
const IMAGE_MS = 20;

interface World {
  /** A temporary folder of this test's own; the sessions lie in `sessions` below it. */
  folder: string;
  /** A fake ComfyUI of this test's own; its faults must strike when they are armed. */
  comfy: DemoServer;
  /** A browser host of this test's own that talks to `comfy`. */
  server: RunningHost;
  /** Command line of the host beside the folder and the ComfyUI; set with `test.use`. */
  hostArgs: readonly string[] | null;
  /** So many days the host's clock is ahead; set with `test.use`. */
  daysAhead: number;
  /** The test tries what the page's policy forbids, and every refusal is told in the console; set with `test.use`. */
  triesForbidden: boolean;
  /** Skips what belongs to the desktop app where there is none, before a browser and a host are started for it. */
  whereThereIsOne: undefined;
  /** The app on the screen, in the host that the project names. */
  app: Page;
}

export const test = base.extend<World & HostOption>({
  host: ['browser', { option: true }],
  hostArgs: [null, { option: true }],
  daysAhead: [0, { option: true }],
  triesForbidden: [false, { option: true }],

  whereThereIsOne: [
    async ({ host }, use, testInfo) => {
      const isMissing = host === 'desktop' && findElectron() === null;
      testInfo.skip(isMissing, 'There is no Electron binary on this machine.');
      await use(undefined);
    },
    { auto: true },
  ],

  folder: async ({ host }, use) => {
    const folder = await mkdtemp(join(tmpdir(), `blindfold-${host}-`));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },

  comfy: async ({ host }, use) => {
    const comfy = await createDemoServer({
      imageMs: host === 'browser' ? IMAGE_MS : IMAGE_MS * 2,
      size: PICTURE,
    });
    await use(comfy);
    expect(comfy.unhitFaults(), 'every armed fault struck').toEqual([]);
    await comfy.dispose();
  },

  server: async ({ folder, comfy, hostArgs, daysAhead }, use) => {
    const args = hostArgs ?? ['--comfyui', comfy.url];
    const server = await startHost({
      args: ['--port', '0', '--sessions', join(folder, 'sessions'), ...args],
      cwd: folder,
      env: daysAhead === 0 ? {} : { NODE_OPTIONS: clockAhead(daysAhead) },
    });
    await use(server);
    await server.stop();
  },

  app: async ({ host, page, context, server, folder, comfy, hostArgs, triesForbidden }, use) => {
    if (host === 'browser') {
      await context.clearCookies();
      const complaints = watchConsole(page);
      await page.goto(`${server.url}/?token=${server.token}`);
      await use(page);
      if (!triesForbidden) expect(complaints, 'the console stayed clean').toEqual([]);
      return;
    }
    const binary = findElectron();
    const desktop = await _electron.launch({
      ...(binary === null ? {} : { executablePath: binary }),
      args: [
        '--no-sandbox',
        '.',
        '--sessions',
        join(folder, 'desktop-sessions'),
        ...(hostArgs ?? ['--comfyui', comfy.url]),
      ],
      env: {
        ...process.env,
        BLINDFOLD_USER_DATA: join(folder, 'user-data'),
        BLINDFOLD_SETTINGS: '',
      } as Record<string, string>,
    });
    const window = await desktop.firstWindow();
    const complaints = watchConsole(window);
    await use(window);
    // Unsaved work would be asked about in a window of the system, which no test can press: the answer is Discard.
    await desktop.evaluate(({ dialog }) => {
      dialog.showMessageBox = async () => ({ response: 1, checkboxChecked: false });
    });
    await desktop.close();
    if (!triesForbidden) expect(complaints, 'the console stayed clean').toEqual([]);
  },
});

export { expect };

/** Has Node load a clock that is ahead before anything else, since the times of files can be set back only in part. */
function clockAhead(days: number): string {
  const program = `const Now = Date; const ahead = ${days} * 864e5;
    globalThis.Date = class extends Now {
      constructor(...parts) { if (parts.length === 0) super(Now.now() + ahead); else super(...parts); }
      static now() { return Now.now() + ahead; }
    };`;
  return `--import=data:text/javascript,${encodeURIComponent(program)}`;
}

/** Collects what a clean page never says: warnings, errors, uncaught exceptions. */
export function watchConsole(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  return complaints;
}

/** WCAG 2.2 A and AA, and what else makes a page easy to find one's way in: landmarks, headings in order. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Scans the page as it stands, or a part of it; fails with what was found and where, and goes on to the next place. */
export async function expectAccessible(page: Page, part = 'html'): Promise<void> {
  // Bringing it into the page takes longer than many a scan.
  const isThere = await page.evaluate(() => 'axe' in window);
  const scan = await new AxeBuilder({ page, ...(isThere ? { axeSource: ';' } : {}) })
    .options({ resultTypes: ['violations'], preload: false })
    .include(part)
    // It would finish each scan in a second page, for frames of other sites. There are none, a desktop window has no
    // second page, and opening one takes most of the time.
    .setLegacyMode()
    .withTags(RULES)
    .exclude('[data-base-ui-focus-guard]')
    .analyze();
  const found = scan.violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
  expect.soft(found, 'nothing stands in the way of people who use the page otherwise').toEqual([]);
}
