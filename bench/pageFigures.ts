import { join } from 'node:path';
import { type Browser, chromium } from 'playwright';
import { startHost } from '../e2e/runningHost';
import { FIRST_SCREEN_BUDGET, firstScreenParts, sizeOf } from '../scripts/setup/firstScreen.mjs';
import { type Figure, figureOf, rounded } from './figure';

const STARTS = 5;

/**
 * P9: from the start of the process to a page whose tabs can be used, in a browser that is open already. In: Chromium's program,
 * and a folder for the sessions.
 */
export async function startFigure(program: string, folder: string): Promise<Figure> {
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
  const times: number[] = [];
  try {
    for (let index = 0; index < STARTS; index += 1) {
      const begun = performance.now();
      const host = await startHost({ args: ['--sessions', join(folder, `start-${index}`)], cwd: folder });
      try {
        await show(browser, `${host.url}/?token=${host.token}`);
        times.push((performance.now() - begun) / 1000);
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
    beside: '',
  });
}

async function show(browser: Browser, address: string): Promise<void> {
  const page = await browser.newPage();
  await page.goto(address);
  await page.getByRole('tab', { name: 'Setup' }).waitFor();
  await page.getByRole('tabpanel').getByRole('button').first().waitFor();
  await page.close();
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
