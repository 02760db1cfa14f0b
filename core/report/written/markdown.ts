import { plainLine } from '../charts/textRoom';
import type { Fact, WrittenTable } from './blocks';

/**
 * Plain text in one line as GitHub's Markdown shows it, whatever is in it: no emphasis, link, tag, picture, address or table cell
 * comes of it. Underscores within words stay as they are, so that file names can be read in the source.
 */
export function escapeMarkdown(text: string): string {
  return (
    plainLine(text)
      .replace(/[\\`*[\]<>|~&$]/g, '\\$&')
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
      .replace(/\b(https?|ftp):(?=\/\/)/gi, '$1\\:')
      .replace(/\bwww\./gi, (word) => word.replace('.', '\\.'))
      .replace(/(?<=\w)@(?=\w)/g, '\\@')
      // What opens a heading, a list or an underline at the beginning of a line.
      .replace(/^(#|=|[+-](?=[\s-]))/, '\\$1')
      .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
  );
}

/** Text as code in a line: as it is, between enough backticks. */
export function codeSpan(text: string): string {
  const plain = plainLine(text);
  const fence = '`'.repeat(longestRun(plain) + 1);
  const edge = /^`|`$/.test(plain) ? ' ' : '';
  return `${fence}${edge}${plain}${edge}${fence}`;
}

/** A text whole and as it was given, in a block of its own that nothing in it can end. */
export function codeBlock(text: string): string {
  const lines = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: no reader of text takes these.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\uFFFD');
  const fence = '`'.repeat(Math.max(3, longestRun(lines) + 1));
  return `${fence}text\n${lines}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** A table of GitHub's Markdown under its caption; columns of numbers stand to the right. */
export function markdownTable({ caption, columns, rows }: WrittenTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `**${escapeMarkdown(caption)}**`,
    '',
    line(columns.map(({ name }) => escapeMarkdown(name))),
    line(columns.map(({ isText }) => (isText === true ? '---' : '---:'))),
    ...rows.map((row) => line(row.map((cell) => escapeMarkdown(cell)))),
  ].join('\n');
}

export function markdownList(items: readonly string[]): string {
  return items.map((item) => `- ${escapeMarkdown(item)}`).join('\n');
}

export function markdownFacts(facts: readonly Fact[]): string {
  return facts.map(({ name, value }) => `- ${escapeMarkdown(name)}: ${escapeMarkdown(value)}`).join('\n');
}
