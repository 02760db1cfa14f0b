import type { Chart, Plugin } from 'chart.js';
import { type Box, firstFree, markerBox } from '../../../core/report/charts/chartRoom';
import type { DosePlot, DosePoint } from '../../../core/report/charts/doseData';
import { percentText } from '../../../core/report/figureText';
import { type ChartColours, dataColour } from '../charts/chartColours';
import { drawEvenLine, placeIn } from '../charts/chartMarks';
import { drawHaloed } from '../charts/chartText';

const WHISKER_CAP = 4;
/** Less room than this between two points leaves none for the values beside them. */
const ROOM_FOR_VALUE = 36;

/** Draws what Chart.js has no part for: the band, the whiskers, the values and the line of no preference. */
export function doseMarks(plot: DosePlot, colours: ChartColours): Plugin<'line'> {
  const isSingle = plot.series.length === 1;
  return {
    id: 'doseMarks',
    beforeDatasetsDraw: (chart) => {
      drawEvenLine(chart, plot.axis.even, colours);
      for (const { points, place } of plot.series) {
        const colour = dataColour(colours, place);
        if (isSingle) drawBand(chart, points, colour);
        for (const point of points) drawWhisker(chart, point, colour);
      }
    },
    afterDatasetsDraw: (chart) => {
      const place = placeIn(chart);
      const markers = plot.series.flatMap(({ points }) =>
        points.map(({ x, value }) => markerBox(place.x(x), place.y(value))),
      );
      const values = isSingle ? drawValues(chart, plot.series[0]?.points ?? [], plot, colours, markers) : [];
      drawEvenName(chart, plot, colours, [...markers, ...values]);
    },
  };
}

/**
 * Names the line of no preference at its right end, its left one or its middle, below or above it; clear of the whiskers if it
 * can be. Not at all where every such place lies on a point or its value.
 */
function drawEvenName(
  chart: Chart<'line'>,
  plot: DosePlot,
  colours: ChartColours,
  taken: readonly Box[],
): void {
  const { ctx, chartArea } = chart;
  const even = placeIn(chart).y(plot.axis.even);
  const text = `${plot.axis.even}% = no preference`;
  ctx.save();
  ctx.font = `11px ${colours.font}`;
  ctx.textBaseline = 'top';
  const width = ctx.measureText(text).width;
  const middle = (chartArea.left + chartArea.right - width) / 2;
  const spots = [chartArea.right - width, chartArea.left + 4, middle].flatMap((left) =>
    [even + 4, even - 15].map((top) => ({ left, right: left + width, top, bottom: top + 12 })),
  );
  const whiskers = plot.series.flatMap(({ points }) => points.map((point) => whiskerBox(chart, point)));
  const spot = firstFree(spots, [...taken, ...whiskers]) ?? firstFree(spots, taken);
  if (spot !== null) drawHaloed(ctx, text, spot.left, spot.top, colours.inkFaint, colours.surface);
  ctx.restore();
}

function whiskerBox(chart: Chart<'line'>, { x, value, low, high }: DosePoint): Box {
  const place = placeIn(chart);
  return {
    left: place.x(x) - WHISKER_CAP,
    right: place.x(x) + WHISKER_CAP,
    top: place.y(high ?? value),
    bottom: place.y(low ?? value),
  };
}

function drawBand(chart: Chart<'line'>, points: readonly DosePoint[], colour: string): void {
  const place = placeIn(chart);
  const known = points.filter(({ low, high }) => low !== null && high !== null);
  if (known.length < 2) return;
  const { ctx } = chart;
  ctx.save();
  ctx.globalAlpha = 0.14;
  ctx.fillStyle = colour;
  ctx.beginPath();
  for (const { x, high } of known) ctx.lineTo(place.x(x), place.y(high ?? 0));
  for (const { x, low } of [...known].reverse()) ctx.lineTo(place.x(x), place.y(low ?? 0));
  ctx.closePath();
  ctx.fill();
  ctx.restore();
}

function drawWhisker(chart: Chart<'line'>, { x: at, low, high }: DosePoint, colour: string): void {
  if (low === null || high === null) return;
  const place = placeIn(chart);
  const x = Math.round(place.x(at)) + 0.5;
  const [bottom, top] = [Math.round(place.y(low)) + 0.5, Math.round(place.y(high)) + 0.5];
  const { ctx } = chart;
  ctx.save();
  ctx.globalAlpha = 0.7;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, bottom);
  for (const y of [top, bottom]) {
    ctx.moveTo(x - WHISKER_CAP, y);
    ctx.lineTo(x + WHISKER_CAP, y);
  }
  ctx.stroke();
  ctx.restore();
}

/**
 * Writes each point's value at its upper right, or at its upper left where another point is in the way; where both are, not
 * at all (the table has it). Out: the room that the values took.
 */
function drawValues(
  chart: Chart<'line'>,
  points: readonly DosePoint[],
  plot: DosePlot,
  colours: ChartColours,
  taken: readonly Box[],
): Box[] {
  const place = placeIn(chart);
  const xs = points.map(({ weight }) => place.x(weight));
  const isCrowded = xs.some((x, index) => index > 0 && x - (xs[index - 1] ?? 0) < ROOM_FOR_VALUE);
  if (isCrowded) return [];
  const { ctx, chartArea } = chart;
  const written: Box[] = [];
  ctx.save();
  ctx.font = `600 12px ${colours.font}`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  for (const { weight, value } of points) {
    const sign = plot.axis.min < 0 && value > 0 ? '+' : value < 0 ? '−' : '';
    const text = `${sign}${percentText(Math.abs(value) / 100)}%`;
    const { width } = ctx.measureText(text);
    const x = place.x(weight);
    const y = Math.max(place.y(value) - 6, chartArea.top + 10);
    // Beside the point, else above or below it; never over the names of the axis.
    const spots = [
      { left: x + 10, y },
      { left: x - 10 - width, y },
      { left: x - width / 2, y: y - 8 },
      { left: x - width / 2, y: y + 26 },
    ]
      .filter(({ left, y: line }) => left >= chartArea.left && line - 10 >= chartArea.top)
      .map(({ left, y: line }) => ({ left, right: left + width, top: line - 10, bottom: line + 2 }));
    const spot = firstFree(spots, [...taken, ...written]);
    if (spot === null) continue;
    drawHaloed(ctx, text, spot.left, spot.bottom - 2, colours.ink, colours.surface);
    written.push(spot);
  }
  ctx.restore();
  return written;
}
