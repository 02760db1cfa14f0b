import { describe, expect, it } from 'vitest';
import { planPairs } from '../plan/jobs';
import { parseSessionId } from '../session/identity';
import { blankSetup } from '../session/setup';
import { newRater, newSession, type Rater, type SessionState, type Vote } from '../session/state';
import { scoresCsv } from './export';
import { buildReport } from './figures';
import { reportInput, scoreRows } from './input';
import { reportSchema } from './report';

const SETUP = {
  ...blankSetup(['127.0.0.1:8188']),
  loras: ['a.safetensors', 'b.safetensors'],
  weight_range: null,
  weights: [0.5, 1],
  seeds: [1, 18446744073709551615n],
  metrics: ['Quality'],
  prompt_pairs: [{ positive: 'a fox', negative: 'blurry' }],
};
const PAIRS = planPairs(SETUP, 7);

function state(raters: Rater[] = []): SessionState {
  const session = newSession(parseSessionId('20240115_143022'), '2024-01-15T14:30:22.000Z');
  session.setup = SETUP;
  session.started = { setup: SETUP, order_seed: 3, blind_key: 'k', as_found: false, extensions: [] };
  session.pairs = new Map(PAIRS.map((pair) => [pair.lora, pair]));
  session.raters = raters;
  return session;
}

function vote(pair: number, choice: Vote['choice'], swap: boolean, more: Partial<Vote> = {}): Vote {
  return {
    vote_id: `${pair}`,
    pair: PAIRS[pair]?.lora ?? '',
    metric: 'Quality',
    choice,
    stars: null,
    note: null,
    flags: [],
    elapsed_ms: null,
    swap,
    at: '2024-01-15T15:00:00.000Z',
    after_reveal: false,
    nth: pair + 1,
    ...more,
  };
}

function rater(name: string, votes: Vote[]): Rater {
  const order = PAIRS.map((pair) => ({ pair: pair.lora, swap: true }));
  return { ...newRater(name), order, shown: order, votes };
}

