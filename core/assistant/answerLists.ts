const ENTRY = /^[ \t]*(?:\d{1,4}[.)\]:]|[-*•–])[ \t]+(?=\S)/;
const NEGATIVE = /^\W*negative(?:[ _]prompt)?(?:[ _]?\d+)?\W*[:：]\s*/i;
const POSITIVE = /^\W*(?:positive(?:[ _]prompt)?|prompt)(?:[ _]?\d+)?\W*[:：]\s*/i;

export interface ListEntry {
  readonly text: string;
  readonly negative: string;
}

/**
 * The entries of a numbered or bulleted list, as an answer without JSON writes it. A line that begins with `Prompt:` is an entry, too,
 * or says what the heading above it is about; one that begins with `Negative:` belongs to the entry above it. In: the text; `isWhole`
 * false while it still comes, when the last entry may be half and is left out.
 */
export function readList(text: string, isWhole: boolean): ListEntry[] {
  const entries: { text: string; negative: string; isNamed: boolean }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const mark = ENTRY.exec(line)?.[0] ?? '';
    const words = plain(line.slice(mark.length));
    const last = entries.at(-1);
    if (NEGATIVE.test(words)) {
      if (last !== undefined) last.negative = unquoted(words.replace(NEGATIVE, ''));
    } else if (POSITIVE.test(words)) {
      // What stood above it was only its heading.
      if (last?.isNamed === false) entries.pop();
      entries.push({ text: unquoted(words.replace(POSITIVE, '')), negative: '', isNamed: true });
    } else if (mark !== '') entries.push({ text: unquoted(words), negative: '', isNamed: false });
  }
  const known = isWhole ? entries : entries.slice(0, -1);
  return known.filter((entry) => entry.isNamed || !/[:：]$/.test(entry.text));
}

/** Without the signs that make words bold. */
function plain(words: string): string {
  return words.replaceAll(/\*\*|__/g, '').trim();
}

function unquoted(words: string): string {
  return /^(["'“‘]).*["'”’]$/.test(words) ? words.slice(1, -1) : words;
}
