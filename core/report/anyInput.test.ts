import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../plan/random';
import { exampleEvaluation, weightsOf } from './exampleEvaluation';
import { buildReport } from './figures';
import { type CountedVote, type Report, type ReportInput, reportSchema } from './report';

const one = weightsOf('a.safetensors', 0.8);
const three = weightsOf('a.safetensors', 0.4, 0.8, 1.2);
const HUGE = 18446744073709551615n;

/** A report that keeps the promises which every report makes, whatever its votes. */
function soundReport(input: ReportInput): Report {
  const report = buildReport(input);
  expect(reportSchema.parse(report)).toEqual(report);
  const sentences = [...report.verdict, ...report.methods];
  for (const sentence of sentences) expect(sentence).not.toMatch(/NaN|null|undefined|Infinity|\[object/);
  expect(report.verdict[0]).not.toMatch(/\.$/);
  for (const sentence of [...report.verdict.slice(1), ...report.methods]) expect(sentence).toMatch(/\.$/);
  expect(new Set(report.verdict).size).toBe(report.verdict.length);
  for (const metric of report.metrics) {
    for (const own of metric.candidates) {
      holds(own.win_rate, own.win_rate_low, own.win_rate_high);
      holds(own.win_rate, own.exact_low, own.exact_high);
      holds(own.win_rate, own.safe_low, own.safe_high);
      holds(own.win_rate, own.by_prompt_low, own.by_prompt_high);
      holds(own.mean_signed_stars, own.stars_low, own.stars_high);
      expect(own.p_adjusted).toBeGreaterThanOrEqual(own.p_value);
      expect((own.safe_high ?? 1) - (own.safe_low ?? 0)).toBeGreaterThanOrEqual(
        (own.win_rate_high ?? 1) - (own.win_rate_low ?? 0),
      );
    }
    for (const { win_rate_so_far, low, high } of metric.over_time) holds(win_rate_so_far, low, high);
    const { agreement } = metric;
    if (agreement !== null) holds(agreement.alike.share, agreement.alike.low, agreement.alike.high);
  }
  for (const { net_preference, low, high } of report.overall) holds(net_preference, low, high);
  return report;
}

function holds(estimate: number | null, low: number | null, high: number | null): void {
  expect(low === null).toBe(high === null);
  if (low === null || high === null) return;
  expect(estimate).not.toBeNull();
  expect(low).toBeLessThanOrEqual((estimate ?? 0) + 1e-12);
  expect(high).toBeGreaterThanOrEqual((estimate ?? 0) - 1e-12);
}

/** Any votes of any raters on any metrics, some pairs of them judged by several. */
function anyInput(random: Random): ReportInput {
  const pick = <T>(items: readonly T[]): T => items[random.int(items.length)] as T;
  const weights = [-1, -0.25, 0, 0.4, 0.8, 1.2].slice(0, 1 + random.int(6));
  const candidates =
    random.int(3) > 0 ? weightsOf('a', ...weights) : [...weightsOf('a', 0.8), ...weightsOf('b', 0.8)];
  const metrics = ['Style', 'Quality', 'Colour', 'Detail', 'Mood'].slice(0, 1 + random.int(5));
  const raters = ['Ann', 'Ben', 'Cem'].slice(0, 1 + random.int(3));
  const prompts = 1 + random.int(12);
  const outcomes = pick(['WLTS', 'WWWWL', 'W', 'T', 'S', 'LLLLLLW', 'WL']);
  const votes = new Map<string, CountedVote>();
  for (let count = random.int(120); count > 0; count -= 1) {
    const [prompt_index, candidate, metric, rater] = [
      random.int(prompts),
      random.int(candidates.length),
      pick(metrics),
      pick(raters),
    ];
    const seed = pick([1, HUGE]);
    const pair_id = `lora_${prompt_index}_${seed}_${candidate}`;
    const outcome = ({ W: 'win', L: 'loss', T: 'tie', S: 'skip' } as const)[pick([...outcomes]) as 'W'];
    const isDecided = outcome === 'win' || (outcome as string) === 'loss';
    votes.set(`${pair_id} ${metric} ${rater}`, {
      pair_id,
      prompt_index,
      seed,
      candidate,
      metric,
      outcome,
      chose_left: isDecided ? random.int(2) === 0 : null,
      stars: isDecided && random.int(2) === 0 ? 1 + random.int(5) : null,
      rater,
      at: new Date(1_700_000_000_000 + votes.size * 60_000).toISOString(),
      after_reveal: random.int(9) === 0,
      note: null,
    });
  }
  const names = Array.from({ length: prompts }, (_, index) => `prompt ${index}`);
  return {
    ...exampleEvaluation(candidates, {}),
    metrics,
    raters,
    voters: raters.map((rater) => ({ rater, label: rater })),
    prompts: names,
    seeds: [1, HUGE],
    votes: [...votes.values()],
    method: random.int(2) === 0 ? 'fixed' : 'peek_safe',
    filter: random.int(4) === 0 ? { raters: [pick(raters)], prompts: [0] } : null,
  };
}

describe('a report of bad input', () => {
  it.each<[string, ReportInput, RegExp]>([
    ['no candidate and no metric', exampleEvaluation([], {}), /No votes yet/],
    ['no votes', exampleEvaluation(three, { Style: ['', '', ''] }), /No votes yet/],
    ['one vote', exampleEvaluation(three, { Style: ['', 'L5', ''] }), /One vote is too few/],
    ['one skip', exampleEvaluation(one, { Style: ['S'] }), /Nothing but skips \(1\)/],
    ['all ties', exampleEvaluation(three, { Style: ['TTTT', 'TT', 'T'] }), /does not prove that there is no/],
    ['all skips', exampleEvaluation(three, { Style: ['SSS', 'S', ''] }), /Nothing but skips \(4\)/],
    [
      'one prompt',
      exampleEvaluation(three, { Style: ['WWL', 'LL', 'T'] }, { prompt_count: 1 }),
      /Only 1 prompt was/,
    ],
    ['one weight', exampleEvaluation(one, { Style: ['WWWLWWWW'] }), /On Style at weight 0\.8/],
    [
      'a candidate never compared',
      exampleEvaluation(three, { Style: ['WWWWWWWWW', '', 'LL'] }),
      /no votes at 0\.8/,
    ],
    [
      'all won',
      exampleEvaluation(three, { Style: ['WWWWWWWWWWWW', 'W'.repeat(12), 'W'.repeat(12)] }),
      /is better on Style/,
    ],
    ['thousands all won', exampleEvaluation(one, { Style: ['W'.repeat(3000)] }), /is better on Style/],
    ['all lost', exampleEvaluation(one, { Style: ['L3'.repeat(30)] }), /is worse on Style/],
    [
      'weights below and at 0',
      exampleEvaluation(weightsOf('a', -0.5, 0, 0.5), { Style: ['WWWWWWWWWW', 'WL', 'LT'] }),
      /At weight -0\.5 it is better/,
    ],
    [
      'huge seeds',
      {
        ...exampleEvaluation(one, { Style: ['W'] }, { seeds: [HUGE] }),
        votes: exampleEvaluation(one, { Style: ['WWWWWWWW'] }).votes.map((vote, place) => ({
          ...vote,
          seed: HUGE - BigInt(place),
        })),
      },
      /is better on Style/,
    ],
    [
      'five metrics',
      exampleEvaluation(one, { A: ['WWWWWWWW'], B: ['LLLLLLLL'], C: ['TT'], D: ['S'], E: [''] }),
      /but worse on B/,
    ],
    [
      '60 votes',
      exampleEvaluation(three, { Style: ['WWL'.repeat(6), 'WLT'.repeat(7), 'LLW'.repeat(7)] }),
      /^Not decided/,
    ],
  ])('with %s says what can be said', (_, input, said) => {
    for (const method of ['fixed', 'peek_safe'] as const) {
      expect(soundReport({ ...input, method }).verdict.join(' ')).toMatch(said);
    }
  });

  it('with 6,000 votes is made whole', () => {
    const lines = (...starts: string[]) => starts.map((start) => start.repeat(100));
    const report = soundReport(
      exampleEvaluation(
        three,
        {
          Style: lines('WWLWTWWLWW', 'WLWLWLWLTL', 'LLLWLLLTLL'),
          Quality: lines('WLWLTWWLWL', 'WLWLWLWLTL', 'LWLWTWLTLL'),
        },
        { prompt_count: 50 },
      ),
    );
    expect(report.votes_total).toBe(6000);
    expect(report.metrics[0]?.over_time).toHaveLength(40);
  });

  it('with two raters who never share a pair says that their agreement is not known', () => {
    const { votes, ...rest } = exampleEvaluation(one, { Style: ['WWLWLWWLLW'] });
    const input = {
      ...rest,
      raters: ['Ann', 'Ben'],
      votes: votes.map((vote, place): CountedVote => ({ ...vote, rater: place % 2 === 0 ? 'Ann' : 'Ben' })),
    };
    const report = soundReport(input);
    expect(report.metrics[0]?.agreement).toBeNull();
    expect(report.verdict.join(' ')).toContain('whether they agree cannot be said');
  });
});

describe('any report', () => {
  it('keeps its promises, and is the same in whatever order the same votes came', () => {
    const random = createRandom(21);
    let interval = 0;
    for (let round = 0; round < 40; round += 1) {
      const input = anyInput(random);
      const report = soundReport(input);
      interval += report.metrics
        .flatMap(({ candidates }) => candidates)
        .filter((own) => own.by_prompt_low !== null).length;
      if (input.method === 'peek_safe') continue;
      const [turned, kept] = [buildReport({ ...input, votes: [...input.votes].reverse() }), report].map(
        (made) => ({
          ...made,
          // What follows the course of voting is another; so is what is said of it.
          verdict: made.verdict.filter((sentence) => !sentence.includes('of the first half')),
          methods: made.methods.filter((sentence) => !sentence.includes('on the way')),
          metrics: made.metrics.map((metric) => ({ ...metric, over_time: [] })),
        }),
      );
      expect(turned).toEqual(kept);
    }
    expect(interval).toBeGreaterThan(15);
  });
});
