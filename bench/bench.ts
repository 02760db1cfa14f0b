import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stringifyJson } from '../core/session/json';
import { startHost } from '../e2e/runningHost';
import { createDemoServer } from '../electron/demo/server';
import { good } from './answers';
import { type Figure, table } from './figure';
import { generationFigures } from './generationFigures';
import { judgingFigures } from './judgingFigures';
import { writeLargeSession } from './largeSession';
import { listFigures } from './listFigures';
import { sizeFigure, startFigure } from './pageFigures';
import { serverFigures } from './serverFigures';
import { saveFigure, voteFigure } from './storageFigures';

const root = resolve(import.meta.dirname, '..');
const IMAGE_MS = 200;
const PICTURE = { width: 256, height: 256 };
const LARGE = '20260401_200000';

/** Measures everything there is a figure for, prints one table and keeps it in bench/results/latest.json. */
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'blindfold-bench-'));
  const sessions = join(folder, 'sessions');
  const figures: Figure[] = [];
  try {
    const chromium = findChromium();
    figures.push(await startFigure(chromium, folder));
    figures.push(await sizeFigure(join(root, 'dist/client')));
    figures.push(...(await listFigures(folder)));
    if (chromium === null) console.log('No Chromium here: nothing is measured about the page while voting.');
    else {
      console.log('Voting 500 times in the page, which takes about four minutes ...');
      figures.push(...(await judgingFigures(chromium, folder)));
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
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(table(figures.sort((a, b) => Number(a.no.slice(1)) - Number(b.no.slice(1)))));
  await mkdir(join(root, 'bench/results'), { recursive: true });
  await writeFile(join(root, 'bench/results/latest.json'), `${stringifyJson(figures, 2)}\n`);
}

function findChromium(): string | null {
  const program = process.env['BLINDFOLD_CHROMIUM'] || process.env['CHROME_PATH'] || '/usr/bin/chromium';
  return existsSync(program) ? program : null;
}
