import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { planPairs } from '../core/plan/jobs';
import { createRandom } from '../core/plan/random';
import { drawOrder, type OrderEntry } from '../core/plan/trials';
import type { JournalEvent, NewEvent } from '../core/session/events';
import type { Setup } from '../core/session/setup';
import { FIRST_RATER } from '../core/session/state';
import { journalLine } from '../electron/sessions/journalFile';
import { sessionFolder } from '../electron/sessions/sessionFolder';

/** What the journal says of a picture. */
export interface PictureFacts {
  readonly sha256: string;
  readonly size_bytes: number;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** Puts a picture at a path; `index` counts them. */
export type PutPicture = (path: string, index: number) => Promise<PictureFacts>;

/** So many pictures are put at once. */
const AT_ONCE = 40;

/**
 * Writes a session whose images are all made, as a run leaves it. In: its set-up, how a picture comes to a path and what the
 * journal says of it, and the events behind the run, from the order of showing.
 */
export async function writeMadeSession(
  root: string,
  id: string,
  setup: Setup,
  putPicture: PutPicture,
  later: (order: readonly OrderEntry[]) => NewEvent[] = () => [],
): Promise<void> {
  const folder = sessionFolder(root, id);
  await mkdir(folder.output, { recursive: true });
  const pairs = planPairs(setup, 1);
  const files = [...new Set(pairs.flatMap(({ baseline, lora }) => [baseline, lora]))];
  const order = drawOrder(pairs, createRandom(1, 'order'));
  const place = (done: number) => ({ done, total: files.length, next_action: 'generate_images' });
  const images: NewEvent[] = [];
  for (let from = 0; from < files.length; from += AT_ONCE) {
    const some = files.slice(from, from + AT_ONCE).map(
      async (file, offset): Promise<NewEvent> => ({
        type: 'image_completed',
        job: file,
        file,
        prompt_index: 0,
        ...(await putPicture(folder.pathOfImage(file), from + offset)),
        server: 'demo',
        timestamp: '20260401_200000',
        seconds: 4.2,
        ...place(from + offset + 1),
      }),
    );
    images.push(...(await Promise.all(some)));
  }
  const events: NewEvent[] = [
    { type: 'setup_changed', changes: setup },
    { type: 'session_start', setup, order_seed: 1, blind_key: randomBytes(32).toString('hex'), ...place(0) },
    { type: 'order_drawn', rater: FIRST_RATER, round: 0, order },
    ...images,
    { type: 'session_completed', ...place(files.length), next_action: 'evaluate' },
    ...later(order),
  ];
  await writeFile(folder.journal, placed(events).map(journalLine).join(''));
}

function placed(events: readonly NewEvent[]): JournalEvent[] {
  return events.map((event, index) => ({ ...event, seq: index + 1, at: '2026-04-01T20:00:00.000Z' }));
}
