import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson } from '../core/session/json';
import type { Json } from './evaluation';

/** One showing as the journal has it, which no page ever sees. */
export interface DrawnShowing {
  pair: string;
  /** True: the LoRA was left. */
  swap: boolean;
  kind: 'training' | 'repeat' | 'catch' | null;
  metric: string | null;
}

/** The events of a session's journal. In: its folder. */
export async function journalEvents(folder: string): Promise<Json[]> {
  return (await readFile(join(folder, 'journal.jsonl'), 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parseJson(line) as Json);
}

/** The order of showing that was drawn last for a rater. In: the session's folder. */
export async function drawnOrder(folder: string, rater = 'rater 1'): Promise<DrawnShowing[]> {
  const events = await journalEvents(folder);
  const drawn = events.filter((event) => event['type'] === 'order_drawn' && event['rater'] === rater).at(-1);
  if (drawn === undefined) throw new Error(`No order was drawn for ${rater}.`);
  return (drawn['order'] as Json[]).map(({ pair, swap, kind, metric }) => ({
    pair: String(pair),
    swap: swap === true,
    kind: (kind as DrawnShowing['kind']) ?? null,
    metric: (metric as string | undefined) ?? null,
  }));
}
