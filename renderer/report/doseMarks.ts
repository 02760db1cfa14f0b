import type { Chart, Plugin } from 'chart.js';
import { percentText } from '../../core/report/figureText';
import type { ChartColours } from './chartColours';
import type { DosePlot, DosePoint } from './doseData';

const WHISKER_CAP = 4;
/** Less room than this between two points leaves none for the values beside them. */
const ROOM_FOR_VALUE = 36;
/** How far a point's value reaches to its right. */
const VALUE_ROOM = 48;

/** Draws what Chart.js has no part for: the band, the whiskers, the values and the line of no preference. */
export function doseMarks(plot: DosePlot, colours: ChartColours, palette: readonly string[]): Plugin<'line'> {
  const isSingle = plot.series.length === 1;
  return {
    id: 'doseMarks',
    beforeDatasetsDraw: (chart) => {
      drawEvenLine(chart, plot, colours);
      plot.series.forEach(({ points }, index) => {
        const colour = palette[index] ?? colours.ink;
        if (isSingle) drawBand(chart, points, colour);
        for (const point of points) drawWhisker(chart, point, colour);
      });
    },
    afterDatasetsDraw: (chart) => {
      const points = plot.series[0]?.points ?? [];
      if (isSingle) drawValues(chart, points, plot, colours);
      drawEvenName(chart, plot, colours);
    },
  };
}

function placeIn(chart: Chart<'line'>) {
  const { x, y } = chart.scales;
  return {
    x: (weight: number) => x?.getPixelForValue(weight) ?? 0,
    y: (value: number) => y?.getPixelForValue(value) ?? 0,
  };
}

function drawEvenLine(chart: Chart<'line'>, { axis }: DosePlot, colours: ChartColours): void {
  const { ctx, chartArea } = chart;
  const y = Math.round(placeIn(chart).y(axis.even)) + 0.5;
  ctx.save();
  ctx.strokeStyle = colours.even;
  ctx.setLineDash([4, 3]);
  ctx.beginPath();
  ctx.moveTo(chartArea.left, y);
  ctx.lineTo(chartArea.right, y);
  ctx.stroke();
  ctx.restore();
}

/** Names the line of no preference where no value stands: below or above it, at the right end or the left one. */
function drawEvenName(chart: Chart<'line'>, plot: DosePlot, colours: ChartColours): void {
  const { ctx, chartArea } = chart;
  const place = placeIn(chart);
  const even = place.y(plot.axis.even);
  const text = `${plot.axis.even}% = no preference`;
  ctx.save();
  ctx.font = `11px ${colours.font}`;
  ctx.textBaseline = 'top';
  const width = ctx.measureText(text).width;
  const taken = plot.series.flatMap(({ points }) =>
    points.map(({ x, value }) => ({ x: place.x(x), y: place.y(value) })),
  );
  const spots = [chartArea.right - width, chartArea.left + 4].flatMap((x) => [
    { x, y: even + 4 },
    { x, y: even - 15 },
  ]);
  const free = spots.find(({ x, y }) =>
    taken.every((point) => {
      // A point takes its marker and the value at its upper right.
      const isBeside = point.x + VALUE_ROOM < x || point.x - 8 > x + width;
      const isApart = point.y + 8 < y || point.y - 20 > y + 12;
      return isBeside || isApart;
    }),
  );
  const spot = free ?? spots[0];
  if (spot !== undefined) drawHaloed(ctx, text, spot.x, spot.y, colours.inkFaint, colours.surface);
  ctx.restore();
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

function drawValues(
  chart: Chart<'line'>,
  points: readonly DosePoint[],
  plot: DosePlot,
  colours: ChartColours,
): void {
  const place = placeIn(chart);
  const xs = points.map(({ weight }) => place.x(weight));
  const isCrowded = xs.some((x, index) => index > 0 && x - (xs[index - 1] ?? 0) < ROOM_FOR_VALUE);
  if (isCrowded) return;
  const { ctx, chartArea } = chart;
  ctx.save();
  ctx.font = `600 12px ${colours.font}`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  for (const { weight, value } of points) {
    const sign = plot.axis.min < 0 && value > 0 ? '+' : value < 0 ? '−' : '';
    const y = Math.max(place.y(value) - 6, chartArea.top + 10);
    drawHaloed(
      ctx,
      `${sign}${percentText(Math.abs(value) / 100)}%`,
      place.x(weight) + 10,
      y,
      colours.ink,
      colours.surface,
    );
  }
  ctx.restore();
}

/** Text with a rim of the ground's colour, so that it can be read over lines. */
function drawHaloed(
  ctx: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  colour: string,
  ground: string,
): void {
  ctx.lineJoin = 'round';
  ctx.lineWidth = 3;
  ctx.strokeStyle = ground;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}
