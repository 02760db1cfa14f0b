import type { Chart, Plugin } from 'chart.js';
import { type Box, firstFree } from '../../../core/report/charts/chartRoom';
import { percentText } from '../../../core/report/figureText';
import { type ChartColours, dataColour } from '../charts/chartColours';
import { drawEvenLine, placeIn } from '../charts/chartMarks';
import { drawHaloed } from '../charts/chartText';
import type { TimePlot } from './timeData';

/** Draws what Chart.js has no part for: the band, the line of no preference, where a day begins, and the share at the end. */
export function timeMarks(plot: TimePlot, colours: ChartColours): Plugin<'line'> {
  return {
    id: 'timeMarks',
    beforeDatasetsDraw: (chart) => {
      drawEvenLine(chart, 50, colours);
      drawBand(chart, plot, colours);
    },
    afterDatasetsDraw: (chart) => {
      const end = drawEnd(chart, plot, colours);
      drawDays(chart, plot, colours, end);
    },
  };
}

function drawBand(chart: Chart<'line'>, { points }: TimePlot, colours: ChartColours): void {
  const known = points.flatMap(({ votes, soFar }) => (soFar === null ? [] : [{ votes, ...soFar }]));
  const place = placeIn(chart);
  const { ctx } = chart;
  ctx.save();
  ctx.fillStyle = dataColour(colours, 0);
  ctx.strokeStyle = dataColour(colours, 0);
  const [only] = known;
  if (known.length === 1 && only !== undefined) {
    ctx.beginPath();
    ctx.moveTo(place.x(only.votes), place.y(only.low));
    ctx.lineTo(place.x(only.votes), place.y(only.high));
    ctx.stroke();
  } else {
    ctx.globalAlpha = 0.14;
    ctx.beginPath();
    for (const { votes, high } of known) ctx.lineTo(place.x(votes), place.y(high));
    for (const { votes, low } of known.toReversed()) ctx.lineTo(place.x(votes), place.y(low));
    ctx.closePath();
    ctx.fill();
  }
  ctx.restore();
}

/** Writes the share at the end above its point. Out: the room that it took. */
function drawEnd(chart: Chart<'line'>, { points }: TimePlot, colours: ChartColours): Box[] {
  const last = points.findLast(({ soFar }) => soFar !== null);
  if (last === undefined || last.soFar === null) return [];
  const { ctx, chartArea } = chart;
  const place = placeIn(chart);
  const text = `${percentText(last.soFar.value / 100)}%`;
  ctx.save();
  ctx.font = `600 12px ${colours.font}`;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'alphabetic';
  const { width } = ctx.measureText(text);
  const [x, y] = [place.x(last.votes), Math.max(place.y(last.soFar.value) - 8, chartArea.top + 10)];
  drawHaloed(ctx, text, x, y, colours.ink, colours.surface);
  ctx.restore();
  return [{ left: x - width, right: x, top: y - 10, bottom: y + 2 }];
}

/** A faint line where a day begins, with its date at the foot where there is room. */
function drawDays(
  chart: Chart<'line'>,
  { days }: TimePlot,
  colours: ChartColours,
  taken: readonly Box[],
): void {
  const { ctx, chartArea } = chart;
  const place = placeIn(chart);
  const written: Box[] = [...taken];
  ctx.save();
  ctx.font = `11px ${colours.font}`;
  ctx.textBaseline = 'bottom';
  for (const { after, day } of days) {
    const x = Math.round(place.x(after)) + 0.5;
    ctx.strokeStyle = colours.even;
    ctx.lineWidth = 1;
    ctx.globalAlpha = 0.6;
    ctx.setLineDash([1, 3]);
    ctx.beginPath();
    ctx.moveTo(x, chartArea.top);
    ctx.lineTo(x, chartArea.bottom);
    ctx.stroke();
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
    const { width } = ctx.measureText(day);
    const bottom = chartArea.bottom - 3;
    const room = [x + 4, x - 4 - width]
      .filter((left) => left >= chartArea.left && left + width <= chartArea.right)
      .map((left) => ({ left: left - 2, right: left + width + 2, top: bottom - 13, bottom }));
    const spot = firstFree(room, written);
    if (spot === null) continue;
    drawHaloed(ctx, day, spot.left + 2, bottom, colours.inkFaint, colours.surface);
    written.push(spot);
  }
  ctx.restore();
}
