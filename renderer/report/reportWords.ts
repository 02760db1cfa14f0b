import { formatWeight } from '../../core/plan/weights';
import { countText, listText, loraName, percentText } from '../../core/report/figureText';
import type { Answer, CandidateFigures, MetricReport, Report } from '../../core/report/report';
import { surenessOf, sureText } from '../../core/report/sureness';
import { verdictParts } from '../../core/report/verdict';

/** A name with its value, as the figures row shows it; `value` is null when it cannot be said. */
export interface ReportFigure {
  name: string;
  value: string | null;
  unit?: string;
}

/** What a metric's figures row says: the best weight and how far that can be trusted. */
export function metricFigures(metric: MetricReport, files: number): ReportFigure[] {
  const { best, side_bias, fragility } = metric;
  const own = bestCandidate(metric);
  const name = best === null ? null : candidateName(best, files);
  return [
    {
      name: 'Best weight',
      value: name,
      ...surenessUnit(metric),
    },
    {
      name: 'Lowest not shown worse',
      value:
        best === null || best.lowest_not_worse === null
          ? null
          : candidateName({ ...best, weight: best.lowest_not_worse }, files),
    },
    { name: 'Beyond these prompts', ...beyondWords(own) },
    {
      name: 'Would change it',
      value: fragility === null ? null : countText(fragility, 'vote'),
      unit: 'turned round',
    },
    { name: 'Left side chosen', ...sideWords(side_bias) },
  ];
}

/** How sure the best is; where nothing else was judged, that it stands alone. Too few prompts are told beside it. */
function surenessUnit(metric: MetricReport): Pick<ReportFigure, 'unit'> {
  const sureness = surenessOf(metric);
  if (sureness !== null) return 'share' in sureness ? { unit: sureText(sureness.share) } : {};
  return metric.best !== null && metric.candidates.length > 1 ? { unit: 'nothing else judged' } : {};
}

function beyondWords(own: CandidateFigures | null): Omit<ReportFigure, 'name'> {
  if (own === null) return { value: null };
  const prompts = countText(own.prompts_judged, 'prompt');
  if (own.holds_beyond_prompts !== null) {
    return { value: own.holds_beyond_prompts ? 'holds' : 'not shown', unit: prompts };
  }
  return { value: 'not known', unit: own.prompts_judged < 6 ? `only ${prompts}` : 'not decided' };
}

function sideWords({ left, right, p_value }: MetricReport['side_bias']): Omit<ReportFigure, 'name'> {
  if (left + right === 0) return { value: null };
  return {
    value: `${percentText(left / (left + right))}%`,
    unit: p_value < 0.05 ? 'more than chance explains' : 'no bias shown',
  };
}

/** The figures of a metric's best candidate. */
export function bestCandidate({ best, candidates }: MetricReport): CandidateFigures | null {
  if (best === null) return null;
  return (
    candidates.find((own) => own.lora_filename === best.lora_filename && own.weight === best.weight) ?? null
  );
}

/** `0.8`, or with several files `snowfox 0.8`. */
export function candidateName(
  { lora_filename, weight }: { lora_filename: string; weight: number },
  files: number,
): string {
  return files > 1 ? `${loraName(lora_filename)} ${formatWeight(weight)}` : formatWeight(weight);
}

/**
 * The candidate to hand on: better on the most metrics less those it is worse on, then the clearer net preference.
 * Null when none is better on more than it is worse on.
 */
export function winnerOf(report: Report): { lora_filename: string; weight: number } | null {
  let found: { index: number; balance: number; net: number } | null = null;
  for (const [index, { net_preference }] of report.overall.entries()) {
    const answers = report.metrics.map(({ candidates }) => candidates[index]?.answer);
    const count = (answer: Answer) => answers.filter((own) => own === answer).length;
    const balance = count('better') - count('worse');
    const net = net_preference ?? 0;
    if (balance <= 0) continue;
    if (found === null || balance > found.balance || (balance === found.balance && net > found.net)) {
      found = { index, balance, net };
    }
  }
  const winner = found === null ? undefined : report.overall[found.index];
  return winner === undefined ? null : { lora_filename: winner.lora_filename, weight: winner.weight };
}

/** The tag that puts a LoRA into a prompt: `<lora:snowfox_v3:0.8>`. */
export function promptTag({ lora_filename, weight }: { lora_filename: string; weight: number }): string {
  return `<lora:${loraName(lora_filename)}:${formatWeight(weight)}>`;
}

/** The metrics that the headline names, in their order; the first metric when it names none. */
export function leadingMetrics({ verdict, metrics }: Pick<Report, 'verdict' | 'metrics'>): string[] {
  const headline = ` ${verdict[0] ?? ''} `.replaceAll(',', ' ');
  const named = metrics.map(({ metric }) => metric).filter((metric) => headline.includes(` ${metric} `));
  return named.length > 0 ? named : metrics.slice(0, 1).map(({ metric }) => metric);
}

/**
 * The verdict's sentences in short: what the result stands under (a demo, an early end), and the first that is said of the
 * metrics that the headline names. Where nothing is said of them (too few votes, say), the first sentences.
 */
export function shortVerdict(report: Report): string[] {
  const { standing, metrics, overall } = verdictParts(report);
  const named = leadingMetrics(report);
  const leading = metrics.flatMap(({ metric, sentences }) =>
    named.includes(metric) ? sentences.slice(0, 1) : [],
  );
  const all = [...metrics.flatMap(({ sentences }) => sentences), ...overall];
  return [...standing, ...(leading.length > 0 ? leading : all).slice(0, 2)];
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
export function tableNote(metric: MetricReport, method: Report['method'], files: number): string {
  const candidates = metric.candidates.length;
  const test = method === 'fixed' ? 'Exact sign test' : 'Peek-safe test';
  const holm =
    candidates > 1 ? `, Holm over ${countText(candidates, files > 1 ? 'candidate' : 'weight')}` : '';
  const skips = metric.candidates.reduce((sum, own) => sum + own.skips, 0);
  const skipped = skips === 0 ? '' : ` ${countText(skips, 'skip')}, counted nowhere.`;
  const open = metric.candidates
    .filter(({ answer, votes_needed }) => answer === 'undecided' && votes_needed !== null && votes_needed > 0)
    .sort((a, b) => (a.votes_needed ?? 0) - (b.votes_needed ?? 0))[0];
  const needed =
    open === undefined
      ? ''
      : ` To decide ${candidateName(open, files)} at this rate: about ${countText(open.votes_needed ?? 0, 'more decided vote')}.`;
  return `${test}${holm}. Interval: Wilson 95%.${skipped}${needed}`;
}

/** A net preference from -1 to 1 with its sign: `+38%`, `-5%`, `0%`. */
export function netText(share: number): string {
  const text = percentText(Math.abs(share));
  if (text === '0') return '0%';
  return `${share > 0 ? '+' : '−'}${text}%`;
}
