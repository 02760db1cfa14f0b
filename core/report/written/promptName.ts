import { plainLine } from '../charts/textRoom';
import type { Report } from '../report';

/** Letters of a prompt that name it in a line; the whole of it stands where it is told how the pictures were made. */
const LETTERS = 80;

/** A prompt as tables and sentences call it: `prompt 3 (a red fox in …)`, by its place from 0. */
export function promptName({ prompts }: Pick<Report, 'prompts'>, place: number): string {
  const whole = plainLine((prompts[place] ?? '').slice(0, 1000));
  const letters = [...whole];
  const text = letters.length > LETTERS ? `${letters.slice(0, LETTERS).join('').trimEnd()}…` : whole;
  return text === '' ? `prompt ${place + 1}` : `prompt ${place + 1} (${text})`;
}
