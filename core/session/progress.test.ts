import { describe, expect, it } from 'vitest';
import { planPairs } from '../plan/jobs';
import { createRandom } from '../plan/random';
import { drawOrder } from '../plan/trials';
import type { JournalEvent, NewEvent } from './events';
import { parseSessionId } from './identity';
import { applyEvent } from './journal';
import {
  canJudge,
  countsOf,
  isEvaluationComplete,
  isGenerationComplete,
  nextPositions,
  pairsWaiting,
  stepOf,
} from './progress';
import { blankSetup, type Setup } from './setup';
import { FIRST_RATER, findRater, newSession, type SessionState } from './state';

const SETUP: Setup = {
  ...blankSetup(),
  loras: ['fox.safetensors'],
  weight_range: [0.4, 0.8, 0.4],
  seeds: [1, 2],
  metrics: ['Quality', 'Style'],
  prompt_pairs: [{ positive: 'a fox', negative: '' }],
};
const NEXT = { done: 0, total: 6, next_action: 'images' };

/** A session that is told what happens to it, one event after the other. */
function story() {
  const state: SessionState = newSession(parseSessionId('20240115_143022'), '2024-01-15T14:30:22Z');
  let seq = 0;
  const tell = (event: NewEvent) => {
    seq += 1;
    applyEvent(state, {
      ...event,
      seq,
      at: new Date(1_700_000_000_000 + seq * 1000).toISOString(),
    } as JournalEvent);
  };
  const start = () => {
    tell({ type: 'session_start', setup: SETUP, order_seed: 7, blind_key: 'k', ...NEXT });
    tell({
      type: 'order_drawn',
      rater: FIRST_RATER,
      round: 0,
      order: drawOrder(planPairs(SETUP, 7), createRandom(7, 'order')),
    });
  };
  const make = (file: string) =>
    tell({
      type: 'image_completed',
      job: file,
      file,
      prompt_index: 0,
      sha256: 'x',
      size_bytes: 1,
      width: 8,
      height: 8,
      server: 's',
      timestamp: '20240115_143100',
      seconds: 1,
      ...NEXT,
    });
  const makeAll = () => {
    for (const file of new Set(planPairs(SETUP, 7).flatMap((pair) => [pair.baseline, pair.lora]))) make(file);
    tell({ type: 'session_completed', ...NEXT });
  };
  const rater = () => {
    const found = findRater(state, FIRST_RATER);
    if (found === undefined) throw new Error('The first rater is there once the order is drawn.');
    return found;
  };
  const vote = (choice: 'A' | 'B' | 'same' | 'skip' = 'A') => {
    const next = nextPositions(state, rater(), 1)[0];
    const entry = rater().shown[next?.index ?? -1];
    if (next === undefined || entry === undefined) throw new Error('There is a trial to vote on.');
    const metric = SETUP.metrics[next.metricIndex] ?? '';
    tell({
      type: 'vote_cast',
      vote_id: `v${seq}`,
      rater: FIRST_RATER,
      pair: entry.pair,
      metric,
      choice,
      stars: null,
      note: null,
      flags: [],
      elapsed_ms: null,
      swap: entry.swap,
    });
  };
  return { state, tell, start, make, makeAll, vote, rater };
}

describe('counts and step', () => {
  it('are those of the plan before anything is made', () => {
    const { state, tell } = story();
    tell({ type: 'setup_changed', changes: SETUP });
    expect(countsOf(state)).toEqual({
      images_done: 0,
      images_total: 6,
      pairs_total: 4,
      votes_done: 0,
      votes_total: 8,
    });
    expect(stepOf(state)).toBe(1);
    expect(canJudge(state)).toBe(false);
  });

  it('go with the images and the votes to the end', () => {
    const { state, start, makeAll, vote } = story();
    start();
    expect(stepOf(state)).toBe(2);
    makeAll();
    expect(stepOf(state)).toBe(3);
    expect(isGenerationComplete(state)).toBe(true);
    for (let n = 0; n < 8; n += 1) {
      expect(isEvaluationComplete(state)).toBe(false);
      vote(n === 3 ? 'skip' : 'A');
    }
    expect(isEvaluationComplete(state)).toBe(true);
    expect(stepOf(state)).toBe(4);
    expect(countsOf(state)).toMatchObject({ votes_done: 8, votes_total: 8 });
  });
});

