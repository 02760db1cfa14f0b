import { candidateWords, countText, fileWords, listText, promptTag } from '../figureText';
import { winnerOf } from '../foremost';
import type { MetricReport, Report } from '../report';
import { type VerdictParts, verdictParts } from '../verdict';
import type { Block, Fact, ReportDocument } from './blocks';
import { carefulBlocks } from './carefulBlocks';
import type { ReportContext } from './context';
import { filterText } from './filterText';
import { aboutFacts, makingBlocks } from './makingBlocks';
import { metricBlocks } from './metricBlocks';
import { overallTable } from './overallTable';
import { shareable } from './shareable';
import { whenText } from './timeText';

/** The whole report as a document. In: the figures, and what is known beside them. */
export function reportDocument(given: Report, context: ReportContext): ReportDocument {
  const report = shareable(given, context.self_check);
  const parts = verdictParts(report);
  const winner = winnerOf(report);
  const filter = filterText(report);
  return {
    title: `Report on ${filesText(report)}`,
    headline: parts.headline,
    standing: [...parts.standing, ...(filter === null ? [] : [filter])],
    facts: topFacts(report, context),
    tag: winner === null ? null : promptTag(winner),
    sections: [
      ...report.metrics.map((metric) => ({
        title: metric.metric,
        blocks: metricBlocks(metric, report, sentencesOf(parts, metric)),
      })),
      { title: 'All metrics', blocks: overallBlocks(report, parts) },
      { title: 'How carefully was judged', blocks: carefulBlocks(report) },
      { title: 'How it was made', blocks: makingBlocks(report, context) },
      { title: 'Methods', blocks: [{ kind: 'list', items: report.methods }] },
      { title: 'About this report', blocks: [{ kind: 'facts', facts: aboutFacts(report, context) }] },
    ],
  };
}

/** The LoRA files of a report by name. */
export function filesText({ overall }: Pick<Report, 'overall'>): string {
  const nameOf = fileWords(overall);
  const names = [...new Set(overall.map(({ lora_filename }) => nameOf(lora_filename)))];
  return names.length === 0 ? 'no LoRA' : listText(names);
}

function sentencesOf({ metrics }: VerdictParts, { metric }: MetricReport): string[] {
  return metrics.find((own) => own.metric === metric)?.sentences ?? ['No votes, so nothing can be said.'];
}

function topFacts(report: Report, context: ReportContext): Fact[] {
  const words = candidateWords(report.overall);
  const skips = report.skips_total === 0 ? '' : ` and ${countText(report.skips_total, 'skip')}`;
  return [
    { name: 'Judged', value: `${countText(report.votes_total, 'vote')}${skips}` },
    {
      name: report.raters.length === 1 ? 'Rater' : 'Raters',
      value: report.raters.length === 0 ? '-' : listText(report.raters),
    },
    {
      name: 'Candidates',
      value:
        report.overall.length > 12
          ? String(report.overall.length)
          : listText(report.overall.map((own) => words(own).short)),
    },
    { name: 'Prompts', value: `${report.prompts_judged} of ${report.prompts_total} judged` },
    { name: 'Checkpoint', value: context.checkpoint ?? 'not known' },
    { name: 'Last vote', value: whenText(context.last_vote_at) },
  ];
}

function overallBlocks(report: Report, { overall }: VerdictParts): Block[] {
  const isJudged = report.overall.some(({ net_preference }) => net_preference !== null);
  return [
    ...(overall.length === 0 ? [] : [{ kind: 'list' as const, items: overall }]),
    ...(isJudged
      ? [
          { kind: 'chart' as const, chart: 'overall' as const },
          { kind: 'table' as const, table: overallTable(report) },
        ]
      : [{ kind: 'text' as const, text: 'No votes, so there is no net preference.' }]),
  ];
}
