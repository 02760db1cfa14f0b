import { formatWeight } from '../../core/plan/weights';
import { figuresOfBest, standingOfBest } from '../../core/report/bestStanding';
import {
  candidateNoun,
  candidateWords,
  countText,
  listText,
  percentText,
} from '../../core/report/figureText';
import { nearestOpen } from '../../core/report/openAnswers';
import type { Answer, CandidateFigures, MetricReport, Report } from '../../core/report/report';
import { sideHabits } from '../../core/report/sideHabit';
import { promptsThatMatter } from '../../core/report/steadiness';
import { surenessOf, sureText } from '../../core/report/sureness';
import { type VerdictParts, verdictParts } from '../../core/report/verdict';
import { FEWEST_FLIPPED } from '../../core/statistics/resample';

/** A name with its value, as the figures row shows it; `value` is null when it cannot be said. */
export interface PanelFact {
  name: string;
  value: string | null;
  unit?: string;
}

/** What a metric's figures row says: the best weight and how far that can be trusted, in agreement with the verdict. */
export function metricFacts(metric: MetricReport, report: Report): PanelFact[] {
  // Of several weights of which none is to be named, nothing can be said that would speak of one.
  const isSpoken = standingOfBest(metric) !== 'behind' || metric.candidates.length === 1;
  const fragility = isSpoken ? metric.fragility : null;
  const side = sideHabits(report.metrics)[report.metrics.indexOf(metric)] ?? null;
  return [
    ...bestFacts(metric, report),
    { name: 'Beyond these prompts', ...beyondWords(isSpoken ? figuresOfBest(metric) : null) },
    {
      name: 'Would change it',
      value: fragility === null ? null : countText(fragility, 'vote'),
      unit: 'turned round',
    },
    ...leftOutFacts(metric, isSpoken),
    ...agreementFacts(metric),
    { name: 'Left side chosen', ...sideWords(metric.side_bias, side !== null) },
  ];
}

function bestFacts(metric: MetricReport, report: Report): PanelFact[] {
  const { best } = metric;
  const standing = standingOfBest(metric);
  const lowestName = 'Lowest not shown worse';
  if (best === null || standing === null || standing === 'behind') {
    const none = standing === 'behind' ? { value: 'none', unit: 'preferred over baseline' } : { value: null };
    return [
      { name: 'Best weight', ...none },
      { name: lowestName, value: null },
    ];
  }
  const words = candidateWords(report.overall);
  const lowest = best.lowest_not_worse;
  return [
    {
      name: standing === 'best' ? 'Best weight' : 'Ahead',
      value: words(best).short,
      ...surenessUnit(metric),
    },
    { name: lowestName, value: lowest === null ? null : words({ ...best, weight: lowest }).short },
  ];
}

/** How sure the best is; where nothing else was judged, that it stands alone. Too few prompts are told beside it. */
function surenessUnit(metric: MetricReport): Pick<PanelFact, 'unit'> {
  const sureness = surenessOf(metric);
  if (sureness !== null) return 'share' in sureness ? { unit: sureText(sureness.share) } : {};
  return metric.best !== null && metric.candidates.length > 1 ? { unit: 'nothing else judged' } : {};
}

function beyondWords(own: CandidateFigures | null): Omit<PanelFact, 'name'> {
  if (own === null) return { value: null };
  const prompts = countText(own.prompts_judged, 'prompt');
  if (own.holds_beyond_prompts !== null) {
    return { value: own.holds_beyond_prompts ? 'holds' : 'not shown', unit: prompts };
  }
  return {
    value: 'not known',
    unit: own.prompts_judged < FEWEST_FLIPPED ? `only ${prompts}` : 'not decided',
  };
}

/**
 * How many prompts change the best or its answer when they are left out, as the sentences say it; where there is only one, and
 * where no best is spoken of, that is not asked.
 */
function leftOutFacts(metric: MetricReport, isSpoken: boolean): PanelFact[] {
  const { prompts } = metric.leave_one_out;
  if (prompts === 0 || !isSpoken) return [];
  const changes = promptsThatMatter(metric);
  const name = 'One prompt left out';
  if (changes.length === 0) return [{ name, value: 'no change', unit: `${prompts} tried` }];
  return [
    {
      name,
      value: `${changes.length} of ${prompts}`,
      unit: changes.length === 1 ? 'changes it' : 'change it',
    },
  ];
}

