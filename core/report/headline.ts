import { countText, listText, type Words } from './figureText';
import type { CandidateFigures, MetricReport, OverallFigures, ReportFigures } from './report';

/** One candidate's answers over the metrics. */
interface Standing {
  candidate: OverallFigures;
  better: string[];
  worse: string[];
  /** Metrics without a vote on this candidate. */
  unjudged: string[];
}

/** The one sentence that answers the whole evaluation, without a full stop. Also the place of the candidate it speaks of. */
export function headline(
  figures: ReportFigures,
  words: Words,
): { sentence: string; candidate: number | null } {
  const nothing = (sentence: string) => ({ sentence, candidate: null });
  const { votes_total: votes, skips_total: skips } = figures;
  if (votes === 0 && skips === 0) return nothing('No votes yet, so nothing can be said');
  if (votes === 0) return nothing(`Nothing but skips (${skips}), so nothing can be said`);
  if (votes === 1) return nothing('One vote is too few to say anything');
  const decided = figures.metrics.flatMap((metric) => metric.candidates).reduce((sum, { n }) => sum + n, 0);
  if (decided === 0) return nothing(`No difference was seen in any of ${countText(votes, 'vote')}`);

  const standings = standingsOf(figures);
  const better = foremost(standings, 'better');
  if (better !== null) {
    const standing = standings[better];
    if (standing !== undefined)
      return { sentence: betterSentence(standing, figures, words), candidate: better };
  }
  const worse = foremost(standings, 'worse');
  const standing = worse === null ? undefined : standings[worse];
  if (worse !== null && standing !== undefined) {
    return { sentence: worseSentence(standing, standings, figures, words), candidate: worse };
  }
  return nothing(undecidedSentence(figures, words));
}

function standingsOf(figures: ReportFigures): Standing[] {
  return figures.overall.map((candidate, index) => {
    const metricsWhere = (test: (own: CandidateFigures) => boolean) =>
      figures.metrics
        .filter((metric) => metric.candidates[index] !== undefined && test(metric.candidates[index]))
        .map((metric) => metric.metric);
    return {
      candidate,
      better: metricsWhere((own) => own.answer === 'better'),
      worse: metricsWhere((own) => own.answer === 'worse'),
      unjudged: metricsWhere((own) => own.votes === 0),
    };
  });
}

/** The candidate to name for an answer: most metrics with it less those with the opposite, then the clearer net preference. */
function foremost(standings: readonly Standing[], answer: 'better' | 'worse'): number | null {
  const opposite = answer === 'better' ? 'worse' : 'better';
  let found: { index: number; balance: number; net: number } | null = null;
  for (const [index, standing] of standings.entries()) {
    if (standing[answer].length === 0) continue;
    const balance = standing[answer].length - standing[opposite].length;
    const net = (standing.candidate.net_preference ?? 0) * (answer === 'better' ? 1 : -1);
    if (found === null || balance > found.balance || (balance === found.balance && net > found.net)) {
      found = { index, balance, net };
    }
  }
  return found?.index ?? null;
}

function betterSentence(standing: Standing, figures: ReportFigures, words: Words): string {
  const start = `${words(standing.candidate).subject} is better on ${listText(standing.better)}`;
  if (standing.worse.length > 0) return `${start}, but worse on ${listText(standing.worse)}`;
  if (standing.better.length === figures.metrics.length) return start;
  if (standing.unjudged.length > 0) return `${start}, with no votes yet on ${listText(standing.unjudged)}`;
  return `${start}, and not shown worse on anything`;
}

function worseSentence(
  standing: Standing,
  standings: readonly Standing[],
  figures: ReportFigures,
  words: Words,
): string {
  const everywhere = figures.metrics.filter((metric) =>
    metric.candidates.every(({ answer }) => answer === 'worse'),
  );
  if (standings.length > 1 && everywhere.length > 0) {
    const scope =
      new Set(standings.map(({ candidate }) => candidate.lora_filename)).size > 1 ? 'candidate' : 'weight';
    return `Worse than the baseline on ${listText(everywhere.map(({ metric }) => metric))} at every ${scope}`;
  }
  const start = `${words(standing.candidate).subject} is worse on ${listText(standing.worse)}`;
  return standings.length > 1 ? `${start}, and nothing is shown better` : start;
}

function undecidedSentence(figures: ReportFigures, words: Words): string {
  let nearest: { metric: MetricReport; candidate: CandidateFigures; more: number } | null = null;
  for (const metric of figures.metrics) {
    for (const candidate of metric.candidates) {
      const more = candidate.votes_needed;
      if (more === null || (nearest !== null && more >= nearest.more)) continue;
      nearest = { metric, candidate, more };
    }
  }
  if (nearest === null) return 'Not decided, and 2,000 more decided votes at these rates would not decide it';
  const { metric, candidate, more } = nearest;
  return `Not decided yet: ${metric.metric} ${words(candidate).place} needs about ${countText(more, 'more decided vote')} at this rate`;
}
