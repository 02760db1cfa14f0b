import type { Random } from '../plan/random';
import { holm } from '../statistics/pairwise';
import { ALPHA, signTest, votesNeeded, wilsonInterval } from '../statistics/proportion';
import { FEWEST_FLIPPED, percentileInterval, resampleClusters, signFlipTest } from '../statistics/resample';
import { peekSafe, peekSafeFrom } from '../statistics/stopping';
import { bestFigures, bestTally } from './best';
import { evidenceOf } from './evidence';
import { fragility } from './fragility';
import { methodSentences } from './methods';
import { overTime } from './overTime';
import { cellFigures, promptFigures } from './prompts';
import { qualityFigures } from './quality';
import type {
  CandidateFigures,
  CountedVote,
  MetricReport,
  OverallFigures,
  Report,
  ReportFigures,
  ReportInput,
} from './report';
import {
  answerOf,
  byPrompt,
  meanSignedStars,
  netPreference,
  outcomesOf,
  type SideTest,
  signOf,
  type Tally,
  tallyVotes,
  testOutcomes,
} from './tally';
import { verdictSentences } from './verdict';

/** Resamples by prompt behind every bootstrap figure. */
const RESAMPLES = 2000;

export interface BuildOptions {
  /** Hears how far the making is; what it throws ends the making. */
  readonly onStep?: (done: number, total: number) => void;
}

/**
 * All figures of a session's report, its verdict in words and the names of its methods.
 * The same votes and the same bootstrap seed give the same report. Throws RangeError on a vote for an unknown candidate.
 */
export function buildReport(input: ReportInput, { onStep }: BuildOptions = {}): Report {
  const names = metricNames(input);
  const steps = names.length + 1;
  const judged = input.votes.filter((vote) => vote.outcome !== 'skip');
  const figures: ReportFigures = {
    session_id: input.session_id,
    demo: input.demo,
    raters: input.raters,
    votes_total: judged.length,
    skips_total: input.votes.length - judged.length,
    votes_after_reveal: input.votes.filter((vote) => vote.after_reveal).length,
    votes_taken_back: input.votes_taken_back,
    prompts_total: input.prompts.length,
    prompts_judged: new Set(judged.map((vote) => vote.prompt_index)).size,
    prompts: input.prompts,
    seeds: input.seeds,
    voters: input.voters,
    filter: input.filter,
    method: input.method,
    revealed_early: input.revealed_early,
    ended_early: input.ended_early,
    unfinished: input.unfinished,
    extended: input.extensions.length > 0,
    extensions: input.extensions,
    own_seeds: input.own_seeds,
    mixed_pairs: input.mixed_pairs,
    quality: qualityFigures(input.answers),
    past_rounds: input.past_rounds,
    self_check: input.self_check,
    bootstrap_seed: input.bootstrap_seed,
    resamples: RESAMPLES,
    metrics: names.map((metric, index) => {
      onStep?.(index, steps);
      return metricReport(metric, input);
    }),
    overall: overallFigures(input),
  };
  return { ...figures, verdict: verdictSentences(figures), methods: methodSentences(figures) };
}

/** The planned metrics, then any that votes name besides (a session that another tool began may have them). */
function metricNames(input: ReportInput): string[] {
  return [...new Set([...input.metrics, ...input.votes.map((vote) => vote.metric)])];
}

function metricReport(metric: string, input: ReportInput): MetricReport {
  const votes = input.votes.filter((vote) => vote.metric === metric);
  const tallies = tallyVotes(input.candidates, votes);
  const tests = tallies.map((tally) => testOutcomes(outcomesOf(tally), input.method));
  const adjusted = holm(tests.map((test) => test.p_value));
  const best = bestTally(tallies);
  return {
    metric,
    candidates: tallies.map((tally, index) =>
      candidateFigures(tally, tests[index] ?? { p_value: 1, side: 0 }, adjusted[index] ?? 1, input),
    ),
    best: best === null ? null : bestFigures(best, tallies, votes, input.method, RESAMPLES, randomOf(input)),
    side_bias: sideBias(votes),
    fragility: best === null ? null : fragility(best, tallies, input.method),
    prompts: promptFigures(votes),
    cells: cellFigures(tallies),
    over_time: overTime(votes),
    agreement: null,
    leave_one_out: { prompts: 0, changes: [] },
    evidence: evidenceOf(votes),
  };
}

/** Each figure draws from the start of the stored seed, so that none depends on which others were made before it. */
function randomOf(input: ReportInput): Random {
  return input.random(input.bootstrap_seed);
}

/** What further votes are held to: the test itself, which by the peek-safe method remembers the votes so far. */
function testAfter(tally: Tally, method: ReportInput['method']): typeof signTest {
  return method === 'fixed' ? signTest : peekSafeFrom(peekSafe(outcomesOf(tally)));
}

