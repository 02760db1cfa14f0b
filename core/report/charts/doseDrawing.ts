import { formatWeight } from '../../plan/weights';
import { percentText } from '../figureText';
import type { MetricReport, Report } from '../report';
import { fileColour } from './chartColours';
import { type Box, firstFree, markerBox } from './chartRoom';
import { type DosePlot, type DosePoint, metricPlot, weightAxis } from './doseData';
import { type Canvas, type Drawing, haloed, TICK } from './drawing';
import { evenName } from './evenName';
import { answerLegend, fileLegend } from './legend';
import { answerMarker, fileMarker } from './markers';
import { seriesShape } from './seriesLook';
import { crisp, element, label, line, pathOf } from './svg';
import { textWidth } from './textRoom';

const LEFT = 46;
const RIGHT = 24;
const TOP = 12;
const BOTTOM = 44;
const CAP = 4;
const VALUE = 12;
const ROOM_FOR_VALUE = 48;

/** Where a plot's values lie in the drawing. */
interface Place {
  x: (weight: number) => number;
  y: (percent: number) => number;
  left: number;
  right: number;
  top: number;
}

/** Preference by weight: a line for each LoRA file with its intervals. Null when no vote of the metric is decided. */
export function doseDrawing(metric: MetricReport, report: Report, canvas: Canvas): Drawing | null {
  const plot = metricPlot(metric, report.method);
  if (plot === null) return null;
  const { colours, width, height } = canvas;
  const [only] = plot.series;
  const legend =
    plot.series.length === 1 && only !== undefined
      ? answerLegend(
          only.points.map(({ answer }) => answer),
          colours,
        )
      : fileLegend(plot.series, width - LEFT, colours);
  const top = TOP + legend.height;
  const axis = weightAxis(plot.series);
  const span = axis.max - axis.min;
  const place: Place = {
    x: (weight) => LEFT + ((weight - axis.min) / span) * (width - LEFT - RIGHT),
    y: (percent) => top + (1 - percent / 100) * (height - top - BOTTOM),
    left: LEFT,
    right: width - RIGHT,
    top,
  };
  const markers = plot.series.flatMap(({ points }) =>
    points.map(({ x, value }) => markerBox(place.x(x), place.y(value))),
  );
  const values =
    plot.series.length === 1 ? valuesOf(plot.series[0]?.points ?? [], place, markers, canvas) : [];
  const body = [
    element('g', { transform: `translate(${LEFT} 0)` }, legend.body),
    ground(place, height, axis.weights, canvas),
    ...plot.series.map((series) => bandOf(series.points, series.place, plot, place, canvas)),
    ...plot.series.map((series) => curveOf(series.points, series.place, plot, place, canvas)),
    ...values.map(({ words, box }) =>
      haloed(words, box.left, box.bottom - 2, colours, {
        fill: colours.ink,
        'font-size': VALUE,
        'font-weight': 600,
      }),
    ),
    evenName(
      { ...place, even: place.y(50) },
      [...markers, ...values.map(({ box }) => box)],
      plot.series.flatMap(({ points }) => points.map((point) => whiskerBox(point, place))),
      colours,
    ),
  ];
  return {
    subject: metric.metric,
    shows: 'LoRA preferred over baseline',
    unit: '% of decided votes, by weight',
    finding: plot.finding,
    width,
    height,
    body: body.join(''),
  };
}

/** The lines that values are read by, and the names of both axes. */
function ground(place: Place, height: number, weights: readonly number[], { colours }: Canvas): string {
  const out: string[] = [];
  for (const percent of [0, 25, 50, 75, 100]) {
    const y = crisp(place.y(percent));
    const look =
      percent === 50 ? { stroke: colours.reference, 'stroke-dasharray': '4 3' } : { stroke: colours.grid };
    out.push(line(place.left, y, place.right, y, look));
    out.push(
      label(`${percent}%`, {
        x: place.left - 8,
        y: y + 4,
        'text-anchor': 'end',
        'font-size': TICK,
        fill: colours.inkFaint,
      }),
    );
  }
  let free = Number.NEGATIVE_INFINITY;
  for (const weight of weights) {
    const words = formatWeight(weight);
    const half = textWidth(words, TICK) / 2;
    const x = place.x(weight);
    if (x - half < free) continue;
    free = x + half + 6;
    out.push(
      label(words, { x, y: height - 24, 'text-anchor': 'middle', 'font-size': TICK, fill: colours.inkFaint }),
    );
  }
  const middle = (place.left + place.right) / 2;
  out.push(
    label('LoRA weight', {
      x: middle,
      y: height - 6,
      'text-anchor': 'middle',
      'font-size': TICK,
      fill: colours.inkFaint,
    }),
  );
  return out.join('');
}

