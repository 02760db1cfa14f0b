import { describe, expect, it } from 'vitest';
import { judgedStory } from '../testing/judgedStory';
import { discardEvent, unsavedEvents } from './discard';
import type { NewEvent } from './events';
import { replay } from './journal';
import { placed, SAMPLE_CREATED_AT, SAMPLE_ID } from './sampleJournal';
import { labelOf, newSession } from './state';

it('a redo keeps what everybody is called, but for those of a rating pack', () => {
  const { tell, answer, state, rater } = judgedStory();
  const { order } = rater();
  const joins = (name: string): NewEvent[] => [
    { type: 'rater_added', rater: name },
    { type: 'order_drawn', rater: name, round: 0, order },
    { type: 'rater_named', rater: name, label: `${name} of Leeds` },
  ];
  tell(...joins('Ann'), ...joins('pack c0c0c0c0'));
  tell({
    type: 'votes_merged',
    rater: 'pack c0c0c0c0',
    source: { pack_id: 'p', copy_id: 'c0c0c0c0', revision: 1 },
  });
  answer(2, 'Ann');
  tell({ type: 'evaluation_redone', round: 1, order: order.toReversed() });
  expect(state.raters.map((one) => [one.name, labelOf(one), one.checks.length])).toEqual([
    ['rater 1', 'rater 1', 0],
    ['Ann', 'Ann of Leeds', 0],
  ]);
  tell({ type: 'order_drawn', rater: 'Ann', round: 1, order });
  answer(1, 'Ann');
  expect(rater('Ann')).toMatchObject({ label: 'Ann of Leeds', checks: { length: 1 } });
});

describe('a discard behind a redo', () => {
  /** Judged in part and revealed, all of it saved; then redone and judged by two. */
  function redone() {
    const story = judgedStory();
    const { tell, answer, rater, events } = story;
    answer(10);
    tell({ type: 'revealed', by: 'hand', votes_done: 4, votes_total: 38 });
    const saved = events.length;
    const before = structuredClone(story.state);
    tell({ type: 'evaluation_redone', round: 1, order: rater().order.toReversed() });
    tell(
      { type: 'rater_added', rater: 'Ann' },
      { type: 'order_drawn', rater: 'Ann', round: 1, order: rater().order },
    );
    answer(5);
    answer(2, 'Ann');
    return { ...story, before, saved };
  }

  it('brings the votes, the order and the reveal back, and nobody of the round that is void', () => {
    const { events, before, saved, state } = redone();
    expect(state).toMatchObject({ round: 1, revealed: null, past_rounds: [{ raters: before.raters }] });
    const back = newSession(SAMPLE_ID, SAMPLE_CREATED_AT);
    replay(back, [...events, ...placed([{ type: 'discarded', to_seq: saved }], events.length + 1)]);
    for (const key of ['raters', 'round', 'past_rounds', 'revealed', 'finished_by_hand'] as const)
      expect(back[key]).toEqual(before[key]);
  });

  it('leaves the order of somebody who joined anew after the next redo', () => {
    const { events, saved, rater } = redone();
    const back = newSession(SAMPLE_ID, SAMPLE_CREATED_AT);
    const order = rater().order.slice(0, 3);
    replay(back, [
      ...events,
      ...placed(
        [
          { type: 'discarded', to_seq: saved },
          { type: 'evaluation_redone', round: 1, order },
          { type: 'rater_added', rater: 'Ben' },
          { type: 'order_drawn', rater: 'Ben', round: 1, order },
        ],
        events.length + 1,
      ),
    ]);
    expect(back.round).toBe(1);
    expect(back.raters.map(({ name }) => name)).toEqual(['rater 1', 'Ben']);
  });

  it('counts the redo, the votes and the names as unsaved', () => {
    const { events, saved } = redone();
    expect(unsavedEvents(events, saved).map(({ type }) => type)).toEqual([
      'evaluation_redone',
      'rater_added',
      ...Array(7).fill('vote_cast'),
    ]);
  });

  it('counts no vote as taken back that it gives back', () => {
    const { state, before, saved } = redone();
    expect(discardEvent(saved, state, before)).toEqual({ type: 'discarded', to_seq: saved });
    expect(discardEvent(saved, before, before)).toMatchObject({ votes_taken_back: 0 });
  });
});
