import type { Evidence, EvidenceList, EvidencePair } from './metricDetail';
import { outcomeFigures } from './prompts';
import type { CountedVote } from './report';

/** Pairs of a kind that a report names. */
export const MOST_SHOWN_PAIRS = 60;

/**
 * The pairs that show what a metric's figures say: won clearly (every vote for the LoRA), lost clearly, and where raters
 * disagree; most stars first, then most votes. In: the votes of one metric; skips are left out.
 */
export function evidenceOf(votes: readonly CountedVote[]): Evidence {
  const pairs = [
    ...Map.groupBy(
      votes.filter(({ outcome }) => outcome !== 'skip'),
      ({ pair_id }) => pair_id,
    ),
  ].flatMap(([, own]) => pairOf(own));
  return {
    won: listOf(pairs.filter(({ wins, votes: all }) => wins === all)),
    lost: listOf(pairs.filter(({ losses, votes: all }) => losses === all)),
    split: listOf(pairs.filter(({ wins, losses }) => wins > 0 && losses > 0)),
  };
}

function listOf(pairs: EvidencePair[]): EvidenceList {
  const sorted = pairs.sort(
    (a, b) =>
      Math.abs(b.mean_signed_stars ?? 0) - Math.abs(a.mean_signed_stars ?? 0) ||
      b.votes - a.votes ||
      a.candidate - b.candidate ||
      (a.pair_id < b.pair_id ? -1 : 1),
  );
  return { total: sorted.length, pairs: sorted.slice(0, MOST_SHOWN_PAIRS) };
}

function pairOf(votes: readonly CountedVote[]): EvidencePair[] {
  const [first] = votes;
  if (first === undefined) return [];
  const stars = votes.flatMap(({ stars, outcome }) =>
    stars === null || outcome === 'tie' ? [] : [outcome === 'win' ? stars : -stars],
  );
  return [
    {
      pair_id: first.pair_id,
      prompt_index: first.prompt_index,
      seed: first.seed,
      candidate: first.candidate,
      ...outcomeFigures(votes),
      mean_signed_stars: stars.length === 0 ? null : stars.reduce((all, one) => all + one, 0) / stars.length,
      notes: votes.flatMap(({ note }) => (note === null || note === '' ? [] : [note])),
    },
  ];
}
