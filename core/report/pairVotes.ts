import { z } from 'zod';
import { isLoraBetter } from '../session/document';
import { labelOf, type SessionState, type Vote } from '../session/state';

/** One rater's answer to one pair, with its labels known. */
export const pairVoteSchema = z.object({
  pair_id: z.string(),
  metric: z.string(),
  /** What the rater is called. */
  rater: z.string(),
  /** Seen from the LoRA. */
  outcome: z.enum(['win', 'loss', 'tie', 'skip']),
  stars: z.int().min(1).max(5).nullable(),
  note: z.string().nullable(),
});
export type PairVote = z.infer<typeof pairVoteSchema>;

/**
 * Every answer to the named pairs that the report counts, and skips: rater by rater, each in the order of voting. In: the
 * raters that the report is narrowed to, by name; left out: all.
 */
export function pairVotes(
  state: SessionState,
  pairs: readonly string[],
  raters?: readonly string[],
): PairVote[] {
  const named = new Set(pairs);
  return state.raters
    .filter(({ name }) => raters === undefined || raters.includes(name))
    .flatMap((rater) =>
      rater.votes
        .filter(({ pair }) => named.has(pair))
        .map((vote) => ({
          pair_id: vote.pair,
          metric: vote.metric,
          rater: labelOf(rater),
          outcome: outcomeOf(vote),
          stars: vote.stars,
          note: vote.note,
        })),
    );
}

function outcomeOf(vote: Vote): PairVote['outcome'] {
  const isBetter = isLoraBetter(vote);
  if (isBetter === null) return vote.choice === 'skip' ? 'skip' : 'tie';
  return isBetter ? 'win' : 'loss';
}
