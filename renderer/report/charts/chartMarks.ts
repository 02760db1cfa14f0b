import type { Chart } from 'chart.js';
import type { ChartColours } from './chartColours';

/** Where values lie in a chart, in pixels. */
export function placeIn(chart: Chart<'line'>): {
  x: (value: number) => number;
  y: (value: number) => number;
} {
  const { x, y } = chart.scales;
  return {
    x: (value) => x?.getPixelForValue(value) ?? 0,
    y: (value) => y?.getPixelForValue(value) ?? 0,
  };
}

/** The dashed line of no preference. In: where it lies on the axis. */
export function drawEvenLine(chart: Chart<'line'>, even: number, colours: ChartColours): void {
  const { ctx, chartArea } = chart;
  const y = Math.round(placeIn(chart).y(even)) + 0.5;
  ctx.save();
  ctx.strokeStyle = colours.even;
  ctx.setLineDash([4, 3]);
  ctx.beginPath();
  ctx.moveTo(chartArea.left, y);
  ctx.lineTo(chartArea.right, y);
  ctx.stroke();
  ctx.restore();
}
