import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium } from 'playwright';
import { startHost } from '../e2e/runningHost';
import { type Figure, figureOf } from './figure';

const STARTS = 5;

/**
 * P9: from the start of the process to a page whose tabs can be used, in a browser that is open already; without a Chromium to a
 * page that is served. In: Chromium's program or null, and a folder for the sessions.
 */
export async function startFigure(program: string | null, folder: string): Promise<Figure> {
  const browser =
    program === null ? null : await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
  const times: number[] = [];
  try {
    for (let index = 0; index < STARTS; index += 1) {
      const begun = performance.now();
      const host = await startHost({ args: ['--sessions', join(folder, `start-${index}`)], cwd: folder });
      const address = `${host.url}/?token=${host.token}`;
      if (browser === null) await serve(address);
      else await show(browser, address);
      times.push((performance.now() - begun) / 1000);
      await host.stop();
    }
  } finally {
    await browser?.close();
  }
  return figureOf({
    no: 'P9',
    what:
      browser === null
        ? 'start of the browser host to a served page'
        : 'start of the browser host to a usable page',
    runs: times,
    unit: 's',
    aim: 1.5,
    plain: null,
    beside: browser === null ? 'no Chromium here, so nothing was painted' : '',
  });
}

async function serve(address: string): Promise<void> {
  const page = await fetch(address);
  if (!page.ok) throw new Error(`The page answered ${page.status}.`);
}

async function show(browser: Browser, address: string): Promise<void> {
  const page = await browser.newPage();
  await page.goto(address);
  await page.getByRole('tab', { name: 'Setup' }).waitFor();
  await page.getByRole('tabpanel').getByRole('button').first().waitFor();
  await page.close();
}

/** P11: what the first screen loads: the page and all that it names; what a later screen asks for is not in it. In: the folder of the built page. */
export async function sizeFigure(folder: string): Promise<Figure> {
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  let bytes = gzipSync(page).length;
  for (const [, name = ''] of page.matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css))"/g))
    bytes += gzipSync(await readFile(join(folder, name))).length;
  return figureOf({
    no: 'P11',
    what: 'the page, compressed',
    runs: [bytes / 1000],
    unit: 'kB',
    aim: 350,
    plain: null,
    beside: 'scripts and styles of the first screen',
  });
}
