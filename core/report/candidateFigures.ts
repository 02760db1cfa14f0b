import type { Random } from '../plan/random';
import {
  ALPHA,
  clopperPearson,
  type Interval,
  MOST_VOTES_NEEDED,
  signTest,
  votesNeeded,
  wilsonInterval,
} from '../statistics/proportion';
import {
  clusterInterval,
  designEffect,
  FEWEST_FLIPPED,
  type RatioCell,
  signFlipTest,
} from '../statistics/resample';
import { votesForPower } from '../statistics/samples';
import { confidenceSequence, peekSafe, peekSafeAt, peekSafeFrom } from '../statistics/stopping';
import type { TaskRunner } from './progress';
import type { CandidateFigures, CountedVote, ReportInput } from './report';
import { promptsInterval, RESAMPLES, randomOf } from './resampling';
import {
  answerOf,
  byPrompt,
  meanSignedStars,
  netPreference,
  outcomesOf,
  type SideTest,
  type Tally,
} from './tally';

/** The chance with which a test is to show a difference as large as the one seen. */
const POWER = 0.8;

/** Tasks that the figures of one candidate take. */
export const TASKS_A_CANDIDATE = 2;

/** What further votes are held to: the test itself, which by the peek-safe method remembers the votes so far. */
function testAfter(tally: Tally, method: ReportInput['method']): typeof signTest {
  return method === 'fixed' ? signTest : peekSafeFrom(peekSafe(outcomesOf(tally)));
}

/** The figures of one candidate on one metric, from its votes, its test and the p-value that Holm's correction gives it. */
export function candidateFigures(
  tally: Tally,
  test: SideTest,
  adjusted: number,
  input: ReportInput,
  task: TaskRunner,
): CandidateFigures {
  const { wins, losses, ties, skips } = tally;
  const votes = tally.judged.length;
  const n = tally.decided.length;
  const wilson = wilsonInterval(wins, n);
  const exact = clopperPearson(wins, n);
  const safe = confidenceSequence(wins, losses);
  const byPrompts = task((onShare) => promptInterval(tally, wonOf, input, onShare));
  const stars = task((onShare) => promptInterval(tally, signedStarsOf, input, onShare));
  const answer = answerOf(adjusted, test.side, ALPHA);
  const prompts = byPrompt(tally.judged);
  const means = [...prompts.values()].map((prompt) => prompt.sum / prompt.votes);
  const level = ALPHA / input.candidates.length;
  return {
    lora_filename: tally.lora_filename,
    weight: tally.weight,
    votes,
    n,
    wins,
    losses,
    ties,
    skips,
    win_rate: n === 0 ? null : wins / n,
    win_rate_low: wilson?.low ?? null,
    win_rate_high: wilson?.high ?? null,
    exact_low: exact?.low ?? null,
    exact_high: exact?.high ?? null,
    safe_low: safe?.low ?? null,
    safe_high: safe?.high ?? null,
    by_prompt_low: byPrompts?.low ?? null,
    by_prompt_high: byPrompts?.high ?? null,
    p_value: test.p_value,
    p_adjusted: adjusted,
    tie_rate: votes === 0 ? null : ties / votes,
    net_preference: netPreference(tally),
    mean_signed_stars: meanSignedStars(tally),
    stars_low: stars?.low ?? null,
    stars_high: stars?.high ?? null,
    won_stars: starCounts(tally, 'win'),
    lost_stars: starCounts(tally, 'loss'),
    starred_votes: tally.decided.filter((vote) => vote.stars !== null).length,
    prompts_judged: prompts.size,
    answer,
    holds_beyond_prompts: holdsBeyondPrompts(answer, means, randomOf(input)),
    votes_needed:
      answer === 'undecided' ? votesNeeded(wins, losses, level, testAfter(tally, input.method)) : 0,
    votes_for_power:
      n === 0
        ? null
        : votesForPower(
            wins / n,
            level,
            POWER,
            MOST_VOTES_NEEDED,
            input.method === 'fixed' ? signTest : peekSafeAt,
          ),
    design_effect: likenessOfPrompts(tally),
  };
}

/** The design effect of votes on the same prompts; null where too few prompts were judged to know it. */
function likenessOfPrompts({ decided }: Tally): number | null {
  const prompts = Map.groupBy(decided, ({ prompt_index }) => prompt_index);
  if (prompts.size < FEWEST_FLIPPED) return null;
  // In one order, whichever the order of voting: sums of fractions hang on it by a hair.
  const sorted = [...prompts].sort(([a], [b]) => a - b);
  return designEffect(sorted.map(([, votes]) => votes.map(wonOf).sort()));
}

/** 1 for a win. */
function wonOf({ outcome }: CountedVote): number {
  return outcome === 'win' ? 1 : 0;
}

/** +stars of a win, -stars of a loss; null without stars. */
function signedStarsOf({ outcome, stars }: CountedVote): number | null {
  return stars === null ? null : outcome === 'win' ? stars : -stars;
}

/** 95 % interval of the mean of a value of decided votes, by resampling prompts, and raters where there are several. */
function promptInterval(
  { decided }: Tally,
  worthOf: (vote: CountedVote) => number | null,
  input: ReportInput,
  onShare: (share: number) => void,
): Interval | null {
  // By name: what is drawn must not hang on the order of voting.
  const raters = [...new Set(decided.map(({ rater }) => rater))].sort();
  const places = new Map(raters.map((rater, place) => [rater, place]));
  const cells = new Map<number, RatioCell>();
  const prompts = new Set<number>();
  for (const vote of decided) {
    const value = worthOf(vote);
    if (value === null) continue;
    const [prompt, rater] = [vote.prompt_index, places.get(vote.rater) ?? 0];
    const key = prompt * raters.length + rater;
    const cell = cells.get(key) ?? { prompt, rater, sum: 0, weight: 0 };
    cell.sum += value;
    cell.weight += 1;
    cells.set(key, cell);
    prompts.add(prompt);
  }
  if (prompts.size < FEWEST_FLIPPED) return null;
  const steps = raters.length > 1 ? 2 * RESAMPLES : RESAMPLES;
  const interval = clusterInterval(
    [...cells.values()],
    Math.max(...prompts) + 1,
    raters.length,
    RESAMPLES,
    randomOf(input),
    (done) => onShare(done / steps),
  );
  return promptsInterval(interval, prompts.size);
}

/** Decided votes of one outcome by their stars, one star first. */
function starCounts({ decided }: Tally, outcome: 'win' | 'loss'): number[] {
  return [1, 2, 3, 4, 5].map(
    (stars) => decided.filter((vote) => vote.outcome === outcome && vote.stars === stars).length,
  );
}

/** Sign-flip test of the means per prompt: true when p < 0.05 on the answer's side; null when undecided or with too few prompts. */
function holdsBeyondPrompts(
  answer: CandidateFigures['answer'],
  means: readonly number[],
  random: Random,
): boolean | null {
  if (answer === 'undecided' || means.length < FEWEST_FLIPPED) return null;
  const sum = means.reduce((total, mean) => total + mean, 0);
  const isOnItsSide = answer === 'better' ? sum > 0 : sum < 0;
  return isOnItsSide && signFlipTest(means, random) < ALPHA;
}
