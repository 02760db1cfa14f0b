import { describe, expect, it } from 'vitest';
import { createRandom } from '../plan/random';
import { comparisonSchema, type Duel } from './comparison';
import { compared, exampleSession } from './exampleComparison';

const A = '20240101_100000';
const B = '20240102_100000';
const C = '20240103_100000';

/** Two-sided chance of a split at least as uneven, by going through all outcomes of fair coins. */
function byEnumeration(one: number, other: number): number {
  const n = one + other;
  let extreme = 0;
  for (let outcome = 0; outcome < 2 ** n; outcome += 1) {
    let heads = 0;
    for (let bit = 0; bit < n; bit += 1) heads += (outcome >> bit) & 1;
    if (Math.abs(2 * heads - n) >= Math.abs(one - other)) extreme += 1;
  }
  return extreme / 2 ** n;
}

const SIGNS = { W: 1, T: 0, L: -1 } as const;
const signsOf = (line: string) => [...line].map((letter) => SIGNS[letter as keyof typeof SIGNS]);

describe('duels', () => {
  it('equal a plain count and an enumeration, on 50 random comparisons of three sessions', () => {
    const random = createRandom(17);
    for (let turn = 0; turn < 50; turn += 1) {
      const length = 2 + random.int(9);
      const lines = [0, 1, 2].map(() =>
        Array.from({ length }, () => 'WLT'[random.int(3)] as string).join(''),
      );
      const answer = compared(
        lines.map((line, place) =>
          exampleSession([A, B, C][place] as string, `${place}.safetensors`, { Style: [line] }),
        ),
      );
      const duels = answer.metrics[0]?.duels ?? [];
      const expected = [
        [0, 1],
        [0, 2],
        [1, 2],
      ].map(([a, b]) => {
        const [signsA, signsB] = [
          signsOf(lines[a as number] as string),
          signsOf(lines[b as number] as string),
        ];
        const only_a = signsA.filter((sign, unit) => sign === 1 && signsB[unit] !== 1).length;
        const only_b = signsB.filter((sign, unit) => sign === 1 && signsA[unit] !== 1).length;
        const total = signsA.reduce((sum: number, sign, unit) => sum + sign - (signsB[unit] ?? 0), 0);
        return {
          a,
          b,
          units: length,
          only_a,
          only_b,
          p: byEnumeration(only_a, only_b),
          diff: total / length,
        };
      });
      const sorted = expected.map(({ p }) => p).sort((one, other) => one - other);
      for (const [index, duel] of duels.entries()) {
        const { a, b, units, only_a, only_b, p, diff } = expected[index] as (typeof expected)[number];
        expect(duel).toMatchObject({ a, b, units, only_a, only_b });
        expect(duel.p_value).toBeCloseTo(p, 10);
        const differing = only_a + only_b;
        const squared = differing === 0 ? 0 : Math.max(0, Math.abs(only_a - only_b) - 1) ** 2 / differing;
        expect(duel.chi_square).toBeCloseTo(squared, 10);
        expect(duel.difference).toBeCloseTo(diff, 10);
        const rank = sorted.findIndex((value) => Math.abs(value - p) < 1e-12);
        const holm = Math.max(...sorted.slice(0, rank + 1).map((value, at) => Math.min(1, (3 - at) * value)));
        expect(duel.p_adjusted).toBeCloseTo(holm, 10);
      }
      expect(comparisonSchema.parse(answer)).toEqual(answer);
    }
  });

  it('take a unit as won by the mean over its raters, and only units that both were judged on', () => {
    const twice = exampleSession(A, 'a.safetensors', { Style: ['WWWW'] }, { prompt_count: 4 });
    const [first, second] = twice.report.votes;
    if (first === undefined || second === undefined) throw new Error('No votes.');
    twice.report.votes.push({ ...first, rater: 'Ann', outcome: 'loss' }, { ...second, rater: 'Ann' });
    const other = exampleSession(B, 'b.safetensors', { Style: ['LLL'] }, { prompt_count: 4 });
    const [duel] = compared([twice, other]).metrics[0]?.duels ?? [];
    expect(duel).toMatchObject({ units: 3, prompts: 3, only_a: 2, only_b: 0 });
    // The first unit is split: 0 less -1.
    expect(duel?.difference).toBeCloseTo((1 + 2 + 2) / 3, 12);
  });

  it('use the peek-safe test in the order in which units became known as soon as one session was looked at', () => {
    const won = exampleSession(A, 'a.safetensors', { Style: ['W'.repeat(20)] }, { prompt_count: 20 });
    const lost = exampleSession(B, 'b.safetensors', { Style: ['L'.repeat(20)] }, { prompt_count: 20 });
    const fixed = compared([won, lost]).metrics[0]?.duels[0];
    expect(fixed?.p_value).toBeCloseTo(2 / 2 ** 20, 12);
    lost.report.method = 'peek_safe';
    const safe = compared([won, lost]).metrics[0];
    expect(safe?.duels[0]).toMatchObject({ method: 'peek_safe', answer: 'a' });
    expect(safe?.duels[0]?.p_value).toBeCloseTo(21 / 2 ** 20, 10);
    expect(safe?.candidates[1]).toMatchObject({ answer: 'worse', win_rate: 0, safe_low: 0 });
    // Ten for the first and then thirty the other way: what was clear once has swung, and speaks for neither.
    const swung = (first: string, then: string) => ({ Style: [first.repeat(10) + then.repeat(12)] });
    const there = exampleSession(A, 'a.safetensors', swung('W', 'L'), {
      prompt_count: 22,
      method: 'peek_safe',
    });
    const back = exampleSession(B, 'b.safetensors', swung('L', 'W'), { prompt_count: 22 });
    expect(compared([there, back]).metrics[0]?.duels[0]).toMatchObject({
      only_a: 10,
      only_b: 12,
      answer: 'undecided',
    });
  });

  it('do not hang on the order of the sessions', () => {
    const sessions = [
      exampleSession(A, 'a.safetensors', { Style: ['WWLTWWLLWWTW', 'LLWWTTLLWWLL'] }),
      exampleSession(B, 'b.safetensors', { Style: ['LLWTWLLTWLLL'] }),
      exampleSession(C, 'c.safetensors', { Style: ['WWWWTWWLWTWW'] }),
    ];
    const there = compared(sessions);
    const back = compared([...sessions].reverse());
    expect(back.bootstrap_seed).toBe(there.bootstrap_seed);
    const turned = back.metrics[0]?.duels.map(
      (duel): Duel => ({
        ...duel,
        a: 2 - duel.b,
        b: 2 - duel.a,
        only_a: duel.only_b,
        only_b: duel.only_a,
        answer: duel.answer === 'a' ? 'b' : duel.answer === 'b' ? 'a' : 'undecided',
        difference: -(duel.difference ?? 0),
        low: -(duel.high ?? 0),
        high: -(duel.low ?? 0),
      }),
    );
    for (const duel of there.metrics[0]?.duels ?? []) {
      const same = turned?.find(({ a, b }) => a === duel.a && b === duel.b);
      expect(same).toMatchObject({ only_a: duel.only_a, only_b: duel.only_b, answer: duel.answer });
      for (const name of ['p_adjusted', 'difference', 'low', 'high'] as const) {
        expect(same?.[name]).toBeCloseTo(duel[name] ?? Number.NaN, 12);
      }
    }
    const [ahead, other] = [there.metrics[0]?.ahead, back.metrics[0]?.ahead];
    expect(ahead).toMatchObject({ session: 2, units: 12, prompts: 10 });
    expect(other?.session).toBe(0);
    expect(other?.sureness).toBeCloseTo(ahead?.sureness ?? Number.NaN, 12);
  });
});

