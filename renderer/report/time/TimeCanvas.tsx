import {
  Chart,
  type ChartData,
  type ChartOptions,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from 'chart.js';
import { useMemo } from 'react';
import { Line } from 'react-chartjs-2';
import { type ChartColours, dataColour, useChartColours } from '../charts/chartColours';
import type { TimePlot } from './timeData';
import { timeMarks } from './timeMarks';

Chart.register(LineController, LineElement, PointElement, LinearScale);

/** The course of the votes as a drawing, apart so that the chart library is only fetched once one is seen. */
export default function TimeCanvas({ plot }: { plot: TimePlot }) {
  const colours = useChartColours();
  const drawing = useMemo(() => (colours === null ? null : drawingOf(plot, colours)), [plot, colours]);
  // The drawing plugin is taken once by a chart, so a new plot or theme makes a new chart.
  const marks = useMemo(() => (colours === null ? [] : [timeMarks(plot, colours)]), [plot, colours]);
  const key = useMemo(() => `${plot.finding} ${JSON.stringify(colours)}`, [plot, colours]);
  if (drawing === null) return null;
  return (
    <Line
      key={key}
      data={drawing.data}
      options={drawing.options}
      plugins={marks}
      role="img"
      aria-label={plot.finding}
    />
  );
}

type Dot = { x: number; y: number };

function drawingOf(
  plot: TimePlot,
  colours: ChartColours,
): { data: ChartData<'line', Dot[]>; options: ChartOptions<'line'> } {
  const colour = dataColour(colours, 0);
  const font = { family: colours.font, size: 11 };
  const soFar = plot.points.flatMap(({ votes, soFar }) =>
    soFar === null ? [] : [{ x: votes, y: soFar.value }],
  );
  const own = plot.points.flatMap((point) => (point.own === null ? [] : [{ x: point.middle, y: point.own }]));
  const data: ChartData<'line', Dot[]> = {
    datasets: [
      {
        label: 'So far',
        data: soFar,
        clip: 10,
        borderColor: colour,
        borderWidth: 2,
        pointRadius: soFar.length === 1 ? 4.5 : 0,
        pointHoverRadius: 4.5,
        pointBackgroundColor: colour,
        pointBorderColor: colour,
      },
      {
        label: 'Of each stretch',
        data: own,
        clip: 10,
        showLine: false,
        pointRadius: 3,
        pointHoverRadius: 3,
        pointBorderColor: colours.inkFaint,
        pointBorderWidth: 1,
        pointBackgroundColor: colours.surface,
      },
    ],
  };
  const options: ChartOptions<'line'> = {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    layout: { padding: { top: 6, right: 12 } },
    scales: {
      x: {
        type: 'linear',
        min: 0,
        max: plot.total,
        grid: { display: false },
        border: { display: false },
        ticks: { color: colours.inkFaint, font, maxRotation: 0, precision: 0, maxTicksLimit: 8 },
        title: {
          display: true,
          text: 'Votes, in the order of voting',
          color: colours.inkFaint,
          font,
          padding: { top: 2 },
        },
      },
      y: {
        min: 0,
        max: 100,
        grid: {
          // The line of no preference is drawn apart.
          color: (context) => (context.tick.value === 50 ? 'transparent' : colours.grid),
          drawTicks: false,
        },
        border: { display: false },
        ticks: {
          stepSize: 25,
          color: colours.inkFaint,
          font,
          padding: 8,
          callback: (value) => `${value}%`,
        },
      },
    },
  };
  return { data, options };
}
