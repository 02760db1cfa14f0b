/** A piece of a line, with how it is set. */
export interface Span {
  readonly text: string;
  readonly look: 'plain' | 'strong' | 'em' | 'code';
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly spans: readonly Span[] }
  | { readonly kind: 'paragraph' | 'quote'; readonly spans: readonly Span[] }
  | { readonly kind: 'list'; readonly isNumbered: boolean; readonly items: readonly (readonly Span[])[] }
  | {
      readonly kind: 'table';
      readonly head: readonly (readonly Span[])[];
      readonly rows: readonly (readonly (readonly Span[])[])[];
      /** Of each column: whether it stands at its right edge. */
      readonly isRight: readonly boolean[];
    }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'rule' };

const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const ITEM = /^\s{0,3}(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;
const RULE = /^\s{0,3}(?:-\s*){3,}$|^\s{0,3}(?:\*\s*){3,}$/;
const FENCE = /^\s{0,3}(```+|~~~+)/;
const QUOTE = /^\s{0,3}>\s?(.*)$/;
const DASHES = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/** A text or a line with more characters is shown as it stands: the file may come from anywhere, and must not keep the page busy. */
const LONGEST_TEXT = 300_000;
const LONGEST_LINE = 10_000;

/**
 * What a text in Markdown consists of, as far as written reports use it: headings, paragraphs, lists, tables, quotes, code and rules. All
 * else is plain text: no addresses, no pictures, no HTML. One that is far longer than reports are is one block, as it stands.
 */
export function markdownBlocks(text: string): Block[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  if (text.length > LONGEST_TEXT || lines.some((line) => line.length > LONGEST_LINE))
    return [{ kind: 'code', text }];
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (line.trim() === '') at += 1;
    else {
      const { block, next } = blockAt(lines, at);
      blocks.push(block);
      at = next;
    }
  }
  return blocks;
}

/** The block that begins in a line that is not empty, and the line after it. */
function blockAt(lines: readonly string[], at: number): { block: Block; next: number } {
  const line = lines[at] ?? '';
  const heading = HEADING.exec(line);
  if (heading !== null) {
    const level = Math.min(3, heading[1]?.length ?? 1) as 1 | 2 | 3;
    return { block: { kind: 'heading', level, spans: spansOf(heading[2] ?? '') }, next: at + 1 };
  }
  const fence = FENCE.exec(line)?.[1];
  if (fence !== undefined) return codeAt(lines, at, fence);
  if (RULE.test(line)) return { block: { kind: 'rule' }, next: at + 1 };
  if (line.includes('|') && DASHES.test(lines[at + 1] ?? '') && (lines[at + 1] ?? '').includes('-'))
    return tableAt(lines, at);
  if (ITEM.test(line)) return listAt(lines, at);
  const kind = QUOTE.test(line) ? 'quote' : 'paragraph';
  const end = endOf(lines, at, (next) => (QUOTE.test(next) ? 'quote' : 'paragraph') === kind);
  const words = lines.slice(at, end).map((each) => (QUOTE.exec(each)?.[1] ?? each).trim());
  return { block: { kind, spans: spansOf(words.join(' ')) }, next: end };
}

/** The first line after `at` that is no longer of its block. */
function endOf(lines: readonly string[], at: number, goesOn: (line: string) => boolean): number {
  let end = at + 1;
  while (
    end < lines.length &&
    (lines[end] ?? '').trim() !== '' &&
    goesOn(lines[end] ?? '') &&
    !begins(lines, end)
  )
    end += 1;
  return end;
}

/** Whether a line begins a block of its own also right under a paragraph. */
function begins(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  return HEADING.test(line) || FENCE.test(line) || ITEM.test(line) || RULE.test(line);
}

function codeAt(lines: readonly string[], at: number, fence: string): { block: Block; next: number } {
  let end = at + 1;
  while (end < lines.length && !(lines[end] ?? '').trimStart().startsWith(fence)) end += 1;
  return { block: { kind: 'code', text: lines.slice(at + 1, end).join('\n') }, next: end + 1 };
}

function listAt(lines: readonly string[], at: number): { block: Block; next: number } {
  const items: string[] = [];
  let end = at;
  for (; end < lines.length && (lines[end] ?? '').trim() !== ''; end += 1) {
    const line = lines[end] ?? '';
    const item = RULE.test(line) ? null : ITEM.exec(line);
    if (item !== null) items.push(item[2] ?? '');
    else if (/^\s/.test(line)) items.push(`${items.pop() ?? ''} ${line.trim()}`);
    else break;
  }
  const isNumbered = ITEM.exec(lines[at] ?? '')?.[1] !== undefined;
  return { block: { kind: 'list', isNumbered, items: items.map(spansOf) }, next: end };
}

function tableAt(lines: readonly string[], at: number): { block: Block; next: number } {
  const end = endOf(lines, at + 1, (line) => line.includes('|'));
  const head = cellsOf(lines[at] ?? '').map(spansOf);
  const isRight = cellsOf(lines[at + 1] ?? '').map((cell) => /[^:]*-:$/.test(cell) && !cell.startsWith(':'));
  const rows = lines.slice(at + 2, end).map((line) => cellsOf(line).map(spansOf));
  return { block: { kind: 'table', head, rows, isRight }, next: end };
}

/** The cells of a row; a bar behind a backslash is one in the text. */
function cellsOf(line: string): string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

const SPAN = /\\([!-/:-@[-`{-~])|(`+)(.+?)\2|(\*\*|__)(?=\S)(.+?)\4|([*_])(?=\S)(.+?)\6(?!\w)/g;

/** A line in pieces. A backslash takes its meaning from the sign behind it. */
export function spansOf(line: string): Span[] {
  if (line.length > LONGEST_LINE) return [{ look: 'plain', text: line }];
  const spans: Span[] = [];
  const add = (text: string, look: Span['look']) => {
    const last = spans.at(-1);
    if (text === '') return;
    if (look === 'plain' && last?.look === 'plain')
      spans[spans.length - 1] = { look, text: last.text + text };
    else spans.push({ look, text });
  };
  let from = 0;
  for (const match of line.matchAll(SPAN)) {
    const [whole, escaped, , code, , strong, mark, em] = match;
    // An underscore within a word, as in the name of a file, is no mark.
    if (mark === '_' && /\w$/.test(line.slice(0, match.index))) continue;
    add(line.slice(from, match.index), 'plain');
    if (escaped !== undefined) add(escaped, 'plain');
    else if (code !== undefined) add(code.trim(), 'code');
    else if (strong !== undefined) add(plainOf(strong), 'strong');
    else add(plainOf(em ?? ''), 'em');
    from = match.index + whole.length;
  }
  add(line.slice(from), 'plain');
  return spans;
}

/** The text of a marked piece, without the marks within it. */
function plainOf(text: string): string {
  return spansOf(text)
    .map((span) => span.text)
    .join('');
}