describe('reportInput', () => {
  it('sees each vote from the LoRA, whichever side it was on', () => {
    const votes = [
      vote(0, 'A', true),
      vote(1, 'A', false),
      vote(2, 'B', true),
      vote(3, 'B', false),
      vote(4, 'same', true),
      vote(5, 'skip', true),
    ];
    const counted = reportInput(state([rater('rater 1', votes)]), 9).votes;
    expect(counted.map(({ outcome, chose_left }) => [outcome, chose_left])).toEqual([
      ['win', true],
      ['loss', true],
      ['loss', false],
      ['win', false],
      ['tie', null],
      ['skip', null],
    ]);
    expect(counted.map(({ candidate }) => candidate)).toEqual([0, 1, 2, 3, 0, 1]);
  });

  it('names candidates, prompts, metrics and the raters who voted', () => {
    const input = reportInput(state([rater('rater 1', [vote(0, 'A', true)]), rater('Ann', [])]), 9);
    expect(input).toMatchObject({
      session_id: '20240115_143022',
      demo: false,
      raters: ['rater 1'],
      metrics: ['Quality'],
      prompts: ['a fox'],
      method: 'fixed',
      bootstrap_seed: 9,
    });
    expect(input.candidates).toEqual([
      { lora_filename: 'a.safetensors', weight: 0.5 },
      { lora_filename: 'a.safetensors', weight: 1 },
      { lora_filename: 'b.safetensors', weight: 0.5 },
      { lora_filename: 'b.safetensors', weight: 1 },
    ]);
  });

  it('puts the votes of all raters in the order of time', () => {
    const first = rater('rater 1', [
      vote(0, 'A', true, { at: '2024-01-15T15:00:02Z' }),
      vote(1, 'A', true, { at: '2024-01-15T15:00:04Z' }),
    ]);
    const second = rater('Ann', [vote(2, 'A', true, { at: '2024-01-15T16:00:03+01:00' })]);
    expect(reportInput(state([first, second]), 1).votes.map((one) => one.rater)).toEqual([
      'rater 1',
      'Ann',
      'rater 1',
    ]);
  });

  it('uses the test that stays valid after a look once a vote came after one', () => {
    const looked = state([
      rater('rater 1', [vote(0, 'A', true), vote(1, 'A', true, { after_reveal: true })]),
    ]);
    looked.revealed = { at: '2024-01-15T15:00:00Z', early: true, votes_taken_back: 0 };
    expect(reportInput(looked, 1)).toMatchObject({ method: 'peek_safe', revealed_early: true });
  });

  it('uses it too once a vote was taken back after the look, and tells how many', () => {
    const looked = state([rater('rater 1', [vote(0, 'A', true)])]);
    looked.revealed = { at: '2024-01-15T15:00:00Z', early: false, votes_taken_back: 0 };
    expect(reportInput(looked, 1)).toMatchObject({ method: 'fixed', votes_taken_back: 0 });
    looked.revealed.votes_taken_back = 2;
    expect(reportInput(looked, 1)).toMatchObject({ method: 'peek_safe', votes_taken_back: 2 });
  });

  it('tells how many votes there are while some are open, and nothing once none is', () => {
    const open = state([rater('rater 1', [vote(0, 'A', true), vote(1, 'skip', true)])]);
    expect(reportInput(open, 1).unfinished).toEqual({ votes_done: 2, votes_total: PAIRS.length });
    open.finished_by_hand = true;
    expect(reportInput(open, 1).unfinished).toBeNull();
  });

  it('tells how far an evaluation got that was ended by hand, and nothing of one that is whole', () => {
    const ended = state([rater('rater 1', [vote(0, 'A', true), vote(1, 'skip', true)])]);
    expect(reportInput(ended, 1).ended_early).toBeNull();
    ended.finished_by_hand = true;
    expect(reportInput(ended, 1).ended_early).toEqual({ votes_done: 2, votes_total: PAIRS.length });
    const whole = state([
      rater(
        'rater 1',
        PAIRS.map((_, index) => vote(index, 'A', true)),
      ),
    ]);
    whole.finished_by_hand = true;
    expect(reportInput(whole, 1).ended_early).toBeNull();
  });

  it('counts the judged pairs whose two images came from two servers, and says what that means', () => {
    const judged = state([rater('rater 1', [vote(0, 'A', true), vote(1, 'A', true)])]);
    const made = (file: string, server: string) =>
      judged.images.set(file, {
        file,
        sha256: '',
        size_bytes: 1,
        width: 1,
        height: 1,
        server,
        timestamp: '',
        seconds: null,
      });
    for (const { baseline, lora } of PAIRS) {
      made(baseline, '127.0.0.1:8188');
      made(lora, 'http://127.0.0.1:8188/');
    }
    expect(reportInput(judged, 1).mixed_pairs).toBe(0);
    // One that was judged, and one that was not.
    for (const place of [1, 2]) made(PAIRS[place]?.lora ?? '', 'gpu-box:8188');
    expect(reportInput(judged, 1).mixed_pairs).toBe(1);
    expect(buildReport(reportInput(judged, 1)).verdict.join(' ')).toContain(
      '1 pair has a baseline and a candidate from two servers',
    );
  });

  it('takes the candidates of a plan that another tool made from its pairs', () => {
    const foreign = state();
    foreign.pairs = new Map([
      [
        'x.png',
        {
          ...(PAIRS[0] as (typeof PAIRS)[number]),
          lora: 'x.png',
          lora_filename: 'z.safetensors',
          weight: 0.9,
          candidate: 0,
        },
      ],
    ]);
    expect(reportInput(foreign, 1).candidates).toEqual([{ lora_filename: 'z.safetensors', weight: 0.9 }]);
  });

  it('feeds a report that is what the contract says, with no vote and with votes', () => {
    for (const raters of [[], [rater('rater 1', [vote(0, 'A', true), vote(1, 'B', true)])]]) {
      expect(reportSchema.parse(buildReport(reportInput(state(raters), 5))).votes_total).toBe(
        raters.length * 2,
      );
    }
  });
});

describe('scoreRows', () => {
  it('has a line a vote, with the place of its pair in the order of showing', () => {
    const rows = scoreRows(
      state([rater('rater 1', [vote(3, 'A', true, { stars: 4, flags: ['both_bad'], note: 'ok' })])]),
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      pair_index: 3,
      metric: 'Quality',
      baseline_path: './sessions/20240115_143022/output/baseline_0_0.png',
      lora_path: './sessions/20240115_143022/output/lora_0_0_w1_c1.png',
      weight: 1,
      seed: 1,
      choice: 'A',
      stars: 4,
      lora_better: true,
      lora_filename: 'b.safetensors',
      rater: 'rater 1',
    });
  });

  it('counts the pairs of further raters in the order of the first, which the saved file has', () => {
    const first = rater('rater 1', [vote(3, 'A', true)]);
    const second = rater('Ann', [vote(3, 'B', true)]);
    second.shown = [...second.shown].reverse();
    expect(scoreRows(state([first, second])).map(({ pair_index }) => pair_index)).toEqual([3, 3]);
  });

  it('keeps every digit of a seed in the file', () => {
    expect(scoresCsv(scoreRows(state([rater('rater 1', [vote(4, 'A', true)])])))).toContain(
      ',18446744073709551615,',
    );
  });
});
