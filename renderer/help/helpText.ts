/** A heading of a page, with the id that its links name. */
export interface Heading {
  readonly level: number;
  readonly title: string;
  readonly id: string;
  /** The line of the page it stands in, from 1 on. */
  readonly line: number;
}

/** A paragraph, an entry of a list or a row of a table. */
export interface Block {
  readonly line: number;
  /** As it is read, without its signs. */
  readonly text: string;
  /** The sentences in quotes that it begins with, as the app says them; `...` stands for any words. */
  readonly sentences: readonly string[];
  /** What it stands under; null before the first heading. */
  readonly heading: Heading | null;
}

export interface HelpText {
  /** Its headings below the title, in order. */
  readonly headings: readonly Heading[];
  readonly blocks: readonly Block[];
}

/** Takes a page in Markdown apart. */
export function readHelp(source: string): HelpText {
  const headings: Heading[] = [];
  const blocks: Block[] = [];
  let open: { line: number; lines: string[] } | null = null;
  let isCode = false;
  const close = () => {
    if (open !== null) blocks.push(blockOf(open.line, open.lines.join(' '), headings.at(-1) ?? null));
    open = null;
  };
  for (const [index, line] of source.split('\n').entries()) {
    if (line.startsWith('```')) {
      close();
      isCode = !isCode;
      continue;
    }
    const heading = isCode ? null : /^(#+) (.+)$/.exec(line);
    if (heading !== null) {
      close();
      const [, signs = '', title = ''] = heading;
      if (signs.length > 1) {
        headings.push({
          level: signs.length,
          title: plainText(title),
          id: slugOf(plainText(title)),
          line: index + 1,
        });
      }
    } else if (line.trim() === '' || /^[|\s:-]+$/.test(line)) close();
    else {
      if (open === null || isCode || /^\s*(- |\d+\. |\|)/.test(line)) {
        close();
        open = { line: index + 1, lines: [] };
      }
      (open as { lines: string[] } | null)?.lines.push(line.trim());
    }
  }
  close();
  return { headings, blocks };
}

function blockOf(line: number, source: string, heading: Heading | null): Block {
  const lead = /^\*\*(.+?)\*\*/.exec(source)?.[1] ?? '';
  return {
    line,
    text: plainText(source),
    sentences: [...lead.matchAll(/"([^"]+)"/g)].map(([, sentence = '']) => sentence),
    heading,
  };
}

/** A line of Markdown without its signs. */
function plainText(source: string): string {
  return source
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/^\s*(?:- |\d+\. )/, '')
    .replaceAll('**', '')
    .replaceAll('`', '')
    .replaceAll(/^\||\|$/g, '')
    .replaceAll(/ \| /g, ' - ')
    .trim();
}

/** The id of a heading, as the pages' own links name it. */
function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}

/** The words that are looked for, without those that say nothing. */
export function searchWords(query: string): string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean);
}

/** The blocks that hold every word, alone or with their heading; those whose heading holds one come first. */
export function findBlocks({ blocks }: HelpText, words: readonly string[]): Block[] {
  if (words.length === 0) return [];
  const titleOf = ({ heading }: Block) => heading?.title.toLowerCase() ?? '';
  const found = blocks.filter((block) => {
    const text = `${titleOf(block)} ${block.text.toLowerCase()}`;
    return words.every((word) => text.includes(word));
  });
  const isTitled = (block: Block) => words.some((word) => titleOf(block).includes(word));
  return [...found.filter(isTitled), ...found.filter((block) => !isTitled(block))];
}

/** The block about a sentence that the app said; null where no block tells of it. The one that shares most with it wins. */
export function blockAbout({ blocks }: HelpText, said: string): Block | null {
  let best: { block: Block; shared: number } | null = null;
  for (const block of blocks) {
    for (const sentence of block.sentences) {
      const shared = sharedLength(sentence, said);
      if (shared > (best?.shared ?? 0)) best = { block, shared };
    }
  }
  return best?.block ?? null;
}

/** How many characters of a sentence with gaps stand in what was said; 0 when one of its parts does not. */
function sharedLength(sentence: string, said: string): number {
  const parts = sentence.split('...').map((part) => part.trim());
  let at = 0;
  for (const part of parts) {
    const found = said.indexOf(part, at);
    if (found < 0) return 0;
    at = found + part.length;
  }
  return parts.join('').length;
}

/** A text cut down to where a word first stands in it, with what is marked: pieces in turn plain and found. */
export function excerptOf(text: string, words: readonly string[], length = 180): string[] {
  const first = Math.min(
    ...words.map((word) => text.toLowerCase().indexOf(word)).filter((index) => index >= 0),
    text.length,
  );
  const from =
    first === text.length || first < length / 2 ? 0 : text.lastIndexOf(' ', first - length / 4) + 1;
  const isCut = from + length < text.length;
  // No word is cut through, but for one that fills all of it.
  const lastSpace = isCut ? text.lastIndexOf(' ', from + length) : -1;
  const cut = text.slice(from, lastSpace > first ? lastSpace : from + length);
  const whole = `${from > 0 ? '... ' : ''}${cut}${isCut ? ' ...' : ''}`;
  if (words.length === 0) return [whole];
  const pattern = words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return whole.split(new RegExp(`(${pattern})`, 'gi'));
}
