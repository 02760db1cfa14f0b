import { rmSync } from 'node:fs';
import { access, constants, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { startHost } from '../e2e/runningHost';
import { createDemoServer } from '../electron/demo/server';
import { ensureChromium } from '../scripts/setup/chromium.mjs';
import { answerFigures } from './answerFigures';
import { circumstances } from './circumstances';
import { figuresPage, missingParts } from './document';
import { type Figure, inOrder, isMet, markdownTable } from './figure';
import { generationFigures } from './generationFigures';
import { failureWords, measureInTurn } from './inTurn';
import { judgingFigures } from './judgingFigures';
import { type KeptPart, keepPart, keptParts } from './kept';
import { writeLargeSession } from './largeSession';
import { listFigures } from './listFigures';
import { openFigures } from './openFigures';
import { sizeFigure, startFigure } from './pageFigures';
import { askedParts, commandFor, PARTS, type PartFacts, type PartName } from './parts';
import { readyPainter } from './readyPictures';
import { FULL, reliabilityFigures, SHARE } from './reliability/reliabilityFigures';
import { reportFigures } from './reportFigures';
import { serverFigures } from './serverFigures';
import { soakFigures } from './soak/soakFigures';
import { saveFigure, VOTES_TIMED, voteFigure } from './storageFigures';

const root = resolve(import.meta.dirname, '..');
const RESULTS = join(root, 'bench/results/latest.json');
const CURVE = join(root, 'bench/results/soak.json');
const PAGE = 'docs/figures.md';

const IMAGE_MS = 200;

/** In: a folder of its own, Chromium's program (only for a part in a page), and whether the part was asked for by its name. */
type Measure = (folder: string, chromium: string, isNamed: boolean) => Promise<Figure[]>;

/** How each part is measured. */
const MEASURES: Readonly<Record<PartName, Measure>> = {
  start: async (folder, chromium) => [
    await startFigure(chromium, folder),
    sizeFigure(join(root, 'dist/client')),
  ],
  list: listFigures,
  opening: (folder, chromium) => openFigures(chromium, folder),
  report: (folder, chromium) => reportFigures(chromium, folder),
  judging: (folder, chromium) => judgingFigures(chromium, folder),
  writing: writingFigures,
  making: makingFigures,
  statistics: async () => answerFigures(),
  // All of it takes longer than everything else together.
  reliability: (folder, _, isNamed) => reliabilityFigures(root, isNamed ? FULL : SHARE, folder),
  soak: (folder) => soakFigures(folder, CURVE),
};

/**
 * Measures everything there is a figure for but what stands aside, or some parts; prints the table, keeps it in
 * bench/results/latest.json and writes docs/figures.md from there. In: the names of the parts, or none.
 */
export async function run(names: readonly string[]): Promise<void> {
  const { parts: asked, unknown } = askedParts(names);
  if (unknown.length > 0) {
    const known = PARTS.map((part) => part.name).join(', ');
    console.error(
      `There is no part ${unknown.map((name) => `"${name}"`).join(', ')} of the figures. Name none for all of them, or some of ${known}.`,
    );
    process.exitCode = 1;
    return;
  }
  const chromium = asked.some(isInPage) ? await ensureChromium() : null;
  const known = await circumstances(new Date(), root, PAGE, chromium);
  // What cannot be read, or written into, is told of now, and not after minutes of measuring.
  await mkdir(dirname(RESULTS), { recursive: true });
  await access(dirname(RESULTS), constants.W_OK);
  let kept = await keptParts(RESULTS);
  const { figures, failed } = await measureInTurn(asked, {
    async measure(part) {
      if (isInPage(part) && chromium === null)
        throw new Error(
          'There is no Chromium here, and none could be installed. BLINDFOLD_CHROMIUM names one.',
        );
      return inFolder((folder) => MEASURES[part.name](folder, chromium ?? '', names.length > 0));
    },
    async keep(part, found, seconds) {
      const one = { name: part.name, ...known, seconds: Math.round(seconds), figures: [...found] };
      kept = await keepPart(RESULTS, one);
    },
    say: (line) => console.log(line),
  });
  if (figures.length > 0) console.log(tableAndVerdict(figures));
  if (failed.length === 0) return writePage(kept);
  console.error(`${failureWords(failed)}\n${PAGE} is left as it is.`);
  process.exitCode = 1;
}

function tableAndVerdict(figures: readonly Figure[]): string {
  const missed = figures.filter((figure) => !isMet(figure));
  const verdict =
    missed.length === 0
      ? `All ${figures.length} figures meet their aims.`
      : `${missed.length} of ${figures.length} figures miss their aims: ${missed.map(({ no }) => no).join(', ')}.`;
  return `\n${markdownTable(inOrder(figures))}\n\n${verdict}`;
}

/** The page always shows what is in the file of results, and only when that is whole. */
async function writePage(kept: readonly KeptPart[]): Promise<void> {
  const missing = missingParts(kept);
  if (missing.length === 0) {
    await writeFile(join(root, PAGE), figuresPage(kept));
    console.log(`${PAGE} shows them.`);
  } else {
    const commands = missing.map((part) => commandFor(part.name)).join(', ');
    console.log(`${PAGE} is left as it is until there are all rows. Still to be measured: ${commands}.`);
  }
}

const isInPage = (part: PartFacts) => part.inPage === true;

/** Measures in a folder that is gone afterwards, also when somebody stops the measuring. */
async function inFolder(measure: (folder: string) => Promise<Figure[]>): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'blindfold-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const stop = () => process.exit(130);
  process.once('exit', remove);
  process.once('SIGINT', stop);
  try {
    return await measure(folder);
  } finally {
    process.off('SIGINT', stop);
    process.off('exit', remove);
    remove();
  }
}

async function writingFigures(folder: string): Promise<Figure[]> {
  const [voted, large] = ['20260401_190000', '20260401_200000'];
  const sessions = join(folder, 'sessions');
  await writeLargeSession(sessions, voted, 0, Math.ceil(VOTES_TIMED / 60));
  await writeLargeSession(sessions, large);
  const host = await startHost({ args: ['--sessions', sessions], cwd: folder });
  try {
    return [await voteFigure(host, voted, folder), await saveFigure(host, sessions, large)];
  } finally {
    await host.stop();
  }
}

async function makingFigures(folder: string): Promise<Figure[]> {
  const sessions = join(folder, 'sessions');
  const paint = await readyPainter();
  const comfy = await createDemoServer({ imageMs: IMAGE_MS, paint });
  const host = await startHost({ args: ['--sessions', sessions, '--comfyui', comfy.url], cwd: folder });
  try {
    const { figures, imageTook } = await generationFigures({
      comfy,
      imageMs: IMAGE_MS,
      paint,
      host,
      folder,
    });
    return [...figures, ...(await serverFigures(IMAGE_MS, paint, host, sessions, imageTook))];
  } finally {
    await host.stop();
    await comfy.dispose();
  }
}
