import { signTest } from '../statistics/proportion';
import { peekSafe } from '../statistics/stopping';
import type { Answer, CountedVote, ReportInput } from './report';

export type Method = ReportInput['method'];

/** The votes of one candidate on one metric, in the order of voting. */
export interface Tally {
  candidate: number;
  weight: number;
  lora_filename: string;
  /** Wins, losses and ties. */
  judged: CountedVote[];
  /** Wins and losses. */
  decided: CountedVote[];
  wins: number;
  losses: number;
  ties: number;
  skips: number;
}

/** Sorts one metric's votes to their candidates; every candidate gets a tally. Throws RangeError on a vote for none of them. */
export function tallyVotes(candidates: ReportInput['candidates'], votes: readonly CountedVote[]): Tally[] {
  const tallies = candidates.map(
    (candidate, index): Tally => ({
      ...candidate,
      candidate: index,
      judged: [],
      decided: [],
      wins: 0,
      losses: 0,
      ties: 0,
      skips: 0,
    }),
  );
  for (const vote of votes) {
    const tally = tallies[vote.candidate];
    if (tally === undefined) throw new RangeError(`Vote on ${vote.pair_id} belongs to no candidate.`);
    if (vote.outcome === 'skip') {
      tally.skips += 1;
      continue;
    }
    tally.judged.push(vote);
    if (vote.outcome === 'tie') tally.ties += 1;
    else {
      tally.decided.push(vote);
      if (vote.outcome === 'win') tally.wins += 1;
      else tally.losses += 1;
    }
  }
  return tallies;
}

/** (wins - losses) / votes, -1 to 1; null without votes. */
export function netPreference(tally: Tally): number | null {
  return tally.judged.length === 0 ? null : (tally.wins - tally.losses) / tally.judged.length;
}

/** Votes in numbers. */
export interface Counts {
  wins: number;
  losses: number;
  ties: number;
  /** Sum of +stars of wins and -stars of losses. */
  stars: number;
  /** Decided votes that have stars. */
  starred: number;
}

/** Counts outcomes and stars; skips are left out. */
export function countsOf(votes: readonly CountedVote[]): Counts {
  const counts: Counts = { wins: 0, losses: 0, ties: 0, stars: 0, starred: 0 };
  for (const { outcome, stars } of votes) {
    if (outcome === 'win') counts.wins += 1;
    else if (outcome === 'loss') counts.losses += 1;
    else if (outcome === 'tie') counts.ties += 1;
    if (stars === null || (outcome !== 'win' && outcome !== 'loss')) continue;
    counts.stars += outcome === 'win' ? stars : -stars;
    counts.starred += 1;
  }
  return counts;
}

/** Mean of +stars for wins and -stars for losses over the decided votes that have stars; null when none has. */
export function meanSignedStars(tally: Tally): number | null {
  const { stars, starred } = countsOf(tally.decided);
  return starred === 0 ? null : stars / starred;
}

/** The decided votes in the order of voting: true = win. */
export function outcomesOf(tally: Tally): boolean[] {
  return tally.decided.map((vote) => vote.outcome === 'win');
}

/** The outcome of a vote as a number: win 1, tie 0, loss -1. */
export function signOf(vote: CountedVote): number {
  return vote.outcome === 'win' ? 1 : vote.outcome === 'loss' ? -1 : 0;
}

/**
 * Sum of outcomes and number of votes for each prompt that has votes, by the prompts' numbers: what is drawn at random over
 * prompts must not hang on the order of voting.
 */
export function byPrompt(votes: readonly CountedVote[]): Map<number, { sum: number; votes: number }> {
  const prompts = new Map<number, { sum: number; votes: number }>();
  for (const vote of votes) {
    const cell = prompts.get(vote.prompt_index) ?? { sum: 0, votes: 0 };
    cell.sum += signOf(vote);
    cell.votes += 1;
    prompts.set(vote.prompt_index, cell);
  }
  return new Map([...prompts].sort(([a], [b]) => a - b));
}

/** A test of one candidate against the baseline: its p-value and the side it may speak for. */
export interface SideTest {
  p_value: number;
  side: 1 | 0 | -1;
}

/**
 * Tests decided votes (true = win, in the order of voting) by the fixed or the peek-safe method.
 * The peek-safe p-value remembers its least value: when the votes have since swung to the other side it speaks for neither.
 */
export function testOutcomes(outcomes: readonly boolean[], method: Method): SideTest {
  const wins = outcomes.reduce((sum, won) => sum + (won ? 1 : 0), 0);
  const losses = outcomes.length - wins;
  if (method === 'fixed') return testCounts(wins, losses);
  const side = sideOf({ wins, losses });
  const safe = peekSafe(outcomes);
  return { p_value: safe.p_value, side: safe.side === side ? side : 0 };
}

/** `testOutcomes` by the fixed method, for which the order of voting makes no difference. */
export function testCounts(wins: number, losses: number): SideTest {
  return { p_value: signTest(wins, losses), side: sideOf({ wins, losses }) };
}

/** Which side is ahead: 1 the wins, -1 the losses, 0 neither. */
export function sideOf({ wins, losses }: Pick<Counts, 'wins' | 'losses'>): SideTest['side'] {
  return wins > losses ? 1 : wins < losses ? -1 : 0;
}

/** The answer that a corrected p-value and a side allow. */
export function answerOf(adjusted: number, side: SideTest['side'], alpha: number): Answer {
  if (adjusted >= alpha || side === 0) return 'undecided';
  return side === 1 ? 'better' : 'worse';
}