function candidateFigures(
  tally: Tally,
  test: SideTest,
  adjusted: number,
  input: ReportInput,
): CandidateFigures {
  const { wins, losses, ties, skips } = tally;
  const votes = tally.judged.length;
  const n = tally.decided.length;
  const interval = wilsonInterval(wins, n);
  const answer = answerOf(adjusted, test.side, ALPHA);
  const prompts = byPrompt(tally.judged);
  const means = [...prompts.values()].map((prompt) => prompt.sum / prompt.votes);
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
    win_rate_low: interval?.low ?? null,
    win_rate_high: interval?.high ?? null,
    exact_low: null,
    exact_high: null,
    safe_low: null,
    safe_high: null,
    by_prompt_low: null,
    by_prompt_high: null,
    p_value: test.p_value,
    p_adjusted: adjusted,
    tie_rate: votes === 0 ? null : ties / votes,
    net_preference: netPreference(tally),
    mean_signed_stars: meanSignedStars(tally),
    stars_low: null,
    stars_high: null,
    won_stars: starCounts(tally, 'win'),
    lost_stars: starCounts(tally, 'loss'),
    starred_votes: tally.decided.filter((vote) => vote.stars !== null).length,
    prompts_judged: prompts.size,
    answer,
    holds_beyond_prompts: holdsBeyondPrompts(answer, means, randomOf(input)),
    votes_needed:
      answer === 'undecided'
        ? votesNeeded(wins, losses, ALPHA / input.candidates.length, testAfter(tally, input.method))
        : 0,
    votes_for_power: null,
  };
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

function sideBias(votes: readonly CountedVote[]): MetricReport['side_bias'] {
  const decided = votes.filter((vote) => vote.outcome === 'win' || vote.outcome === 'loss');
  const left = decided.filter((vote) => vote.chose_left === true).length;
  const right = decided.filter((vote) => vote.chose_left === false).length;
  return { left, right, p_value: signTest(left, right) };
}

/**
 * Over all metrics: for each pair the net preference of all its votes, then the mean over the candidate's pairs, with a
 * percentile interval from resampling prompts. No test.
 */
function overallFigures(input: ReportInput): OverallFigures[] {
  const perCandidate = input.candidates.map(
    () => new Map<string, { prompt: number; sum: number; votes: number }>(),
  );
  for (const vote of input.votes) {
    if (vote.outcome === 'skip') continue;
    const pairs = perCandidate[vote.candidate];
    const pair = pairs?.get(vote.pair_id) ?? { prompt: vote.prompt_index, sum: 0, votes: 0 };
    pair.sum += signOf(vote);
    pair.votes += 1;
    pairs?.set(vote.pair_id, pair);
  }
  const judged = perCandidate.flatMap((pairs) => [...pairs.values()].map((pair) => pair.prompt));
  const prompts = [...new Set(judged)].sort((a, b) => a - b);
  const place = new Map(prompts.map((prompt, index) => [prompt, index]));
  const rows = perCandidate.map((pairs) => {
    const cells = new Map<number, Cell>();
    // In one order, whichever the order of voting: sums of fractions hang on it by a hair.
    for (const [, pair] of [...pairs].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const cell = cells.get(pair.prompt) ?? { place: place.get(pair.prompt) ?? 0, sum: 0, pairs: 0 };
      cell.sum += pair.sum / pair.votes;
      cell.pairs += 1;
      cells.set(pair.prompt, cell);
    }
    return { cells: [...cells.values()], pairs: pairs.size, means: [] as number[] };
  });
  resampleClusters(prompts.length, RESAMPLES, randomOf(input), (times) => {
    for (const { cells, means } of rows) {
      const mean = meanOf(cells, times);
      if (mean !== null) means.push(mean);
    }
  });
  const once = new Uint32Array(prompts.length).fill(1);
  return input.candidates.map((candidate, index) => {
    const { cells, pairs, means } = rows[index] ?? { cells: [], pairs: 0, means: [] };
    // One prompt drawn again and again would give an interval without width.
    const interval = cells.length < 2 ? null : percentileInterval(means);
    return {
      ...candidate,
      pairs,
      net_preference: meanOf(cells, once),
      low: interval?.low ?? null,
      high: interval?.high ?? null,
    };
  });
}

/** One candidate's pairs on one prompt. */
interface Cell {
  place: number;
  sum: number;
  pairs: number;
}

function meanOf(cells: readonly Cell[], times: Uint32Array): number | null {
  let sum = 0;
  let pairs = 0;
  for (const cell of cells) {
    const drawn = times[cell.place] ?? 0;
    sum += drawn * cell.sum;
    pairs += drawn * cell.pairs;
  }
  // Sums of fractions may end a hair beyond the range that their mean cannot leave.
  return pairs === 0 ? null : Math.max(-1, Math.min(1, sum / pairs));
}
