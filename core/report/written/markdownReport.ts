import type { Report } from '../report';
import type { Block } from './blocks';
import type { ReportContext } from './context';
import { codeBlock, codeSpan, escapeMarkdown, markdownFacts, markdownList, markdownTable } from './markdown';
import { pictureNames } from './pictureNames';
import { reportDocument } from './reportDocument';

/** The whole report as Markdown as GitHub shows it. Charts and pictures are not in it; their figures are, in tables. */
export function markdownReport(report: Report, context: ReportContext): string {
  const { title, headline, standing, facts, tag, sections } = reportDocument(report, context);
  const parts = [
    `# ${escapeMarkdown(title)}`,
    `**${escapeMarkdown(headline)}.**`,
    ...(standing.length === 0
      ? []
      : [standing.map((sentence) => `> ${escapeMarkdown(sentence)}`).join('\n>\n')]),
    ...(tag === null ? [] : [`For the prompt: ${codeSpan(tag)}`]),
    markdownFacts(facts),
    ...sections.flatMap(({ title: name, blocks }) => [
      `## ${escapeMarkdown(name)}`,
      ...blocks.flatMap((block) => blockParts(block, report)),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function blockParts(block: Block, report: Report): string[] {
  switch (block.kind) {
    case 'text':
      return [escapeMarkdown(block.text)];
    case 'list':
      return [markdownList(block.items)];
    case 'facts':
      return [markdownFacts(block.facts)];
    case 'table':
      return [markdownTable(block.table)];
    case 'whole':
      return [`${escapeMarkdown(block.name)}:`, codeBlock(block.text)];
    case 'chart':
      return [];
    case 'pairs':
      return [`### ${escapeMarkdown(block.title)}`, markdownList(pictureNames(block, report))];
    case 'more': {
      const parts = block.blocks.flatMap((inner) => blockParts(inner, report));
      return parts.length === 0 ? [] : [`### ${escapeMarkdown(block.title)}`, ...parts];
    }
  }
}
