/** The 97.5 % point of the normal distribution, for two-sided 95 % intervals. */
export const Z_95 = 1.959964;

/** The level below which a (corrected) p-value counts as an answer. */
export const ALPHA = 0.05;

/** No one is told to collect more votes than this; beyond it the figure is "none". */
export const MOST_VOTES_NEEDED = 2000;

const logFactorials: number[] = [0];

/** ln(n!), from a table of sums of logarithms that grows as asked for. */
export function logFactorial(n: number): number {
  for (let next = logFactorials.length; next <= n; next += 1) {
    logFactorials.push((logFactorials[next - 1] ?? 0) + Math.log(next));
  }
  return logFactorials[n] ?? 0;
}

/**
 * P(X >= k) for X ~ Binomial(n, share), by exact summation.
 * The sum always runs away from the mode, so the terms only shrink and it may stop at the first that no longer matters.
 */
export function binomialUpperTail(n: number, k: number, share: number): number {
  if (k <= 0) return 1;
  if (k > n || share <= 0) return 0;
  if (share >= 1) return 1;
  return k > n * share ? sumAway(n, k, 1, share) : Math.max(0, 1 - sumAway(n, k - 1, -1, share));
}

function sumAway(n: number, from: number, step: 1 | -1, share: number): number {
  const logTerm =
    logFactorial(n) -
    logFactorial(from) -
    logFactorial(n - from) +
    from * Math.log(share) +
    (n - from) * Math.log1p(-share);
  const odds = share / (1 - share);
  let term = Math.exp(logTerm);
  let sum = 0;
  for (let k = from; k >= 0 && k <= n && term > 0; k += step) {
    sum += term;
    if (term < sum * 1e-17) break;
    term *= step === 1 ? ((n - k) / (k + 1)) * odds : k / (n - k + 1) / odds;
  }
  return Math.min(1, sum);
}

/**
 * Exact two-sided sign test (Dixon and Mood 1946): with no preference wins ~ Binomial(wins + losses, 1/2).
 * In: counts; ties are left out by the caller. On the pairs that only one of two candidates won it is the exact McNemar
 * test (McNemar 1947). Out: min(1, 2 P(X >= max(wins, losses))); 1 when there is no vote.
 */
export function signTest(wins: number, losses: number): number {
  if (wins === losses) return 1;
  return Math.min(1, 2 * binomialUpperTail(wins + losses, Math.max(wins, losses), 0.5));
}

/**
 * Exact two-sided binomial test by the method of small p-values (Sterne 1954; as R's binom.test has it): the sum of P(X = k), X ~ Binomial(n, share), over all k no likelier than the one seen. Outcomes
 * count as equally likely when they differ by less than one in ten million. In: `share` within 0-1. Out: 0-1; 1 without votes.
 */
export function binomialTest(wins: number, n: number, share: number): number {
  if (share <= 0 || share >= 1) return wins === n * share ? 1 : 0;
  const logTerm = (k: number) =>
    logFactorial(n) -
    logFactorial(k) -
    logFactorial(n - k) +
    k * Math.log(share) +
    (n - k) * Math.log1p(-share);
  const seen = logTerm(wins) + 1e-7;
  // The likelihoods rise to the mode and fall behind it: what is no likelier lies in two tails.
  const mode = Math.min(n, Math.floor((n + 1) * share));
  if (logTerm(mode) <= seen) return 1;
  const lastBelow = firstWhere(0, mode, (k) => logTerm(k) > seen) - 1;
  const firstAbove = firstWhere(mode, n + 1, (k) => logTerm(k) <= seen);
  return Math.min(
    1,
    binomialUpperTail(n, n - lastBelow, 1 - share) + binomialUpperTail(n, firstAbove, share),
  );
}