describe('the candidate that stands for a session', () => {
  const many = exampleSession(A, 'a.safetensors', { Style: ['LLLLLL', 'WWWWWW', 'WWWTTT'] });
  const one = exampleSession(B, 'b.safetensors', { Style: ['WWLLTT'] });

  it('is the best by its own votes, or the only one, or the one that was named', () => {
    const answer = compared([many, one]);
    expect(answer.sessions.map(({ stands, stands_by }) => [stands?.weight, stands_by])).toEqual([
      [0.2, 'best'],
      [0.1, 'only'],
    ]);
    expect(answer.remarks.at(-1)).toContain('a at 0.2 was chosen as the best');
    const named = compared([many, one], [{ session_id: A, lora_filename: 'a.safetensors', weight: 0.1 }]);
    expect(named.sessions[0]).toMatchObject({ stands: { weight: 0.1 }, stands_by: 'named' });
    expect(named.metrics[0]?.candidates.filter(({ stands }) => stands).map(({ weight }) => weight)).toEqual([
      0.1, 0.1,
    ]);
    expect(() =>
      compared([many, one], [{ session_id: A, lora_filename: 'a.safetensors', weight: 0.9 }]),
    ).toThrow(RangeError);
  });

  it('is none where nothing was judged', () => {
    const blank = exampleSession(B, 'b.safetensors', { Style: ['SSSS'] });
    const answer = compared([many, blank]);
    expect(answer.sessions[1]).toMatchObject({ stands: null, stands_by: null, votes: 0 });
    expect(answer.metrics[0]).toMatchObject({ duels: [], ahead: null });
    expect(comparisonSchema.parse(answer)).toEqual(answer);
  });
});
