import { holm } from '../statistics/pairwise';
import { ALPHA, MOST_VOTES_NEEDED } from '../statistics/proportion';
import { FEWEST_FLIPPED } from '../statistics/resample';
import { candidateWords, countText, listText, numberText, percentText, takenBackText } from './figureText';
import { headline, type Words } from './headline';
import type { CandidateFigures, MetricReport, ReportFigures } from './report';
import { type Sureness, surenessOf, sureText } from './sureness';

/** Longer lists of candidates are counted instead of named. */
const MOST_NAMED = 8;

/** The verdict's sentences by what they speak of. */
export interface VerdictParts {
  /** Without a full stop. */
  headline: string;
  /** What the whole result stands under: a demo's images, an end before the last vote, votes taken back after the reveal. */
  standing: string[];
  /** Each metric that something can be said of, with its sentences. */
  metrics: { metric: string; sentences: string[] }[];
  /** Of all votes together. */
  overall: string[];
}

/**
 * The verdict in parts: the headline, what it stands under, what every metric says, and what a reader must know to trust it
 * no further than it goes. Only what the figures carry: a difference that is not shown is never said to be none.
 */
export function verdictParts(figures: ReportFigures): VerdictParts {
  const words = candidateWords(figures.overall);
  const { sentence, candidate } = headline(figures, words);
  const { metrics, overall } = body(figures, candidate, words);
  return {
    headline: sentence,
    standing: standing(figures),
    metrics,
    overall: [...overall, ...notes(figures)],
  };
}

/** The verdict's sentences in one list, the headline first. */
export function verdictSentences(figures: ReportFigures): string[] {
  const parts = verdictParts(figures);
  const ofMetrics = parts.metrics.flatMap(({ sentences }) => sentences);
  return [parts.headline, ...parts.standing, ...ofMetrics, ...parts.overall];
}

function standing({
  demo,
  ended_early: ended,
  unfinished,
  votes_taken_back: takenBack,
}: ReportFigures): string[] {
  const out: string[] = [];
  if (demo) {
    out.push(
      'These images come from the built-in demo, not from a model: the result says nothing about a real LoRA.',
    );
  }
  if (ended !== null) {
    const total = countText(ended.votes_total, 'vote');
    out.push(`Ended by hand after ${numberText(ended.votes_done)} of ${total}.`);
  }
  if (unfinished !== null) {
    const total = countText(unfinished.votes_total, 'vote');
    out.push(`The evaluation is not complete: ${numberText(unfinished.votes_done)} of ${total} are in.`);
  }
  if (takenBack > 0) out.push(`${takenBackText(takenBack)}.`);
  return out;
}

function body(
  figures: ReportFigures,
  lead: number | null,
  words: Words,
): Pick<VerdictParts, 'metrics' | 'overall'> {
  if (figures.votes_total === 0) return { metrics: [], overall: [] };
  const voted = figures.metrics.filter(({ candidates }) => candidates.some(({ votes }) => votes > 0));
  const partsOf = (sentencesOf: (metric: MetricReport) => string[]) =>
    voted.map((metric) => ({ metric: metric.metric, sentences: sentencesOf(metric) }));
  if (figures.votes_total === 1)
    return { metrics: partsOf((metric) => onlyVote(metric, words)), overall: [] };
  const isDecided = voted.some(({ candidates }) => candidates.some(({ n }) => n > 0));
  if (!isDecided) {
    return {
      metrics: [],
      overall: ['All of them were ties, which does not prove that there is no difference.'],
    };
  }
  const silent = figures.metrics.filter((metric) => !voted.includes(metric)).map(({ metric }) => metric);
  const biased = sideNotes(figures);
  return {
    metrics: partsOf((metric) => [...metricSentences(metric, lead, words), ...(biased.get(metric) ?? [])]),
    overall: silent.length > 0 ? [`No votes yet on ${listText(silent)}.`] : [],
  };
}

function onlyVote(metric: MetricReport, words: Words): string[] {
  return metric.candidates
    .filter(({ votes }) => votes === 1)
    .map((own) => {
      const choice = own.wins === 1 ? 'for the LoRA' : own.losses === 1 ? 'for the baseline' : 'a tie';
      return `It was ${choice}, on ${metric.metric} ${words(own).place}.`;
    });
}

