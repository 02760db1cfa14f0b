import {
  Chart,
  type ChartData,
  type ChartOptions,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  type PointStyle,
} from 'chart.js';
import { useMemo } from 'react';
import { Line } from 'react-chartjs-2';
import { formatWeight } from '../../../core/plan/weights';
import { type DosePlot, weightAxis } from '../../../core/report/charts/doseData';
import { seriesShape } from '../../../core/report/charts/seriesLook';
import type { Answer } from '../../../core/report/report';
import { type ChartColours, dataColour, useChartColours } from '../charts/chartColours';
import { doseMarks } from './doseMarks';

Chart.register(LineController, LineElement, PointElement, LinearScale);

export interface DoseCanvasProps {
  plot: DosePlot;
  /** The weight that the table points at. */
  pointedAt: number | null;
  onPoint: (weight: number | null) => void;
}

/** The drawing itself, apart so that the chart library is only fetched once a report is seen. */
export default function DoseCanvas({ plot, pointedAt, onPoint }: DoseCanvasProps) {
  const colours = useChartColours();
  const drawing = useMemo(
    () => (colours === null ? null : drawingOf(plot, colours, pointedAt)),
    [plot, colours, pointedAt],
  );
  // The drawing plugin is taken once by a chart, so a new plot or theme makes a new chart.
  const marks = useMemo(() => (colours === null ? [] : [doseMarks(plot, colours)]), [plot, colours]);
  const key = useMemo(() => `${plot.finding} ${JSON.stringify(colours)}`, [plot, colours]);
  if (drawing === null) return null;
  return (
    <Line
      key={key}
      data={drawing.data}
      options={{
        ...drawing.options,
        onHover: (_event, elements) => onPoint(pointAt(plot, elements[0])),
      }}
      onMouseLeave={() => onPoint(null)}
      plugins={marks}
      role="img"
      aria-label={plot.finding}
    />
  );
}

function pointAt(
  plot: DosePlot,
  element: { datasetIndex: number; index: number } | undefined,
): number | null {
  if (element === undefined) return null;
  return plot.series[element.datasetIndex]?.points[element.index]?.weight ?? null;
}

const ANSWER_SHAPE: Record<Answer, { style: PointStyle; turn: number }> = {
  better: { style: 'triangle', turn: 0 },
  worse: { style: 'triangle', turn: 180 },
  undecided: { style: 'circle', turn: 0 },
};

function drawingOf(
  plot: DosePlot,
  colours: ChartColours,
  pointedAt: number | null,
): { data: ChartData<'line', { x: number; y: number }[]>; options: ChartOptions<'line'> } {
  const { min, max, weights } = weightAxis(plot.series);
  const isSingle = plot.series.length === 1;
  const font = { family: colours.font, size: 11 };
  const data: ChartData<'line', { x: number; y: number }[]> = {
    datasets: plot.series.map(({ name, place, points }) => {
      const colour = dataColour(colours, place);
      const shapes = points.map(({ answer }) =>
        isSingle && answer !== null ? ANSWER_SHAPE[answer] : { style: seriesShape(place), turn: 0 },
      );
      return {
        label: name,
        data: points.map(({ x, value }) => ({ x, y: value })),
        // Markers at 0 and 100 % are drawn whole.
        clip: 10,
        borderColor: colour,
        borderWidth: 2,
        pointStyle: shapes.map(({ style }) => style),
        pointRotation: shapes.map(({ turn }) => turn),
        pointRadius: points.map(({ weight, answer }) => {
          const size = isSingle && answer !== null && answer !== 'undecided' ? 6.5 : 4.5;
          return weight === pointedAt ? size + 2 : size;
        }),
        pointHoverRadius: 8,
        pointBorderColor: colour,
        pointBorderWidth: 2,
        pointBackgroundColor: points.map(({ answer }) =>
          answer === null || (isSingle && answer === 'undecided') ? colours.surface : colour,
        ),
      };
    }),
  };
  const options: ChartOptions<'line'> = {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    layout: { padding: { top: 6, right: 28 } },
    interaction: { mode: 'nearest', intersect: false },
    scales: {
      x: {
        type: 'linear',
        min,
        max,
        grid: { display: false },
        border: { display: false },
        afterBuildTicks: (axis) => {
          axis.ticks = weights.map((value) => ({ value }));
        },
        ticks: {
          color: colours.inkFaint,
          font,
          maxRotation: 0,
          callback: (value) => formatWeight(Number(value)),
        },
        title: { display: true, text: 'LoRA weight', color: colours.inkFaint, font, padding: { top: 2 } },
      },
      y: {
        min: plot.axis.min,
        max: plot.axis.max,
        grid: {
          // The line of no preference is drawn apart.
          color: (context) => (context.tick.value === plot.axis.even ? 'transparent' : colours.grid),
          drawTicks: false,
        },
        border: { display: false },
        ticks: {
          stepSize: plot.axis.step,
          color: colours.inkFaint,
          font,
          padding: 8,
          callback: (value) => `${Number(value) < 0 ? '−' : ''}${Math.abs(Number(value))}%`,
        },
      },
    },
  };
  return { data, options };
}
