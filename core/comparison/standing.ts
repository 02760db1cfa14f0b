import { outranks, type Rank } from '../report/best';
import { meanSignedStars, signOf, tallyVotes } from '../report/tally';
import type { ComparedSession, StandsFor } from './comparison';
import type { ComparedInput } from './sharedPart';

/** Which of a session's candidates stands for it, by its place, and why. */
export interface Standing {
  candidate: number | null;
  by: ComparedSession['stands_by'];
}

/**
 * The candidate that stands for a session: the one that was named; else the best by net preference over all of the session's
 * own votes (the mean over pairs of the pair's net preference over its metrics, as in the report; then higher mean stars,
 * then lower weight). None where nothing was judged. Throws RangeError for a named candidate that the session has not.
 */
export function standingOf({ report }: ComparedInput, named: StandsFor | undefined): Standing {
  const { candidates } = report;
  if (named !== undefined) {
    const candidate = placeOfNamed(candidates, named);
    if (candidate === -1) throw new RangeError(`${named.session_id} has no such candidate.`);
    return { candidate, by: 'named' };
  }
  const nets = netOfPairs(report);
  let best: { candidate: number; rank: Rank } | null = null;
  for (const tally of tallyVotes(candidates, report.votes)) {
    const net = nets[tally.candidate];
    if (net === null || net === undefined) continue;
    const rank = { net, stars: meanSignedStars(tally), weight: tally.weight };
    if (best === null || outranks(rank, best.rank)) best = { candidate: tally.candidate, rank };
  }
  if (best === null) return { candidate: null, by: null };
  return { candidate: best.candidate, by: candidates.length === 1 ? 'only' : 'best' };
}

/** The place of a named candidate among a session's; -1 where it has none such. */
export function placeOfNamed(
  candidates: ComparedSession['candidates'],
  named: Pick<StandsFor, 'lora_filename' | 'weight'>,
): number {
  return candidates.findIndex(
    (own) => own.lora_filename === named.lora_filename && own.weight === named.weight,
  );
}

function netOfPairs({ candidates, votes }: ComparedInput['report']): (number | null)[] {
  const pairs = candidates.map(() => new Map<string, { sum: number; votes: number }>());
  for (const vote of votes) {
    if (vote.outcome === 'skip') continue;
    const ofCandidate = pairs[vote.candidate];
    const pair = ofCandidate?.get(vote.pair_id) ?? { sum: 0, votes: 0 };
    pair.sum += signOf(vote);
    pair.votes += 1;
    ofCandidate?.set(vote.pair_id, pair);
  }
  return pairs.map((ofCandidate) => {
    let sum = 0;
    for (const pair of ofCandidate.values()) sum += pair.sum / pair.votes;
    return ofCandidate.size === 0 ? null : sum / ofCandidate.size;
  });
}
