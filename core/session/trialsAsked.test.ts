import { describe, expect, it } from 'vitest';
import { judgedStory, STORY_PAIRS } from '../testing/judgedStory';
import { allAnswers, kindOf } from './answers';
import { countsOf, isEvaluationComplete, nextPositions } from './progress';
import { countedPairs, showingNumbers } from './trialPlaces';
import { evaluationOf } from './view';

/** 14 pairs, 3 repeats, 2 catches, 2 questions. */
const SHOWINGS = STORY_PAIRS + 5;
const TRIALS = SHOWINGS * 2;
const PRACTICE = 6;

describe('an evaluation with checks', () => {
  it('counts repeats and catches as trials and practice as none', () => {
    const { state, answer, rater } = judgedStory();
    expect(countsOf(state)).toMatchObject({ votes_done: 0, votes_total: TRIALS, pairs_total: STORY_PAIRS });
    answer(PRACTICE);
    expect(rater()).toMatchObject({ votes: [], checks: { length: PRACTICE } });
    expect(countsOf(state)).toMatchObject({ votes_done: 0, votes_total: TRIALS });
    for (let done = 0; done < TRIALS; done += 1) {
      expect(isEvaluationComplete(state)).toBe(false);
      expect(evaluationOf(state).raters[0]?.votes_done).toBe(done);
      answer();
    }
    expect(isEvaluationComplete(state)).toBe(true);
    expect(rater().votes).toHaveLength(STORY_PAIRS * 2);
    expect(rater().checks).toHaveLength(PRACTICE + 10);
    expect(countsOf(state)).toMatchObject({ votes_done: TRIALS, votes_total: TRIALS });
    expect(evaluationOf(state).raters[0]?.by_metric).toEqual([
      { metric: 'Quality', votes_done: SHOWINGS, votes_total: SHOWINGS },
      { metric: 'Style', votes_done: SHOWINGS, votes_total: SHOWINGS },
    ]);
  });

  it('numbers practice by itself and everything else without a gap', () => {
    const { rater } = judgedStory();
    const { shown } = rater();
    const numbers = showingNumbers(shown, ['Quality', 'Style']);
    const of = (isPractice: boolean) =>
      numbers.filter((_, index) => (shown[index]?.kind === 'training') === isPractice);
    expect(of(true).map(({ first, showing }) => [first, showing])).toEqual([
      [1, 1],
      [3, 2],
      [5, 3],
    ]);
    expect(of(false).map(({ first }) => first)).toEqual(
      Array.from({ length: SHOWINGS }, (_, index) => 2 * index + 1),
    );
    expect(countedPairs(shown)).toHaveLength(STORY_PAIRS);
  });

  it('is taken back answer by answer, over checks and practice to the very first', () => {
    const { state, answer, undo, rater } = judgedStory();
    answer(PRACTICE + TRIALS);
    const order = allAnswers(rater());
    expect(new Set(order.map(kindOf))).toEqual(new Set(['training', 'repeat', 'catch', undefined]));
    for (const one of order.toReversed()) {
      undo();
      const [next] = nextPositions(state, rater(), 1);
      const entry = rater().shown[next?.index ?? -1];
      expect([entry?.pair, entry?.kind, next?.metricIndex]).toEqual([
        one.pair,
        kindOf(one),
        one.metric === 'Quality' ? 0 : 1,
      ]);
    }
    expect(allAnswers(rater())).toEqual([]);
  });

  it('keeps the place of a changed answer among the others', () => {
    const { tell, answer, rater, undo } = judgedStory();
    answer(PRACTICE);
    const [first] = rater().checks;
    answer(2);
    if (first === undefined) throw new Error('Practice was answered.');
    const { at: _at, after_reveal: _after, nth: _nth, ...old } = first;
    tell({ type: 'vote_changed', ...old, vote_id: 'changed', rater: 'rater 1', choice: 'same' });
    expect(rater().checks[0]).toMatchObject({ vote_id: 'changed', choice: 'same', nth: 1 });
    expect(rater().checks).toHaveLength(PRACTICE);
    undo();
    expect(rater().votes).toHaveLength(1);
  });

  it('does not come back to practice once it has begun', () => {
    const { state, tell, nextVote, answer, rater } = judgedStory();
    answer(2);
    const skipped = rater().shown.find(({ kind }) => kind === undefined);
    if (skipped === undefined) throw new Error('There are trials.');
    tell({ ...nextVote(), kind: undefined, pair: skipped.pair, swap: skipped.swap });
    const [next] = nextPositions(state, rater(), 1);
    expect(rater().shown[next?.index ?? -1]?.kind).not.toBe('training');
  });

  it('waits for every rater who began, and for nobody who only practised', () => {
    const { state, tell, answer, rater } = judgedStory();
    tell(
      { type: 'rater_added', rater: 'Ann' },
      { type: 'order_drawn', rater: 'Ann', round: 0, order: rater().order },
    );
    answer(PRACTICE + TRIALS);
    answer(PRACTICE, 'Ann');
    expect(isEvaluationComplete(state)).toBe(true);
    answer(1, 'Ann');
    expect(isEvaluationComplete(state)).toBe(false);
    expect(countsOf(state)).toMatchObject({ votes_done: TRIALS + 1, votes_total: 2 * TRIALS });
    answer(TRIALS - 1, 'Ann');
    expect(isEvaluationComplete(state)).toBe(true);
  });
});

describe('the ways of asking', () => {
  it('asks one question of a showing in passes, each pair once for every question', () => {
    const { state, rater, answer } = judgedStory({ metric_mode: 'passes', quality_control: null });
    expect(countsOf(state).votes_total).toBe(2 * STORY_PAIRS);
    const asked = nextPositions(state, rater(), 100).map(({ index, metricIndex }) => {
      expect(rater().shown[index]?.metric).toBe(['Quality', 'Style'][metricIndex]);
      return metricIndex;
    });
    expect(asked).toEqual([...Array(STORY_PAIRS).fill(0), ...Array(STORY_PAIRS).fill(1)]);
    answer(STORY_PAIRS);
    expect(evaluationOf(state).raters[0]?.by_metric).toEqual([
      { metric: 'Quality', votes_done: STORY_PAIRS, votes_total: STORY_PAIRS },
      { metric: 'Style', votes_done: 0, votes_total: STORY_PAIRS },
    ]);
    answer(STORY_PAIRS);
    expect(isEvaluationComplete(state)).toBe(true);
    expect(countedPairs(rater().shown)).toEqual(rater().shown.slice(0, STORY_PAIRS));
  });

  it('comes to the next pair, not the next question, where all are on one screen', () => {
    const { state, rater, answer } = judgedStory({ metric_mode: 'together', quality_control: null });
    const places = () =>
      nextPositions(state, rater(), 2).map(({ index, metricIndex }) => [index, metricIndex]);
    expect(places()).toEqual([
      [0, 0],
      [1, 0],
    ]);
    answer();
    expect(places()).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(countsOf(state).votes_total).toBe(2 * STORY_PAIRS);
  });
});

it('counts the trials of a plan before it begins as those it will have', () => {
  const { state } = judgedStory();
  const draft = { ...state, started: null, raters: [] };
  expect(countsOf(draft).votes_total).toBe(TRIALS);
});
