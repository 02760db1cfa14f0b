import { chartNameSchema } from '../../../core/contract/reportCommands';
import { chartSvg } from '../../../core/report/charts/chartSvg';
import { chartFileName, type WantedChart } from '../../../core/report/fileNames';
import type { Report } from '../../../core/report/report';
import { onePiece } from '../../onePiece';
import type { ZipItem } from '../../sessions/archive/zipWriter';
import { pictureTool } from '../../sessions/pictureTool';

/** Dots for each unit of the drawing. */
const SCALE = 2;
/** A drawing's own unit is this many to an inch. */
const UNITS_PER_INCH = 72;

/** The drawings (SVG) of every chart that has something to show, by the name of its file without an ending. */
export function drawnCharts(report: Report): Map<string, string> {
  const names = report.metrics.map(({ metric }) => metric);
  const charts = new Map<string, string>();
  const wanted: WantedChart[] = [
    { chart: 'overall', metric: null },
    ...report.metrics.flatMap(({ metric }) =>
      chartNameSchema.options.filter((chart) => chart !== 'overall').map((chart) => ({ chart, metric })),
    ),
  ];
  for (const each of wanted) {
    const drawn = drawnChart(report, each);
    if (drawn !== null) charts.set(chartFileName(names, each), drawn);
  }
  return charts;
}

/** The drawing (SVG) of one chart, for paper and light pages; null where there is nothing to draw. */
export function drawnChart(report: Report, { chart, metric }: WantedChart): string | null {
  return chartSvg(report, { chart, metric: metric ?? undefined, theme: 'light' })?.svg ?? null;
}

/** A drawing as a PNG, twice as fine as it says. */
export async function chartPng(svg: string): Promise<Uint8Array> {
  const sharp = await pictureTool();
  return sharp(Buffer.from(svg), { density: UNITS_PER_INCH * SCALE })
    .png()
    .toBuffer();
}

/** Charts as files of a zip, each as PNG and as SVG. In: drawings by name, the time to put on them, and what hears how many are drawn. */
export async function* chartItems(
  charts: ReadonlyMap<string, string>,
  at: Date,
  onStep: (done: number) => void,
): AsyncGenerator<ZipItem> {
  const mtimeMs = at.getTime();
  let done = 0;
  for (const [name, svg] of charts) {
    onStep(done++);
    const png = await chartPng(svg);
    yield { path: `${name}.png`, mtimeMs, isPacked: true, bytes: () => onePiece(png) };
    yield { path: `${name}.svg`, mtimeMs, isPacked: false, bytes: () => onePiece(Buffer.from(svg)) };
  }
  onStep(done);
}
