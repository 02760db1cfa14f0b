import { plainLine } from '../charts/textRoom';
import type { Report } from '../report';

/** Letters of a prompt that name it in a line; the whole of it stands where it is told how the pictures were made. */
const LETTERS = 80;

/** The beginning of a prompt in one line, by its place from 0. */
function promptStart({ prompts }: Pick<Report, 'prompts'>, place: number): string {
  const whole = plainLine((prompts[place] ?? '').slice(0, 1000));
  const letters = [...whole];
  return letters.length > LETTERS ? `${letters.slice(0, LETTERS).join('').trimEnd()}…` : whole;
}

/** A prompt as sentences call it: `prompt 3 (a red fox in …)`, by its place from 0. */
export function promptName(report: Pick<Report, 'prompts'>, place: number): string {
  const text = promptStart(report, place);
  return text === '' ? `prompt ${place + 1}` : `prompt ${place + 1} (${text})`;
}

/** A prompt as it stands in a table: `3. a red fox in …`. */
export function promptRow(report: Pick<Report, 'prompts'>, place: number): string {
  return `${place + 1}. ${promptStart(report, place)}`;
}
