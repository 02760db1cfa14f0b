import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright';

/** Memory of a browser with one page, in MB (10^6 bytes). */
export interface BrowserMemory {
  /** The page's own process: all that it holds in memory, decoded pictures included, but for its program files. */
  readonly page: number;
  /** All processes of the browser, what they share counted once. */
  readonly browser: number;
}

/**
 * The memory of a browser that shows one page, after the page has thrown away all that it can. Null where the system
 * does not tell the memory of a process as Linux does.
 */
export async function memoryOf(browser: Browser, page: Page): Promise<BrowserMemory | null> {
  if (process.platform !== 'linux') return null;
  const own = await page.context().newCDPSession(page);
  for (let turn = 0; turn < 3; turn += 1) await own.send('HeapProfiler.collectGarbage');
  await own.detach();
  const all = await browser.newBrowserCDPSession();
  const { processInfo } = await all.send('SystemInfo.getProcessInfo');
  await all.detach();
  const kinds = await Promise.all(
    processInfo.map(async ({ id, type }) => ({ type, ...(await memoryOfProcess(id)) })),
  );
  const pages = kinds.filter(({ type }) => type === 'renderer').map(({ held }) => held);
  return {
    // A browser keeps an empty process ready for the next page: the page's is the larger one.
    page: Math.max(...pages),
    browser: kinds.reduce((sum, { shared }) => sum + shared, 0),
  };
}

async function memoryOfProcess(id: number): Promise<{ held: number; shared: number }> {
  const status = await readFile(`/proc/${id}/status`, 'utf8');
  const rollup = await readFile(`/proc/${id}/smaps_rollup`, 'utf8');
  const megabytes = (text: string, name: string) =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) * 1024) / 1e6;
  return {
    held: megabytes(status, 'RssAnon') + megabytes(status, 'RssShmem'),
    shared: megabytes(rollup, 'Pss'),
  };
}