describe('the order of showing', () => {
  it('asks the metrics in turn for each pair', () => {
    const { state, start, makeAll, rater } = story();
    start();
    makeAll();
    expect(nextPositions(state, rater(), 3)).toEqual([
      { index: 0, metricIndex: 0 },
      { index: 0, metricIndex: 1 },
      { index: 1, metricIndex: 0 },
    ]);
  });

  it('shows nothing while images are being made, complete pairs once the run pauses', () => {
    const { state, tell, start, make, rater } = story();
    start();
    const [pair] = planPairs(SETUP, 7);
    make(pair?.baseline ?? '');
    make(pair?.lora ?? '');
    expect(rater().shown).toEqual([]);
    expect(canJudge(state)).toBe(false);
    tell({ type: 'session_paused', reason: 'asked', message: 'Paused.', ...NEXT });
    expect(rater().shown.map((entry) => entry.pair)).toEqual([pair?.lora]);
    expect(canJudge(state)).toBe(true);
    expect(pairsWaiting(state)).toBe(3);
  });

  it('puts pairs that become complete after the first vote at the end, so that no place under a vote moves', () => {
    const { tell, start, make, makeAll, vote, rater } = story();
    start();
    const late = rater().order[2]?.pair ?? '';
    const pair = planPairs(SETUP, 7).find((one) => one.lora === late);
    make(pair?.baseline ?? '');
    make(late);
    tell({ type: 'session_stopped', message: 'Stopped.', ...NEXT });
    vote();
    makeAll();
    expect(rater().shown[0]?.pair).toBe(late);
    expect(rater().shown).toHaveLength(4);
    expect(rater().shown.slice(1)).toEqual(rater().order.filter((entry) => entry.pair !== late));
  });

  it('keeps the whole drawn order while nobody voted, however often the run paused', () => {
    const { tell, start, make, makeAll, rater } = story();
    start();
    const last = planPairs(SETUP, 7).find((one) => one.lora === rater().order[3]?.pair);
    make(last?.baseline ?? '');
    make(last?.lora ?? '');
    tell({ type: 'session_paused', reason: 'asked', message: 'Paused.', ...NEXT });
    makeAll();
    expect(rater().shown).toEqual(rater().order);
  });
});

describe('undo and finish', () => {
  it('opens the trial again, in the order of first voting', () => {
    const { state, tell, start, makeAll, vote, rater } = story();
    start();
    makeAll();
    vote();
    vote('B');
    const last = rater().votes.at(-1);
    tell({ type: 'vote_undone', vote_id: last?.vote_id ?? '', rater: FIRST_RATER });
    expect(rater().votes).toHaveLength(1);
    expect(nextPositions(state, rater(), 1)).toEqual([{ index: 0, metricIndex: 1 }]);
  });

  it('ends by hand, and is open again after an undo', () => {
    const { state, tell, start, makeAll, vote, rater } = story();
    start();
    makeAll();
    vote();
    tell({ type: 'evaluation_finished', by: 'hand' });
    expect(isEvaluationComplete(state)).toBe(true);
    tell({ type: 'vote_undone', vote_id: rater().votes[0]?.vote_id ?? '', rater: FIRST_RATER });
    expect(isEvaluationComplete(state)).toBe(false);
  });

  it('marks votes cast or changed after labels were shown', () => {
    const { tell, start, makeAll, vote, rater } = story();
    start();
    makeAll();
    vote();
    tell({ type: 'revealed', by: 'hand', votes_done: 1, votes_total: 8 });
    vote();
    expect(rater().votes.map((one) => one.after_reveal)).toEqual([false, true]);
  });
});
