/** One measured figure, with what it stands beside. */
export interface Figure {
  /** Its name in the table, `P1` and so on. */
  no: string;
  what: string;
  value: number;
  unit: string;
  /** The largest value that is good enough. */
  aim: number;
  /** What the value is to be read against, in words. */
  beside: string;
}

/** The value below which a share of the samples lies. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  if (value === undefined) throw new Error('There is nothing to take a quantile of.');
  return value;
}

/** By the letters of their names, then by the numbers. */
export function inOrder(figures: readonly Figure[]): Figure[] {
  const letter = ({ no }: Figure) => no.slice(0, 1);
  const number = ({ no }: Figure) => Number(no.slice(1));
  return [...figures].sort((a, b) => {
    if (letter(a) === letter(b)) return number(a) - number(b);
    return letter(a) < letter(b) ? -1 : 1;
  });
}

/** A table in Markdown: each figure, its aim, and whether it was met. */
export function markdownTable(figures: readonly Figure[]): string {
  return [HEADINGS, HEADINGS.map(() => '---'), ...figures.map(cellsOf)]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

const HEADINGS = ['no.', 'what', 'measured', 'aim', '', 'beside'];

function cellsOf(figure: Figure): string[] {
  return [
    figure.no,
    figure.what,
    `${rounded(figure.value)} ${figure.unit}`,
    `<= ${rounded(figure.aim)}`,
    figure.value <= figure.aim ? 'good' : 'MISSED',
    figure.beside,
  ];
}

export function table(figures: readonly Figure[]): string {
  const all = [HEADINGS, ...figures.map(cellsOf)];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A number as the table shows it: whole when it is large or whole already, else with three figures that count. */
export function rounded(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return String(Math.round(value));
  return value.toPrecision(3);
}
