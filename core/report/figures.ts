import { holm } from '../statistics/pairwise';
import { signTest } from '../statistics/proportion';
import { agreementFigures } from './agreement';
import { bestFigures, bestTally } from './best';
import { candidateFigures, TASKS_A_CANDIDATE } from './candidateFigures';
import { evidenceOf } from './evidence';
import { fragility } from './fragility';
import { leaveOneOut } from './leaveOneOut';
import { methodSentences } from './methods';
import { overallFigures } from './overall';
import { overTime } from './overTime';
import { type OnProgress, type TaskRunner, taskRunner } from './progress';
import { cellFigures, promptFigures } from './prompts';
import { qualityFigures } from './quality';
import type { CountedVote, MetricReport, Report, ReportFigures, ReportInput } from './report';
import { RESAMPLES } from './resampling';
import { outcomesOf, tallyVotes, testOutcomes } from './tally';
import { verdictSentences } from './verdict';

/** Tasks of a metric beside those of its candidates: agreement, the best, and what hangs on one prompt. */
const TASKS_A_METRIC = 3;

/**
 * All figures of a session's report, its verdict in words and the names of its methods.
 * The same votes and the same bootstrap seed give the same report. In: `onStep` is told about every percent that is done; what it
 * throws ends the making and comes out here. Throws RangeError on a vote for an unknown candidate.
 */
export function buildReport(input: ReportInput, options: { onStep?: OnProgress } = {}): Report {
  const names = metricNames(input);
  const tasksOfMetric = input.candidates.length * TASKS_A_CANDIDATE + TASKS_A_METRIC;
  const task = taskRunner(names.length * tasksOfMetric + 1, options.onStep);
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
    metrics: names.map((metric) => metricReport(metric, input, task)),
    overall: task((onShare) => overallFigures(input, onShare)),
  };
  return { ...figures, verdict: verdictSentences(figures), methods: methodSentences(figures) };
}

/** The planned metrics, then any that votes name besides (a session that another tool began may have them). */
function metricNames(input: ReportInput): string[] {
  return [...new Set([...input.metrics, ...input.votes.map((vote) => vote.metric)])];
}

function metricReport(metric: string, input: ReportInput, task: TaskRunner): MetricReport {
  const votes = input.votes.filter((vote) => vote.metric === metric);
  const tallies = tallyVotes(input.candidates, votes);
  const tests = tallies.map((tally) => testOutcomes(outcomesOf(tally), input.method));
  const adjusted = holm(tests.map((test) => test.p_value));
  const best = bestTally(tallies);
  return {
    metric,
    candidates: tallies.map((tally, index) =>
      candidateFigures(tally, tests[index] ?? { p_value: 1, side: 0 }, adjusted[index] ?? 1, input, task),
    ),
    ...task((onShare) => ({
      best: best === null ? null : bestFigures(best, tallies, votes, input, onShare),
      fragility: best === null ? null : fragility(best, tallies, input.method),
    })),
    side_bias: sideBias(votes),
    prompts: promptFigures(votes),
    cells: cellFigures(tallies),
    over_time: overTime(votes, input.method),
    agreement: task((onShare) => agreementFigures(votes, input, onShare)),
    leave_one_out: task(() => leaveOneOut(tallies, tests, input.method)),
    evidence: evidenceOf(votes),
  };
}

function sideBias(votes: readonly CountedVote[]): MetricReport['side_bias'] {
  const decided = votes.filter((vote) => vote.outcome === 'win' || vote.outcome === 'loss');
  const left = decided.filter((vote) => vote.chose_left === true).length;
  const right = decided.filter((vote) => vote.chose_left === false).length;
  return { left, right, p_value: signTest(left, right) };
}
