/** What a measurement finds out, before it is a row of the table. */
export interface Finding {
  /** Its name in the table, `P1` and so on. A name may have several rows. */
  no: string;
  what: string;
  /** The single values, each of a round, an opening, a start; one where a thing is counted. Never empty. */
  runs: readonly number[];
  unit: string;
  /** The largest value that is good enough. */
  aim: number;
  /** The same by the plain method or on the bare page, with its unit; null where there is nothing to stand beside. */
  plain: string | null;
  /** What else the value is to be read against, in words. */
  beside: string;
}

/** One measured figure. */
export interface Figure extends Finding {
  /** The median of `runs`: this is held against the aim. */
  value: number;
}

/** A finding as a figure: its value is the median of its runs. Throws Error where there are none. */
export function figureOf(finding: Finding): Figure {
  return { ...finding, value: median(finding.runs) };
}

/** The value in the middle; of an even number the mean of the two. Throws Error where there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new Error('There is nothing to take a median of.');
  return (low + high) / 2;
}

/** Whether a figure is as good as it is to be. */
export function isMet({ value, aim }: Figure): boolean {
  return value <= aim;
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

/** A table in Markdown: each figure, its aim, the median of its runs, the lowest and the highest, and whether the aim was met. */
export function markdownTable(figures: readonly Figure[]): string {
  return [HEADINGS, HEADINGS.map(() => '---'), ...figures.map(cellsOf)]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

const HEADINGS = ['no.', 'figure', 'aim', 'measured', 'lowest to highest', 'met', 'to compare', 'more'];

function cellsOf(figure: Figure): string[] {
  const { no, what, runs, unit, aim, value, plain, beside } = figure;
  return [
    no,
    what,
    `<= ${rounded(aim)} ${unit}`.trim(),
    `${rounded(value)} ${unit}`.trim(),
    spreadOf(runs),
    isMet(figure) ? 'met' : 'MISSED',
    plain ?? '',
    beside,
  ];
}

function spreadOf(runs: readonly number[]): string {
  if (runs.length === 1) return 'counted';
  return `${rounded(Math.min(...runs))} to ${rounded(Math.max(...runs))}, of ${runs.length}`;
}

/** A number as the table shows it: whole when it is large or whole already, else with three figures that count. */
export function rounded(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return String(Math.round(value));
  return value.toPrecision(3);
}
