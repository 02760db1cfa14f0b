import { candidateWords, listText } from '../figureText';
import type { EvidencePair } from '../metricDetail';
import type { MetricReport, Report } from '../report';
import { starsText } from './candidateTables';
import { promptName } from './promptName';

/** Pairs of a kind that a written report shows or names. */
const MOST_PAIRS = 6;

/** The pairs of a kind that a written report shows, the clearest first. */
export function shownPairs({
  metric,
  which,
}: {
  metric: MetricReport;
  which: 'won' | 'lost' | 'split';
}): EvidencePair[] {
  return metric.evidence[which].pairs.slice(0, MOST_PAIRS);
}

/** The pairs whose pictures an HTML report shows, by id; each once. */
export function picturedPairs({ metrics }: Pick<Report, 'metrics'>): string[] {
  const pairs = metrics.flatMap((metric) =>
    (['won', 'lost', 'split'] as const).flatMap((which) => shownPairs({ metric, which })),
  );
  return [...new Set(pairs.map(({ pair_id }) => pair_id))];
}

/** A pair's candidate, in short. */
export function pairCandidate({ candidate }: EvidencePair, { candidates }: MetricReport): string {
  const own = candidates[candidate];
  return own === undefined ? '' : candidateWords(candidates)(own).short;
}

/** How a pair was judged: `3 of 4 votes for the LoRA, 1 for the baseline, +2.5 stars`. */
export function pairVotes({ votes, wins, losses, ties, mean_signed_stars }: EvidencePair): string {
  const stars = mean_signed_stars === null ? '' : `, ${starsText(mean_signed_stars)} stars`;
  if (votes === 1)
    return `One vote, ${wins === 1 ? 'for the LoRA' : losses === 1 ? 'for the baseline' : 'the same'}${stars}`;
  const parts = [
    { count: wins, words: 'for the LoRA' },
    { count: losses, words: 'for the baseline' },
    { count: ties, words: 'the same' },
  ].filter(({ count }) => count > 0);
  const said = parts.map(({ count, words }, index) =>
    index === 0 ? `${count} of ${votes} votes ${words}` : `${count} ${words}`,
  );
  return `${listText(said)}${stars}`;
}

/** The shown pairs in words, with their notes. */
export function pictureNames(
  { metric, which }: { metric: MetricReport; which: 'won' | 'lost' | 'split' },
  report: Pick<Report, 'prompts'>,
): string[] {
  return shownPairs({ metric, which }).map((pair) => {
    const notes = pair.notes.map((note) => ` Note: ${note}`).join('');
    const name = `${pairCandidate(pair, metric)}, ${promptName(report, pair.prompt_index)}, seed ${pair.seed}`;
    return `${name}. ${pairVotes(pair)}.${notes}`;
  });
}
