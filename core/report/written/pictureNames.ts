import { candidateWords, countText } from '../figureText';
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

/** What a pair is, in words: its candidate, prompt, seed and votes. */
export function pairText(pair: EvidencePair, metric: MetricReport, report: Pick<Report, 'prompts'>): string {
  const own = metric.candidates[pair.candidate];
  const candidate = own === undefined ? 'the LoRA' : candidateWords(metric.candidates)(own).short;
  const stars = pair.mean_signed_stars === null ? '' : `, ${starsText(pair.mean_signed_stars)} stars`;
  const ties = pair.ties === 0 ? '' : `, ${pair.ties} the same`;
  const votes = `${pair.wins} for the LoRA, ${pair.losses} for the baseline${ties}, of ${countText(pair.votes, 'vote')}`;
  return `${candidate}, ${promptName(report, pair.prompt_index)}, seed ${pair.seed}: ${votes}${stars}`;
}

/** The shown pairs in words, with their notes and the files of their pictures. */
export function pictureNames(
  { metric, which }: { metric: MetricReport; which: 'won' | 'lost' | 'split' },
  report: Pick<Report, 'prompts'>,
): string[] {
  return shownPairs({ metric, which }).map((pair) => {
    const notes = pair.notes.map((note) => ` Note: ${note}`).join('');
    return `${pairText(pair, metric, report)}.${notes}`;
  });
}
