import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { startHost } from '../e2e/runningHost';
import { good } from './answers';
import { placePictures, serveBarePage } from './barePage';
import { type Figure, figureOf, quantile, rounded } from './figure';
import { EDGE, writeJudgedSession, writePictures } from './judgedSession';
import { type BrowserMemory, memoryOf } from './memory';
import { pressForPair, watchPaints } from './paintWatch';

const SESSION = '20260402_200000';
/** Votes that are timed, and so many at a time in turn with the bare page. */
const TIMED = 200;
const AT_A_TIME = 50;
/** All votes, for the memory. */
const VOTES = 500;
/** From one key press to the next, in ms: a quick person, and a pace at which nobody looks any more. */
const QUICK = 350;
const HASTY = 150;
const VIEWPORT = { width: 1920, height: 1080 };

/**
 * P4 and P10: the page while its person votes by key on pairs of 1024x1024 pictures. In: Chromium's program, and a folder for
 * sessions and pictures.
 */
export async function judgingFigures(program: string, folder: string): Promise<Figure[]> {
  const pictures = await writePictures(join(folder, 'pictures'));
  const sessions = join(folder, 'judged');
  await writeJudgedSession(sessions, SESSION, VOTES + 10, pictures);
  const bare = await serveBarePage(pictures.bytes);
  const host = await startHost({ args: ['--sessions', sessions], cwd: folder });
  // Each page in a browser of its own, so that neither's memory and caches are the other's.
  const launch = () => chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
  const [own, other] = [await launch(), await launch()];
  try {
    await good(host, 'POST', `/sessions/${SESSION}/save`);
    const page = await openPage(own, `${host.url}/?token=${host.token}`);
    await page.getByRole('button', { name: new RegExp(`^${SESSION}`) }).click();
    await page.getByRole('tab', { name: /Evaluate/ }).click();
    const shown = page.getByRole('region', { name: 'Judging' }).getByRole('img', { name: /^Picture [AB]$/ });
    await shown.nth(1).waitFor();
    const plain = await openPage(other, bare.url);
    await placePictures(
      plain,
      await Promise.all(
        [0, 1].map(async (index) => {
          const box = await shown.nth(index).boundingBox();
          if (box === null) throw new Error('A picture has no place on the page.');
          return box;
        }),
      ),
    );

    await pressSteadily(page, '1', 1, QUICK);
    const first = await memoryOf(own, page);
    await pressSteadily(plain, '1', 1, QUICK);
    const firstBare = await memoryOf(other, plain);
    const times = { app: [] as number[], bare: [] as number[] };
    while (times.app.length < TIMED) {
      times.app.push(...(await pressSteadily(page, '1', AT_A_TIME, QUICK)));
      times.bare.push(...(await pressSteadily(plain, '1', AT_A_TIME, QUICK)));
    }
    await pressSteadily(page, '1', VOTES - TIMED - 1, HASTY);
    const last = await memoryOf(own, page);
    const lastBare = await memoryOf(other, plain);
    const { votes_done } = await good(host, 'GET', `/sessions/${SESSION}`);
    if (votes_done !== VOTES)
      throw new Error(`${String(votes_done)} votes are kept, and ${VOTES} were given.`);
    const memory = memoryFigure([first, last], [firstBare, lastBare]);
    return [paintFigure(times), ...(memory === null ? [] : [memory])];
  } finally {
    await own.close();
    await other.close();
    await host.stop();
    await bare.close();
  }
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: VIEWPORT });
  await watchPaints(page);
  await page.goto(url);
  return page;
}

/** Presses a key so many times at a steady pace in ms, a slow pair's time added; answers the times to the painted pairs. */
async function pressSteadily(page: Page, key: string, count: number, pace: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const begun = performance.now();
    times.push(await pressForPair(page, key));
    await new Promise((done) => setTimeout(done, Math.max(0, pace - (performance.now() - begun))));
  }
  return times;
}

function paintFigure({ app, bare }: { app: number[]; bare: number[] }): Figure {
  const spread = (times: number[]) =>
    `median ${rounded(quantile(times, 0.5))}, p95 ${rounded(quantile(times, 0.95))}, longest ${rounded(Math.max(...times))} ms`;
  return figureOf({
    no: 'P4',
    what: `a key press for a vote to the next pair painted, ${EDGE}x${EDGE}, p95 of ${app.length}, more than a bare page`,
    runs: [quantile(app, 0.95) - quantile(bare, 0.95)],
    unit: 'ms',
    aim: 16.7,
    plain: `bare page: ${spread(bare)}`,
    beside: spread(app),
  });
}

type Growth = readonly [BrowserMemory | null, BrowserMemory | null];

function memoryFigure([first, last]: Growth, [firstBare, lastBare]: Growth): Figure | null {
  if (first === null || last === null || firstBare === null || lastBare === null) return null;
  return figureOf({
    no: 'P10',
    what: `memory of the page's process after ${VOTES} votes, decoded pictures included, more than after one`,
    runs: [last.page - first.page],
    unit: 'MB',
    aim: 150,
    plain: `bare page after ${TIMED} pairs: ${rounded(lastBare.page - firstBare.page)} MB`,
    beside: `after one: ${rounded(first.page)} MB; all processes of the browser: ${rounded(last.browser - first.browser)} MB more`,
  });
}
