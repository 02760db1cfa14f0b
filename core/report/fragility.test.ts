import { describe, expect, it } from 'vitest';
import { createRandom } from '../plan/random';
import { holm } from '../statistics/pairwise';
import { signTest } from '../statistics/proportion';
import { bestTally } from './best';
import { exampleEvaluation, weightsOf } from './exampleEvaluation';
import { buildReport } from './figures';
import { fragility } from './fragility';
import type { ReportInput } from './report';
import { answerOf, outcomesOf, tallyVotes, testOutcomes } from './tally';

const one = weightsOf('a.safetensors', 0.8);
const three = weightsOf('a.safetensors', 0.4, 0.8, 1.2);

function firstMetric(input: ReportInput) {
  const metric = buildReport(input).metrics[0];
  if (metric === undefined) throw new Error('no metric');
  return metric;
}

/** The best, its answer and its fragility, without the rest of a report. */
function standingOf({ candidates, votes, method }: ReportInput) {
  const tallies = tallyVotes(candidates, votes);
  const tests = tallies.map((tally) => testOutcomes(outcomesOf(tally), method));
  const adjusted = holm(tests.map(({ p_value }) => p_value));
  const best = bestTally(tallies);
  if (best === null) return { best: null, answer: null, fragility: null };
  const place = tallies.indexOf(best);
  const answer = answerOf(adjusted[place] ?? 1, tests[place]?.side ?? 0, 0.05);
  return { best: best.weight, answer, fragility: fragility(best, tallies, method) };
}

/** The same after some votes are turned round. */
function turned(input: ReportInput, chosen: ReadonlySet<number>) {
  const flip = { win: 'loss', loss: 'win', tie: 'tie', skip: 'skip' } as const;
  const votes = input.votes.map((vote, index) =>
    chosen.has(index) ? { ...vote, outcome: flip[vote.outcome] } : vote,
  );
  return standingOf({ ...input, votes });
}

/** The smallest set of decided votes, among those of `candidates`, that changes the best or its answer, by trying all sets. */
function triedFragility(input: ReportInput): number | null {
  const before = turned(input, new Set());
  const decided = input.votes.flatMap((vote, index) =>
    vote.outcome === 'win' || vote.outcome === 'loss' ? [index] : [],
  );
  let least: number | null = null;
  for (let subset = 1; subset < 2 ** decided.length; subset += 1) {
    const chosen = decided.filter((_, bit) => (subset >> bit) & 1);
    if (least !== null && chosen.length >= least) continue;
    const after = turned(input, new Set(chosen));
    if (after.best !== before.best || after.answer !== before.answer) least = chosen.length;
  }
  return least;
}

interface VoteCounts {
  wins: number;
  losses: number;
  ties: number;
}

/** The best and its answer by the fixed test, from counts alone. */
function outcomeOf(counts: readonly VoteCounts[]): string {
  const nets = counts.map(({ wins, losses, ties }) => (wins - losses) / (wins + losses + ties));
  const best = nets.reduce((found, net, index) => (net > (nets[found] ?? 0) + 1e-12 ? index : found), 0);
  const adjusted = holm(counts.map(({ wins, losses }) => signTest(wins, losses)))[best] ?? 1;
  return `${best} ${adjusted < 0.05 ? Math.sign(nets[best] ?? 0) : 0}`;
}

/** The smallest number of votes, up to `most`, that changes the outcome when turned, by trying every way to share it out; else null. */
function countedFragility(counts: readonly VoteCounts[], most: number): number | null {
  const now = outcomeOf(counts);
  const changes = (turns: number, at: number, turned: readonly VoteCounts[]): boolean => {
    const own = turned[at];
    if (own === undefined) return turns === 0 && outcomeOf(turned) !== now;
    for (let won = -Math.min(turns, own.wins); won <= Math.min(turns, own.losses); won += 1) {
      const next = { ...own, wins: own.wins + won, losses: own.losses - won };
      if (changes(turns - Math.abs(won), at + 1, turned.with(at, next))) return true;
    }
    return false;
  };
  for (let turns = 1; turns <= most; turns += 1) if (changes(turns, 0, counts)) return turns;
  return null;
}

describe('fragility', () => {
  it.each([[['WWWWWWW']], [['WWWWWWWW']], [['WWWWWLT']], [['LLLLLLL']], [['WWLL']], [['W']]])(
    'of one candidate with %j is what trying all sets finds',
    (lines) => {
      const input = exampleEvaluation(one, { Style: lines }, { prompt_count: 1 });
      expect(firstMetric(input).fragility).toBe(triedFragility(input));
    },
  );

  it.each([
    [['WWWW', 'LLLL']],
    [['WWLT', 'WLLL']],
    [['W5W1L', 'W2L3L1']],
    [['WWW', 'WWW']],
    [['WW', 'WL', 'TL']],
    [['LW', 'WWT', 'WLT']],
  ])('of several candidates with %j is what trying all sets finds', (lines) => {
    const input = exampleEvaluation(three.slice(0, lines.length), { Style: lines }, { prompt_count: 1 });
    expect(firstMetric(input).fragility).toBe(triedFragility(input));
  });

  it('under the peek-safe method is what trying all sets finds', () => {
    for (const line of ['WWWWWWWWL', 'LWWWWWWWW', 'WWWWWWWWWW']) {
      const input = exampleEvaluation(one, { Style: [line] }, { method: 'peek_safe', prompt_count: 1 });
      expect(firstMetric(input).fragility).toBe(triedFragility(input));
    }
  });

  it('counts the votes of rivals, on which the correction hangs too', () => {
    const turns = (lines: readonly string[]) =>
      firstMetric(exampleEvaluation(three.slice(0, 2), { Style: lines }));
    const line = (wins: number, losses: number, ties = 0) =>
      'W'.repeat(wins) + 'L'.repeat(losses) + 'T'.repeat(ties);
    // One loss of the second turned to a win lets Holm come to 6 of 6, which then is an answer.
    expect(turns([line(6, 0), line(14, 4)])).toMatchObject({ best: { weight: 0.4 }, fragility: 1 });
    expect(turns([line(6, 0), line(15, 3)]).candidates[0]?.answer).toBe('better');
  });

  it('of several candidates is what trying all numbers of turned votes finds', () => {
    const random = createRandom(8);
    for (let round = 0; round < 150; round += 1) {
      const counts = Array.from({ length: 2 + random.int(2) }, () => {
        const n = 4 + random.int(16);
        const wins = Math.min(n, Math.floor(n * (0.3 + random.real() * 0.75)));
        return { wins, losses: n - wins, ties: random.int(4) };
      });
      const lines = counts.map(
        ({ wins, losses, ties }) => 'W'.repeat(wins) + 'L'.repeat(losses) + 'T'.repeat(ties),
      );
      const found = standingOf(exampleEvaluation(three.slice(0, lines.length), { Style: lines }));
      expect([lines, found.fragility]).toEqual([lines, countedFragility(counts, 9)]);
    }
  });

  it('does not exist when no votes turned round can change anything', () => {
    expect(firstMetric(exampleEvaluation(one, { Style: ['WLW'] })).fragility).toBeNull();
  });
});
