import { candidateNoun, candidateWords, countText, netText } from '../figureText';
import type { OverallFigures, Report } from '../report';
import { fileColour } from './chartColours';
import { type Canvas, type Drawing, haloed, mostShown, NAME, TICK } from './drawing';
import { fileMarker } from './markers';
import { rowNames, widest } from './rowNames';
import { seriesShape } from './seriesLook';
import { crisp, element, label, line } from './svg';

const ROW = 28;
const AXIS = 40;
const MOST_ROWS = 60;
/** Room for `+100% +100 to +100%`. */
const VALUES = 172;
const CAP = 4;

/** All candidates by net preference over all metrics, the most preferred first, with their intervals. Null without votes. */
export function rankingDrawing({ overall }: Report, { width, colours }: Canvas): Drawing | null {
  const judged = overall.flatMap((own) => {
    const { net_preference: net } = own;
    return net === null ? [] : [{ ...own, net }];
  });
  if (judged.length === 0) return null;
  judged.sort((a, b) => b.net - a.net);
  const rows = mostShown(judged, MOST_ROWS);
  const files = [...new Set(overall.map(({ lora_filename }) => lora_filename))];
  const words = candidateWords(overall);
  const names = rowNames(rows, overall);
  const left = widest(names) + 16;
  const right = width - VALUES;
  const height = rows.length * ROW + AXIS;
  const x = (net: number) => left + ((net + 1) / 2) * (right - left);
  const out: string[] = [];
  for (const net of [-1, -0.5, 0, 0.5, 1]) {
    const at = crisp(x(net));
    const look =
      net === 0 ? { stroke: colours.reference, 'stroke-dasharray': '4 3' } : { stroke: colours.grid };
    out.push(line(at, 0, at, height - AXIS, look));
    out.push(
      label(netText(net), {
        x: at,
        y: height - 24,
        'text-anchor': 'middle',
        'font-size': TICK,
        fill: colours.inkFaint,
      }),
    );
  }
  out.push(
    label('0% = no preference', {
      x: x(0),
      y: height - 7,
      'text-anchor': 'middle',
      'font-size': TICK,
      fill: colours.inkFaint,
    }),
  );
  for (const [index, own] of rows.entries()) {
    const y = index * ROW + ROW / 2;
    const place = files.indexOf(own.lora_filename);
    const colour = fileColour(colours, place);
    out.push(label(names[index] ?? '', { x: 0, y: y + 4, 'font-size': NAME, fill: colours.ink }));
    if (own.low !== null && own.high !== null) {
      const at = crisp(y);
      const [from, to] = [crisp(x(own.low)), crisp(x(own.high))];
      out.push(
        element('path', {
          d: `M${from} ${at}H${to}M${from} ${at - CAP}V${at + CAP}M${to} ${at - CAP}V${at + CAP}`,
          fill: 'none',
          stroke: colour,
          'stroke-opacity': 0.7,
        }),
      );
    }
    out.push(fileMarker(x(own.net), y, seriesShape(place), { colour, surface: colours.surface }));
    out.push(
      haloed(netText(own.net), right + 58, y + 4, colours, {
        'text-anchor': 'end',
        'font-size': NAME,
        'font-weight': 600,
        fill: colours.ink,
      }),
    );
    out.push(
      label(intervalText(own), { x: right + 66, y: y + 4, 'font-size': TICK, fill: colours.inkFaint }),
    );
  }
  const noun = candidateNoun(overall);
  const cut =
    rows.length < judged.length ? `, the first and the last of ${countText(judged.length, noun)}` : '';
  return {
    subject: 'All metrics',
    shows: 'net preference for the LoRA',
    unit: `mean over pairs, highest first${cut}`,
    finding: `All metrics: net preference for the LoRA, highest first, with 95% intervals. ${rows
      .map(
        (own) =>
          `${words(own).short}: ${netText(own.net)}${own.low === null ? '' : `, ${intervalText(own)}`}`,
      )
      .join('; ')}.`,
    width,
    height,
    body: out.join(''),
  };
}

function intervalText({ low, high }: OverallFigures): string {
  return low === null || high === null ? '' : `${netText(low)} to ${netText(high)}`;
}
