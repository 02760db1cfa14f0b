import { describe, expect, it } from 'vitest';
import { holm } from '../statistics/pairwise';
import { signTest, votesNeeded, wilsonInterval } from '../statistics/proportion';
import { peekSafe, peekSafeAt } from '../statistics/stopping';
import { exampleEvaluation, weightsOf } from './exampleEvaluation';
import { buildReport } from './figures';
import { type CountedVote, type ReportInput, reportSchema } from './report';
import { answerOf, testOutcomes } from './tally';

const one = weightsOf('a.safetensors', 0.8);
const three = weightsOf('a.safetensors', 0.4, 0.8, 1.2);

/** The report, held to its schema: every number finite, every field there. */
function reportOf(input: ReportInput) {
  const report = buildReport(input);
  expect(reportSchema.parse(report)).toEqual(report);
  return report;
}

function onlyCandidate(input: ReportInput) {
  const figures = reportOf(input).metrics[0]?.candidates[0];
  if (figures === undefined) throw new Error('no candidate');
  return figures;
}

function firstMetric(input: ReportInput) {
  const metric = reportOf(input).metrics[0];
  if (metric === undefined) throw new Error('no metric');
  return metric;
}

describe('a candidate’s figures', () => {
  it('follow their formulas', () => {
    const figures = onlyCandidate(exampleEvaluation(one, { Style: ['W5W3WWWWWWWWWWL2TTSS'] }));
    expect(figures).toMatchObject({
      lora_filename: 'a.safetensors',
      weight: 0.8,
      votes: 15,
      n: 13,
      wins: 12,
      losses: 1,
      ties: 2,
      skips: 2,
      tie_rate: 2 / 15,
      net_preference: 11 / 15,
      win_rate: 12 / 13,
      starred_votes: 3,
      mean_signed_stars: 2,
      prompts_judged: 10,
      answer: 'better',
      votes_needed: 0,
    });
    expect(figures.p_value).toBe(signTest(12, 1));
    expect(figures.p_adjusted).toBe(figures.p_value);
    expect(figures.win_rate_low).toBe(wilsonInterval(12, 13)?.low);
    expect(figures.win_rate_high).toBe(wilsonInterval(12, 13)?.high);
  });

  it('are null or 1 where there is nothing to count', () => {
    const figures = onlyCandidate(exampleEvaluation(one, { Style: ['SS'] }));
    expect(figures).toEqual({
      lora_filename: 'a.safetensors',
      weight: 0.8,
      votes: 0,
      n: 0,
      wins: 0,
      losses: 0,
      ties: 0,
      skips: 2,
      win_rate: null,
      win_rate_low: null,
      win_rate_high: null,
      exact_low: null,
      exact_high: null,
      safe_low: null,
      safe_high: null,
      by_prompt_low: null,
      by_prompt_high: null,
      p_value: 1,
      p_adjusted: 1,
      tie_rate: null,
      net_preference: null,
      mean_signed_stars: null,
      stars_low: null,
      stars_high: null,
      starred_votes: 0,
      won_stars: [0, 0, 0, 0, 0],
      lost_stars: [0, 0, 0, 0, 0],
      prompts_judged: 0,
      answer: 'undecided',
      holds_beyond_prompts: null,
      votes_needed: null,
      votes_for_power: null,
      design_effect: null,
    });
  });

  it('correct over all candidates of the metric, the unjudged counted with 1', () => {
    const metric = firstMetric(exampleEvaluation(three, { Style: ['WWWWWWWL', '', 'LLLLLLL'] }));
    const adjusted = holm([signTest(7, 1), 1, signTest(0, 7)]);
    expect(metric.candidates.map((own) => own.p_adjusted)).toEqual(adjusted);
    expect(metric.candidates.map((own) => own.answer)).toEqual(['undecided', 'undecided', 'worse']);
    expect(metric.candidates[0]?.votes_needed).toBe(votesNeeded(7, 1, 0.05 / 3));
  });

  it('say whether the answer holds prompt by prompt', () => {
    const held = onlyCandidate(exampleEvaluation(one, { Style: ['W'.repeat(20)] }));
    expect(held.holds_beyond_prompts).toBe(true);
    // All wins on one prompt of eight, draws elsewhere: better by votes, carried by one prompt.
    const carried = exampleEvaluation(one, { Style: ['T'.repeat(8)] }, { prompt_count: 8 });
    const more = exampleEvaluation(one, { Style: ['W'.repeat(20)] }, { prompt_count: 1 });
    const figures = onlyCandidate({ ...carried, votes: [...carried.votes, ...more.votes] });
    expect(figures.answer).toBe('better');
    expect(figures.holds_beyond_prompts).toBe(false);
    const few = onlyCandidate(exampleEvaluation(one, { Style: ['W'.repeat(20)] }, { prompt_count: 5 }));
    expect(few.answer).toBe('better');
    expect(few.holds_beyond_prompts).toBeNull();
  });

  it('refuse a vote for no candidate', () => {
    const input = exampleEvaluation(three, { Style: ['W', 'W', 'W'] });
    expect(() => buildReport({ ...input, candidates: one })).toThrow(RangeError);
  });
});

