import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createDemoServer } from '../../electron/demo/server';
import { good, readAs } from '../answers';
import { type Figure, figureOf, isMet, rounded } from '../figure';
import { type HostSample, startMovableHost } from './movableHost';
import { growth, secondHalf } from './trend';
import { OF_A_SESSION, putAllAway, type SoakSample, work } from './work';

const VOTES = 5000;
const TWO_HOURS_MS = 7_200_000;
/** At the end of each session, so that like stands beside like. */
const SAMPLE_EVERY = OF_A_SESSION;
const PICTURE = { width: 64, height: 64 };
/** In MB per 1,000 votes. It holds what the allocator of everything but V8 keeps, too; S1 is the sharper one. */
const RSS_AIM = 10;
const MB = 1e6;
const kB = 1e3;

/**
 * S1 to S7: two hours of simulated time with 5,000 images and 5,000 votes through the built browser host, which sees nothing of the
 * simulation but a clock that is moved on. In: a folder for everything, and where the curve is written, a JSON text of all samples.
 */
export async function soakFigures(folder: string, curve: string): Promise<Figure[]> {
  const comfy = await createDemoServer({ imageMs: 0, size: PICTURE });
  const sessions = join(folder, 'sessions');
  const host = await startMovableHost(['--sessions', sessions, '--comfyui', comfy.url], folder);
  try {
    const { loras, checkpoints } = readAs('comfy.state', await good(host, 'GET', '/comfyui'));
    const options = {
      host,
      sessions,
      logs: join(folder, 'logs'),
      lora: loras[0] ?? '',
      checkpoint: checkpoints[0] ?? '',
      rounds: VOTES / OF_A_SESSION,
      paceMs: TWO_HOURS_MS / VOTES,
      sampleEvery: SAMPLE_EVERY,
    };
    const samples = await work(options);
    const last = samples.at(-1);
    if (last === undefined || last.votes !== VOTES || last.images !== VOTES || last.elapsedMs < TWO_HOURS_MS)
      throw new Error(`The soak ended with ${JSON.stringify(last)}.`);
    const after = await putAllAway(options);
    await mkdir(dirname(curve), { recursive: true });
    await writeFile(curve, `${JSON.stringify({ samples, after }, null, 2)}\n`);
    const figures = rowsOf(samples, after);
    for (const figure of figures.filter((one) => !isMet(one)))
      console.error(
        `${figure.no} is not flat: ${figure.what}, ${rounded(figure.value)} ${figure.unit} of ${rounded(figure.aim)} allowed.`,
      );
    if (!figures.every(isMet)) process.exitCode = 1;
    return figures;
  } finally {
    await host.stop();
    await comfy.dispose();
  }
}

/** What is flat: the trend of the second half of the samples, and what is left when everything was put away. */
function rowsOf(samples: readonly SoakSample[], after: HostSample): Figure[] {
  const later = secondHalf(samples);
  const trend = (value: (sample: SoakSample) => number) =>
    growth(later.map((sample) => ({ votes: sample.votes, value: value(sample) })));
  const range = (value: (sample: SoakSample) => number, unit: string) => {
    const all = samples.map(value);
    return `${rounded(all[0] ?? 0)} ${unit} at first, ${rounded(all.at(-1) ?? 0)} at the end, at most ${rounded(Math.max(...all))}`;
  };
  const row = (no: string, what: string, run: number, unit: string, aim: number, beside: string) =>
    figureOf({ no, what, runs: [run], unit, aim, plain: null, beside });
  const handles = (sample: HostSample) => sample.handles + (sample.descriptors ?? 0) + sample.timers;
  const first = samples[0];
  if (first === undefined) throw new Error('Nothing was sampled.');
  const perStep = (value: (sample: SoakSample) => number, from: SoakSample, to: SoakSample) =>
    (value(to) - value(from)) / (to.votes - from.votes + to.images - from.images);
  const middle = later[0] ?? first;
  const last = samples.at(-1) ?? first;
  const perThousand = 'per 1,000 votes';
  return [
    row(
      'S1',
      "soak: growth of the host's objects and buffers after a collection",
      trend(({ heap }) => heap) / MB,
      `MB ${perThousand}`,
      2,
      range(({ heap }) => heap / MB, 'MB'),
    ),
    row(
      'S2',
      "soak: growth of the host's memory (RSS), once it has given back all that it can",
      trend(({ rss }) => rss) / MB,
      `MB ${perThousand}`,
      RSS_AIM,
      range(({ rss }) => rss / MB, 'MB'),
    ),
    row(
      'S3',
      'soak: growth of open handles, file descriptors and timers',
      trend(handles),
      perThousand,
      1,
      range(handles, 'open'),
    ),
    row(
      'S4',
      'soak: journal for each vote and image in the second half, over the first half',
      perStep(({ journals }) => journals, middle, last) / perStep(({ journals }) => journals, first, middle),
      'x',
      1.02,
      `${rounded(perStep(({ journals }) => journals, first, last))} bytes each`,
    ),
    row(
      'S5',
      'soak: catalog for each vote and image in the second half, over the first half',
      perStep(({ catalog }) => catalog, middle, last) / perStep(({ catalog }) => catalog, first, middle),
      'x',
      1.1,
      `${rounded(perStep(({ catalog }) => catalog, first, last))} bytes each; ${range(({ catalog }) => catalog / kB, 'kB')}`,
    ),
    row(
      'S6',
      'soak: growth of the log',
      trend(({ log }) => log) / kB,
      `kB ${perThousand}`,
      10,
      range(({ log }) => log / kB, 'kB'),
    ),
    row(
      'S7',
      'soak: objects and buffers left when every session is in the trash, more than at the first sample',
      (after.heap - first.heap) / MB,
      'MB',
      10,
      `${rounded(after.heap / MB)} MB, the addresses of the last 5,000 pictures and eight reports among them; RSS ${rounded(after.rss / MB)} MB`,
    ),
  ];
}
