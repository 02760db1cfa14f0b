import { sum } from '../../statistics/sum';
import { candidateNoun, candidateWords, countText, numberText } from '../figureText';
import type { CandidateFigures, MetricReport } from '../report';
import { type ChartColours, leaning } from './chartColours';
import { type Canvas, type Drawing, mostShown, NAME, TICK } from './drawing';
import { rowNames, widest } from './rowNames';
import { crisp, element, label, line } from './svg';

const ROW = 28;
const BAR = 16;
const LEGEND = 28;
const AXIS = 40;
const MOST_ROWS = 60;
/** Room for the mean and how many votes are behind it. */
const VALUES = 150;
/** How strong a colour stands for one to five stars. */
const STRENGTH = [0.3, 0.45, 0.6, 0.8, 1];

/**
 * How clearly was won and lost: the decided votes of each number of stars, lost to the left and won to the right of the middle. Null when no vote of the metric has stars.
 */
export function starsDrawing(metric: MetricReport, { width, colours }: Canvas): Drawing | null {
  const starred = metric.candidates.filter(({ starred_votes }) => starred_votes > 0);
  if (starred.length === 0) return null;
  const rows = mostShown(starred, MOST_ROWS);
  const words = candidateWords(metric.candidates);
  const names = rowNames(rows, metric.candidates);
  const left = widest(names) + 16;
  const right = width - VALUES;
  const bottom = LEGEND + rows.length * ROW;
  const middle = (left + right) / 2;
  const reach = (right - left) / 2;
  const most = Math.max(...rows.flatMap(({ won_stars, lost_stars }) => [sum(won_stars), sum(lost_stars)]));
  const out = [legend(left, colours)];
  for (const share of [-1, 1]) {
    const at = crisp(middle + share * reach);
    out.push(line(at, LEGEND, at, bottom, { stroke: colours.grid }));
  }
  for (const [index, own] of rows.entries()) {
    const y = LEGEND + index * ROW + ROW / 2;
    out.push(label(names[index] ?? '', { x: 0, y: y + 4, 'font-size': NAME, fill: colours.ink }));
    out.push(
      bars(own.lost_stars, most, y, {
        middle,
        reach: -reach,
        colour: leaning(colours, 'baseline'),
      }),
    );
    out.push(bars(own.won_stars, most, y, { middle, reach, colour: leaning(colours, 'lora') }));
    out.push(
      label(meanText(own), {
        x: right + 46,
        y: y + 4,
        'text-anchor': 'end',
        'font-size': NAME,
        'font-weight': 600,
        fill: colours.ink,
      }),
    );
    out.push(
      label(`of ${countText(own.starred_votes, 'vote')}`, {
        x: right + 54,
        y: y + 4,
        'font-size': TICK,
        fill: colours.inkFaint,
      }),
    );
  }
  out.push(line(crisp(middle), LEGEND, crisp(middle), bottom, { stroke: colours.reference }));
  for (const share of [-1, 0, 1]) {
    const look = { y: bottom + 16, 'text-anchor': 'middle', 'font-size': TICK, fill: colours.inkFaint };
    out.push(label(numberText(Math.abs(share) * most), { x: middle + share * reach, ...look }));
  }
  const named = { y: bottom + 33, 'text-anchor': 'middle', 'font-size': TICK, fill: colours.inkFaint };
  out.push(
    label('lost', { x: middle - reach / 2, ...named }),
    label('won', { x: middle + reach / 2, ...named }),
  );
  const cut =
    rows.length < starred.length ? `, some of ${countText(starred.length, candidateNoun(starred))}` : '';
  return {
    subject: metric.metric,
    shows: 'stars',
    unit: `votes with stars, and their mean${cut}`,
    finding: `${metric.metric}: mean stars, above 0 for the LoRA and below 0 for the baseline. ${rows
      .map((own) => `${words(own).short}: ${meanText(own)} of ${countText(own.starred_votes, 'vote')}`)
      .join('; ')}.`,
    width,
    height: bottom + AXIS,
    body: out.join(''),
  };
}

/** One side of a row: few stars next to the middle, five at the end. In: `most`, the votes that take the whole of `reach`. */
function bars(
  counts: readonly number[],
  most: number,
  y: number,
  { middle, reach, colour }: { middle: number; reach: number; colour: string },
): string {
  let at = middle;
  return counts
    .map((count, index) => {
      const wide = (count / most) * reach;
      const from = at;
      at += wide;
      if (count === 0) return '';
      return element('rect', {
        x: Math.min(from, at),
        y: y - BAR / 2,
        // A hair of the ground between two numbers of stars.
        width: Math.max(1, Math.abs(wide) - 1),
        height: BAR,
        fill: colour,
        'fill-opacity': STRENGTH[index] ?? 1,
      });
    })
    .join('');
}

function legend(left: number, colours: ChartColours): string {
  const out = [label('Stars', { x: left, y: 13, 'font-size': TICK, fill: colours.inkFaint })];
  let x = left + 44;
  for (const [index, strength] of STRENGTH.entries()) {
    for (const side of ['baseline', 'lora'] as const) {
      out.push(
        element('rect', {
          x: x + (side === 'lora' ? 10 : 0),
          y: 4,
          width: 10,
          height: 10,
          fill: leaning(colours, side),
          'fill-opacity': strength,
        }),
      );
    }
    out.push(label(String(index + 1), { x: x + 25, y: 13, 'font-size': TICK, fill: colours.inkFaint }));
    x += 48;
  }
  return out.join('');
}

function meanText({ mean_signed_stars: mean }: CandidateFigures): string {
  if (mean === null) return '-';
  const text = Math.abs(mean).toFixed(1);
  if (text === '0.0') return '0.0';
  return `${mean > 0 ? '+' : '−'}${text}`;
}
