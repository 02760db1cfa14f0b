import type { Answer } from '../report';
import { type ChartColours, fileColour } from './chartColours';
import { ANSWER_WORDS } from './doseData';
import { NAME } from './drawing';
import { answerMarker, fileMarker } from './markers';
import { seriesShape } from './seriesLook';
import { label } from './svg';
import { cutText, textWidth } from './textRoom';

const ROW = 20;
const WIDEST = 240;

/** The files of a chart by mark and name, in as many rows as they need. */
export function fileLegend(
  files: readonly { name: string; place: number }[],
  width: number,
  colours: ChartColours,
): { body: string; height: number } {
  const out: string[] = [];
  let [x, y] = [0, 0];
  for (const { name, place } of files) {
    const words = cutText(name, Math.min(WIDEST, width - 16), NAME);
    const wide = 16 + textWidth(words, NAME) + 16;
    if (x > 0 && x + wide > width) [x, y] = [0, y + ROW];
    const look = { colour: fileColour(colours, place), surface: colours.surface };
    out.push(fileMarker(x + 6, y + 8, seriesShape(place), look));
    out.push(label(words, { x: x + 18, y: y + 12, 'font-size': NAME, fill: colours.inkSecond }));
    x += wide;
  }
  return { body: out.join(''), height: y + ROW + 8 };
}

/** What the marks of the one file stand for, as far as they are there. */
export function answerLegend(
  answers: readonly (Answer | null)[],
  colours: ChartColours,
): { body: string; height: number } {
  const out: string[] = [];
  let x = 0;
  for (const answer of ['better', 'undecided', 'worse'] as const) {
    if (!answers.includes(answer)) continue;
    out.push(answerMarker(x + 7, 8, answer, { colour: fileColour(colours, 0), surface: colours.surface }));
    out.push(label(ANSWER_WORDS[answer], { x: x + 20, y: 12, 'font-size': NAME, fill: colours.inkSecond }));
    x += 20 + textWidth(ANSWER_WORDS[answer], NAME) + 16;
  }
  return { body: out.join(''), height: ROW + 8 };
}
