import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { OrderEntry } from '../core/plan/trials';
import type { NewEvent } from '../core/session/events';
import { blankSetup, type Setup } from '../core/session/setup';
import { FIRST_RATER } from '../core/session/state';
import { testPng } from '../electron/sessions/testPictures';
import { type PutPicture, writeMadeSession } from './madeSession';

const PICTURE = testPng();
const METRICS = ['Quality', 'Style', 'Prompt match'];

/** A whole and tiny picture, for figures that show none. */
const putTiny: PutPicture = async (path) => {
  await writeFile(path, PICTURE);
  return { sha256: randomBytes(32).toString('hex'), size_bytes: PICTURE.length, width: 2, height: 1 };
};

/**
 * Writes the journal of a session with 20 pairs for each prompt, to be judged on three metrics, with its first votes; the host reads
 * it as it would after an evening of voting. As it is, 2,000 pairs of which the very last is open on one metric: 5,999 votes.
 */
export async function writeLargeSession(
  root: string,
  id: string,
  votes = 5999,
  prompts = 100,
  putPicture = putTiny,
): Promise<void> {
  const setup: Setup = {
    ...blankSetup(['demo']),
    loras: ['demo/inkwash_v1-000008.safetensors'],
    weight_range: null,
    weights: [0.2, 0.4, 0.6, 0.8, 1],
    seeds: [1, 2, 3, 4],
    metrics: METRICS,
    prompt_pairs: Array.from({ length: prompts }, (_, index) => ({
      positive: `a picture of thing ${index}`,
      negative: 'blurry',
    })),
  };
  await writeMadeSession(root, id, setup, putPicture, (order) => votesOn(order).slice(0, votes));
}

function votesOn(order: readonly OrderEntry[]): NewEvent[] {
  return order.flatMap(({ pair, swap }, place) =>
    METRICS.map(
      (metric, index): NewEvent => ({
        type: 'vote_cast',
        vote_id: randomBytes(8).toString('hex'),
        rater: FIRST_RATER,
        pair,
        metric,
        choice: (['A', 'B', 'same'] as const)[(place + index) % 3] ?? 'A',
        stars: null,
        note: null,
        flags: [],
        elapsed_ms: 2100,
        swap,
      }),
    ),
  );
}