/** Only the one curve of a chart has a band: those of several would hide each other. */
function bandOf(
  points: readonly DosePoint[],
  file: number,
  plot: DosePlot,
  place: Place,
  { colours }: Canvas,
): string {
  const known = points.filter(({ low, high }) => low !== null && high !== null);
  if (plot.series.length > 1 || known.length < 2) return '';
  const upper = known.map(({ x, high }) => [place.x(x), place.y(high ?? 0)] as const);
  const lower = known.map(({ x, low }) => [place.x(x), place.y(low ?? 0)] as const).reverse();
  return element('path', {
    d: `${pathOf([...upper, ...lower])}Z`,
    fill: fileColour(colours, file),
    'fill-opacity': 0.14,
  });
}

function curveOf(
  points: readonly DosePoint[],
  file: number,
  plot: DosePlot,
  place: Place,
  { colours }: Canvas,
): string {
  const colour = fileColour(colours, file);
  const out: string[] = [];
  for (const { x, low, high } of points) {
    if (low === null || high === null) continue;
    const at = crisp(place.x(x));
    const [top, bottom] = [crisp(place.y(high)), crisp(place.y(low))];
    out.push(
      element('path', {
        d: `M${at} ${top}V${bottom}M${at - CAP} ${top}H${at + CAP}M${at - CAP} ${bottom}H${at + CAP}`,
        fill: 'none',
        stroke: colour,
        'stroke-opacity': 0.7,
      }),
    );
  }
  const through = points.map(({ x, value }) => [place.x(x), place.y(value)] as const);
  if (through.length > 1)
    out.push(
      element('path', {
        d: pathOf(through),
        fill: 'none',
        stroke: colour,
        'stroke-width': 2,
        'stroke-linejoin': 'round',
      }),
    );
  const look = { colour, surface: colours.surface };
  for (const { x, value, answer } of points) {
    out.push(
      plot.series.length === 1 && answer !== null
        ? answerMarker(place.x(x), place.y(value), answer, look)
        : fileMarker(place.x(x), place.y(value), seriesShape(file), look),
    );
  }
  return out.join('');
}

/** Each value beside its point: at its upper right or left, else above or below its whisker; nowhere where all are taken. */
function valuesOf(
  points: readonly DosePoint[],
  place: Place,
  markers: readonly Box[],
  { width }: Canvas,
): { words: string; box: Box }[] {
  const xs = points.map(({ x }) => place.x(x));
  // Beside a point that stands close to the next a value might be read as that one's.
  const isCrowded = xs.some((x, index) => index > 0 && x - (xs[index - 1] ?? 0) < ROOM_FOR_VALUE);
  const out: { words: string; box: Box }[] = [];
  for (const { x: weight, value, low, high } of points) {
    const words = `${percentText(value / 100)}%`;
    const wide = textWidth(words, VALUE, true);
    const x = place.x(weight);
    const beside = Math.max(place.y(value) - 4, place.top + 10);
    const boxAt = (left: number, bottom: number): Box => ({
      left,
      right: left + wide,
      top: bottom - 12,
      bottom,
    });
    const spots = [
      ...(isCrowded ? [] : [boxAt(x + 9, beside), boxAt(x - 9 - wide, beside)]),
      boxAt(x - wide / 2, place.y(high ?? value) - 6),
      boxAt(x - wide / 2, place.y(low ?? value) + 18),
    ].filter(({ left, right, top }) => left > place.left && right < width && top >= 0);
    const spot = firstFree(spots, [...markers, ...out.map(({ box }) => box)]);
    if (spot !== null) out.push({ words, box: spot });
  }
  return out;
}

function whiskerBox({ x, value, low, high }: DosePoint, place: Place): Box {
  return {
    left: place.x(x) - CAP,
    right: place.x(x) + CAP,
    top: place.y(high ?? value),
    bottom: place.y(low ?? value),
  };
}
