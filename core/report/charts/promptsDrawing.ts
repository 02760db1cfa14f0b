import { formatWeight } from '../../plan/weights';
import { countText, fileWords, netText } from '../figureText';
import type { CellFigures } from '../metricDetail';
import type { MetricReport, Report } from '../report';
import { leaning } from './chartColours';
import { type Canvas, type Drawing, mostShown, NAME, TICK } from './drawing';
import { element, label } from './svg';
import { cutText } from './textRoom';

const ROW = 26;
const NARROWEST = 34;
const WIDEST = 84;
const MOST_ROWS = 100;
const MOST_COLUMNS = 60;
/** How much of a leaning's colour the clearest field has. */
const STRONGEST = 0.45;
/** Names of the files over their weights, where there are several. */
const FILES = 22;
const WEIGHTS = 24;
const NOTE = 24;

/** Prompt by weight: the net preference for the LoRA in numbers and colour. Null when nothing was judged. */
export function promptsDrawing(
  metric: MetricReport,
  report: Report,
  { width, colours }: Canvas,
): Drawing | null {
  if (metric.cells.length === 0) return null;
  const judged = [...new Set(metric.cells.map(({ prompt_index }) => prompt_index))].sort((a, b) => a - b);
  const prompts = mostShown(judged, MOST_ROWS);
  const places = [...metric.candidates.keys()].filter((place) => (metric.candidates[place]?.votes ?? 0) > 0);
  const columns = mostShown(places, MOST_COLUMNS);
  const cells = new Map(metric.cells.map((cell) => [`${cell.prompt_index} ${cell.candidate}`, cell]));
  const names = Math.min(260, width * 0.4);
  const wide = Math.max(NARROWEST, Math.min(WIDEST, (width - names) / columns.length));
  const isSeveral = new Set(metric.candidates.map(({ lora_filename }) => lora_filename)).size > 1;
  const top = (isSeveral ? FILES : 0) + WEIGHTS;
  const out = [columnNames(metric, columns, { names, wide, isSeveral, top }, colours)];
  for (const [row, prompt] of prompts.entries()) {
    const y = top + row * ROW;
    const words = `${prompt + 1}. ${report.prompts[prompt] ?? ''}`;
    out.push(
      label(cutText(words, names - 16, NAME), {
        x: 0,
        y: y + ROW / 2 + 4,
        'font-size': NAME,
        fill: colours.ink,
      }),
    );
    for (const [column, place] of columns.entries()) {
      const cell = cells.get(`${prompt} ${place}`);
      if (cell !== undefined) out.push(field(cell, names + column * wide, y, wide, colours));
    }
  }
  const bottom = top + prompts.length * ROW;
  const notes = ['Won less lost: above 0 for the LoRA, below for the baseline.'];
  if (prompts.length < judged.length)
    notes.push(`${prompts.length} of ${countText(judged.length, 'prompt')}.`);
  if (columns.length < places.length) notes.push(`${columns.length} of ${places.length} columns.`);
  out.push(label(notes.join(' '), { x: names, y: bottom + 18, 'font-size': TICK, fill: colours.inkFaint }));
  return {
    subject: metric.metric,
    shows: 'net preference, prompt by prompt',
    unit: '% of votes',
    finding: finding(metric, report),
    width: Math.max(width, names + columns.length * wide),
    height: bottom + NOTE,
    body: out.join(''),
  };
}

function columnNames(
  { candidates }: MetricReport,
  columns: readonly number[],
  { names, wide, isSeveral, top }: { names: number; wide: number; isSeveral: boolean; top: number },
  colours: Canvas['colours'],
): string {
  const nameOf = fileWords(candidates);
  const shown = columns.flatMap((place) => candidates[place] ?? []);
  const out = shown.map(({ weight }, column) =>
    label(formatWeight(weight), {
      x: names + (column + 0.5) * wide,
      y: top - 8,
      'text-anchor': 'middle',
      'font-size': TICK,
      fill: colours.inkFaint,
    }),
  );
  if (!isSeveral) return out.join('');
  for (const [name, own] of Map.groupBy(shown, ({ lora_filename }) => lora_filename)) {
    const from = shown.findIndex(({ lora_filename }) => lora_filename === name);
    const words = cutText(nameOf(name), own.length * wide - 8, NAME);
    const x = names + from * wide + 2;
    out.push(label(words, { x, y: 14, 'font-size': NAME, fill: colours.inkSecond }));
  }
  return out.join('');
}

function field(cell: CellFigures, x: number, y: number, wide: number, colours: Canvas['colours']): string {
  const net = cell.net_preference ?? 0;
  const box = { x: x + 1, y: y + 1, width: wide - 2, height: ROW - 2, rx: 2 };
  const out = [element('rect', { ...box, fill: colours.even })];
  if (net !== 0) {
    out.push(
      element('rect', {
        ...box,
        fill: leaning(colours, net > 0 ? 'lora' : 'baseline'),
        'fill-opacity': Math.abs(net) * STRONGEST,
      }),
    );
  }
  out.push(
    label(netText(net).replace('%', ''), {
      x: x + wide / 2,
      y: y + ROW / 2 + 4,
      'text-anchor': 'middle',
      'font-size': TICK,
      fill: colours.ink,
    }),
  );
  return out.join('');
}

/** The prompts on which the LoRA does best and worst. */
function finding({ metric, prompts }: MetricReport, report: Report): string {
  const sorted = [...prompts].sort((a, b) => (b.net_preference ?? 0) - (a.net_preference ?? 0));
  const words = (own: (typeof sorted)[number] | undefined) =>
    own === undefined
      ? ''
      : `prompt ${own.prompt_index + 1} (${cutText(report.prompts[own.prompt_index] ?? '', 300, NAME)}), ${own.wins} won and ${own.losses} lost of ${countText(own.votes, 'vote')}`;
  const start = `${metric}: net preference for the LoRA by prompt and weight. `;
  if (sorted.length < 2) return `${start}Only ${words(sorted[0])}.`;
  return `${start}Highest: ${words(sorted[0])}. Lowest: ${words(sorted.at(-1))}.`;
}
