import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright';
import { startHost } from '../e2e/runningHost';
import { FIRST_SCREEN_BUDGET, firstScreenParts, sizeOf } from '../scripts/setup/firstScreen.mjs';
import { type Figure, figureOf, median, rounded } from './figure';

const STARTS = 5;

/**
 * P9: from the start of the process to a page whose tabs can be used, in a new tab of a browser that is open already. In: Chromium's
 * program, and a folder for the sessions.
 */
export async function startFigure(program: string, folder: string): Promise<Figure> {
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
  const times: number[] = [];
  const ready: number[] = [];
  try {
    const window = await browser.newContext();
    await window.newPage();
    for (let index = 0; index < STARTS; index += 1) {
      const begun = performance.now();
      const host = await startHost({ args: ['--sessions', join(folder, `start-${index}`)], cwd: folder });
      ready.push((performance.now() - begun) / 1000);
      try {
        const close = await show(window, `${host.url}/?token=${host.token}`);
        times.push((performance.now() - begun) / 1000);
        await close();
      } finally {
        await host.stop();
      }
    }
  } finally {
    await browser.close();
  }
  return figureOf({
    no: 'P9',
    what: 'start of the browser host to a usable page',
    runs: times,
    unit: 's',
    aim: 1.5,
    plain: null,
    beside: `to where the host answers: median ${rounded(median(ready))} s`,
  });
}

/** Shows the app in a new tab until it can be used. Out: what closes the tab. */
async function show(window: BrowserContext, address: string): Promise<() => Promise<void>> {
  const page = await window.newPage();
  await page.goto(address);
  await page.getByRole('tab', { name: 'Setup' }).waitFor();
  await page.getByRole('tabpanel').getByRole('button').first().waitFor();
  return () => page.close();
}

/** P11: what the first screen loads. In: the folder of the built page. */
export function sizeFigure(folder: string): Figure {
  const parts = firstScreenParts(folder);
  const [largest] = parts;
  return figureOf({
    no: 'P11',
    what: 'the page, compressed',
    runs: [sizeOf(parts) / 1000],
    unit: 'kB',
    aim: FIRST_SCREEN_BUDGET / 1000,
    plain: null,
    beside: `scripts and styles of the first screen, ${parts.length} files, the largest ${rounded((largest?.bytes ?? 0) / 1000)} kB`,
  });
}
