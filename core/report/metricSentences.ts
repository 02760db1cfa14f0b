import { ALPHA, type Interval, MOST_VOTES_NEEDED } from '../statistics/proportion';
import { FEWEST_FLIPPED } from '../statistics/resample';
import { figuresOfBest, standingOfBest } from './bestStanding';
import { candidateNoun, countText, listText, numberText, percentText, type Words } from './figureText';
import { hasSwung } from './openAnswers';
import type { CandidateFigures, MetricReport, ReportFigures } from './report';
import { shownInterval } from './shownInterval';
import { agreementSentence, changeSentence, driftSentence } from './steadiness';
import { type Sureness, surenessOf, sureText } from './sureness';

/** Longer lists of candidates are counted instead of named. */
const MOST_NAMED = 8;

/** What the headline speaks of. */
export interface Lead {
  /** Place of its candidate; null when it speaks of none. */
  candidate: number | null;
  /** The metrics that it names. */
  leading: readonly string[];
}

/** What the sentences of one metric need to know of the whole report. */
interface Context {
  lead: Lead;
  words: Words;
  /** Prompts with a vote on any metric. */
  prompts_judged: number;
  method: ReportFigures['method'];
  extensions: ReportFigures['extensions'];
}

/** What the one vote of an evaluation was. */
export function onlyVote(metric: MetricReport, words: Words): string[] {
  return metric.candidates
    .filter(({ votes }) => votes === 1)
    .map((own) => {
      const choice = own.wins === 1 ? 'for the LoRA' : own.losses === 1 ? 'for the baseline' : 'a tie';
      return `It was ${choice}, on ${metric.metric} ${words(own).place}.`;
    });
}

/** What a metric's votes say: one candidate's rate, every candidate's answer, and the best with how far it can be trusted. */
export function metricSentences(metric: MetricReport, context: Context): string[] {
  const { lead, words, prompts_judged } = context;
  const judged = metric.candidates.filter(({ votes }) => votes > 0);
  const own = spokenOf(metric, lead);
  if (own === undefined) {
    const ties = judged.reduce((sum, { votes }) => sum + votes, 0);
    return [`On ${metric.metric} no difference was seen in ${countText(ties, 'vote')}.`];
  }
  const sureness = surenessOf(metric);
  return [
    rateSentence(metric, own, context),
    ...(metric.candidates.length > 1 ? [answersSentence(metric, words)] : []),
    ...(prompts_judged < FEWEST_FLIPPED ? [] : fewPromptsSentences(metric, own, words)),
    ...(sureness === null ? [] : bestSentence(metric, sureness, words)),
    ...changeSentence(metric),
    ...agreementSentence(metric),
    ...driftSentence(metric, context),
  ];
}

/**
 * The candidate that a metric's sentences speak of: the headline's if the headline names this metric or it is decided here, else
 * the best if decided, else the decided one with the most votes, else the best, else the one with the most votes. Undefined
 * where all are ties.
 */
function spokenOf(metric: MetricReport, { candidate, leading }: Lead): CandidateFigures | undefined {
  const lead = candidate === null ? undefined : metric.candidates[candidate];
  if (lead !== undefined && lead.n > 0 && leading.includes(metric.metric)) return lead;
  const inTurn = [figuresOfBest(metric) ?? undefined, ...[...metric.candidates].sort((a, b) => b.n - a.n)];
  return (
    [lead, ...inTurn].find((own) => own !== undefined && own.answer !== 'undecided') ??
    inTurn.find((own) => own !== undefined && own.n > 0)
  );
}

function rateSentence(metric: MetricReport, own: CandidateFigures, { words, method }: Context): string {
  const shown = shownInterval(own, method);
  const interval =
    shown === null
      ? ''
      : `, 95% interval ${percentText(shown.low)} to ${percentText(shown.high)}%${byPromptText(own, shown)}`;
  const ties = own.ties > 0 ? `, beside ${countText(own.ties, 'tie')}` : '';
  const won = `${numberText(own.wins)} of ${countText(own.n, 'decided vote')}`;
  const rate = `On ${metric.metric} ${words(own).place} the LoRA was preferred in ${won}${interval}${ties}`;
  return `${rate}: ${answerText(own, metric.candidates.length)}${earlierText(own, shown)}.`;
}

/** The peek-safe answer holds since the moment at which it was shown; the interval is that of now, and may have grown since. */
function earlierText({ answer }: CandidateFigures, shown: Interval | null): string {
  const isOpenNow = shown !== null && shown.low <= 0.5 && shown.high >= 0.5;
  return answer !== 'undecided' && isOpenNow ? '; it was shown earlier in the voting' : '';
}