/** The first whole number from `low` for which the test holds, which then holds up to `high`; `high` itself when for none before. */
function firstWhere(low: number, high: number, test: (k: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (test(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** An interval of a share, both ends within 0-1. */
export interface Interval {
  low: number;
  high: number;
}

/** Wilson score interval (Wilson 1927), 95 %, of `wins` among `votes`; null when there is no vote. */
export function wilsonInterval(wins: number, votes: number): Interval | null {
  if (votes === 0) return null;
  const share = wins / votes;
  const zz = (Z_95 * Z_95) / votes;
  const centre = (share + zz / 2) / (1 + zz);
  const half = (Z_95 * Math.sqrt((share * (1 - share)) / votes + zz / (4 * votes))) / (1 + zz);
  // The ends at 0 and 1 are exact in the formula; rounding must not push them past or short of it.
  return {
    low: wins === 0 ? 0 : Math.max(0, centre - half),
    high: wins === votes ? 1 : Math.min(1, centre + half),
  };
}

/**
 * Clopper-Pearson interval (Clopper and Pearson 1934), 95 %, of `wins` among `votes`: the shares at which P(X >= wins) and
 * P(X <= wins), X ~ Binomial(votes, share), come to 2.5 %; found by halving. Null when there is no vote.
 */
export function clopperPearson(wins: number, votes: number): Interval | null {
  if (votes === 0) return null;
  return { low: exactLow(wins, votes), high: 1 - exactLow(votes - wins, votes) };
}

/** The share at which P(X >= wins) comes to 2.5 %; it grows with the share. 0 without a win. */
function exactLow(wins: number, votes: number): number {
  if (wins === 0) return 0;
  return halve(0, wins / votes, (share) => binomialUpperTail(votes, wins, share) > ALPHA / 2);
}

/** The place between `low` and `high` from which on the test holds, to the last digits of a number. */
export function halve(low: number, high: number, test: (value: number) => boolean): number {
  let [from, to] = [low, high];
  for (let step = 0; step < 60; step += 1) {
    const middle = (from + to) / 2;
    if (test(middle)) to = middle;
    else from = middle;
  }
  return to;
}

/** Fewest wins among `votes` decided votes for which the two-sided sign test reaches `alpha`; null when even a clean sweep does not. */
export function neededWins(votes: number, alpha: number = ALPHA): number | null {
  if (votes < 1 || signTest(votes, 0) > alpha) return null;
  let enough = votes;
  let tooFew = Math.floor(votes / 2);
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    if (signTest(middle, votes - middle) <= alpha) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/**
 * The smallest true share of wins (0.5-1) that `votes` decided votes show with the given power (80 %) by the exact two-sided
 * sign test at `alpha`; null with fewer votes than a clean sweep needs (six at 5 %). Formula: the share p at which
 * P(X >= k) for X ~ Binomial(votes, p) comes to `power`, k the fewest wins that the test takes for an answer (`neededWins`);
 * found by halving, for the tail grows with p. The far tail, which an opposite answer would need, is left out.
 */
export function smallestDetectableShare(votes: number, alpha: number = ALPHA, power = 0.8): number | null {
  const wins = neededWins(votes, alpha);
  if (wins === null) return null;
  return halve(0.5, 1, (share) => binomialUpperTail(votes, wins, share) >= power);
}

/**
 * How many more decided votes, at the present rate of wins, bring `pValue` down to `level`: the smallest k for which
 * n + k votes with the nearest whole number to (n + k) wins / n of wins do. The formula is our own: a plain going on, no
 * forecast with a power.
 * In: counts; `pValue`, the test as a function of the counts after k more. Out: k, at least 1; null when the rate is exactly
 * one half, when there is no vote, or beyond `MOST_VOTES_NEEDED`.
 */
export function votesNeeded(
  wins: number,
  losses: number,
  level: number,
  pValue: (wins: number, losses: number) => number = signTest,
): number | null {
  const n = wins + losses;
  if (wins === losses) return null;
  for (let more = 1; more <= MOST_VOTES_NEEDED; more += 1) {
    const total = n + more;
    const expected = Math.round((wins * total) / n);
    if (pValue(expected, total - expected) <= level) return more;
  }
  return null;
}
