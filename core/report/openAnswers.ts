import { ALPHA } from '../statistics/proportion';
import type { CandidateFigures } from './report';

/** Open although the corrected p-value is small: the peek-safe evidence was clear once, and the votes have swung round since. */
export function hasSwung({ answer, p_adjusted }: CandidateFigures): boolean {
  return answer === 'undecided' && p_adjusted < ALPHA;
}

/**
 * The open candidate that needs the fewest more decided votes, and how many; null when none of them could be decided so. One
 * that has swung round is not called near: its votes do not lean one way.
 */
export function nearestOpen(
  candidates: readonly CandidateFigures[],
): { candidate: CandidateFigures; more: number } | null {
  let nearest: { candidate: CandidateFigures; more: number } | null = null;
  for (const candidate of candidates) {
    const more = candidate.votes_needed;
    if (candidate.answer !== 'undecided' || hasSwung(candidate) || more === null) continue;
    if (nearest === null || more < nearest.more) nearest = { candidate, more };
  }
  return nearest;
}
