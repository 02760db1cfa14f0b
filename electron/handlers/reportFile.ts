import { AppFailure } from '../../core/contract/failure';
import type { ExportFormat, ExportWish } from '../../core/contract/reportCommands';
import { scoresCsv } from '../../core/report/export';
import { fileMatter, reportFileName, type WantedChart } from '../../core/report/fileNames';
import { requireFilter, scoreRows } from '../../core/report/input';
import type { Report } from '../../core/report/report';
import { type ReportContext, reportContext } from '../../core/report/written/context';
import { htmlReport } from '../../core/report/written/htmlReport';
import { markdownReport } from '../../core/report/written/markdownReport';
import { picturedPairs } from '../../core/report/written/pictureNames';
import { resultsJson } from '../../core/report/written/resultsJson';
import type { SessionId } from '../../core/session/identity';
import { effectiveSetup, type SessionState } from '../../core/session/state';
import { unlessAborted } from '../generation/unlessAborted';
import type { Printer } from '../hosts/printer';
import { chartItems, chartPng, drawnChart, drawnCharts } from '../report/export/chartPictures';
import { evidencePictures } from '../report/export/evidencePictures';
import { zipPieces } from '../sessions/archive/zipWriter';
import { pictureFolder } from '../sessions/images';
import type { OpenSession } from '../sessions/openSession';
import type { TaskControl } from '../tasks';
import { openWhole } from './openWhole';
import { refusePack } from './packRules';
import { type LookedAt, lookAtReport, lookAtVotes } from './reportLook';
import type { Services } from './services';

/** A report on its way out as a file. */
export interface ReportFile {
  /** Letters, digits, `-`, `_` and one dot. */
  readonly name: string;
  readonly contentType: string;
  /** What the task is called. */
  readonly title: string;
  /** The file's bytes. Throws AppFailure, and the signal's reason. */
  pieces(control: TaskControl): AsyncIterable<Uint8Array>;
  /** What came of it, in a sentence or two; to be asked once it is made. */
  said(): string;
}

const CONTENT_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  markdown: 'text/markdown; charset=utf-8',
  html: 'text/html; charset=utf-8',
  charts: 'application/zip',
  png: 'image/png',
  pdf: 'application/pdf',
};

/**
 * The report of a session as a file, made while it is taken. Asking for it is the reveal, as opening the report is. Throws AppFailure:
 * `evaluation_open` before that may be seen, `bad_request` for a chart that is not named or not there, `not_possible` for a PDF where
 * nothing prints.
 */
export async function reportFile(
  services: Services,
  session_id: SessionId,
  format: ExportFormat,
  wish: ExportWish,
): Promise<ReportFile> {
  if (format === 'pdf') printerOf(services);
  refusePack((await openWhole(services.store, session_id)).state);
  const chartIn = (state: SessionState) =>
    format === 'png' ? wantedChart(effectiveSetup(state).metrics, wish) : null;
  const { session, report, state } = await lookedAt(services, session_id, format, wish, chartIn);
  const { metrics } = effectiveSetup(state);
  const chart = chartIn(state);
  const what = fileMatter(format);
  const remarks: string[] = [];
  return {
    name: reportFileName(session.id, format, metrics, {
      ...(wish.filter === undefined ? {} : { filter: wish.filter }),
      ...(chart === null
        ? {}
        : { chart: chart.chart, ...(chart.metric === null ? {} : { metric: chart.metric }) }),
    }),
    contentType: CONTENT_TYPES[format],
    title: `Exporting the ${what} of ${session.id}`,
    said: () =>
      [`The ${what} of ${session.id} ${what.endsWith('s') ? 'are' : 'is'} exported.`, ...remarks].join(' '),
    async *pieces(control) {
      if (report === null) {
        yield Buffer.from(scoresCsv(scoreRows(state, wish.filter ?? null)));
        return;
      }
      const figures = await unlessAborted(control.signal, report);
      const context = contextOf(services, state);
      const making: Making = { services, session, state, report: figures, context, control, remarks };
      if (format === 'json') yield Buffer.from(resultsJson(figures, state, madeBy(services)));
      else if (format === 'markdown') yield Buffer.from(markdownReport(figures, context));
      else if (format === 'html') yield Buffer.from(await pageOf(making));
      else if (format === 'pdf') yield await printerOf(services).toPdf(await pageOf(making), control.signal);
      else if (chart !== null) yield await pictureOf(figures, chart);
      else yield* chartsOf(making);
    },
  };
}

