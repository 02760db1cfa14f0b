import { ALPHA, halve, type Interval, logFactorial } from './proportion';

/** A p-value that stays valid however often it is looked at, and the side it speaks for. */
export interface PeekSafe {
  p_value: number;
  /** 1 when the evidence was greatest with the wins ahead, -1 with the losses ahead, 0 when there is none. */
  side: 1 | 0 | -1;
}

/**
 * 1 / (B(1 + wins, 1 + losses) * 2^n), at most 1: the inverse of the evidence against "no preference" that a uniform
 * mixture over all shares gives (Robbins 1970; Howard, Ramdas, McAuliffe, Sekhon 2021), at one moment.
 */
export function peekSafeAt(wins: number, losses: number): number {
  const n = wins + losses;
  const logEvidence = logFactorial(wins) + logFactorial(losses) - logFactorial(n + 1) + n * Math.LN2;
  return Math.min(1, Math.exp(-logEvidence));
}

/**
 * The peek-safe p-value of decided votes in the order of voting (true = win): the least value so far of `peekSafeAt`.
 * By Ville's inequality it falls below alpha with a chance of at most alpha when there is no preference, whatever the stopping rule.
 */
export function peekSafe(outcomes: Iterable<boolean>): PeekSafe {
  let wins = 0;
  let n = 0;
  let logEvidence = 0;
  let best = 0;
  let side: PeekSafe['side'] = 0;
  for (const won of outcomes) {
    // B(2 + w, 1 + l) / B(1 + w, 1 + l) = (1 + w) / (2 + n), and the same with l for a loss.
    logEvidence += Math.log((2 * (1 + (won ? wins : n - wins))) / (2 + n));
    n += 1;
    if (won) wins += 1;
    if (logEvidence > best) {
      best = logEvidence;
      side = wins * 2 > n ? 1 : -1;
    }
  }
  return { p_value: Math.exp(-best), side };
}

/**
 * The test gone on with: how its p-value stands after more votes, by the counts of wins and losses then.
 * In: what it has come to so far. Out: for given counts the least value so far, or 1 while that value speaks for the side
 * that is behind.
 */
export function peekSafeFrom(running: PeekSafe): (wins: number, losses: number) => number {
  return (wins, losses) => {
    const now = peekSafeAt(wins, losses);
    if (now < running.p_value) return now;
    return Math.sign(wins - losses) === running.side ? running.p_value : 1;
  };
}

/**
 * Confidence sequence of the share of wins (Robbins 1970; Howard, Ramdas, McAuliffe, Sekhon 2021; uniform mixture): every p with
 * B(1 + w, 1 + l) / (p^w (1 - p)^l) < 1 / alpha, B the Beta function. However often it is looked at, it misses the true share at
 * any moment with a chance of at most `alpha`. In: the decided votes so far. Out: the interval at this moment (not cut by those of
 * earlier moments); null when there is no vote.
 */
export function confidenceSequence(wins: number, losses: number, alpha: number = ALPHA): Interval | null {
  const n = wins + losses;
  if (n === 0) return null;
  const least = logFactorial(wins) + logFactorial(losses) - logFactorial(n + 1) + Math.log(alpha);
  // A share of 0 or 1 is spoken against by a single vote of the other side; without one it stays in.
  const isIn = (p: number) => times(wins, Math.log(p)) + times(losses, Math.log1p(-p)) > least;
  return {
    low: wins === 0 ? 0 : halve(0, wins / n, isIn),
    high: losses === 0 ? 1 : halve(wins / n, 1, (p) => !isIn(p)),
  };
}

/** A product in which no times infinity is none. */
function times(count: number, log: number): number {
  return count === 0 ? 0 : count * log;
}
