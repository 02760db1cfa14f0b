/** A row of a table, and the line of the text on which it begins, from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A table that cannot be read: what is wrong, and on which line. */
export class CsvFault extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/**
 * Reads a table as RFC 4180 has it: a cell in quotes may hold the separator, line breaks, and quotes written twice. Rows
 * without any text count for nothing. In: the text, the one sign that parts the cells, and the number of its first line. Throws CsvFault.
 */
export function parseCsv(text: string, separator: ',' | ';' | '\t', firstLine = 1): CsvRow[] {
  const rows: CsvRow[] = [];
  let at = 0;
  let line = firstLine;
  while (at < text.length) {
    const start = line;
    const cells: string[] = [];
    for (;;) {
      const cell = text[at] === '"' ? quotedCell() : plainCell();
      cells.push(cell);
      if (text[at] !== separator) break;
      at += 1;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
    at += 1;
    line += 1;
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ line: start, cells });
  }
  return rows;

  function plainCell(): string {
    const from = at;
    while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') {
      if (text[at] === '"')
        throw new CsvFault(
          line,
          'A quote stands inside a cell. Put the whole cell in quotes, and write each quote in it twice.',
        );
      at += 1;
    }
    return text.slice(from, at);
  }

  function quotedCell(): string {
    const first = line;
    let cell = '';
    for (at += 1; ; at += 1) {
      const sign = text[at];
      if (sign === undefined)
        throw new CsvFault(first, 'A cell that begins with a quote here is never closed by another one.');
      if (sign === '\n' || (sign === '\r' && text[at + 1] !== '\n')) line += 1;
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += sign;
        at += 1;
      } else break;
    }
    at += 1;
    const next = text[at];
    if (next !== undefined && next !== separator && next !== '\n' && next !== '\r')
      throw new CsvFault(
        line,
        'After the quote that closes a cell comes more text. Write a quote inside a cell twice.',
      );
    return cell.replaceAll('\r\n', '\n');
  }
}
