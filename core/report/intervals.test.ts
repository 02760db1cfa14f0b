import { describe, expect, it } from 'vitest';
import { binomialUpperTail, clopperPearson, neededWins, signTest } from '../statistics/proportion';
import { confidenceSequence, peekSafeAt } from '../statistics/stopping';
import { exampleEvaluation, weightsOf } from './exampleEvaluation';
import { buildReport } from './figures';
import type { CountedVote, ReportInput } from './report';

const one = weightsOf('a.safetensors', 0.8);
const three = weightsOf('a.safetensors', 0.4, 0.8, 1.2);

function candidate(input: ReportInput, place = 0) {
  const figures = buildReport(input).metrics[0]?.candidates[place];
  if (figures === undefined) throw new Error('no candidate');
  return figures;
}

describe('the intervals of a candidate', () => {
  it('are those of their formulas', () => {
    const own = candidate(exampleEvaluation(one, { Style: ['W'.repeat(15) + 'L'.repeat(5)] }));
    expect([own.exact_low, own.exact_high]).toEqual(Object.values(clopperPearson(15, 20) ?? {}));
    expect([own.safe_low, own.safe_high]).toEqual(Object.values(confidenceSequence(15, 5) ?? {}));
    expect(own.exact_low).toBeCloseTo(0.509, 4);
    expect(own.safe_low).toBeCloseTo(0.4217, 4);
  });

  it('by prompt are as wide as all draws of six prompts say', () => {
    // Three prompts won, three lost: of six draws 0 are won in 1 of 64, 0 or 1 in 7 of 64; so 2.5 % lies at 1.
    const own = candidate(exampleEvaluation(one, { Style: ['WWWLLL'] }, { prompt_count: 6 }));
    expect(own).toMatchObject({ win_rate: 0.5, by_prompt_low: 1 / 6, by_prompt_high: 5 / 6 });
  });

  it('by prompt are not given of fewer than six', () => {
    const none = { by_prompt_low: null, by_prompt_high: null, stars_low: null, stars_high: null };
    const line = { Style: ['W3L1W2L4W5'.repeat(7)] };
    const [five, six] = [5, 6].map((prompt_count) =>
      candidate(exampleEvaluation(one, line, { prompt_count })),
    );
    expect(five).toMatchObject({ prompts_judged: 5, ...none });
    expect(six?.by_prompt_low).toBeLessThan(six?.win_rate ?? 0);
    expect(six?.stars_low).toBeLessThan(six?.mean_signed_stars ?? -9);
  });

  it('by prompt are wider than the plain one where votes on a prompt are alike', () => {
    const alike = [0, 1, 2, 3, 4, 5, 6, 7].map((prompt) => (prompt < 5 ? 'W' : 'L'));
    const own = candidate(
      exampleEvaluation(one, { Style: [alike.join('').repeat(12)] }, { prompt_count: 8 }),
    );
    const width = (low: number | null, high: number | null) => (high ?? 0) - (low ?? 0);
    expect(width(own.by_prompt_low, own.by_prompt_high)).toBeGreaterThan(
      2 * width(own.win_rate_low, own.win_rate_high),
    );
  });

  it('allow for few raters, too', () => {
    const line = 'W'.repeat(40);
    const { votes } = exampleEvaluation(one, { Style: [line] });
    const both = (['Ann', 'Ben'] as const).flatMap((rater) =>
      votes.map((vote): CountedVote => ({ ...vote, rater, outcome: rater === 'Ann' ? 'win' : 'loss' })),
    );
    // Every prompt says one half; whoever is drawn says all or nothing.
    const own = candidate({ ...exampleEvaluation(one, { Style: [''] }), votes: both });
    expect(own).toMatchObject({ win_rate: 0.5, by_prompt_low: 0, by_prompt_high: 1 });
  });

  it('by prompt do not exist where nothing can vary', () => {
    const none = { by_prompt_low: null, by_prompt_high: null, stars_low: null, stars_high: null };
    for (const [line, prompt_count] of [
      ['W3W3W3W3W3W3', 6],
      ['W3TTTTTT', 8],
      ['TTTTTT', 6],
    ] as const) {
      expect(candidate(exampleEvaluation(one, { Style: [line] }, { prompt_count }))).toMatchObject(none);
    }
    const separated = buildReport(exampleEvaluation(one, { Style: ['WWWWWW'] })).overall[0];
    expect(separated).toMatchObject({ net_preference: 1, low: null, high: null });
  });

  it('of mean stars hold the mean and leave out votes without stars', () => {
    const own = candidate(exampleEvaluation(one, { Style: ['W5L1W2WL4W1W3L2'] }, { prompt_count: 8 }));
    expect(own.starred_votes).toBe(7);
    expect(own.stars_low).toBeLessThan(own.mean_signed_stars ?? -9);
    expect(own.stars_high).toBeGreaterThan(own.mean_signed_stars ?? 9);
  });

  it('of the course of votes are those of the method in use', () => {
    const line = 'WWLWW';
    for (const [method, low] of [
      ['fixed', candidate(exampleEvaluation(one, { Style: [line] })).win_rate_low],
      ['peek_safe', confidenceSequence(4, 1)?.low],
    ] as const) {
      const [metric] = buildReport(exampleEvaluation(one, { Style: [line] }, { method })).metrics;
      expect(metric?.over_time.at(-1)).toMatchObject({ n_so_far: 5, wins_so_far: 4, low });
    }
  });
});

