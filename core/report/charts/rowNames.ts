import { formatWeight } from '../../plan/weights';
import { candidateNoun, fileWords } from '../figureText';
import { NAME } from './drawing';
import { cutText, textWidth } from './textRoom';

const WIDEST_FILE = 160;
const NARROWEST = 28;

interface Named {
  lora_filename: string;
  weight: number;
}

/** What the rows of candidates are called: by weight, or of several files by file and weight, of which only the file is ever cut. */
export function rowNames(rows: readonly Named[], all: readonly Named[]): string[] {
  if (candidateNoun(all) === 'weight') return rows.map(({ weight }) => formatWeight(weight));
  const nameOf = fileWords(all);
  return rows.map(
    ({ lora_filename, weight }) =>
      `${cutText(nameOf(lora_filename), WIDEST_FILE, NAME)} at ${formatWeight(weight)}`,
  );
}

/** The room that names of rows take, in pixels. */
export function widest(names: readonly string[]): number {
  return Math.max(NARROWEST, ...names.map((name) => textWidth(name, NAME)));
}
