import { formatWeight } from '../../plan/weights';
import { ANSWER_WORDS } from '../charts/doseData';
import {
  candidateNoun,
  candidateWords,
  fileWords,
  netText,
  numberText,
  percentText,
  pText,
} from '../figureText';
import type { CandidateFigures, MetricReport, Report } from '../report';
import { shownInterval } from '../shownInterval';
import type { WrittenTable } from './blocks';

/** What a cell holds where there is no figure. */
export const NONE = '-';

/** How candidates of a report stand at the beginning of a table's rows. */
export function candidateColumn(candidates: readonly { lora_filename: string; weight: number }[]) {
  const areFiles = candidateNoun(candidates) === 'candidate';
  const nameOf = fileWords(candidates);
  return {
    columns: areFiles
      ? [{ name: 'LoRA', isText: true, isGroup: true }, { name: 'Weight' }]
      : [{ name: 'Weight' }],
    cells: (own: { lora_filename: string; weight: number }) =>
      areFiles ? [nameOf(own.lora_filename), formatWeight(own.weight)] : [formatWeight(own.weight)],
  };
}

/** What the votes of one metric say of every candidate. */
export function answerTable(
  { metric, candidates }: MetricReport,
  { method }: Pick<Report, 'method'>,
): WrittenTable {
  const named = candidateColumn(candidates);
  return {
    caption: `${metric}: votes by ${candidateNoun(candidates)}`,
    columns: [
      ...named.columns,
      ...['Votes', 'Won', 'Lost', 'Same', 'Skipped', 'Preferred', '95% interval', 'Net', 'Stars', 'p'].map(
        (name) => ({ name }),
      ),
      { name: 'Answer', isText: true },
    ],
    rows: candidates.map((own) => [
      ...named.cells(own),
      String(own.votes),
      String(own.wins),
      String(own.losses),
      String(own.ties),
      String(own.skips),
      shareText(own.win_rate),
      rangeText(shownInterval(own, method)?.low ?? null, shownInterval(own, method)?.high ?? null),
      own.net_preference === null ? NONE : netText(own.net_preference),
      starsText(own.mean_signed_stars),
      own.n === 0 ? NONE : pText(own.p_adjusted),
      own.votes === 0 ? 'no votes' : ANSWER_WORDS[own.answer],
    ]),
  };
}

/** Every interval of every candidate. */
export function intervalsTable({ metric, candidates }: MetricReport): WrittenTable {
  const named = candidateColumn(candidates);
  return {
    caption: `${metric}: 95% intervals`,
    columns: [
      ...named.columns,
      ...['Wilson', 'Exact', 'Early looks', 'By prompt', 'Stars'].map((name) => ({ name })),
    ],
    rows: candidates.map((own) => [
      ...named.cells(own),
      rangeText(own.win_rate_low, own.win_rate_high),
      rangeText(own.exact_low, own.exact_high),
      rangeText(own.safe_low, own.safe_high),
      rangeText(own.by_prompt_low, own.by_prompt_high),
      own.stars_low === null || own.stars_high === null
        ? NONE
        : `${starsText(own.stars_low)} to ${starsText(own.stars_high)}`,
    ]),
  };
}

/** The tests of every candidate, and what would decide it. */
export function testsTable({ metric, candidates }: MetricReport): WrittenTable {
  const named = candidateColumn(candidates);
  return {
    caption: `${metric}: tests, and what would decide`,
    columns: [
      ...named.columns,
      ...['Same rate', 'With stars', 'Prompts', 'p alone', 'p corrected', 'More votes', 'Votes for 80%'].map(
        (name) => ({ name }),
      ),
      { name: 'Beyond these prompts', isText: true },
    ],
    rows: candidates.map((own) => [
      ...named.cells(own),
      shareText(own.tie_rate),
      String(own.starred_votes),
      String(own.prompts_judged),
      own.n === 0 ? NONE : pText(own.p_value),
      own.n === 0 ? NONE : pText(own.p_adjusted),
      neededText(own),
      own.votes_for_power === null ? NONE : numberText(own.votes_for_power),
      own.holds_beyond_prompts === null ? 'cannot be said' : own.holds_beyond_prompts ? 'holds' : 'not shown',
    ]),
  };
}

/** What the columns of both tables are. */
export const FIGURES_NOTE =
  'Intervals are of the share of decided votes for the LoRA: Wilson; Exact by Clopper and Pearson; Early looks by a confidence sequence, valid however often it is looked at; By prompt from resampling the prompts; Stars of their mean, above 0 for the LoRA. More votes: decided votes still needed at the present rate. Votes for 80%: decided votes in all with which the test shows a share like the present one in 80 of 100 evaluations.';

/** Candidates of a report as sentences call them in short. */
export function shortNames(candidates: readonly { lora_filename: string; weight: number }[]): string[] {
  const words = candidateWords(candidates);
  return candidates.map((own) => words(own).short);
}

function neededText({ answer, votes_needed, n }: CandidateFigures): string {
  if (answer !== 'undecided') return 'decided';
  if (votes_needed === null) return n === 0 ? NONE : 'over 2,000';
  return numberText(votes_needed);
}

/** A share from 0 to 1: `81%`. */
export function shareText(share: number | null): string {
  return share === null ? NONE : `${percentText(share)}%`;
}

/** Two shares: `67 to 91%`. */
export function rangeText(low: number | null, high: number | null): string {
  return low === null || high === null ? NONE : `${percentText(low)} to ${percentText(high)}%`;
}

/** Mean signed stars: `+2.3`. */
export function starsText(mean: number | null): string {
  if (mean === null) return NONE;
  const text = Math.abs(mean).toFixed(1);
  if (text === '0.0') return text;
  return `${mean > 0 ? '+' : '−'}${text}`;
}
