import { countText } from '../../../core/report/figureText';
import type { Report, ReportFilter } from '../../../core/report/report';

/** What votes can be narrowed by. */
export type FilterKind = keyof ReportFilter;

/** One narrowing as a chip says it. */
export interface Narrowing {
  kind: FilterKind;
  text: string;
  /** Everything that it names. */
  whole: string;
}

/** What the votes are narrowed to, one line a kind; empty for all votes. */
export function narrowings(
  filter: ReportFilter | null,
  report: Pick<Report, 'voters' | 'prompts' | 'seeds'>,
): Narrowing[] {
  if (filter === null) return [];
  const { raters, prompts, seeds } = filter;
  const labelOf = (rater: string) => report.voters.find((one) => one.rater === rater)?.label ?? rater;
  const out: Narrowing[] = [];
  if (raters !== undefined) out.push(narrowing('raters', 'rater', raters.map(labelOf), report.voters.length));
  if (prompts !== undefined) {
    const texts = prompts.map((index) => `${index + 1}: ${report.prompts[index] ?? ''}`);
    out.push(narrowing('prompts', 'prompt', texts, report.prompts.length));
  }
  if (seeds !== undefined) out.push(narrowing('seeds', 'seed', seeds.map(String), report.seeds.length));
  return out;
}

function narrowing(kind: FilterKind, noun: string, names: readonly string[], of: number): Narrowing {
  const [only] = names;
  const text =
    names.length === 1 && only !== undefined
      ? `${noun === 'rater' ? 'Rater:' : noun === 'prompt' ? 'Prompt' : 'Seed'} ${only}`
      : `${names.length} of ${countText(of, noun)}`;
  return { kind, text, whole: names.join('\n') };
}

/** The filter without one of its kinds; null when none is left. */
export function withoutKind(filter: ReportFilter, kind: FilterKind): ReportFilter | null {
  const { [kind]: _, ...rest } = filter;
  return Object.keys(rest).length === 0 ? null : rest;
}

/** What was chosen of each kind, as a filter; a kind that is chosen whole is not named. Null when all are. */
export function filterOf(
  chosen: { raters: readonly string[]; prompts: readonly number[]; seeds: readonly ReportSeed[] },
  report: Pick<Report, 'voters' | 'prompts' | 'seeds'>,
): ReportFilter | null {
  const filter: ReportFilter = {
    ...(chosen.raters.length === report.voters.length ? {} : { raters: [...chosen.raters] }),
    ...(chosen.prompts.length === report.prompts.length ? {} : { prompts: [...chosen.prompts] }),
    ...(chosen.seeds.length === report.seeds.length ? {} : { seeds: [...chosen.seeds] }),
  };
  return Object.keys(filter).length === 0 ? null : filter;
}

export type ReportSeed = Report['seeds'][number];
