import { MOST_VOTES_NEEDED } from '../statistics/proportion';
import { candidateNoun, countText, listText, type Words } from './figureText';
import { foremost, type Standing, standingsOf } from './foremost';
import { hasSwung, nearestOpen } from './openAnswers';
import type { ReportFigures } from './report';

/** The one sentence that answers the whole evaluation. */
export interface Headline {
  /** Without a full stop. */
  sentence: string;
  /** Place of the candidate that it speaks of, decided or not; null when it speaks of none. */
  candidate: number | null;
  /** The metrics that it names, in its order. */
  metrics: string[];
}

export function headline(figures: ReportFigures, words: Words): Headline {
  const whole = wholeHeadline(figures, words);
  // Whoever sees nothing but the headline of a part must not take it for the whole.
  return figures.filter === null
    ? whole
    : { ...whole, sentence: `Of a part: ${lowered(whole, figures, words)}` };
}

/** The sentence as it goes on after a colon; the name of a LoRA keeps its letters. */
function lowered({ sentence, candidate }: Headline, { overall }: ReportFigures, words: Words): string {
  const own = candidate === null ? undefined : overall[candidate];
  const isName =
    own !== undefined && candidateNoun(overall) === 'candidate' && sentence.startsWith(words(own).subject);
  return isName ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

function wholeHeadline(figures: ReportFigures, words: Words): Headline {
  const nothing = (sentence: string) => ({ sentence, candidate: null, metrics: [] });
  const { votes_total: votes, skips_total: skips } = figures;
  if (votes === 0 && skips === 0 && figures.filter !== null) {
    return nothing('No votes are left, so nothing can be said');
  }
  if (votes === 0 && skips === 0) return nothing('No votes yet, so nothing can be said');
  if (votes === 0) return nothing(`Nothing but skips (${skips}), so nothing can be said`);
  if (votes === 1) return nothing('One vote is too few to say anything');
  const decided = figures.metrics.flatMap((metric) => metric.candidates).reduce((sum, { n }) => sum + n, 0);
  if (decided === 0) return nothing(`No difference was seen in any of ${countText(votes, 'vote')}`);

  const standings = standingsOf(figures);
  const better = foremost(standings, 'better');
  if (better !== null) return betterHeadline(standings, better, words);
  const worse = foremost(standings, 'worse');
  return worse === null ? undecidedHeadline(figures, words) : worseHeadline(standings, worse, figures, words);
}

function betterHeadline(standings: readonly Standing[], candidate: number, words: Words): Headline {
  const { candidate: own, better, worse, open, unjudged, onlyHere } = standings[candidate] as Standing;
  const start = `${words(own).subject} is better on ${listText(better)}${hereText(better, onlyHere)}`;
  if (worse.length > 0) {
    return {
      sentence: `${start}, but worse on ${listText(worse)}`,
      candidate,
      metrics: [...better, ...worse],
    };
  }
  if (unjudged.length > 0) {
    const between = open.length > 0 ? `, not decided on ${listText(open)}` : '';
    return {
      sentence: `${start}${between}, with no votes yet on ${listText(unjudged)}`,
      candidate,
      metrics: [...better, ...open, ...unjudged],
    };
  }
  const end = open.length > 0 ? ', and not shown worse on anything' : '';
  return { sentence: `${start}${end}`, candidate, metrics: better };
}

/**
 * The sign test takes votes on one prompt as if they had nothing to do with each other: what is not shown prompt by prompt is
 * said of these prompts only.
 */
function hereText(metrics: readonly string[], onlyHere: readonly string[]): string {
  return metrics.some((metric) => onlyHere.includes(metric)) ? ' on these prompts' : '';
}

function worseHeadline(
  standings: readonly Standing[],
  candidate: number,
  figures: ReportFigures,
  words: Words,
): Headline {
  const everywhere = figures.metrics
    .filter((metric) => metric.candidates.every(({ answer }) => answer === 'worse'))
    .map(({ metric }) => metric);
  if (standings.length > 1 && everywhere.length > 0) {
    const sentence = `Worse than the baseline on ${listText(everywhere)} at every ${candidateNoun(figures.overall)}`;
    return { sentence, candidate, metrics: everywhere };
  }
  const { candidate: own, worse, onlyHere } = standings[candidate] as Standing;
  const start = `${words(own).subject} is worse on ${listText(worse)}${hereText(worse, onlyHere)}`;
  const end = standings.length > 1 ? ', and nothing is shown better' : '';
  return { sentence: `${start}${end}`, candidate, metrics: worse };
}

function undecidedHeadline({ metrics, overall }: ReportFigures, words: Words): Headline {
  const candidates = metrics.flatMap((metric) => metric.candidates);
  const metricOf = (own: (typeof candidates)[number]) =>
    metrics.find((metric) => metric.candidates.includes(own))?.metric ?? '';
  const placeOf = (own: (typeof candidates)[number]) =>
    metrics.map((metric) => metric.candidates.indexOf(own)).find((place) => place >= 0) ?? null;
  const nearest = nearestOpen(candidates);
  if (nearest !== null) {
    const metric = metricOf(nearest.candidate);
    const more = countText(nearest.more, 'more decided vote');
    const { wins, losses } = nearest.candidate;
    const answer = wins > losses ? 'better' : 'worse';
    const sentence = `Not decided yet: about ${more} at this rate would show ${metric} ${answer} ${words(nearest.candidate).place}`;
    return { sentence, candidate: placeOf(nearest.candidate), metrics: [metric] };
  }
  const swung = candidates.find(hasSwung);
  if (swung !== undefined) {
    const metric = metricOf(swung);
    const sentence = `Not decided: on ${metric} ${words(swung).place} the votes have swung round since they were clear`;
    return { sentence, candidate: placeOf(swung), metrics: [metric] };
  }
  const most = countText(MOST_VOTES_NEEDED, 'more decided vote');
  // A rate can only be gone on with where there is one.
  const onEvery = metrics.length > 1 ? ' on every metric' : '';
  const rest = candidates.some(({ n }) => n === 0)
    ? `; not every ${candidateNoun(overall)} has decided votes${onEvery}`
    : '';
  const sentence = `Not decided, and ${most} at these rates would not decide it${rest}`;
  return { sentence, candidate: null, metrics: [] };
}
