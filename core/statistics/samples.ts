import { ALPHA, binomialUpperTail, MOST_VOTES_NEEDED, signTest } from './proportion';

/**
 * How many decided votes it takes in all until the exact two-sided sign test shows a true share of wins with the given power:
 * the first n with P(X >= k(n)) >= power for X ~ Binomial(n, share), k(n) the fewest wins with a p-value of at most `alpha`
 * (exact power, as in Chow, Shao and Wang 2008, chapter 4; it saws up and down with n, so a few more votes may have less). The far
 * tail, which an opposite answer would need, is left out. In: the share of wins, 0-1, of either side; `pValue`, the test as a
 * function of the counts. Out: n; null at one half, and beyond `most`.
 */
export function votesForPower(
  share: number,
  alpha: number = ALPHA,
  power = 0.8,
  most: number = MOST_VOTES_NEEDED,
  pValue: (wins: number, losses: number) => number = signTest,
): number | null {
  const ahead = Math.max(share, 1 - share);
  if (ahead === 0.5) return null;
  // The fewest wins grow by one at most from each n to the next.
  let wins = 1;
  for (let votes = 1; votes <= most; votes += 1) {
    if (pValue(wins, votes - wins) > alpha) wins += 1;
    if (wins <= votes && binomialUpperTail(votes, wins, ahead) >= power) return votes;
  }
  return null;
}
