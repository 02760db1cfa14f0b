import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startHost } from '../e2e/runningHost';
import { createDemoServer } from '../electron/demo/server';
import { answerFigures } from './answerFigures';
import { good } from './answers';
import { type Figure, inOrder, markdownTable } from './figure';
import { generationFigures } from './generationFigures';
import { judgingFigures } from './judgingFigures';
import { updateFigures, writeFigures } from './kept';
import { writeLargeSession } from './largeSession';
import { listFigures } from './listFigures';
import { sizeFigure, startFigure } from './pageFigures';
import { FULL, reliabilityFigures, SHARE } from './reliability/reliabilityFigures';
import { reportFigures } from './reportFigures';
import { serverFigures } from './serverFigures';
import { soakFigures } from './soak/soakFigures';
import { saveFigure, voteFigure } from './storageFigures';

const root = resolve(import.meta.dirname, '..');
const IMAGE_MS = 200;
const PICTURE = { width: 256, height: 256 };
const LARGE = '20260401_200000';

const RESULTS = join(root, 'bench/results/latest.json');

/** What can be measured by itself, with what is said first. */
const PARTS: Readonly<Record<string, { begun: string; measure: () => Promise<Figure[]> }>> = {
  judging: {
    begun: 'Voting 500 times in the page, which takes about four minutes ...',
    measure: () => inFolder((folder) => judgingFigures(requireChromium(), folder)),
  },
  report: {
    begun: 'Looking at the first report of 6,000 votes, five times ...',
    measure: () => inFolder((folder) => reportFigures(requireChromium(), folder)),
  },
  soak: {
    begun: 'Letting two hours go by, with 5,000 images and 5,000 votes, which takes about five minutes ...',
    measure: () => inFolder((folder) => soakFigures(folder, join(root, 'bench/results/soak.json'))),
  },
  reliability: {
    begun: 'Letting things go wrong, every one in a process of its own ...',
    measure: () => inFolder((folder) => reliabilityFigures(root, FULL, folder)),
  },
  statistics: {
    begun: 'Evaluating 8,000 times by lot, which takes about a minute ...',
    measure: async () => answerFigures(),
  },
};

/**
 * Measures everything there is a figure for, prints one table and keeps it in bench/results/latest.json; or only a part of it,
 * which then takes the place of the same rows there. In: the name of the part, or nothing.
 */
export async function run(name?: string): Promise<void> {
  if (name === undefined) {
    const figures = [...(await inFolder(measuredFigures)), ...answerFigures()];
    console.log('Letting a share of all things go wrong, which takes about two minutes ...');
    figures.push(...(await inFolder((folder) => reliabilityFigures(root, SHARE, folder))));
    console.log(markdownTable(inOrder(figures)));
    await writeFigures(RESULTS, figures);
    return;
  }
  const part = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
  if (part === undefined) {
    console.error(
      `There is no part "${name}" of the figures. Leave it out for all of them, or take one of ${Object.keys(PARTS).join(', ')}.`,
    );
    process.exitCode = 1;
    return;
  }
  console.log(part.begun);
  const figures = await part.measure();
  console.log(markdownTable(figures));
  await updateFigures(RESULTS, figures);
}

/** Measures in a folder that is gone afterwards. */
async function inFolder(measure: (folder: string) => Promise<Figure[]>): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'blindfold-bench-'));
  try {
    return await measure(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measuredFigures(folder: string): Promise<Figure[]> {
  const sessions = join(folder, 'sessions');
  const chromium = findChromium();
  const figures = [await startFigure(chromium, folder), await sizeFigure(join(root, 'dist/client'))];
  figures.push(...(await listFigures(folder)));
  if (chromium === null) console.log('No Chromium here: nothing is measured about the page while voting.');
  else {
    console.log(PARTS['judging']?.begun);
    figures.push(...(await judgingFigures(chromium, folder)));
    figures.push(...(await reportFigures(chromium, folder)));
  }
  await writeLargeSession(sessions, LARGE);
  const comfy = await createDemoServer({ imageMs: IMAGE_MS, size: PICTURE });
  const host = await startHost({ args: ['--sessions', sessions, '--comfyui', comfy.url], cwd: folder });
  try {
    console.log('Making the same pictures twice, which takes about a minute ...');
    figures.push(...(await generationFigures(comfy, IMAGE_MS, host, folder)));
    const { sessions: made } = (await good(host, 'GET', '/sessions?limit=1')) as {
      sessions: { session_id: string }[];
    };
    figures.push(await voteFigure(host, made[0]?.session_id ?? '', folder));
    figures.push(await saveFigure(host, sessions, LARGE));
    console.log('Making them on several servers, which takes about half a minute ...');
    figures.push(...(await serverFigures(IMAGE_MS, PICTURE, host, sessions)));
  } finally {
    await host.stop();
    await comfy.dispose();
  }
  return figures;
}

function findChromium(): string | null {
  const program = process.env['BLINDFOLD_CHROMIUM'] || process.env['CHROME_PATH'] || '/usr/bin/chromium';
  return existsSync(program) ? program : null;
}

function requireChromium(): string {
  const program = findChromium();
  if (program === null)
    throw new Error('There is no Chromium here. Name one in BLINDFOLD_CHROMIUM, then measure again.');
  return program;
}