function metricSentences(metric: MetricReport, lead: number | null, words: Words): string[] {
  const judged = metric.candidates.filter(({ votes }) => votes > 0);
  const own = spokenOf(metric, lead);
  if (own === undefined) {
    const ties = judged.reduce((sum, { votes }) => sum + votes, 0);
    return [`On ${metric.metric} no difference was seen in ${countText(ties, 'vote')}.`];
  }
  const sureness = surenessOf(metric);
  return [
    rateSentence(metric, own, words),
    ...(metric.candidates.length > 1 ? [answersSentence(metric, words)] : []),
    ...(sureness === null ? fragilitySentence(metric) : bestSentence(metric, sureness, words)),
  ];
}

/**
 * The candidate that a metric's sentences speak of: the headline's if it is decided here, else the best if decided, else the
 * decided one with the most votes, else the best, else the one with the most votes. Undefined where all are ties.
 */
function spokenOf(metric: MetricReport, leading: number | null): CandidateFigures | undefined {
  const lead = leading === null ? undefined : metric.candidates[leading];
  const inTurn = [figuresOfBest(metric), ...[...metric.candidates].sort((a, b) => b.n - a.n)];
  return (
    [lead, ...inTurn].find((own) => own !== undefined && own.answer !== 'undecided') ??
    inTurn.find((own) => own !== undefined && own.n > 0)
  );
}

function rateSentence(metric: MetricReport, own: CandidateFigures, words: Words): string {
  const { win_rate_low: low, win_rate_high: high } = own;
  const interval =
    low === null || high === null ? '' : `, 95% interval ${percentText(low)} to ${percentText(high)}%`;
  const ties = own.ties > 0 ? `, beside ${countText(own.ties, 'tie')}` : '';
  const won = `${numberText(own.wins)} of ${countText(own.n, 'decided vote')}`;
  const rate = `On ${metric.metric} ${words(own).place} the LoRA was preferred in ${won}${interval}${ties}`;
  return `${rate}: ${answerText(own, metric.candidates.length)}.`;
}

function answerText(own: CandidateFigures, candidates: number): string {
  if (own.answer !== 'undecided') return `${own.answer} than the baseline${promptsText(own)}`;
  if (own.p_adjusted < ALPHA) return 'not decided, the votes have swung round since they were clear';
  const isAlone = own.p_value < ALPHA;
  const alone = isAlone ? ` (alone it would be, but not as one of ${candidates} tested together)` : '';
  if (own.wins === own.losses) return `not decided${alone}, as many won as lost`;
  return own.votes_needed === null
    ? `not decided${alone}, more than ${countText(MOST_VOTES_NEEDED, 'more decided vote')} would be needed at this rate`
    : `not decided yet${alone}, about ${countText(own.votes_needed, 'more decided vote')} at this rate would decide it`;
}

function promptsText(own: CandidateFigures): string {
  if (own.holds_beyond_prompts === null) return '';
  const prompts = countText(own.prompts_judged, 'prompt');
  return own.holds_beyond_prompts
    ? `, also when taken prompt by prompt (${prompts})`
    : `, but not shown when taken prompt by prompt: it may rest on a few of the ${prompts}`;
}

function answersSentence({ metric, candidates }: MetricReport, words: Words): string {
  const areFiles = new Set(candidates.map(({ lora_filename }) => lora_filename)).size > 1;
  const noun = areFiles ? 'candidate' : 'weight';
  const group = (text: string, test: (own: CandidateFigures) => boolean): string[] => {
    const own = candidates.filter(test);
    if (own.length === 0) return [];
    const preposition = areFiles ? 'with' : 'at';
    if (own.length === candidates.length) {
      return [`${text} ${preposition} ${own.length === 2 ? 'both' : `all ${own.length}`} ${noun}s`];
    }
    const named =
      own.length > MOST_NAMED ? countText(own.length, noun) : listText(own.map((one) => words(one).short));
    return [`${text} ${preposition} ${named}`];
  };
  const parts = [
    ...group('better', ({ answer }) => answer === 'better'),
    ...group('worse', ({ answer }) => answer === 'worse'),
    ...group('not decided', ({ answer, n }) => answer === 'undecided' && n > 0),
    ...group('only ties', ({ n, votes }) => n === 0 && votes > 0),
    ...group('no votes', ({ votes }) => votes === 0),
  ];
  return `${metric}: ${parts.join('; ')}.`;
}

function figuresOfBest({ best, candidates }: MetricReport): CandidateFigures | undefined {
  return candidates.find((own) => own.lora_filename === best?.lora_filename && own.weight === best.weight);
}

