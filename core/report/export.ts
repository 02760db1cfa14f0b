import { formatStamp } from '../session/identity';
import type { Integer } from '../session/json';

/** One vote as a line of `scores.csv`: the columns that other tools read, in their order, then our own. */
export interface ScoreRow {
  /** Place of the pair in the first rater's order of showing, from 0; null when it has none. */
  pair_index: number | null;
  metric: string;
  baseline_path: string;
  lora_path: string;
  weight: number;
  prompt: string;
  seed: Integer;
  choice: 'A' | 'B' | 'same' | 'skip';
  stars: number | null;
  lora_better: boolean | null;
  lora_filename: string;
  negative_prompt: string;
  prompt_index: number;
  rater: string;
  /** True when A (left) was the LoRA. */
  swap: boolean;
  /** ISO time with zone; written as local `YYYYMMDD_HHMMSS`. Null when it is not known. */
  voted_at: string | null;
  elapsed_ms: number | null;
  after_reveal: boolean;
  note: string | null;
  flags: readonly string[];
  /** What the rater is called. */
  rater_label: string;
  /** Faster than anybody judges; null for a skip, or where the time is not known. */
  too_fast: boolean | null;
}

const SCORE_COLUMNS = [
  'pair_index',
  'metric',
  'baseline_path',
  'lora_path',
  'weight',
  'prompt',
  'seed',
  'choice',
  'stars',
  'lora_better',
  'lora_filename',
  'negative_prompt',
  'prompt_index',
  'rater',
  'swap',
  'voted_at',
  'elapsed_ms',
  'after_reveal',
  'note',
  'flags',
  'rater_label',
  'too_fast',
] as const satisfies readonly (keyof ScoreRow)[];

/**
 * `scores.csv`: a header, then one line a vote, each ended by a newline. Text is quoted where it holds a comma, a quote, a line
 * break or a space at an end; booleans are `true`/`false`; null is empty; seeds keep every digit; flags are joined by a space.
 */
export function scoresCsv(rows: readonly ScoreRow[]): string {
  return SCORES_HEADER + scoreLines(rows);
}

/** The first line of `scores.csv`, with its newline. */
export const SCORES_HEADER = `${SCORE_COLUMNS.join(',')}\n`;

/** Its other lines, for who writes them some at a time. */
export function scoreLines(rows: readonly ScoreRow[]): string {
  return rows
    .map((row) => {
      const fields = SCORE_COLUMNS.map((column) =>
        csvField(
          column === 'voted_at' && row.voted_at !== null ? formatStamp(new Date(row.voted_at)) : row[column],
        ),
      );
      return `${fields.join(',')}\n`;
    })
    .join('');
}

/** One value of a CSV line; the rules are those of `scoresCsv`. */
export function csvField(value: ScoreRow[keyof ScoreRow]): string {
  if (value === null) return '';
  // Most values are numbers and truths, which need no look.
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'object' ? value.join(' ') : String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
