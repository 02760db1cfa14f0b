import type { ChartName } from '../../contract/reportCommands';
import { countText, fileWords, listText } from '../figureText';
import type { MetricReport, Report } from '../report';
import { verdictParts } from '../verdict';
import { CHART_COLOURS, type ChartColours, type ChartTheme } from './chartColours';
import { doseDrawing } from './doseDrawing';
import { type Canvas, type Drawing, TICK } from './drawing';
import { promptsDrawing } from './promptsDrawing';
import { rankingDrawing } from './rankingDrawing';
import { starsDrawing } from './starsDrawing';
import { element, escapeMarkup, label, rounded } from './svg';
import { cutText, plainLine, textWidth } from './textRoom';
import { timeDrawing } from './timeDrawing';

/** Which chart is wanted, and how. */
export interface ChartWish {
  chart: ChartName;
  /** Of all charts but that over all metrics; the one that the headline names where it is left out. */
  metric?: string | undefined;
  theme: ChartTheme;
  /** In pixels, 720 by 420 where left out; charts made of rows are as high as their rows. */
  width?: number;
  height?: number;
  /** False: without ground, title and foot, for a page that says them itself. */
  framed?: boolean;
}

/** A chart as the text of an SVG that needs nothing beside it. */
export interface DrawnChart {
  svg: string;
  title: string;
  /** What can be seen, in words. */
  finding: string;
}

const FONT = "'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', Helvetica, Arial, sans-serif";
const EDGE = 24;
const HEAD = 64;
const FOOT = 40;
const FOOT_LINE = 16;

/**
 * Draws one chart of a report. Null where there is nothing to draw: no such metric, no decided votes (for `prompts` and
 * `overall` no votes at all, for `stars` none with stars).
 */
export function chartSvg(report: Report, wish: ChartWish): DrawnChart | null {
  const { theme, width = 720, height = 420, framed = true } = wish;
  const colours = CHART_COLOURS[theme];
  const room = framed
    ? { width: width - 2 * EDGE, height: height - HEAD - FOOT, colours }
    : { width, height, colours };
  const drawing = drawingOf(report, wish, room);
  if (drawing === null) return null;
  return {
    svg: framed
      ? framedSvg(drawing, report, wish.chart, colours)
      : svgOf(drawing, drawing.width, drawing.height, drawing.body),
    title: titleOf(drawing),
    finding: drawing.finding,
  };
}

function drawingOf(report: Report, { chart, metric }: ChartWish, canvas: Canvas): Drawing | null {
  if (chart === 'overall') return rankingDrawing(report, canvas);
  const own = metricOf(report, metric);
  if (own === undefined) return null;
  switch (chart) {
    case 'weights':
      return doseDrawing(own, report, canvas);
    case 'prompts':
      return promptsDrawing(own, report, canvas);
    case 'stars':
      return starsDrawing(own, canvas);
    case 'time':
      return timeDrawing(own, canvas);
  }
}

function metricOf(report: Report, metric: string | undefined): MetricReport | undefined {
  const name = metric ?? verdictParts(report).leading[0] ?? report.metrics[0]?.metric;
  return report.metrics.find((own) => own.metric === name);
}

/** With its title over it, and under it of what it is. */
function framedSvg(drawing: Drawing, report: Report, chart: ChartName, colours: ChartColours): string {
  const room = drawing.width;
  const width = room + 2 * EDGE;
  const foot = footLines(report, chart, room);
  const height = drawing.height + HEAD + FOOT + (foot.length - 1) * FOOT_LINE;
  const shows = `: ${drawing.shows}`;
  // Of a long title the metric's name is cut, and what the chart shows is left.
  const subject = cutText(drawing.subject, Math.max(40, room - textWidth(shows, 15, true)), 15, true);
  const title = { x: EDGE, y: 30, 'font-size': 15, 'font-weight': 600, fill: colours.ink };
  const unit = { x: EDGE, y: 48, 'font-size': 12, fill: colours.inkSecond };
  const footLook = { x: EDGE, 'font-size': TICK, fill: colours.inkFaint };
  return svgOf(
    drawing,
    width,
    height,
    [
      element('rect', { width, height, fill: colours.surface }),
      label(cutText(`${subject}${shows}`, room, 15, true), title),
      label(cutText(drawing.unit, room, 12), unit),
      element('g', { transform: `translate(${EDGE} ${HEAD})` }, drawing.body),
      ...foot.map((words, index) =>
        label(words, { ...footLook, y: height - 14 - (foot.length - 1 - index) * FOOT_LINE }),
      ),
    ].join(''),
  );
}

/** What a picture must say that goes about alone: of which LoRA and session, on how many votes, and what it stands under. */
function footLines(report: Report, chart: ChartName, room: number): string[] {
  const nameOf = fileWords(report.overall);
  const files = [...new Set(report.overall.map(({ lora_filename }) => nameOf(lora_filename)))];
  const hasIntervals = chart === 'weights' || chart === 'time';
  const rest = [
    countText(report.votes_total, 'vote'),
    ...(report.demo ? ['demo images, not from a model'] : []),
    ...(report.filter === null ? [] : ['some of the votes only']),
    ...(report.unfinished === null ? [] : ['not complete']),
    ...(report.method === 'peek_safe' && hasIntervals ? ['intervals valid under early looks'] : []),
    `session ${report.session_id}`,
  ].join(' · ');
  const names = plainLine(listText(files));
  const whole = `${names} · ${rest}`;
  return textWidth(whole, TICK) <= room ? [whole] : [names, rest].map((words) => cutText(words, room, TICK));
}

function titleOf({ subject, shows, unit }: Drawing): string {
  return `${subject}: ${shows}, ${unit}`;
}

function svgOf(drawing: Drawing, width: number, height: number, body: string): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: Math.round(width),
      height: Math.round(height),
      viewBox: `0 0 ${rounded(Math.round(width))} ${rounded(Math.round(height))}`,
      role: 'img',
      'font-family': FONT,
    },
    element('title', {}, escapeMarkup(titleOf(drawing))),
    element('desc', {}, escapeMarkup(drawing.finding)),
    body,
  );
}
