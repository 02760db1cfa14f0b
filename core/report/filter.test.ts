import { describe, expect, it } from 'vitest';
import { AppFailure } from '../contract/failure';
import { planPairs } from '../plan/jobs';
import { parseSessionId } from '../session/identity';
import { blankSetup } from '../session/setup';
import {
  type CheckVote,
  newRater,
  newSession,
  type Rater,
  type SessionState,
  type Vote,
} from '../session/state';
import { buildReport } from './figures';
import { reportInput } from './input';
import { type ReportFilter, reportSchema } from './report';

const HUGE = 18446744073709551615n;
const SETUP = {
  ...blankSetup(['127.0.0.1:8188']),
  loras: ['a.safetensors'],
  weight_range: null,
  weights: [0.5, 1],
  seeds: [1, HUGE],
  metrics: ['Quality'],
  prompt_pairs: ['a fox', 'a hare', 'an owl'].map((positive) => ({ positive, negative: '' })),
};
const PAIRS = planPairs(SETUP, 7);

function vote(pair: number, choice: Vote['choice'], more: Partial<Vote> = {}): Vote {
  return {
    vote_id: `${pair}`,
    pair: PAIRS[pair]?.lora ?? '',
    metric: 'Quality',
    choice,
    stars: null,
    note: null,
    flags: [],
    elapsed_ms: 3000,
    swap: true,
    at: '2024-01-15T15:00:00.000Z',
    after_reveal: false,
    nth: pair + 1,
    ...more,
  };
}

function rater(name: string, choices: string, more: Partial<Rater> = {}): Rater {
  const letters = { W: 'A', L: 'B', T: 'same', S: 'skip' } as const;
  const votes = [...choices].map((letter, pair) => vote(pair, letters[letter as keyof typeof letters]));
  return { ...newRater(name), votes, ...more };
}

/** Twelve pairs, judged whole by Ann and in part by Ben. */
function session(raters?: Rater[]): SessionState {
  const state = newSession(parseSessionId('20240115_143022'), '2024-01-15T14:30:22.000Z');
  state.setup = SETUP;
  state.started = { setup: SETUP, order_seed: 3, blind_key: 'k', as_found: false, extensions: [] };
  state.pairs = new Map(PAIRS.map((pair) => [pair.lora, pair]));
  state.raters = raters ?? [
    rater('rater 1', 'WLWLWLWLWTWS', { label: 'Ann' }),
    rater('Ben', 'LLLL'),
    rater('Cem', ''),
  ];
  return state;
}

function reportOf(filter: ReportFilter | null, state = session()) {
  const report = buildReport(reportInput(state, 5, filter));
  expect(reportSchema.parse(report)).toEqual(report);
  return report;
}

function failureOf(filter: ReportFilter, state = session()) {
  try {
    reportInput(state, 5, filter);
  } catch (failure) {
    if (failure instanceof AppFailure) return failure.toData();
    throw failure;
  }
  return null;
}

const placesOf = (test: (pair: (typeof PAIRS)[number]) => boolean) =>
  PAIRS.flatMap((pair, place) => (test(pair) ? [place] : []));

