import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { type RunningHost, startHost } from '../e2e/runningHost';
import { good } from './answers';
import { placePictures, serveBarePage } from './barePage';
import { type Figure, figureOf, median, quantile, rounded } from './figure';
import { EDGE, writeJudgedSession, writePictures } from './judgedSession';
import { type BrowserMemory, memoryOf } from './memory';
import { pressForPair, watchPaints } from './paintWatch';

const SESSION = '20260402_200000';
/** Votes that are timed: in rounds, so many at a time in turn with the bare page. */
const ROUNDS = 5;
const AT_A_TIME = 40;
const TIMED = ROUNDS * AT_A_TIME;
/** All votes, for the memory. */
const VOTES = 500;
/** The memory is read so often, the last time after all votes, and so many votes lie between. */
const READINGS = 5;
const BETWEEN = 20;
/** From one key press to the next, in ms: a quick person. */
const QUICK = 250;
const KEPT_AT_MOST_MS = 10_000;
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
    const rounds: Round[] = [];
    while (rounds.length < ROUNDS)
      rounds.push({
        app: await pressSteadily(page, '1', AT_A_TIME, QUICK),
        bare: await pressSteadily(plain, '1', AT_A_TIME, QUICK),
      });
    await pressAtOnce(page, '1', VOTES - TIMED - 1 - (READINGS - 1) * BETWEEN);
    const readings = [await memoryOf(own, page)];
    while (readings.length < READINGS) {
      await pressAtOnce(page, '1', BETWEEN);
      readings.push(await memoryOf(own, page));
    }
    const lastBare = await memoryOf(other, plain);
    await allKept(host);
    const memory = memoryFigure([first, ...readings], [firstBare, lastBare]);
    return [paintFigure(rounds), ...(memory === null ? [] : [memory])];
  } finally {
    await own.close();
    await other.close();
    await host.stop();
    await bare.close();
  }
}

/** Waits for the last votes, which may be on their way when the pair after them is there. Throws Error when they never come. */
async function allKept(host: RunningHost): Promise<void> {
  const giveUp = performance.now() + KEPT_AT_MOST_MS;
  for (;;) {
    const { votes_done } = await good(host, 'GET', `/sessions/${SESSION}`);
    if (votes_done === VOTES) return;
    if (performance.now() > giveUp)
      throw new Error(`${String(votes_done)} votes are kept, and ${VOTES} were given.`);
    await new Promise((done) => setTimeout(done, 20));
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

/** Presses a key so many times, as soon as each pair is there. */
async function pressAtOnce(page: Page, key: string, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await pressForPair(page, key);
}

/** Times to the painted pairs, in ms. */
interface Round {
  readonly app: readonly number[];
  readonly bare: readonly number[];
}

function paintFigure(rounds: readonly Round[]): Figure {
  const p95 = (times: readonly number[]) => quantile(times, 0.95);
  const spread = (times: readonly number[]) =>
    `median ${rounded(median(times))}, p95 ${rounded(p95(times))}, longest ${rounded(Math.max(...times))} ms`;
  return figureOf({
    no: 'P4',
    what: `a key press for a vote to the next pair painted, ${EDGE}x${EDGE}, p95 of ${AT_A_TIME} in each round, more than a bare page`,
    runs: rounds.map(({ app, bare }) => p95(app) - p95(bare)),
    unit: 'ms',
    aim: 16.7,
    plain: `bare page: ${spread(rounds.flatMap(({ bare }) => bare))}`,
    beside: `of all ${TIMED}: ${spread(rounds.flatMap(({ app }) => app))}`,
  });
}

/** In: the app's memory after the first vote and then at each reading, and the bare page's after the first pair and the last. */
function memoryFigure(
  app: readonly (BrowserMemory | null)[],
  bare: readonly (BrowserMemory | null)[],
): Figure | null {
  const [first, ...readings] = known(app);
  const [firstBare, lastBare] = known(bare);
  if (first === undefined || firstBare === undefined || lastBare === undefined) return null;
  const browser = readings.map((reading) => reading.browser - first.browser);
  return figureOf({
    no: 'P10',
    what: `memory of the page's process after ${VOTES - (READINGS - 1) * BETWEEN} to ${VOTES} votes, decoded pictures included, more than after one`,
    runs: readings.map(({ page }) => page - first.page),
    unit: 'MB',
    aim: 150,
    plain: `bare page after ${TIMED} pairs: ${rounded(lastBare.page - firstBare.page)} MB`,
    beside: `after one: ${rounded(first.page)} MB; all processes of the browser: ${rounded(median(browser))} MB more`,
  });
}

function known(readings: readonly (BrowserMemory | null)[]): BrowserMemory[] {
  return readings.filter((reading) => reading !== null);
}
