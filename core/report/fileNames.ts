import type { ChartName, ExportFormat, ExportWish } from '../contract/reportCommands';

/** One chart: all metrics together (`overall`), or one metric seen in one way. */
export interface WantedChart {
  readonly chart: ChartName;
  /** Null for all metrics together. */
  readonly metric: string | null;
}

/** What each format holds, in one word, and how the file's name ends. */
const FILES: Record<ExportFormat, { what: string; ending: string }> = {
  csv: { what: 'scores', ending: 'csv' },
  json: { what: 'results', ending: 'json' },
  markdown: { what: 'report', ending: 'md' },
  html: { what: 'report', ending: 'html' },
  charts: { what: 'charts', ending: 'zip' },
  png: { what: 'chart', ending: 'png' },
  pdf: { what: 'report', ending: 'pdf' },
};

/** What a format holds, in one word: `report`, `scores`, `charts`. */
export function fileMatter(format: ExportFormat): string {
  return FILES[format].what;
}

/**
 * The name of an exported report: `blindfold-20260411_203312-report.html`; a narrowed one says so. Letters, digits, `-`, `_` and one
 * dot. In: the session's metrics in their order, and what is wished for beside the format.
 */
export function reportFileName(
  sessionId: string,
  format: ExportFormat,
  metrics: readonly string[],
  { filter, chart, metric }: ExportWish = {},
): string {
  const { what, ending } = FILES[format];
  const own = chart === undefined ? what : chartFileName(metrics, { chart, metric: metric ?? null });
  return `blindfold-${sessionId}-${own}${filter === undefined ? '' : '-filtered'}.${ending}`;
}

/**
 * The name of a chart's file without an ending: letters, digits and hyphens only, and no two charts of a report have the same.
 * In: the session's metrics in their order.
 */
export function chartFileName(metrics: readonly string[], { chart, metric }: WantedChart): string {
  if (metric === null) return chart;
  const slugs = metrics.map(slugOf);
  const place = metrics.indexOf(metric);
  const slug = slugs[place] ?? '';
  const isOwn = slug !== '' && slugs.filter((other) => other === slug).length === 1;
  return `${chart}-${isOwn ? slug : [`metric-${place + 1}`, slug].filter(Boolean).join('-')}`;
}

function slugOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
}