describe('a filter', () => {
  it('is refused when it names what the session does not have', () => {
    expect(failureOf({ raters: ['Ben', 'Eve'] })).toEqual({
      code: 'bad_request',
      message: 'Nobody in this session has the name “Eve”.',
      field: 'filter.raters',
    });
    expect(failureOf({ prompts: [0, 3] })).toEqual({
      code: 'bad_request',
      message: 'This session has no prompt at place 3. Its places are 0 to 2.',
      field: 'filter.prompts',
    });
    expect(failureOf({ seeds: [HUGE, 5] })).toEqual({
      code: 'bad_request',
      message: 'This session has no image with the seed 5.',
      field: 'filter.seeds',
    });
    // Who has been removed since is nobody to choose.
    expect(failureOf({ raters: ['Ben'] }, session([rater('rater 1', 'WL')]))?.field).toBe('filter.raters');
  });

  it('that leaves nothing out is none', () => {
    const whole = reportOf(null);
    for (const filter of [
      {},
      { raters: ['Ben', 'rater 1'] },
      { prompts: [2, 1, 0, 0], seeds: [HUGE, 1] },
      { raters: ['Cem', 'Ben', 'rater 1'] },
    ]) {
      expect(reportOf(filter)).toEqual(whole);
    }
  });

  it('is told with every choice once', () => {
    expect(reportOf({ raters: ['Ben', 'Ben'], prompts: [2, 0, 2], seeds: [HUGE] }).filter).toEqual({
      raters: ['Ben'],
      prompts: [0, 2],
      seeds: [HUGE],
    });
  });

  it.each<[string, ReportFilter, (pair: (typeof PAIRS)[number], name: string) => boolean]>([
    ['raters', { raters: ['Ben'] }, (_, name) => name === 'Ben'],
    ['prompts', { prompts: [0, 2] }, ({ prompt_index }) => prompt_index !== 1],
    ['seeds', { seeds: [HUGE] }, ({ seed }) => String(seed) === String(HUGE)],
    [
      'all three',
      { raters: ['rater 1'], prompts: [1], seeds: [1] },
      (pair, name) => name === 'rater 1' && pair.prompt_index === 1 && pair.seed === 1,
    ],
  ])('by %s gives the figures of a session that holds the other votes alone', (_, filter, isLeft) => {
    const state = session();
    const only = session(
      state.raters.map((own) => ({
        ...own,
        votes: own.votes.filter(({ pair }) => {
          const planned = state.pairs.get(pair);
          return planned !== undefined && isLeft(planned, own.name);
        }),
      })),
    );
    const [narrowed, expected] = [reportOf(filter), reportOf(null, only)];
    for (const field of [
      'metrics',
      'overall',
      'raters',
      'votes_total',
      'skips_total',
      'prompts_judged',
      'quality',
    ] as const) {
      expect(narrowed[field]).toEqual(expected[field]);
    }
    expect(narrowed.votes_total + narrowed.skips_total).toBeLessThan(16);
    expect(narrowed.voters).toEqual(reportOf(null).voters);
    expect(narrowed.prompts_total).toBe(3);
  });

  it('narrows checks and times with the votes, by the pace of all votes of the rater', () => {
    const check = (pair: number, kind: CheckVote['kind'], choice: Vote['choice']) => ({
      ...vote(pair, choice),
      kind,
    });
    const [fox, hare] = [
      placesOf((pair) => pair.prompt_index === 0),
      placesOf((pair) => pair.prompt_index === 1),
    ];
    const [first = 0, second = 0] = fox;
    const votes = PAIRS.map((_, place) => vote(place, 'A', { elapsed_ms: place === first ? 900 : 6000 }));
    const checks = [
      check(first, 'repeat', 'A'),
      check(hare[0] ?? 0, 'repeat', 'B'),
      check(second, 'catch', 'same'),
      check(hare[1] ?? 0, 'catch', 'A'),
      check(first, 'training', 'A'),
    ];
    const state = session([rater('rater 1', '', { votes, checks }), rater('Ben', 'WL')]);
    const { quality } = reportOf({ raters: ['rater 1'], prompts: [0] }, state);
    expect(quality.raters).toHaveLength(1);
    expect(quality.all).toMatchObject({
      repeats_alike: { count: 1, of: 1 },
      catches_same: { count: 1, of: 1 },
      training: 1,
      timed: fox.length,
      too_fast: 1,
    });
  });

  it('keeps what is told of the whole evaluation', () => {
    const late = rater('Ben', 'LL');
    const state = session([
      rater('rater 1', 'WLWL'),
      { ...late, votes: late.votes.map((own) => ({ ...own, after_reveal: true })) },
    ]);
    state.finished_by_hand = true;
    const { method, ended_early, votes_after_reveal } = reportOf({ raters: ['rater 1'] }, state);
    expect({ method, votes_after_reveal }).toEqual({ method: 'peek_safe', votes_after_reveal: 0 });
    expect(ended_early).toEqual(reportOf(null, state).ended_early);
  });
});

describe('the verdict on a part', () => {
  it('says in its headline and first below it that it is one', () => {
    const [headline, part] = reportOf({ raters: ['rater 1'], prompts: [0, 2], seeds: [1] }).verdict;
    expect(headline).toMatch(/^Of a part: not decided/);
    expect(part).toBe(
      'Only the votes of Ann on 2 of 3 prompts and 1 of 2 seeds: a part chosen afterwards proves less than the whole.',
    );
    expect(reportOf({ prompts: [1] }).verdict[1]).toBe(
      'Only the votes on 1 of 3 prompts: a part chosen afterwards proves less than the whole.',
    );
    expect(reportOf({ raters: ['Ben'] }).methods.join(' ')).toContain('no correction for having been chosen');
    expect(reportOf(null).verdict.join(' ')).not.toMatch(/\bpart\b/);
  });

  it('says that nothing is left, or nothing but skips', () => {
    expect(reportOf({ raters: ['Cem'] }).verdict.slice(0, 2)).toEqual([
      'Of a part: no votes are left, so nothing can be said',
      'Only the votes of Cem: a part chosen afterwards proves less than the whole.',
    ]);
    const skipped = session([rater('rater 1', 'SSSS'), rater('Ben', 'WW')]);
    expect(reportOf({ raters: ['rater 1'] }, skipped).verdict[0]).toBe(
      'Of a part: nothing but skips (4), so nothing can be said',
    );
  });

  it('may say better, corrected as the whole is', () => {
    const won = 'W'.repeat(12);
    const state = session([rater('rater 1', won), rater('Ben', won), rater('Cem', 'L'.repeat(12))]);
    const { verdict, metrics } = reportOf({ raters: ['rater 1', 'Ben'] }, state);
    expect(verdict[0]).toBe('Of a part: at weight 0.5 it is better on Quality');
    expect(metrics[0]?.candidates[0]?.p_adjusted).toBeCloseTo(2 * (2 / 2 ** 12), 12);
  });
});