/** The interval that respects prompts, where it does not part the rate from one half as the plain one does. */
function byPromptText(
  { by_prompt_low: low, by_prompt_high: high }: CandidateFigures,
  shown: Interval,
): string {
  const isParted = shown.low > 0.5 || shown.high < 0.5;
  if (!isParted || low === null || high === null || low > 0.5 || high < 0.5) return '';
  return ` (by prompt ${percentText(low)} to ${percentText(high)}%, which one half is in)`;
}

function answerText(own: CandidateFigures, candidates: number): string {
  if (own.answer !== 'undecided') return `${own.answer} than the baseline${promptsText(own)}`;
  if (hasSwung(own)) return 'not decided, the votes have swung round since they were clear';
  const isAlone = own.p_value < ALPHA;
  const alone = isAlone ? ` (alone it would be, but not as one of ${candidates} tested together)` : '';
  if (own.wins === own.losses) return `not decided${alone}, as many won as lost`;
  return own.votes_needed === null
    ? `not decided${alone}, more than ${countText(MOST_VOTES_NEEDED, 'more decided vote')} would be needed at this rate`
    : `not decided yet${alone}, about ${countText(own.votes_needed, 'more decided vote')} at this rate would decide it`;
}

function promptsText(own: CandidateFigures): string {
  const prompts = countText(own.prompts_judged, 'prompt');
  if (isOnFewPrompts(own)) return `, on only ${prompts}`;
  if (own.holds_beyond_prompts === null) return '';
  return own.holds_beyond_prompts
    ? `, also when taken prompt by prompt (${prompts})`
    : `, but not shown when taken prompt by prompt: it may rest on a few of the ${prompts}`;
}

/** Decided, but on too few prompts to ask whether it holds for others. */
function isOnFewPrompts({ answer, prompts_judged }: CandidateFigures): boolean {
  return answer !== 'undecided' && prompts_judged < FEWEST_FLIPPED;
}

/** On how few prompts answers rest, but for that of the candidate that the rate sentence speaks of. */
function fewPromptsSentences(
  { metric, candidates }: MetricReport,
  spoken: CandidateFigures,
  words: Words,
): string[] {
  const byPrompts = new Map<number, CandidateFigures[]>();
  for (const own of candidates) {
    if (own === spoken || !isOnFewPrompts(own)) continue;
    byPrompts.set(own.prompts_judged, [...(byPrompts.get(own.prompts_judged) ?? []), own]);
  }
  return [...byPrompts].map(([prompts, own]) => {
    const [answers, rest] = own.length === 1 ? ['answer', 'rests'] : ['answers', 'rest'];
    const places = placesText(own, candidates, words);
    return `On ${metric} the ${answers} ${places} ${rest} on only ${countText(prompts, 'prompt')}: whether ${own.length === 1 ? 'it holds' : 'they hold'} for others cannot be said.`;
  });
}

/** Where some of a metric's candidates stand: `at 0.4 and 0.8`, `at both weights`, `with 11 candidates`. */
function placesText(
  some: readonly CandidateFigures[],
  all: readonly CandidateFigures[],
  words: Words,
): string {
  const noun = candidateNoun(all);
  const preposition = noun === 'candidate' ? 'with' : 'at';
  if (some.length === all.length && some.length > 1) {
    return `${preposition} ${some.length === 2 ? 'both' : `all ${some.length}`} ${noun}s`;
  }
  if (some.length > MOST_NAMED) return `${preposition} ${countText(some.length, noun)}`;
  return `${preposition} ${listText(some.map((one) => words(one).short))}`;
}

function answersSentence({ metric, candidates }: MetricReport, words: Words): string {
  const group = (text: string, test: (own: CandidateFigures) => boolean): string[] => {
    const own = candidates.filter(test);
    return own.length === 0 ? [] : [`${text} ${placesText(own, candidates, words)}`];
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

function bestSentence(report: MetricReport, sureness: Sureness, words: Words): string[] {
  const { metric, best } = report;
  const standing = standingOfBest(report);
  if (best === null || standing === null) return [];
  if (standing === 'behind') return [`Nothing on ${metric} was preferred more often than the baseline.`];
  const inFile = (weight: number) => words({ lora_filename: best.lora_filename, weight }).short;
  const sure = surenessWords(sureness);
  if (standing === 'ahead') return [`Ahead on ${metric}: ${inFile(best.weight)}, ${sure}.`];
  const parts = [`Best on ${metric}: ${inFile(best.weight)}, ${sure}`];
  const { lowest_not_worse: lowest, falls_from: falls } = best;
  if (lowest !== null && lowest !== best.weight)
    parts.push(`the lowest not shown worse than that is ${inFile(lowest)}`);
  if (falls !== null) parts.push(`${inFile(falls)} is shown worse than that`);
  return [`${parts.join('; ')}.`];
}

function surenessWords(sureness: Sureness): string {
  return 'share' in sureness
    ? sureText(sureness.share)
    : `how surely cannot be said from ${countText(sureness.too_few_prompts, 'prompt')}`;
}