function bestSentence(report: MetricReport, sureness: Sureness, words: Words): string[] {
  const { metric, best, fragility } = report;
  const own = figuresOfBest(report);
  if (best === null || own === undefined) return [];
  if ((own.net_preference ?? 0) <= 0)
    return [`Nothing on ${metric} was preferred more often than the baseline.`];
  const inFile = (weight: number) => words({ lora_filename: best.lora_filename, weight }).short;
  const sure = surenessWords(sureness);
  if (own.answer !== 'better') return [`Ahead on ${metric}: ${inFile(best.weight)}, ${sure}.`];
  const parts = [`Best on ${metric}: ${inFile(best.weight)}, ${sure}`];
  const { lowest_not_worse: lowest, falls_from: falls } = best;
  if (lowest !== null && lowest !== best.weight)
    parts.push(`the lowest not shown worse than that is ${inFile(lowest)}`);
  if (falls !== null) parts.push(`${inFile(falls)} is shown worse than that`);
  if (fragility !== null) parts.push(`${countText(fragility, 'vote')} turned round would change this`);
  return [`${parts.join('; ')}.`];
}

function surenessWords(sureness: Sureness): string {
  return 'share' in sureness
    ? sureText(sureness.share)
    : `how surely cannot be said from ${countText(sureness.too_few_prompts, 'prompt')}`;
}

function fragilitySentence(report: MetricReport): string[] {
  if (report.fragility === null || figuresOfBest(report)?.answer === 'undecided') return [];
  return [`${countText(report.fragility, 'vote')} turned round would change the answer on ${report.metric}.`];
}

function notes(figures: ReportFigures): string[] {
  if (figures.votes_total === 0) return lateVotes(figures);
  const out: string[] = [];
  if (figures.votes_total > 1 && figures.prompts_judged < FEWEST_FLIPPED) {
    const prompts = `${countText(figures.prompts_judged, 'prompt')} ${figures.prompts_judged === 1 ? 'was' : 'were'}`;
    out.push(`Only ${prompts} judged: whether this holds for other prompts cannot be said.`);
  }
  const test =
    figures.method === 'peek_safe'
      ? ', so the answers use a stricter test that stays valid under early looks'
      : '';
  if (figures.revealed_early) out.push(`The labels were revealed before the last vote${test}.`);
  if (figures.extended) {
    out.push(`The evaluation was extended after it began${figures.revealed_early ? '' : test}.`);
  }
  if (!figures.revealed_early && !figures.extended && test !== '') {
    out.push('The answers use a stricter test that stays valid under early looks.');
  }
  out.push(...lateVotes(figures));
  if (figures.raters.length > 1) out.push(`Votes of ${figures.raters.length} raters are counted together.`);
  out.push(...candidateNotes(figures));
  return out;
}

/** How many votes came after the reveal; a vote changed to a skip then is one of them. */
function lateVotes({ votes_after_reveal: late, votes_total, skips_total: skips }: ReportFigures): string[] {
  if (late === 0) return [];
  const all = `${countText(votes_total + skips, 'vote')}${skips > 0 ? ', skips counted,' : ''}`;
  return [`${numberText(late)} of ${all} came after the reveal, when the labels could be known.`];
}

/** A sentence for each metric on which one side was chosen too often for chance. */
function sideNotes({ metrics }: ReportFigures): Map<MetricReport, string[]> {
  const adjusted = holm(metrics.map(({ side_bias }) => side_bias.p_value));
  const biased = metrics.filter((_, index) => (adjusted[index] ?? 1) < ALPHA);
  return new Map(
    biased.map((report) => {
      const { left, right } = report.side_bias;
      const side = left > right ? 'left' : 'right';
      const chosen = `${numberText(Math.max(left, right))} of ${countText(left + right, 'decided vote')}`;
      return [
        report,
        [`On ${report.metric} the ${side} image was chosen in ${chosen}, more than chance easily explains.`],
      ];
    }),
  );
}

function candidateNotes({ overall, own_seeds }: ReportFigures): string[] {
  const files = new Set(overall.map(({ lora_filename }) => lora_filename));
  const out: string[] = [];
  if (files.size > 1) out.push('Each LoRA file is tested against the baseline, not against the other files.');
  if (own_seeds && overall.length > files.size) {
    out.push('Every pair had a seed of its own, so the weights were not tested against each other.');
  }
  return out;
}
