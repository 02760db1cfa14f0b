import { choiceSchema, voteFlagSchema } from '../session/events';
import { sessionIdTime } from '../session/identity';
import { baseName } from '../session/paths';
import { FIRST_RATER, type Vote } from '../session/state';

/** A vote as a line of `scores.csv` tells it. */
export interface FoundVote {
  readonly rater: string;
  /** What the rater was called; null where the file does not say, or by the name. */
  readonly label: string | null;
  readonly vote: Vote;
}

/** More lines than any evaluation has are not looked at. */
const MAX_ROWS = 100_000;

/**
 * The votes in a `scores.csv`, ours or that of an older tool, in its order. In: its text, and an ISO time for votes that tell
 * none. A line that makes no sense is left out; where the sides are not told they follow from who won.
 */
export function readScores(text: string, at: string): FoundVote[] {
  const [head = [], ...lines] = csvRows(text);
  const columns = new Map(head.map((name, index) => [name.trim(), index]));
  return lines.flatMap((line, index): FoundVote[] => {
    const cell = (name: string) => line[columns.get(name) ?? -1] ?? '';
    const choice = choiceSchema.safeParse(cell('choice'));
    const [pair, metric] = [baseName(cell('lora_path')), cell('metric')];
    if (!choice.success || pair === '' || metric === '') return [];
    const flags = cell('flags')
      .split(' ')
      .flatMap((flag) => voteFlagSchema.safeParse(flag).data ?? []);
    const vote: Vote = {
      vote_id: `scores-${index}`,
      pair,
      metric,
      choice: choice.data,
      stars: starsOf(cell('stars')),
      note: cell('note') === '' ? null : cell('note'),
      flags,
      elapsed_ms: numberOf(cell('elapsed_ms')),
      swap: swapOf(cell('swap'), choice.data, cell('lora_better')),
      at: sessionIdTime(cell('voted_at'))?.toISOString() ?? at,
      after_reveal: isTrue(cell('after_reveal')),
      nth: index + 1,
    };
    const rater = cell('rater') === '' ? FIRST_RATER : cell('rater');
    const called = cell('rater_label');
    return [{ rater, label: called === '' || called === rater ? null : called, vote }];
  });
}

const isTrue = (text: string) => text.toLowerCase() === 'true';

function numberOf(text: string): number | null {
  const value = Number(text);
  return text === '' || !Number.isFinite(value) || value < 0 ? null : value;
}

function starsOf(text: string): number | null {
  const stars = numberOf(text);
  return stars !== null && Number.isInteger(stars) && stars >= 1 && stars <= 5 ? stars : null;
}

/** Whether A was the LoRA. */
function swapOf(told: string, choice: Vote['choice'], loraBetter: string): boolean {
  if (told !== '' || loraBetter === '') return isTrue(told);
  return (choice === 'A') === isTrue(loraBetter);
}

/** The cells of a CSV text, by the rules of `scoresCsv`. */
function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cells = /(?:"((?:[^"]|"")*)"|([^,\r\n"]*))(,|\r?\n|$)/gy;
  while (cells.lastIndex < text.length && rows.length <= MAX_ROWS) {
    const match = cells.exec(text);
    if (match === null) break;
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}
