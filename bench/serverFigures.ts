import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson } from '../core/session/json';
import type { RunningHost } from '../e2e/runningHost';
import { createDemoServer, type DemoServer } from '../electron/demo/server';
import { good } from './answers';
import { type Figure, figureOf, median, rounded } from './figure';
import { generate } from './generationFigures';
import type { Painter } from './readyPictures';

const WEIGHTS = [0.2, 0.4, 0.6, 0.8, 1];
const PROMPTS = ['a red fox', 'an old lighthouse', 'a wooden boat', 'a street market'];
const IMAGES_PER_SEED = PROMPTS.length * (1 + WEIGHTS.length);
const ROUNDS = 5;
/** Three times as long as the others take: of four spots a fast one makes three in the time in which this one makes one. */
const SLOWER = 3;

/** Servers that make images together. */
interface Group {
  readonly what: string;
  /** What each takes for a picture, in ms. */
  readonly times: readonly number[];
  readonly seeds: readonly number[];
}

/** What it took them. */
interface Round {
  readonly ms: number;
  readonly pairs: number;
  /** How many images each made. */
  readonly made: readonly number[];
}

/**
 * The same images on 2 and on 4 servers, and on a fast and a slow one, in rounds: what the run takes, over the time that the servers
 * need at the least. Proves each time that every pair was made on one server. In: the time for a picture in ms, its painter, a host,
 * the folder of its sessions, and what an image takes on one server in ms.
 */
export async function serverFigures(
  imageMs: number,
  paint: Painter,
  host: RunningHost,
  sessions: string,
  aloneMs: number,
): Promise<Figure[]> {
  const groups: Group[] = [
    { what: '2 servers', times: [imageMs, imageMs], seeds: [1] },
    { what: '4 servers', times: [imageMs, imageMs, imageMs, imageMs], seeds: [1, 2] },
    { what: 'a fast and a slow server', times: [imageMs, imageMs * SLOWER], seeds: [1] },
  ];
  const rounds = groups.map((): Round[] => []);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [place, group] of groups.entries())
      rounds[place]?.push(await makeTogether(group, paint, host, sessions));
  return groups.map(({ what, times, seeds }, place) => {
    const all = rounds[place] ?? [];
    const images = seeds.length * IMAGES_PER_SEED;
    const least = images / times.reduce((sum, one) => sum + 1 / one, 0);
    const last = all.at(-1);
    return figureOf({
      no: 'P3',
      what: `the run on ${what}, over the least time`,
      runs: all.map(({ ms }) => ms / least),
      unit: 'x',
      aim: 1.25,
      plain: `on one server: ${rounded((aloneMs * images) / median(all.map(({ ms }) => ms)))} times as long`,
      beside: `in the last round ${last?.made.join(' + ')} images; ${last?.pairs} pairs, each on one server`,
    });
  });
}

/** Throws Error when there are not all the images, or a pair was made apart. */
async function makeTogether(
  { times, seeds }: Group,
  paint: Painter,
  host: RunningHost,
  sessions: string,
): Promise<Round> {
  const servers = await Promise.all(times.map((imageMs) => createDemoServer({ imageMs, paint })));
  try {
    const setup = await setupFor(host, seeds);
    const begun = performance.now();
    const id = await generate(host, { ...setup, servers: urls(servers) });
    const ms = performance.now() - begun;
    const made = servers.map((server) => server.stats().images);
    if (made.reduce((sum, one) => sum + one, 0) !== seeds.length * IMAGES_PER_SEED)
      throw new Error(
        `${servers.length} servers made ${made.join(' + ')} images instead of ${seeds.length * IMAGES_PER_SEED}.`,
      );
    return { ms, made, pairs: await pairsOnOneServer(join(sessions, id, 'journal.jsonl')) };
  } finally {
    await Promise.all(servers.map((server) => server.dispose()));
  }
}

const urls = (servers: readonly DemoServer[]) => servers.map(({ url }) => url);

async function setupFor(host: RunningHost, seeds: readonly number[]): Promise<object> {
  const { loras, checkpoints } = (await good(host, 'GET', '/comfyui')) as {
    loras: string[];
    checkpoints: string[];
  };
  return {
    loras: loras.slice(0, 1),
    checkpoint: checkpoints[0],
    weights: WEIGHTS,
    seeds,
    metrics: ['Quality'],
    prompt_pairs: PROMPTS.map((positive) => ({ positive, negative: '' })),
  };
}

/** How many pairs a session's journal tells of. Throws when the two images of one come from different servers. */
async function pairsOnOneServer(journal: string): Promise<number> {
  const servers = new Map<string, string>();
  for (const line of (await readFile(journal, 'utf8')).split('\n')) {
    if (line === '') continue;
    const event = parseJson(line) as { type: string; file: string; server: string };
    if (event.type === 'image_completed') servers.set(event.file, event.server);
  }
  const pairs = [...servers].filter(([file]) => file.startsWith('lora_'));
  for (const [file, server] of pairs) {
    const [, spot = ''] = /^lora_(\d+_\d+)/.exec(file) ?? [];
    if (servers.get(`baseline_${spot}.png`) !== server)
      throw new Error(`${file} and its baseline were made apart.`);
  }
  return pairs.length;
}