/** How often two raters answered one pair alike; how far beyond chance stands with how carefully was judged. Nothing where no pair was judged by two. */
function agreementFacts({ agreement }: MetricReport): PanelFact[] {
  if (agreement === null || agreement.alike.share === null) return [];
  return [
    {
      name: 'Raters agree',
      value: `${percentText(agreement.alike.share)}%`,
      unit: `on ${countText(agreement.pairs, 'pair')}`,
    },
  ];
}

function sideWords({ left, right }: MetricReport['side_bias'], isHabit: boolean): Omit<PanelFact, 'name'> {
  if (left + right === 0) return { value: null };
  return {
    value: `${percentText(left / (left + right))}%`,
    unit: isHabit ? 'more than chance explains' : 'no bias shown',
  };
}

const parts = new WeakMap<Report, VerdictParts>();

/** The verdict's sentences by what they speak of. A report never changes, so they are put together once. */
export function partsOf(report: Report): VerdictParts {
  const known = parts.get(report) ?? verdictParts(report);
  parts.set(report, known);
  return known;
}

/** The metrics that the headline names, in its order; the first metric when it names none. */
export function leadingMetrics(report: Report): string[] {
  const { leading } = partsOf(report);
  return leading.length > 0 ? leading : report.metrics.slice(0, 1).map(({ metric }) => metric);
}

/**
 * The verdict's sentences in short: what the result stands under (a demo, an early end), and the first that is said of the
 * metrics that the headline names. Where nothing is said of them (too few votes, say), the first sentences.
 */
export function shortVerdict(report: Report): string[] {
  const { standing, metrics, overall } = partsOf(report);
  const ofLeading = leadingMetrics(report).flatMap(
    (name) => metrics.find(({ metric }) => metric === name)?.sentences.slice(0, 1) ?? [],
  );
  const all = [...metrics.flatMap(({ sentences }) => sentences), ...overall];
  return [...standing, ...(ofLeading.length > 0 ? ofLeading : all).slice(0, 2)];
}

/** At which weights a metric has an answer: `0.6 to 1`, `0.4 and 1`; with several files how many. Null when at none. */
export function answerPlaces(metric: MetricReport, answer: Answer, files: number): string | null {
  const places = metric.candidates.filter((own) => own.answer === answer);
  if (places.length === 0) return null;
  if (files > 1) return String(places.length);
  const all = metric.candidates.map(({ weight }) => weight).sort((a, b) => a - b);
  const weights = places.map(({ weight }) => weight).sort((a, b) => a - b);
  const [first, last] = [weights[0] ?? 0, weights.at(-1) ?? 0];
  const isUnbroken = all.indexOf(last) - all.indexOf(first) === weights.length - 1;
  if (weights.length > 2 && isUnbroken) return `${formatWeight(first)} to ${formatWeight(last)}`;
  if (weights.length > 3) return String(weights.length);
  return listText(weights.map(formatWeight));
}

/** How a metric's table was counted, in one line, with what would decide the nearest open candidate. */
export function tableNote(metric: MetricReport, { method, overall }: Report): string {
  const isFixed = method === 'fixed';
  const candidates = metric.candidates.length;
  const holm = candidates > 1 ? `, Holm over ${countText(candidates, candidateNoun(overall))}` : '';
  const interval = isFixed ? 'Wilson 95%' : '95%, valid whenever it is looked at';
  const skips = metric.candidates.reduce((sum, own) => sum + own.skips, 0);
  const skipped = skips === 0 ? '' : ` ${countText(skips, 'skip')}, counted nowhere.`;
  const open = nearestOpen(metric.candidates);
  const needed =
    open === null
      ? ''
      : ` To decide ${candidateWords(overall)(open.candidate).short} at this rate: about ${countText(open.more, 'more decided vote')}.`;
  return `${isFixed ? 'Exact sign test' : 'Peek-safe test'}${holm}. Interval: ${interval}.${skipped}${needed}`;
}
