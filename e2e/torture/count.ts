import { type Finds, findLines } from '../../electron/testing/finds';
import { type TroubleKind, tellCount } from '../../electron/testing/tellCount';

/** One way of torturing a session, and what came of it. */
export interface CaseCount {
  /** `kill while images are made` */
  readonly name: string;
  readonly trouble: TroubleKind;
  /** How often it was done. */
  readonly moments: number;
  readonly finds: Finds;
}

/** Adds what each case came to up for whoever sums up. */
export function tellCases(cases: readonly CaseCount[]): void {
  for (const { name, trouble, moments, finds } of cases)
    tellCount({ trouble, name, tried: moments, finds: findLines(finds).length });
}

/** Every find as one line; empty when nothing was lost. */
export function allFinds(cases: readonly CaseCount[]): string[] {
  return cases.flatMap(({ name, finds }) => findLines(finds).map((line) => `${name}: ${line}`));
}

const HEAD = [
  'case',
  'moments tried',
  'images lost',
  'acknowledged votes lost',
  'sessions that do not open',
  'images made twice',
  'other finds',
];

/** One row a case: all zero but the moments when all is well. */
export function tortureTable(cases: readonly CaseCount[]): string {
  const rows = cases.map(({ name, moments, finds }) => {
    const four = [finds.imagesLost, finds.votesLost, finds.notOpening, finds.madeTwice];
    const others = findLines(finds).length - four.flat().length;
    return [name, moments, ...four.map((lines) => lines.length), others].map(String);
  });
  const widths = HEAD.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  return [line(HEAD), ...rows.map(line)].join('\n');
}
