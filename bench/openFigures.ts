import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { type RunningHost, startHost } from '../e2e/runningHost';
import { good } from './answers';
import { type Figure, figureOf, median, quantile, rounded } from './figure';
import { linkPictures, type PictureFiles, writePictures } from './judgedSession';
import { writeLargeSession } from './largeSession';

const ROUNDS = 5;
/** Sessions of each kind. A host that has read none of them opens each once a round. */
const SESSIONS = 5;
const VOTES = 6000;
const VIEWPORT = { width: 1280, height: 800 };

/** Where a session opens, and what must be on the page then. */
const KINDS = [
  {
    tab: 'Evaluate',
    what: 'a session of 2,020 pairs and 6,000 votes opened, to its next pair of 1024x1024 painted',
    prompts: 101,
    step: 'step 3',
    shown: '[aria-label=Judging]:has([aria-label="Picture A"]):has([aria-label="Picture B"])',
  },
  {
    tab: 'Report',
    what: 'a judged one of 2,000 pairs and 6,000 votes opened, to its Report tab painted, counting or counted',
    prompts: 100,
    step: 'step 4',
    shown: '[role=tabpanel] [aria-busy=true] *, article[aria-label=Report] h1',
  },
] as const;
type Kind = (typeof KINDS)[number];

/** What one opening took, in ms from the click. */
interface Opening {
  /** To the painted tab. */
  readonly shown: number;
  /** To the whole report, where that is what the tab shows. */
  readonly whole: number | null;
}

/**
 * P7: large sessions from the click in the list to their painted tab, in a page that is open already. Each time the host reads the
 * session from the disk. In: Chromium's program, and a folder for sessions and pictures.
 */
export async function openFigures(program: string, folder: string): Promise<Figure[]> {
  const root = join(folder, 'opened');
  const pictures = await writePictures(join(folder, 'pictures'));
  for (const kind of KINDS) await writeAlike(root, kind, pictures);
  await saveAll(root, folder);
  const rounds = KINDS.map((): Opening[][] => []);
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const host = await startHost({ args: ['--sessions', root], cwd: folder });
      try {
        for (const [place, kind] of KINDS.entries()) rounds[place]?.push(await openEach(browser, host, kind));
      } finally {
        await host.stop();
      }
    }
  } finally {
    await browser.close();
  }
  return KINDS.map((kind, place) => figureFor(kind, rounds[place] ?? []));
}

function figureFor(kind: Kind, rounds: readonly Opening[][]): Figure {
  const times = rounds.map((openings) => openings.map(({ shown }) => shown));
  const all = times.flat();
  const whole = rounds.flat().flatMap((opening) => opening.whole ?? []);
  const figures = whole.length === 0 ? '' : `; to the whole report: median ${rounded(median(whole))} ms`;
  return figureOf({
    no: 'P7',
    what: `${kind.what}, slowest of ${SESSIONS} in each round`,
    runs: times.map((round) => Math.max(...round)),
    unit: 'ms',
    aim: 500,
    plain: null,
    beside: `of all ${all.length}: median ${rounded(median(all))}, p95 ${rounded(quantile(all, 0.95))} ms${figures}`,
  });
}

function idsOf(kind: Kind): string[] {
  return Array.from({ length: SESSIONS }, (_, index) => `20260404_2${KINDS.indexOf(kind)}000${index}`);
}

async function writeAlike(root: string, kind: Kind, pictures: PictureFiles): Promise<void> {
  for (const id of idsOf(kind))
    await writeLargeSession(root, id, VOTES, kind.prompts, linkPictures(pictures));
}

/** What is saved asks nobody anything when it is left. */
async function saveAll(root: string, folder: string): Promise<void> {
  const host = await startHost({ args: ['--sessions', root], cwd: folder });
  try {
    for (const id of KINDS.flatMap(idsOf)) {
      await good(host, 'POST', `/sessions/${id}/save`);
      const { votes_done } = await good(host, 'GET', `/sessions/${id}`);
      if (votes_done !== VOTES) throw new Error(`${id} has ${String(votes_done)} votes of ${VOTES}.`);
    }
  } finally {
    await host.stop();
  }
}

async function openEach(browser: Browser, host: RunningHost, kind: Kind): Promise<Opening[]> {
  const page = await browser.newPage({ viewport: VIEWPORT });
  await page.goto(`${host.url}/?token=${host.token}`);
  const openings: Opening[] = [];
  for (const id of idsOf(kind)) {
    openings.push(await open(page, id, kind));
    // The list may stand aside while pairs are judged.
    await page.getByRole('tab', { name: /Setup/ }).click();
  }
  await page.close();
  return openings;
}

/** Clicks on a session in the list and watches each frame. Throws Error when its tab never comes. */
async function open(page: Page, id: string, { step, shown, tab }: Kind): Promise<Opening> {
  const handle = await page.getByRole('button', { name: new RegExp(`^${id}`) }).elementHandle();
  const whole = tab === 'Report' ? 'article[aria-label=Report]:not([aria-busy=true]) h1' : null;
  return page.evaluate(
    async ({ handle, title, shown, whole }) => {
      const begun = performance.now();
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const until = async (isThere: () => boolean) => {
        while (!isThere()) {
          if (performance.now() - begun > 30_000)
            throw new Error(`No tab came to the screen, which says: ${document.body.innerText}`);
          await frame();
        }
        // What is there in one frame has been painted by the next.
        await frame();
        return performance.now() - begun;
      };
      (handle as HTMLElement).click();
      const time = await until(
        () => document.body.textContent.includes(title) && document.querySelector(shown) !== null,
      );
      return {
        shown: time,
        whole: whole === null ? null : await until(() => document.querySelector(whole) !== null),
      };
    },
    { handle, title: `${id}, ${step}`, shown, whole },
  );
}