describe('the peek-safe method', () => {
  it('takes the least value so far, in time', () => {
    const line = 'WWWWWWWWLLTWLL';
    const figures = onlyCandidate(exampleEvaluation(one, { Style: [line] }, { method: 'peek_safe' }));
    const decided = [...line].filter((letter) => letter !== 'T').map((letter) => letter === 'W');
    expect(figures.p_value).toBe(peekSafe(decided).p_value);
    expect(figures.p_value).toBeCloseTo(1 / 28.4444, 5);
    expect(figures.answer).toBe('better');
  });

  it('is stricter than the fixed test and needs more votes', () => {
    const lines = { Style: ['LWWWWWW'] };
    const fixed = onlyCandidate(exampleEvaluation(one, lines));
    const safe = onlyCandidate(exampleEvaluation(one, lines, { method: 'peek_safe' }));
    expect(safe.p_value).toBeGreaterThan(fixed.p_value);
    expect(safe.votes_needed).toBeGreaterThan(fixed.votes_needed ?? 0);
    expect(safe.votes_needed).toBe(votesNeeded(6, 1, 0.05, peekSafeAt));
  });

  it.each([
    [14, 24],
    [20, 35],
    [30, 48],
  ])(
    'says how many votes more are needed after %i wins and then %i losses, as going on shows',
    (wins, losses) => {
      const decided = [...new Array<boolean>(wins).fill(true), ...new Array<boolean>(losses).fill(false)];
      const line = (outcomes: readonly boolean[]) => outcomes.map((won) => (won ? 'W' : 'L')).join('');
      const now = onlyCandidate(exampleEvaluation(one, { Style: [line(decided)] }, { method: 'peek_safe' }));
      expect(now.answer).toBe('undecided');
      const test = () => testOutcomes(decided, 'peek_safe');
      while (answerOf(test().p_value, test().side, 0.05) === 'undecided') {
        const won = decided.filter((outcome) => outcome).length;
        decided.push(Math.round((wins * (decided.length + 1)) / (wins + losses)) > won);
      }
      const then = onlyCandidate(exampleEvaluation(one, { Style: [line(decided)] }, { method: 'peek_safe' }));
      expect(then.answer).toBe('worse');
      expect(now.votes_needed).toBe(decided.length - wins - losses);
    },
  );

  it('gives no answer for a side that the evidence never spoke for', () => {
    const line = `${'W'.repeat(9)}${'L'.repeat(14)}`;
    const figures = onlyCandidate(exampleEvaluation(one, { Style: [line] }, { method: 'peek_safe' }));
    expect(figures.p_adjusted).toBeLessThan(0.05);
    expect(figures.answer).toBe('undecided');
  });
});

