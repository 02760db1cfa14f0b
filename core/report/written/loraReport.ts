import type { Report } from '../report';
import { type VerdictParts, verdictParts } from '../verdict';
import type { ReportContext } from './context';
import { escapeMarkdown, markdownList, markdownTable } from './markdown';
import { filesText } from './reportDocument';
import { adviceParts, judgedText, shortTable, testedText, unknownSentences } from './reportProse';
import { shareable } from './shareable';
import { whenText } from './timeText';

/**
 * `lora_report.md`: what a person would write to a friend about a LoRA, by template. Every figure in it is one of the report's,
 * and nothing is said that the verdict does not say.
 */
export function loraReport(given: Report, context: ReportContext): string {
  const report = shareable(given, context.self_check);
  const parts = verdictParts(report);
  return joined([
    ...openingParts(report, parts),
    '## What was tested',
    escapeMarkdown(testedText(report, context)),
    '## What came out',
    ...(parts.metrics.length === 0
      ? [escapeMarkdown(parts.overall[0] ?? 'There are no votes that would tell.')]
      : parts.metrics.flatMap(({ metric, sentences }) => [
          `### ${escapeMarkdown(metric)}`,
          markdownList(sentences),
        ])),
    ...tableParts(report),
    ...closingParts(report, context, parts),
  ]);
}

/** Title, headline and what the result stands under. In: a report that may be shared. */
export function openingParts(report: Report, parts: VerdictParts): string[] {
  return [
    `# ${escapeMarkdown(filesText(report))}`,
    `**${escapeMarkdown(parts.headline)}.**`,
    ...parts.standing.map(escapeMarkdown),
  ];
}

/** The figures of every metric that has votes, as a table each. */
export function tableParts(report: Report): string[] {
  return report.metrics
    .filter(({ candidates }) => candidates.some(({ votes }) => votes > 0))
    .map((metric) => markdownTable(shortTable(metric, report)));
}

/** From which weight to use to the last line. */
export function closingParts(report: Report, context: ReportContext, parts: VerdictParts): string[] {
  return [
    '## Which weight to use',
    ...adviceParts(report),
    '## What is not known',
    markdownList(unknownSentences(report, context, parts.overall)),
    '## How it was judged',
    escapeMarkdown(judgedText(report, context)),
    '## Methods in short',
    markdownList(report.methods),
    escapeMarkdown(
      `Session ${report.session_id}, written ${whenText(context.written_at)} by Blindfold ${context.version}.`,
    ),
  ];
}

/** Paragraphs as the text of a file. */
export function joined(paragraphs: readonly string[]): string {
  return `${paragraphs.join('\n\n')}\n`;
}
