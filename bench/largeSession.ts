import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { planPairs } from '../core/plan/jobs';
import { createRandom } from '../core/plan/random';
import { drawOrder } from '../core/plan/trials';
import type { JournalEvent, NewEvent } from '../core/session/events';
import { blankSetup, type Setup } from '../core/session/setup';
import { FIRST_RATER } from '../core/session/state';
import { journalLine } from '../electron/sessions/journalFile';
import { sessionFolder } from '../electron/sessions/sessionFolder';
import { testPng } from '../electron/sessions/testPictures';

const PICTURE = testPng();
const METRICS = ['Quality', 'Style', 'Prompt match'];

/**
 * Writes the journal of a session with 2,000 pairs, each judged on three metrics but for the very last: 5,999 votes.
 * The host reads it as it would after an evening of voting. Its pictures are whole and tiny: no figure shows them.
 */
export async function writeLargeSession(root: string, id: string): Promise<void> {
  const setup: Setup = {
    ...blankSetup(['demo']),
    loras: ['demo/inkwash_v1-000008.safetensors'],
    weight_range: null,
    weights: [0.2, 0.4, 0.6, 0.8, 1],
    seeds: [1, 2, 3, 4],
    metrics: METRICS,
    prompt_pairs: Array.from({ length: 100 }, (_, index) => ({
      positive: `a picture of thing ${index}`,
      negative: 'blurry',
    })),
  };
  const folder = sessionFolder(root, id);
  await mkdir(folder.output, { recursive: true });
  const files = new Set(planPairs(setup, 1).flatMap(({ baseline, lora }) => [baseline, lora]));
  for (const file of files) await writeFile(folder.pathOfImage(file), PICTURE);
  await writeFile(folder.journal, placed(eventsOf(setup)).map(journalLine).join(''));
}

function eventsOf(setup: Setup): NewEvent[] {
  const pairs = planPairs(setup, 1);
  const files = [...new Set(pairs.flatMap((pair) => [pair.baseline, pair.lora]))];
  const order = drawOrder(pairs, createRandom(1, 'order'));
  const place = (done: number) => ({ done, total: files.length, next_action: 'generate_images' });
  const images = files.map(
    (file, index): NewEvent => ({
      type: 'image_completed',
      job: file,
      file,
      prompt_index: 0,
      sha256: randomBytes(32).toString('hex'),
      size_bytes: PICTURE.length,
      width: 2,
      height: 1,
      server: 'demo',
      timestamp: '20260401_200000',
      seconds: 4.2,
      ...place(index + 1),
    }),
  );
  const votes = order.flatMap(({ pair, swap }, place) =>
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
  return [
    { type: 'setup_changed', changes: setup },
    { type: 'session_start', setup, order_seed: 1, blind_key: randomBytes(32).toString('hex'), ...place(0) },
    { type: 'order_drawn', rater: FIRST_RATER, round: 0, order },
    ...images,
    { type: 'session_completed', ...place(files.length), next_action: 'evaluate' },
    ...votes.slice(0, -1),
  ];
}

function placed(events: readonly NewEvent[]): JournalEvent[] {
  return events.map((event, index) => ({ ...event, seq: index + 1, at: '2026-04-01T20:00:00.000Z' }));
}