describe('the best', () => {
  it('has the highest net preference, then more stars, then the lower weight', () => {
    const best = (lines: string[]) => firstMetric(exampleEvaluation(three, { Style: lines })).best?.weight;
    expect(best(['WL', 'WW', 'WL'])).toBe(0.8);
    expect(best(['W1L1', 'WL', 'W4L1'])).toBe(1.2);
    expect(best(['LL', 'WL', 'WL'])).toBe(0.8);
    expect(best(['', 'LL', 'LW'])).toBe(1.2);
  });

  it('does not exist where nothing is decided', () => {
    const metric = firstMetric(exampleEvaluation(three, { Style: ['TT', 'S', ''] }));
    expect(metric.best).toBeNull();
    expect(metric.fragility).toBeNull();
  });

  it('shares its first places, and is not called sure from one prompt', () => {
    const twins = firstMetric(exampleEvaluation(three, { Style: ['WWWW', 'WWWW', 'LLLL'] }));
    expect(twins.best).toMatchObject({ weight: 0.4, sureness: 0.5 });
    const clear = firstMetric(exampleEvaluation(three, { Style: ['LLLL', 'WWWW', 'LLLL'] }));
    expect(clear.best).toMatchObject({ weight: 0.8, sureness: 1 });
    const single = firstMetric(exampleEvaluation(three, { Style: ['L', 'W', 'L'] }, { prompt_count: 1 }));
    expect(single.best?.sureness).toBeNull();
  });

  it('is as sure as all draws of two prompts say', () => {
    // Prompt 1: 0.4 wins, 0.8 loses; prompt 2: 0.4 loses, 0.8 ties. Drawn 11, 12, 21, 22 the nets are 1/-1, 0/-.5, 0/-.5, -1/0.
    const metric = firstMetric(
      exampleEvaluation(weightsOf('a', 0.4, 0.8), { Style: ['WL', 'LT'] }, { prompt_count: 2 }),
    );
    expect(metric.best?.weight).toBe(0.4);
    expect(metric.best?.sureness).toBeCloseTo(0.75, 1);
  });

  it('is set against the other weights of its file on shared prompts and seeds', () => {
    // Against 0.8: 0.4 lost on 3 pairs that 0.8 won, 1.2 on 20.
    const lines = [`LLL${'W'.repeat(17)}`, 'W'.repeat(20), 'L'.repeat(20)];
    const { best } = firstMetric(exampleEvaluation(three, { Style: lines }));
    expect(holm([signTest(3, 0), signTest(20, 0)]).map((p) => p < 0.05)).toEqual([false, true]);
    expect(best).toMatchObject({ weight: 0.8, lowest_not_worse: 0.4, falls_from: 1.2 });
  });

  it('is its own lowest when every other weight is worse', () => {
    const lines = ['L'.repeat(20), 'W'.repeat(20), 'W'.repeat(20)];
    const { best } = firstMetric(exampleEvaluation(three, { Style: lines }));
    expect(best).toMatchObject({ weight: 0.8, lowest_not_worse: 0.8, falls_from: null });
  });

  it('is set against nothing when no seed is shared, and only against its own file', () => {
    const input = exampleEvaluation(three, { Style: ['L'.repeat(20), 'W'.repeat(20), 'L'.repeat(20)] });
    const apart = { ...input, votes: input.votes.map((vote, index) => ({ ...vote, seed: index })) };
    expect(firstMetric(apart).best).toMatchObject({ lowest_not_worse: null, falls_from: null });
    const files = [...weightsOf('a', 0.4), ...weightsOf('b', 0.8), ...weightsOf('a', 1.2)];
    expect(firstMetric({ ...input, candidates: files }).best).toMatchObject({
      lora_filename: 'b',
      lowest_not_worse: 0.8,
      falls_from: null,
    });
  });

  it('is shown better than a weight only where the peek-safe evidence spoke for its own side', () => {
    // Nine pairs that only 0.8 won, then fourteen that only 0.4 won: the evidence was clear once, for 0.8.
    const both = 'W'.repeat(25);
    const ahead = `${'L'.repeat(9)}${'W'.repeat(14)}${both}`;
    const behind = `${'W'.repeat(9)}${'L'.repeat(14)}${both}`;
    const outcomes = [...new Array<boolean>(9).fill(false), ...new Array<boolean>(14).fill(true)];
    expect(peekSafe(outcomes)).toMatchObject({ side: -1 });
    expect(peekSafe(outcomes).p_value).toBeLessThan(0.05);
    const input = (lines: string[]) =>
      exampleEvaluation(weightsOf('a', 0.4, 0.8), { Style: lines }, { method: 'peek_safe' });
    expect(firstMetric(input([ahead, behind])).best).toMatchObject({ weight: 0.4, falls_from: null });
    expect(firstMetric(input([behind, ahead])).best).toMatchObject({ weight: 0.8, lowest_not_worse: 0.4 });
  });

  it('is compared by the peek-safe test once somebody has looked', () => {
    // Seven pairs that only the best won: p 0.0156 fixed, 1/16 peek-safe.
    const lines = { Style: ['W'.repeat(7), 'L'.repeat(7)] };
    const two = weightsOf('a', 0.4, 0.8);
    expect(firstMetric(exampleEvaluation(two, lines)).best?.falls_from).toBe(0.8);
    const safe = firstMetric(exampleEvaluation(two, lines, { method: 'peek_safe' })).best;
    expect(safe?.falls_from).toBeNull();
  });
});