describe('the votes for power', () => {
  it('are the first number with which the corrected test shows the present rate in 80 of 100', () => {
    const lines = ['W'.repeat(14) + 'L'.repeat(6), 'WL', ''];
    const own = candidate(exampleEvaluation(three, { Style: lines }));
    const power = (n: number) => {
      const wins = neededWins(n, 0.05 / 3);
      return wins === null ? 0 : binomialUpperTail(n, wins, 0.7);
    };
    const n = own.votes_for_power ?? 0;
    expect(power(n)).toBeGreaterThanOrEqual(0.8);
    for (let fewer = 1; fewer < n; fewer += 1) expect(power(fewer)).toBeLessThan(0.8);
    expect(candidate(exampleEvaluation(one, { Style: [lines[0] ?? ''] })).votes_for_power).toBe(49);
  });

  it('are more by the peek-safe test', () => {
    const line = { Style: ['W'.repeat(14) + 'L'.repeat(6)] };
    const n = candidate(exampleEvaluation(one, line, { method: 'peek_safe' })).votes_for_power ?? 0;
    expect(n).toBeGreaterThan(49);
    const wins = Array.from({ length: n + 1 }, (_, won) => won).find(
      (won) => won * 2 > n && peekSafeAt(won, n - won) <= 0.05,
    );
    expect(binomialUpperTail(n, wins ?? n + 1, 0.7)).toBeGreaterThanOrEqual(0.8);
    expect(signTest(wins ?? 0, n - (wins ?? 0))).toBeLessThan(0.05);
  });

  it('are none without a lead, without votes, and beyond 2,000', () => {
    const near = `${'W'.repeat(51)}${'L'.repeat(49)}`;
    for (const line of ['WL', 'TT', '', near]) {
      expect(candidate(exampleEvaluation(one, { Style: [line] })).votes_for_power).toBeNull();
    }
  });
});

describe('the design effect', () => {
  const effectOf = (line: string, prompt_count: number) =>
    candidate(exampleEvaluation(one, { Style: [line] }, { prompt_count })).design_effect;

  it('is 1 with one vote a prompt, and near the votes a prompt where they are all alike', () => {
    expect(effectOf('WLWWLWWLWWLW', 12)).toBeCloseTo(1, 10);
    const [once, thrice] = ['WLWWLWWLWWLW', 'WLWWLWWLWWLW'.repeat(3)];
    expect(effectOf(thrice, 12)).toBeGreaterThan(2.8);
    expect(effectOf(thrice, 12)).toBeLessThan(3.3);
    expect(effectOf(`${once}TT`, 12)).toBeCloseTo(1, 10);
  });

  it('is not known from fewer than six prompts, and where no vote differs', () => {
    expect(effectOf('WLWWLWWLWWLW', 5)).toBeNull();
    expect(effectOf('WWWWWWWWWWWW', 12)).toBeNull();
    expect(effectOf('', 12)).toBeNull();
  });
});