/**
 * The session and its report, with the state that the report is of; a table of votes needs no report. Throws what the check
 * throws, and then nothing is revealed.
 */
async function lookedAt(
  services: Services,
  id: SessionId,
  format: ExportFormat,
  wish: ExportWish,
  check: (state: SessionState) => void,
): Promise<Omit<LookedAt, 'report'> & { report: Promise<Report> | null }> {
  const filter = wish.filter ?? null;
  if (format !== 'csv') return lookAtReport(services, id, { filter, check, keep: true });
  return lookAtVotes(
    services,
    id,
    (state) => requireFilter(state, filter),
    (session) => ({ session, report: null, state: structuredClone(session.state) }),
  );
}

/** What a written report says of itself. */
export function contextOf(services: Services, state: Readonly<SessionState>): ReportContext {
  return reportContext(state, madeBy(services));
}

function madeBy({ app, now }: Services): { version: string; now: string } {
  return { version: app.version, now: now().toISOString() };
}

interface Making {
  readonly services: Services;
  readonly session: OpenSession;
  readonly state: Readonly<SessionState>;
  readonly report: Report;
  readonly context: ReportContext;
  readonly control: TaskControl;
  /** Hears what is to be said of the file. */
  readonly remarks: string[];
}

/** The report with its pictures as one page. */
async function pageOf({
  services,
  session,
  state,
  report,
  context,
  control,
  remarks,
}: Making): Promise<string> {
  const pairs = picturedPairs(report);
  const from = {
    fs: services.fs,
    folder: pictureFolder(session.folder, state),
    state,
  };
  const images = await evidencePictures(pairs, from, (done) => {
    control.signal.throwIfAborted();
    control.progress(done, pairs.length);
  });
  const missing = pairs.length - images.size;
  if (missing > 0) remarks.push(missingWords(missing));
  return htmlReport(report, context, images);
}

function missingWords(missing: number): string {
  return missing === 1
    ? 'One pair is without its pictures, which are missing or damaged on disk.'
    : `${missing} pairs are without their pictures, which are missing or damaged on disk.`;
}

/** The chart that is wished for. Throws AppFailure `bad_request`. */
function wantedChart(metrics: readonly string[], { chart, metric }: ExportWish): WantedChart {
  if (chart === undefined)
    throw new AppFailure('bad_request', 'Name the chart: weights, overall, prompts, stars or time.', {
      field: 'chart',
    });
  if (chart === 'overall') return { chart, metric: null };
  const named = metric ?? metrics[0];
  if (named !== undefined && metrics.includes(named)) return { chart, metric: named };
  throw new AppFailure('bad_request', 'This session has no metric of that name.', { field: 'metric' });
}

async function pictureOf(report: Report, wanted: WantedChart): Promise<Uint8Array> {
  const drawn = drawnChart(report, wanted);
  if (drawn !== null) return chartPng(drawn);
  throw new AppFailure('not_possible', nothingToDraw(wanted));
}

function nothingToDraw({ chart }: WantedChart): string {
  switch (chart) {
    case 'stars':
      return 'No vote that chose a side has stars, so there is nothing to draw.';
    case 'weights':
    case 'time':
      return 'No vote chose a side, so there is nothing to draw.';
    case 'overall':
    case 'prompts':
      return 'There are no votes for this chart, so there is nothing to draw.';
  }
}

async function* chartsOf({ services, report, control }: Making): AsyncGenerator<Uint8Array> {
  const charts = drawnCharts(report);
  if (charts.size === 0)
    throw new AppFailure('not_possible', 'There are no votes for a chart, so there is nothing to draw.');
  const items = chartItems(charts, services.now(), (done) => control.progress(done, charts.size));
  yield* zipPieces(items, control.signal);
}

/** Throws AppFailure where the host prints nothing by itself. */
function printerOf({ printer }: Services): Printer {
  if (printer !== null) return printer;
  throw new AppFailure(
    'not_possible',
    'Print the report from the browser: its print window saves a PDF, too.',
  );
}