describe('the whole report', () => {
  it('counts left against right', () => {
    const metric = firstMetric(exampleEvaluation(one, { Style: ['WLWLWTS'] }));
    expect(metric.side_bias).toEqual({ left: 3, right: 2, p_value: 1 });
  });

  it('gives the net preference over all metrics, pair by pair, with an interval over prompts', () => {
    const votes = { Style: ['WWWWTWTT'], Quality: ['WLWL'] };
    const [overall] = reportOf(exampleEvaluation(one, votes, { prompt_count: 8 })).overall;
    // Pairs: 1, 0, 1, 0, and four with a vote on one metric only: 0, 1, 0, 0. Of 8 draws of 3 in 8 that are 1.
    expect(overall).toMatchObject({ pairs: 8, net_preference: 0.375 });
    expect(overall?.low).toBeCloseTo(0.125, 1);
    expect(overall?.high).toBeCloseTo(0.75, 1);
    const few = reportOf(exampleEvaluation(one, votes, { prompt_count: 5 })).overall[0];
    expect(few?.net_preference).not.toBeNull();
    expect(few).toMatchObject({ low: null, high: null });
  });

  it('counts votes, skips, prompts, and votes after the reveal', () => {
    const input = exampleEvaluation(three, { Style: ['WLS', 'T', ''], Quality: ['S', 'W', 'L'] });
    const votes = input.votes.map((vote, index): CountedVote => ({ ...vote, after_reveal: index > 4 }));
    expect(reportOf({ ...input, votes })).toMatchObject({
      votes_total: 5,
      skips_total: 2,
      votes_after_reveal: 2,
      prompts_total: 10,
      prompts_judged: 2,
      session_id: '20240115_143022',
      method: 'fixed',
      raters: ['rater 1'],
      demo: false,
    });
  });

  it('lists planned metrics first and keeps those that only votes name', () => {
    const input = exampleEvaluation(one, { Old: ['W'], Style: ['W'] }, { metrics: ['Style', 'Quality'] });
    expect(reportOf(input).metrics.map((metric) => metric.metric)).toEqual(['Style', 'Quality', 'Old']);
  });

  it('is the same for the same votes and seed, and draws otherwise for another', () => {
    const input = exampleEvaluation(three, { Style: ['WWLWLWWLTW', 'WLWWLWLWWL', 'LLWLWTLLWW'] });
    expect(buildReport(input)).toEqual(buildReport(input));
    const other = buildReport({ ...input, bootstrap_seed: 6 });
    expect(other.metrics[0]?.best?.sureness).not.toBe(buildReport(input).metrics[0]?.best?.sureness);
    const counted = ({ metrics }: ReturnType<typeof buildReport>) =>
      metrics[0]?.candidates.map(({ p_adjusted, safe_low, answer }) => [p_adjusted, safe_low, answer]);
    expect(counted(other)).toEqual(counted(buildReport(input)));
  });

  it('is the same in whatever order the same votes came', () => {
    const lines = ['WWLWWLWWTWLLWWWWLWWLWWLWWW', 'WLLLWWWLWTWWLWLLWWWWLLWLWW'];
    const input = exampleEvaluation(
      weightsOf('a', 0.4, 0.8),
      { Style: lines, Quality: [...lines].reverse() },
      { prompt_count: 20 },
    );
    // But for the course of the voting.
    const ofVotes = (votes: ReportInput['votes']) => {
      const report = buildReport({ ...input, votes });
      return { ...report, metrics: report.metrics.map((metric) => ({ ...metric, over_time: [] })) };
    };
    expect(ofVotes([...input.votes].reverse())).toEqual(ofVotes(input.votes));
  });

  it('names a method between weights only where a file has several', () => {
    const between = (candidates: ReportInput['candidates']) =>
      reportOf(exampleEvaluation(candidates, { Style: candidates.map(() => 'W') })).methods.filter(
        (sentence) => sentence.startsWith('Between weights'),
      );
    expect(between([...weightsOf('a', 0.4), ...weightsOf('b', 0.8)])).toEqual([]);
    expect(between([...weightsOf('a', 0.4), ...weightsOf('b', 0.4, 0.8)])).toHaveLength(1);
  });

  it('names its methods', () => {
    const fixed = reportOf(exampleEvaluation(three, { Style: ['W', 'L', 'T'] })).methods;
    expect(fixed).toContain('Test: exact two-sided sign test of won against lost.');
    expect(fixed).toContain('Correction: Holm over the 3 candidates of each metric.');
    expect(fixed).toContain('Interval: Wilson 95%, for each candidate alone.');
    const safe = reportOf(exampleEvaluation(one, { Style: ['W'] }, { method: 'peek_safe' })).methods;
    expect(safe).toContain(
      'Interval: 95% confidence sequence (uniform mixture), for each candidate alone, valid whenever it is looked at.',
    );
    expect(safe.join(' ')).toContain('peek-safe');
    expect(safe.join(' ')).not.toContain('exact two-sided sign test of won');
  });
});
