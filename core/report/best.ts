import type { Random } from '../plan/random';
import { holm } from '../statistics/pairwise';
import { ALPHA } from '../statistics/proportion';
import { resampleClusters } from '../statistics/resample';
import type { BestFigures, CountedVote, ReportInput } from './report';
import { RESAMPLES, randomOf } from './resampling';
import { answerOf, byPrompt, type Counts, countsOf, type Method, type Tally, testOutcomes } from './tally';

/** What ranks a candidate within a metric. */
export interface Rank {
  net: number;
  stars: number | null;
  weight: number;
}

/** Rounding of sums must not break a tie. */
const SAME = 1e-12;

/** True when `a` stands above `b`: higher net preference, then higher mean signed stars (none ranks last), then lower weight. */
export function outranks(a: Rank, b: Rank): boolean {
  if (Math.abs(a.net - b.net) > SAME) return a.net > b.net;
  const [starsA, starsB] = [a.stars ?? Number.NEGATIVE_INFINITY, b.stars ?? Number.NEGATIVE_INFINITY];
  if (starsA !== starsB && !(Math.abs(starsA - starsB) <= SAME)) return starsA > starsB;
  return a.weight < b.weight;
}

/**
 * The place of the highest rank among candidates with votes; null when no vote of the metric is decided. In: each candidate's
 * counts, and its weight.
 */
export function bestPlace(counts: readonly Counts[], weights: readonly number[]): number | null {
  if (counts.every(({ wins, losses }) => wins + losses === 0)) return null;
  let best: { place: number; rank: Rank } | null = null;
  for (const [place, { wins, losses, ties, stars, starred }] of counts.entries()) {
    const votes = wins + losses + ties;
    if (votes === 0) continue;
    const rank = {
      net: (wins - losses) / votes,
      stars: starred === 0 ? null : stars / starred,
      weight: weights[place] ?? 0,
    };
    if (best === null || outranks(rank, best.rank)) best = { place, rank };
  }
  return best?.place ?? null;
}

/** The tally with the highest rank among those with votes; null when no vote of the metric is decided. */
export function bestTally(tallies: readonly Tally[]): Tally | null {
  const place = bestPlace(
    tallies.map(({ judged }) => countsOf(judged)),
    tallies.map(({ weight }) => weight),
  );
  return place === null ? null : (tallies[place] ?? null);
}

/** The figures of a metric's best candidate, from the metric's votes in time: how sure it is the best, and how the other weights of its file stand against it. `onShare` takes how much is done, 0 to 1. */
export function bestFigures(
  best: Tally,
  tallies: readonly Tally[],
  votes: readonly CountedVote[],
  input: ReportInput,
  onShare: (share: number) => void,
): BestFigures {
  return {
    lora_filename: best.lora_filename,
    weight: best.weight,
    sureness: sureness(best, tallies, randomOf(input), onShare),
    ...againstBest(best, tallies, votes, input.method),
  };
}

/**
 * Share of resamples by prompt in which `best` has the highest net preference. Where several share the first place each
 * gets its part, so that candidates that never differ are not called sure. Null with fewer than two prompts: one prompt
 * drawn again and again says nothing of others.
 */
function sureness(
  best: Tally,
  tallies: readonly Tally[],
  random: Random,
  onShare: (share: number) => void,
): number | null {
  const judged = tallies.flatMap((tally) => tally.judged.map((vote) => vote.prompt_index));
  const prompts = [...new Set(judged)].sort((a, b) => a - b);
  if (prompts.length < 2) return null;
  const place = new Map(prompts.map((prompt, index) => [prompt, index]));
  const rows = tallies
    .filter((tally) => tally.judged.length > 0)
    .map((tally) => ({
      isBest: tally === best,
      cells: [...byPrompt(tally.judged)].map(([prompt, cell]) => ({
        ...cell,
        place: place.get(prompt) ?? 0,
      })),
    }));
  let first = 0;
  const visit = (times: Uint32Array) => {
    let highest = Number.NEGATIVE_INFINITY;
    let sharing = 0;
    let bestShares = false;
    for (const { isBest, cells } of rows) {
      let sum = 0;
      let votes = 0;
      for (const cell of cells) {
        const drawn = times[cell.place] ?? 0;
        sum += drawn * cell.sum;
        votes += drawn * cell.votes;
      }
      if (votes === 0) continue;
      const net = sum / votes;
      if (net > highest + SAME) {
        highest = net;
        sharing = 1;
        bestShares = isBest;
      } else if (net >= highest - SAME) {
        sharing += 1;
        bestShares ||= isBest;
      }
    }
    if (bestShares) first += 1 / sharing;
  };
  const onStep = (done: number) => onShare(done / RESAMPLES);
  resampleClusters(prompts.length, RESAMPLES, random, visit, onStep);
  return Math.min(1, first / RESAMPLES);
}

/**
 * Every other weight of the best's file against the best, Holm-corrected, on the (prompt, seed) pairs that both were judged
 * on by the same rater: the test of the report on the pairs that only one of the two won, in the order in which they became
 * known. By the fixed method that is the exact McNemar test (McNemar 1947). Worse = the test speaks for the best.
 */
function againstBest(
  best: Tally,
  tallies: readonly Tally[],
  votes: readonly CountedVote[],
  method: Method,
): Pick<BestFigures, 'lowest_not_worse' | 'falls_from'> {
  const others = tallies.filter((tally) => tally !== best && tally.lora_filename === best.lora_filename);
  const compared = others
    .map((tally) => ({ weight: tally.weight, ...sharedPairs(best, tally, votes) }))
    .filter((comparison) => comparison.shared > 0);
  if (compared.length === 0 && others.some((tally) => tally.judged.length > 0)) {
    return { lowest_not_worse: null, falls_from: null };
  }
  const tests = compared.map(({ differing }) => testOutcomes(differing, method));
  const adjusted = holm(tests.map(({ p_value }) => p_value));
  const isWorse = tests.map(({ side }, index) => answerOf(adjusted[index] ?? 1, side, ALPHA) === 'better');
  const notWorse = compared.filter((_, index) => isWorse[index] !== true).map(({ weight }) => weight);
  const falls = compared.filter(({ weight }, index) => isWorse[index] === true && weight > best.weight);
  return {
    lowest_not_worse: Math.min(best.weight, ...notWorse),
    falls_from: falls.length === 0 ? null : Math.min(...falls.map(({ weight }) => weight)),
  };
}

interface SharedPairs {
  /** Pairs judged (tie included) on both sides. */
  shared: number;
  /** The pairs that only one won, in the order in which the second of their votes came: true = only the best. */
  differing: boolean[];
}

function sharedPairs(best: Tally, other: Tally, votes: readonly CountedVote[]): SharedPairs {
  const first = new Map<string, CountedVote>();
  const differing: boolean[] = [];
  let shared = 0;
  for (const vote of votes) {
    if (vote.outcome === 'skip' || (vote.candidate !== best.candidate && vote.candidate !== other.candidate))
      continue;
    const key = `${vote.prompt_index}/${vote.seed}/${vote.rater}`;
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, vote);
      continue;
    }
    if (earlier.candidate === vote.candidate) continue;
    shared += 1;
    const [ofBest, ofOther] = vote.candidate === best.candidate ? [vote, earlier] : [earlier, vote];
    if ((ofBest.outcome === 'win') !== (ofOther.outcome === 'win')) differing.push(ofBest.outcome === 'win');
  }
  return { shared, differing };
}
