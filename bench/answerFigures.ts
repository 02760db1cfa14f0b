import { buildReport } from '../core/report/figures';
import type { ReportInput } from '../core/report/report';
import { answerOf, outcomesOf, type SideTest, tallyVotes, testOutcomes } from '../core/report/tally';
import { holm } from '../core/statistics/pairwise';
import { ALPHA } from '../core/statistics/proportion';
import { FEWEST_FLIPPED } from '../core/statistics/resample';
import { type Figure, figureOf, rounded } from './figure';
import { balancedShares, drawnShares, type Simulation, simulatedInput } from './simulatedVotes';

const EVALUATIONS = 2000;
/** Of so many evaluations that are looked at vote by vote, the last look of one is held against the report itself. */
const HELD_AGAINST_REPORT = 20;
/** How much alike votes on one prompt are where prompts lean by chance: an intraclass correlation. */
const ALIKE = 0.3;

/** Four weights, two metrics, 60 votes each; on half of the metrics prompts lean either way, and no weight differs over all of them. */
const SAME: Simulation = {
  candidates: 4,
  metrics: 2,
  prompts: 12,
  seeds: 5,
  ties: 0.15,
  method: 'fixed',
  shares: (random) => balancedShares(12, 0.5, random.int(2) === 0 ? 0.35 : 0)(random),
};

/**
 * How often the report's answers are wrong, and how often there is one where there should be: votes of 2,000 evaluations each, or
 * of 1,000 with two metrics, are drawn by lot from fixed seeds. Shares are percents. The figures are the same at every run.
 */
export function answerFigures(): Figure[] {
  return [wrongAnswers(), wrongAtAnyLook(), undecided(), wrongBeyondPrompts()];
}

function wrongAnswers(): Figure {
  const wrong = share(
    // Two metrics each, so that there are as many as of the others.
    inputs(SAME, EVALUATIONS / SAME.metrics).flatMap((input) =>
      buildReport(input).metrics.map(({ candidates }) =>
        candidates.some(({ answer }) => answer !== 'undecided'),
      ),
    ),
  );
  return figureOf({
    no: 'A1',
    what: 'questions of which the report says better or worse, though no weight differs',
    runs: [wrong],
    unit: '%',
    aim: 100 * ALPHA,
    plain: null,
    beside: `${EVALUATIONS / SAME.metrics} evaluations of ${asText(SAME)}`,
  });
}

/**
 * The report itself is too slow for each of nearly a million looks: its own test, correction and answer are asked after every vote, and every
 * twentieth evaluation's last look must say what the report says.
 */
function wrongAtAnyLook(): Figure {
  const peeked: Simulation = { ...SAME, method: 'peek_safe' };
  const wrong = inputs(peeked).flatMap((input, number) => {
    const looks = input.metrics.map((metric) => answersByLook(input, metric, input.method));
    if (number % HELD_AGAINST_REPORT === 0) {
      const said = buildReport(input).metrics.map(({ candidates }) => candidates.map(({ answer }) => answer));
      const last = looks.map(({ last }) => last);
      if (JSON.stringify(said) !== JSON.stringify(last))
        throw new Error(`Evaluation ${number} is answered otherwise by the report than by its test.`);
    }
    return looks.map(({ wasAnswered }) => wasAnswered);
  });
  const byFixed = inputs(peeked).flatMap((input) =>
    input.metrics.map((metric) => answersByLook(input, metric, 'fixed').wasAnswered),
  );
  return figureOf({
    no: 'A2',
    what: 'the same at any time, for who looks at the report after every vote',
    runs: [share(wrong)],
    unit: '%',
    aim: 100 * ALPHA,
    plain: null,
    beside: `the fixed test, looked at so: ${rounded(share(byFixed))} %; asked the report's test, each ${HELD_AGAINST_REPORT}th evaluation also the report`,
  });
}

/** The answers after the last vote of a metric, and whether there was any after one of its votes. */
function answersByLook(
  input: ReportInput,
  metric: string,
  method: ReportInput['method'],
): { last: string[]; wasAnswered: boolean } {
  const votes = input.votes.filter((vote) => vote.metric === metric);
  const outcomes = tallyVotes(input.candidates, votes).map(outcomesOf);
  const seen = outcomes.map(() => 0);
  const tests = outcomes.map((): SideTest => testOutcomes([], method));
  const answers = () => {
    const adjusted = holm(tests.map(({ p_value }) => p_value));
    return tests.map(({ side }, candidate) => answerOf(adjusted[candidate] ?? 1, side, ALPHA));
  };
  let wasAnswered = false;
  for (const { candidate, outcome } of votes) {
    if (outcome === 'tie' || outcome === 'skip') continue;
    seen[candidate] = (seen[candidate] ?? 0) + 1;
    tests[candidate] = testOutcomes((outcomes[candidate] ?? []).slice(0, seen[candidate]), method);
    wasAnswered ||= answers().some((answer) => answer !== 'undecided');
  }
  return { last: answers(), wasAnswered };
}

function undecided(): Figure {
  const clear: Simulation = {
    ...SAME,
    candidates: 1,
    metrics: 1,
    ties: 0,
    shares: balancedShares(12, 0.7, 0.2),
  };
  const answers = inputs(clear).map((input) => buildReport(input).metrics[0]?.candidates[0]?.answer);
  return figureOf({
    no: 'A3',
    what: 'evaluations that end not decided, though 70 of 100 votes are for the LoRA',
    runs: [share(answers.map((answer) => answer === 'undecided'))],
    unit: '%',
    aim: 20,
    plain: null,
    beside: `${EVALUATIONS} evaluations of ${asText(clear)}; answered the wrong way: ${answers.filter((answer) => answer === 'worse').length}`,
  });
}

/** The sign test takes votes for independent. Where they are not, only what is said prompt by prompt speaks of other prompts. */
function wrongBeyondPrompts(): Figure {
  const leaning: Simulation = { ...SAME, candidates: 1, metrics: 1, shares: drawnShares(12, ALIKE) };
  const found = inputs(leaning).flatMap((input) => buildReport(input).metrics[0]?.candidates[0] ?? []);
  const answered = found.filter(({ answer }) => answer !== 'undecided');
  const warned = answered.filter(({ holds_beyond_prompts }) => holds_beyond_prompts === false);
  return figureOf({
    no: 'A4',
    what: 'answers said to hold beyond the prompts, though they do not',
    runs: [share(found.map(({ holds_beyond_prompts }) => holds_beyond_prompts === true))],
    unit: '%',
    aim: 100 * ALPHA,
    plain: null,
    beside: `one weight, prompts lean by chance (intraclass correlation ${ALIKE}): an answer for these prompts in ${rounded((100 * answered.length) / EVALUATIONS)} %, not shown to hold beyond them in ${rounded((100 * warned.length) / answered.length)} % of those; fewer than ${FEWEST_FLIPPED} prompts are never said to`,
  });
}

function inputs(simulation: Simulation, evaluations = EVALUATIONS): ReportInput[] {
  return Array.from({ length: evaluations }, (_, number) => simulatedInput(simulation, number));
}

/** How many of 100 are true. */
function share(all: readonly boolean[]): number {
  return (100 * all.filter((one) => one).length) / all.length;
}

function asText({ candidates, metrics, prompts, seeds, ties }: Simulation): string {
  const size = `${candidates} x ${metrics} x ${prompts * seeds} votes`;
  return `${size} (weights, metrics, ${prompts} prompts), ${100 * ties} % ties`;
}
