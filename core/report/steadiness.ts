import { figuresOfBest, standingOfBest } from './bestStanding';
import { driftOf } from './drift';
import { anyText, coefficientText, countText, numberText, percentText } from './figureText';
import type { MetricReport, ReportFigures } from './report';

/** More prompts than these are counted instead of named. */
const MOST_NAMED_PROMPTS = 3;

/** From here on Krippendorff calls agreement reliable. */
const RELIABLE_ALPHA = 0.8;

/**
 * What would change a metric's answer, or of several candidates the best or its answer: how few votes turned round, and which
 * prompt left out. Only where that answer is given, and not of a best that the verdict does not call one.
 */
export function changeSentence(report: MetricReport): string[] {
  const { metric, candidates, fragility, leave_one_out: left } = report;
  const own = figuresOfBest(report);
  if (own === null || own.answer === 'undecided') return [];
  if (candidates.length > 1 && standingOfBest(report) === 'behind') return [];
  const what = candidates.length === 1 ? `the answer on ${metric}` : `the best on ${metric} or its answer`;
  const prompts = promptsThatMatter(report);
  if (fragility === null) {
    return prompts.length === 0 ? [] : [`Leaving out ${promptsText(prompts)} would change ${what}.`];
  }
  const turned = `${countText(fragility, 'vote')} turned round would change ${what}`;
  if (left.prompts === 0) return [`${turned}.`];
  return [
    prompts.length === 0
      ? `${turned}; leaving out any one of the ${numberText(left.prompts)} prompts would not.`
      : `${turned}, and so would leaving out ${promptsText(prompts)}.`,
  ];
}

/** Places of the prompts whose removal changes the best or its answer: not those that change only another candidate's. */
export function promptsThatMatter(report: MetricReport): number[] {
  const own = figuresOfBest(report);
  const place = own === null ? -1 : report.candidates.indexOf(own);
  return report.leave_one_out.changes
    .filter(
      ({ best_changes, answers }) => best_changes || answers.some(({ candidate }) => candidate === place),
    )
    .map(({ prompt_index }) => prompt_index);
}

/** Prompts by their numbers, as a list of which any one is meant: `prompt 3`, `prompt 3 or 5`, `any one of 4 prompts`. */
function promptsText(prompts: readonly number[]): string {
  if (prompts.length > MOST_NAMED_PROMPTS) return `any one of ${numberText(prompts.length)} prompts`;
  return `prompt ${anyText(prompts.map((prompt) => numberText(prompt + 1)))}`;
}

/** How far raters agree on a metric; none where no pair was judged by two of them. */
export function agreementSentence({ metric, agreement }: MetricReport): string[] {
  if (agreement === null) return [];
  const { alike, alpha, low, high } = agreement;
  const compared = countText(alike.of, 'comparison');
  if (alpha === null) return [`On ${metric} raters answered alike in all of ${compared}.`];
  const interval =
    low === null || high === null ? '' : `, 95% interval ${coefficientText(low)} to ${coefficientText(high)}`;
  return [
    `On ${metric} raters answered alike in ${numberText(alike.count)} of ${compared}: Krippendorff's alpha is ${coefficientText(alpha)}${interval}, where 0 is chance and ${RELIABLE_ALPHA} counts as reliable.`,
  ];
}

/** That the votes of a metric changed while they were given, where they did more than chance easily explains. */
export function driftSentence(report: MetricReport, figures: Pick<ReportFigures, 'extensions'>): string[] {
  const drift = driftOf(report, figures);
  if (drift === null) return [];
  const [first, second] = [percentText(drift.first), percentText(drift.second)];
  return [
    `On ${report.metric} the LoRA was preferred in ${first}% of the first half of the decided votes and in ${second}% of the second: the judging changed on the way.`,
  ];
}
