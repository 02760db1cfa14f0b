import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson } from '../core/session/json';
import type { RunningHost } from '../e2e/runningHost';
import { createDemoServer, type DemoServer } from '../electron/demo/server';
import { good } from './answers';
import { type Figure, figureOf, rounded } from './figure';
import { generate } from './generationFigures';

const WEIGHTS = [0.2, 0.4, 0.6, 0.8, 1];
const SEEDS = [1, 2];
const PROMPTS = ['a red fox', 'an old lighthouse', 'a wooden boat', 'a street market'];
const IMAGES = PROMPTS.length * SEEDS.length * (1 + WEIGHTS.length);
/** Three times as long as the others take: of eight spots a fast one makes six in the time in which this one makes two. */
const SLOWER = 3;

/**
 * The same 48 images on 1, 2 and 4 servers, and on a fast and a slow one: what the run takes, over the time that the servers need
 * at the least. Proves for each that every pair was made on one server. In: the time for a picture in ms, its size, a host, and
 * the folder of its sessions.
 */
export async function serverFigures(
  imageMs: number,
  size: { width: number; height: number },
  host: RunningHost,
  sessions: string,
): Promise<Figure[]> {
  const plain = Array.from({ length: 4 }, () => imageMs);
  const figures: Figure[] = [];
  let alone = 0;
  for (const times of [plain.slice(0, 1), plain.slice(0, 2), plain, [imageMs, imageMs * SLOWER]]) {
    const servers = await Promise.all(times.map((one) => createDemoServer({ imageMs: one, size })));
    try {
      const begun = performance.now();
      const id = await generate(host, { ...(await setupFor(host)), servers: urls(servers) });
      const ms = performance.now() - begun;
      if (times.length === 1) alone = ms;
      const pairs = await pairsOnOneServer(join(sessions, id, 'journal.jsonl'));
      const least = IMAGES / times.reduce((sum, one) => sum + 1 / one, 0);
      const made = servers.map((server) => server.stats().images);
      if (made.reduce((sum, one) => sum + one, 0) !== IMAGES)
        throw new Error(`${servers.length} servers made ${made.join(' + ')} images instead of ${IMAGES}.`);
      const isMixed = new Set(times).size > 1;
      figures.push(
        figureOf({
          no: 'P3',
          what: isMixed
            ? 'a fast and a slow server, over the least time'
            : `${times.length === 1 ? 'one server' : `${times.length} servers`}, over the least time`,
          runs: [ms / least],
          unit: 'x',
          aim: 1.25,
          plain: null,
          beside: `${rounded(alone / ms)} x as fast as one; images ${made.join(' + ')}; ${pairs} pairs, each on one server`,
        }),
      );
    } finally {
      await Promise.all(servers.map((server) => server.dispose()));
    }
  }
  return figures;
}

const urls = (servers: readonly DemoServer[]) => servers.map(({ url }) => url);

async function setupFor(host: RunningHost): Promise<object> {
  const { loras, checkpoints } = (await good(host, 'GET', '/comfyui')) as {
    loras: string[];
    checkpoints: string[];
  };
  return {
    loras: loras.slice(0, 1),
    checkpoint: checkpoints[0],
    weights: WEIGHTS,
    seeds: SEEDS,
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
