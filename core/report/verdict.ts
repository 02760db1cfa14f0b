import { candidateWords, listText, type Words } from './figureText';
import { headline } from './headline';
import { type Lead, metricSentences, onlyVote } from './metricSentences';
import { notes, sideNotes, standing } from './notes';
import type { MetricReport, ReportFigures } from './report';

/** The verdict's sentences by what they speak of. */
export interface VerdictParts {
  /** Without a full stop. */
  headline: string;
  /** The metrics that the headline names, in its order; none where it names none. */
  leading: string[];
  /** What the whole result stands under: that it is of a part of the votes, a demo's images, an end before the last vote, extensions, votes taken back after the reveal. */
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
  const { sentence, candidate, metrics: leading } = headline(figures, words);
  const { metrics, overall } = body(figures, { candidate, leading }, words);
  return {
    headline: sentence,
    leading,
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

function body(figures: ReportFigures, lead: Lead, words: Words): Pick<VerdictParts, 'metrics' | 'overall'> {
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
  const { prompts_judged, method, extensions } = figures;
  const context = { lead, words, prompts_judged, method, extensions };
  const biased = sideNotes(figures);
  return {
    metrics: partsOf((metric) => [...metricSentences(metric, context), ...(biased.get(metric) ?? [])]),
    overall: silent.length > 0 ? [`No votes yet on ${listText(silent)}.`] : [],
  };
}
