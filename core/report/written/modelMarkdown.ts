import { UNSEEN } from '../charts/textRoom';
import { codeSpan } from './markdown';

/** Headings of the model's words begin below this level: their section has it. */
const SECTION_LEVEL = 2;
/** No link is longer, in characters. */
const LINK = /!?\[([^[\]\n]{0,500})\]\([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500})?\)/g;
const HEADING = /^(#{1,6})\s+(.*)$/;
const FENCE = /^\s*(?:`{3,}|~{3,})/;
const UNDERLINE = /^\s{0,3}(?:=+|-{2,})\s*$/;
const RULE = /^\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$/;
const ENTITIES: Record<string, string> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const OWN_LINE = /^\s*(?:[-*+>|#]|\d{1,9}[.)]\s|$)/;

/**
 * A model's words as harmless Markdown that stays within its section: paragraphs, lists, tables, quotes, emphasis and code in a line.
 * Its headings go below the section's; links and pictures leave their words; HTML stands as text; blocks of code become
 * paragraphs. Every code span that is left begins and ends in one line.
 */
export function modelMarkdown(text: string): string {
  const lines = plainLines(text);
  const levels = lines.flatMap((line) => HEADING.exec(line)?.[1]?.length ?? []);
  const least = Math.min(6, ...levels);
  const out: string[] = [];
  for (const line of lines) {
    const heading = HEADING.exec(line);
    const last = out.at(-1) ?? '';
    if (heading !== null) {
      const level = Math.min(6, SECTION_LEVEL + 1 + (heading[1]?.length ?? 1) - least);
      out.push('', `${'#'.repeat(level)} ${harmless(withoutEnd(heading[2] ?? ''))}`, '');
    } else if (UNDERLINE.test(line) && !OWN_LINE.test(last) && last !== '')
      // A line under a paragraph makes a heading of it.
      out.splice(-1, 1, '', `${'#'.repeat(SECTION_LEVEL + 1)} ${last.trim()}`, '');
    else if (RULE.test(line) || /^\s{0,3}=+\s*$/.test(line)) out.push('');
    else out.push(harmless(line));
  }
  return out
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** A heading's words without the signs that may close it. */
function withoutEnd(heading: string): string {
  let end = heading.length;
  while (end > 0 && /[\s#]/.test(heading.charAt(end - 1))) end -= 1;
  return heading.slice(0, end);
}

/** Lines without fences, without what hides or turns text, and not so far in that they would be code. */
function plainLines(text: string): string[] {
  return (
    text
      .toWellFormed()
      .replace(/&(nbsp|amp|lt|gt|quot|#39);/g, (_found, name: string) => ENTITIES[name] ?? '')
      .replace(/\r\n?|[\u2028\u2029\u0085]|\v|\f/g, '\n')
      // A number that marks part, seen or unseen, would be looked up in pieces.
      .replace(/(?<=\d)\p{Default_Ignorable_Code_Point}{1,99}(?=\d)/gu, '')
      .replace(/(?<=\d)(?:\*{2,3}|`)(?=\d)/g, '')
      .split('\n')
      .filter((line) => !FENCE.test(line))
      .map((line) => {
        const seen = line.replaceAll('\t', '    ').replace(UNSEEN, '').trimEnd();
        const [indent = ''] = /^ */.exec(seen) ?? [];
        if (indent.length < 2) return seen;
        // Of what stands further in only a list's item means something.
        return `${/^(?:[-*+]|\d{1,9}[.)])\s/.test(seen.trimStart()) ? '  ' : ''}${seen.trimStart()}`;
      })
  );
}

/** A line in which nothing but emphasis, code, list marks and table bars has a meaning. */
function harmless(line: string): string {
  let [out, at] = ['', 0];
  for (const { from, to, text } of codeSpansIn(line)) {
    // A bar within would end the cell of a table, and with it the code.
    out += escaped(line.slice(at, from)) + (text.includes('|') ? escaped(text) : codeSpan(text));
    at = to;
  }
  return out + escaped(line.slice(at));
}

function escaped(text: string): string {
  return (
    text
      .replace(LINK, '$1')
      // What a linked picture leaves is a link.
      .replace(LINK, '$1')
      .replace(
        /\\([!-/:-@[-`{-~])|([`[\]<&$~\\])/g,
        (_found, kept: string | undefined, sign: string | undefined) => `\\${kept ?? sign}`,
      )
      .replace(/\b(https?|ftp|file|data|javascript|mailto):/gi, '$1\\:')
      .replace(/\bwww\./gi, (word) => word.replace('.', '\\.'))
      .replace(/(?<=\w)@(?=\w)/g, '\\@')
  );
}

/** Where code stands in a line of Markdown, the backticks with it; `text` is what is between them. */
export function codeSpansIn(line: string): { from: number; to: number; text: string }[] {
  const runs = [...line.matchAll(/\\[\s\S]|`+/g)].filter(([found]) => found.startsWith('`'));
  const byLength = Map.groupBy(runs.keys(), (place) => runs[place]?.[0].length ?? 0);
  const spans: { from: number; to: number; text: string }[] = [];
  let from = 0;
  for (const [place, run] of runs.entries()) {
    if (place < from) continue;
    const length = run[0].length;
    const alike = byLength.get(length) ?? [];
    // The places are in order, so what is behind is never looked at again.
    while ((alike[0] ?? Number.POSITIVE_INFINITY) <= place) alike.shift();
    const end = alike[0];
    const close = end === undefined ? undefined : runs[end];
    if (end === undefined || close === undefined) continue;
    spans.push({
      from: run.index,
      to: close.index + length,
      text: line.slice(run.index + length, close.index).trim(),
    });
    from = end + 1;
  }
  return spans;
}
