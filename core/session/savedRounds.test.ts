import { describe, expect, it } from 'vitest';
import { judgedStory, STORY_PAIRS } from '../testing/judgedStory';
import { toDocument } from './document';
import { parseJson, stringifyJson } from './json';
import { countsOf } from './progress';
import { restore } from './restore';
import { SAMPLE_CREATED_AT, SAMPLE_ID } from './sampleJournal';
import type { JsonObject, SessionState } from './state';
import { countedPairs } from './trialPlaces';

const written = (state: SessionState) =>
  parseJson(stringifyJson(toDocument(state, 1_705_325_422.25), 2)) as JsonObject;
const reread = (document: JsonObject) =>
  restore(document, { sessionId: SAMPLE_ID, createdAt: SAMPLE_CREATED_AT, blindKey: 'other' });

/** A session that was judged, redone and half judged again, by two. */
function wholeLife(changes = {}) {
  const story = judgedStory(changes);
  const { tell, answer, undo, rater, state } = story;
  answer(30);
  tell(
    { type: 'rater_named', rater: 'rater 1', label: 'Ann' },
    { type: 'revealed', by: 'hand', votes_done: 24, votes_total: 38 },
  );
  undo();
  tell({ type: 'evaluation_redone', round: 1, order: rater().order.toReversed() });
  tell(
    { type: 'rater_added', rater: 'Ben' },
    { type: 'order_drawn', rater: 'Ben', round: 1, order: rater().order },
    {
      type: 'votes_merged',
      rater: 'Ben',
      source: { pack_id: 'p', copy_id: 'c', revision: 3 },
    },
    {
      type: 'pack_made',
      pack_id: 'p',
      round: 1,
      order: rater().order.map((entry, index) => ({ ...entry, key: `k${index}` })),
    },
  );
  answer(12);
  answer(9, 'Ben');
  return { ...story, state };
}

describe.each(['in_turn', 'passes', 'together'] as const)(
  'a session saved and read again, %s',
  (metric_mode) => {
    it('has the same raters, checks, rounds, labels and packs', () => {
      const { state } = wholeLife({ metric_mode });
      const { state: again, repairs } = reread(written(state));
      expect(repairs).toEqual([]);
      for (const key of [
        'raters',
        'past_rounds',
        'packs',
        'pack',
        'round',
        'revealed',
        'finished_by_hand',
      ] as const)
        expect(again[key]).toEqual(state[key]);
      expect(countsOf(again)).toEqual(countsOf(state));
      // Read and written once more it is the same file: nothing is taken for a field of another tool.
      expect(written(again)).toEqual(written(state));
    });

    it('shows other tools only what counts, each pair once', () => {
      const { state, rater } = wholeLife({ metric_mode });
      const document = written(state);
      const step2 = document['step_2_generation'] as {
        results: unknown[];
        shuffled_results: { swap: boolean }[];
      };
      const step3 = document['step_3_evaluation'] as {
        scores: { pair_index: number }[];
        current_eval_index: number;
      };
      const pairs = countedPairs(rater().shown);
      expect(step2.results).toHaveLength(STORY_PAIRS);
      expect(step2.shuffled_results.map(({ swap }) => swap)).toEqual(pairs.map(({ swap }) => swap));
      expect(step3.scores).toHaveLength(rater().votes.length);
      expect(step3.scores.map(({ pair_index }) => pairs[pair_index]?.pair)).toEqual(
        rater().votes.map(({ pair }) => pair),
      );
      expect(step3.current_eval_index).toBeLessThan(STORY_PAIRS);
    });
  },
);

describe('a file that another tool changed', () => {
  it('counts with the order of that tool, and ours where it is the same', () => {
    const { state, rater } = wholeLife();
    const document = written(state);
    expect(reread(document).state.raters[0]?.shown).toEqual(rater().shown);
    const step2 = document['step_2_generation'] as { shuffled_results: { swap: boolean }[] };
    const [first, ...rest] = step2.shuffled_results;
    const turned = { ...first, swap: first?.swap !== true };
    const other = { ...step2, shuffled_results: [turned, ...rest] };
    const shown = reread({ ...document, step_2_generation: other as unknown as JsonObject }).state.raters[0]
      ?.shown;
    expect(shown).toHaveLength(STORY_PAIRS);
    expect(shown?.every(({ kind }) => kind === undefined)).toBe(true);
  });

  it('keeps the checks, numbered before the votes that the tool wrote', () => {
    const { state, rater } = wholeLife();
    const document = written(state);
    const step3 = document['step_3_evaluation'] as { scores: { choice: string }[] };
    const scores = step3.scores.map((score) => ({ ...score, choice: 'B' }));
    const again = reread({ ...document, step_3_evaluation: { ...step3, scores } as unknown as JsonObject })
      .state.raters[0];
    expect(again?.checks.map(({ nth }) => nth)).toEqual(rater().checks.map((_, index) => index + 1));
    expect(again?.votes.map(({ choice }) => choice)).toEqual(scores.map(() => 'B'));
    expect(again?.votes[0]?.nth).toBe(rater().checks.length + 1);
  });
});
