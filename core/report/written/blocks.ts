import type { ChartName } from '../../contract/reportCommands';
import type { MetricReport } from '../report';

/** A table of plain text; the first column names the rows. */
export interface WrittenTable {
  caption: string;
  /** `isGroup`: rows that are alike in it belong together. */
  columns: { name: string; isText?: boolean; isGroup?: boolean }[];
  rows: string[][];
}

export interface Fact {
  name: string;
  value: string;
}

/** A part of a written report, in plain text, for whoever writes it in a format. */
export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'facts'; facts: Fact[] }
  | { kind: 'table'; table: WrittenTable }
  /** A text as it was given, whole. */
  | { kind: 'whole'; name: string; text: string }
  | { kind: 'chart'; chart: ChartName; metric?: string }
  | { kind: 'pairs'; title: string; metric: MetricReport; which: 'won' | 'lost' | 'split' }
  /** What few ask for. */
  | { kind: 'more'; title: string; blocks: Block[] };

export interface Section {
  title: string;
  blocks: Block[];
}

/** A whole report in order, whatever it is written as. */
export interface ReportDocument {
  title: string;
  /** A sentence without a full stop. */
  headline: string;
  /** What the result stands under. */
  standing: string[];
  facts: Fact[];
  /** The tag that puts the winner into a prompt; null where nothing is shown better. */
  tag: string | null;
  sections: Section[];
}
