import { ANSWER_WORDS } from '../../../core/report/charts/doseData';
import { countText, listText, netText, type Words } from '../../../core/report/figureText';
import type { CellFigures, PromptFigures, WithoutPrompt } from '../../../core/report/metricDetail';
import type { MetricReport, Report } from '../../../core/report/report';

export type PromptOrder = 'plan' | 'best' | 'worst';

/** One prompt of the heat map. */
export interface PromptRow {
  /** From 1, as people count. */
  number: number;
  text: string;
  /** All candidates together. */
  all: PromptFigures;
  /** Each candidate alone, in the order of the report; null without a vote. */
  cells: (CellFigures | null)[];
  /** What its removal would change, in a sentence; null when nothing. */
  without: string | null;
}

/** The prompts of a metric that have votes, in the wished order. */
export function promptRows(
  metric: MetricReport,
  { prompts }: Pick<Report, 'prompts'>,
  words: Words,
  order: PromptOrder,
): PromptRow[] {
  const cells = new Map(metric.cells.map((cell) => [`${cell.prompt_index} ${cell.candidate}`, cell]));
  const changes = new Map(metric.leave_one_out.changes.map((change) => [change.prompt_index, change]));
  const rows = metric.prompts.map((all) => {
    const change = changes.get(all.prompt_index);
    return {
      number: all.prompt_index + 1,
      text: prompts[all.prompt_index] ?? '',
      all,
      cells: metric.candidates.map((_, candidate) => cells.get(`${all.prompt_index} ${candidate}`) ?? null),
      without: change === undefined ? null : withoutWords(change, metric, words),
    };
  });
  if (order === 'plan') return rows;
  const towards = order === 'best' ? -1 : 1;
  return rows.toSorted((a, b) => towards * (netOf(a.all) - netOf(b.all)));
}

function netOf({ net_preference }: PromptFigures): number {
  return net_preference ?? 0;
}

/** So many changes of one prompt are told one by one. */
const MOST_TOLD = 3;

/** What the removal of a prompt would change: `Without it 0.8 is not decided yet instead of better, and the best is 0.6.` */
export function withoutWords(
  { answers, best, best_changes }: WithoutPrompt,
  { candidates }: Pick<MetricReport, 'candidates'>,
  words: Words,
): string {
  const nameOf = (at: number) => {
    const own = candidates[at];
    return own === undefined ? '' : words(own).short;
  };
  const told =
    answers.length > MOST_TOLD
      ? [`${countText(answers.length, 'answer')} would be others`]
      : answers.map(
          ({ candidate, from, to }) =>
            `${nameOf(candidate)} is ${ANSWER_WORDS[to]} instead of ${ANSWER_WORDS[from]}`,
        );
  if (best_changes) told.push(best === null ? 'no weight is the best' : `the best is ${nameOf(best)}`);
  return `Without it ${listText(told)}.`;
}

/**
 * The best and the worst prompts of a metric in a sentence: `Best: prompt 3, +90%. Worst: prompt 7, −20%.` Where several share an
 * end, how many. Without votes it is null.
 */
export function extremesWords(prompts: readonly PromptFigures[]): string | null {
  if (prompts.length === 0) return null;
  const nets = prompts.map(netOf);
  const [low, high] = [Math.min(...nets), Math.max(...nets)];
  const [only] = prompts;
  if (prompts.length === 1 && only !== undefined) {
    return `Only prompt ${only.prompt_index + 1} has votes: ${netText(high)}.`;
  }
  if (low === high) return `All ${prompts.length} prompts stand at ${netText(high)}.`;
  const at = (net: number) => {
    const numbers = prompts.filter((own) => netOf(own) === net).map((own) => String(own.prompt_index + 1));
    if (numbers.length > MOST_TOLD) return `${numbers.length} prompts, ${netText(net)}`;
    return `prompt${numbers.length > 1 ? 's' : ''} ${listText(numbers)}, ${netText(net)}`;
  };
  return `Best: ${at(high)}. Worst: ${at(low)}.`;
}

/** How many votes a prompt has, and how many prompts none: what a single field of the map can carry. */
export function promptVotesWords(
  metric: MetricReport,
  { prompts, filter }: Pick<Report, 'prompts' | 'filter'>,
): string {
  const votes = metric.cells.map((cell) => cell.votes);
  const [low, high] = [Math.min(...votes), Math.max(...votes)];
  const fields = low === high ? countText(low, 'vote') : `${low} to ${countText(high, 'vote')}`;
  const open = filter === null ? prompts.length - metric.prompts.length : 0;
  const silent =
    open > 0 ? ` ${countText(open, 'prompt')} without votes ${open === 1 ? 'is' : 'are'} left out.` : '';
  return `Won less lost, in % of the votes, from −100 to +100. A field has ${fields}, so one alone proves little.${silent}`;
}
