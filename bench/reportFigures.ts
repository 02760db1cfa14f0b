import { join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { chromium, type Page } from 'playwright';
import { type RunningHost, startHost } from '../e2e/runningHost';
import { good } from './answers';
import { type Figure, figureOf, quantile, rounded } from './figure';
import { writeLargeSession } from './largeSession';

const LOOKS = 5;
const VOTES = 6000;
const VIEWPORT = { width: 1280, height: 800 };

/**
 * P8: the first report of a session with 6,000 votes, from the click on its tab to the painted page, and how long the screen and the
 * host were busy with nothing else meanwhile. In: Chromium's program, and a folder for the sessions, one for each look.
 */
export async function reportFigures(program: string, folder: string): Promise<Figure[]> {
  const root = join(folder, 'reported');
  const ids = Array.from({ length: LOOKS }, (_, look) => `20260403_20000${look}`);
  for (const id of ids) await writeLargeSession(root, id);
  const host = await startHost({ args: ['--sessions', root], cwd: folder });
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
  const seconds: number[] = [];
  const made: number[] = [];
  const screen: number[] = [];
  const backend: number[] = [];
  try {
    for (const id of ids) {
      await good(host, 'POST', `/sessions/${id}/save`);
      const page = await browser.newPage({ viewport: VIEWPORT });
      await page.goto(`${host.url}/?token=${host.token}`);
      await page.getByRole('button', { name: new RegExp(`^${id}`) }).click();
      await page.getByRole('tab', { name: /Setup/ }).click();
      const { trial_id } = await good(host, 'GET', `/sessions/${id}/trials/next`);
      await good(host, 'POST', `/sessions/${id}/votes`, { trial_id, choice: 'A' });
      // By now the page knows that it was the last one.
      await page.getByRole('tab', { name: /Report.*ready/ }).waitFor();
      const pings = pingSteadily(host);
      const { shown, longest } = await lookAtReport(page);
      seconds.push(shown / 1000);
      screen.push(longest);
      backend.push(await pings.stop());
      await page.close();
      // A name is in the report and leaves its figures as they are.
      await good(host, 'POST', `/sessions/${id}/rater`, { label: 'Ann' });
      const begun = performance.now();
      const { votes_total, skips_total } = await good(host, 'GET', `/sessions/${id}/report`);
      made.push(performance.now() - begun);
      if (Number(votes_total) + Number(skips_total) !== VOTES)
        throw new Error(`The report counts ${String(votes_total)} votes of ${VOTES}.`);
    }
  } finally {
    await browser.close();
    await host.stop();
  }
  const spread = (times: number[]) =>
    `median ${rounded(quantile(times, 0.5))}, longest ${rounded(Math.max(...times))}`;
  return [
    figureOf({
      no: 'P8',
      what: `report of ${VOTES} votes with 2,000 resamples, from the click on its tab to the painted page`,
      runs: seconds,
      unit: 's',
      aim: 1,
      plain: null,
      beside: `the answer alone, without a page: ${spread(made)} ms`,
    }),
    figureOf({
      no: 'P8',
      what: 'longest block of the screen thread meanwhile',
      runs: screen,
      unit: 'ms',
      aim: 50,
      plain: null,
      beside: `the host's slowest answer to something else: ${spread(backend)} ms`,
    }),
  ];
}

/** After the heading is there the page is watched for so long, in ms, so that its charts are in it. */
const AFTERWARDS = 500;
/** A browser lets this much pass between two timers, in ms. */
const TICK = 4;

/** Opens the report's tab. Out: ms until its heading was painted, and the longest stretch in which the page could do nothing else. */
async function lookAtReport(page: Page): Promise<{ shown: number; longest: number }> {
  const handle = await page.getByRole('tab', { name: /Report/ }).elementHandle();
  return page.evaluate(
    async ({ handle, afterwards, tick }) => {
      const begun = performance.now();
      let last = begun;
      let longest = 0;
      const watch = setInterval(() => {
        const now = performance.now();
        longest = Math.max(longest, now - last - tick);
        last = now;
      }, 0);
      (handle as HTMLElement).click();
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const isThere = () =>
        document.querySelector('article[aria-label=Report]:not([aria-busy=true]) h1') !== null;
      while (!isThere()) await frame();
      // What is there in one frame has been painted by the next.
      await frame();
      const shown = performance.now() - begun;
      await new Promise((done) => setTimeout(done, afterwards));
      clearInterval(watch);
      return { shown, longest };
    },
    { handle, afterwards: AFTERWARDS, tick: TICK },
  );
}

/** Between two of those questions, in ms. */
const PING_REST = 5;

/** Asks the host for something small, again and again. Its end answers the longest time that one took, in ms. */
function pingSteadily(host: RunningHost): { stop(): Promise<number> } {
  let isOn = true;
  const ping = async () => {
    let longest = 0;
    while (isOn) {
      const begun = performance.now();
      await good(host, 'GET', '/tasks');
      longest = Math.max(longest, performance.now() - begun);
      // Asked without rest, both would take a processor from the page that is watched.
      await rest(PING_REST);
    }
    return longest;
  };
  const end = ping();
  return {
    stop() {
      isOn = false;
      return end;
    },
  };
}
