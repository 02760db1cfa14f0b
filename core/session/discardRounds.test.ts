import { describe, expect, it } from 'vitest';
import { extend } from '../testing/extensionStory';
import { judgedStory } from '../testing/judgedStory';
import { answersDone } from './answers';
import { discardEvent, unsavedEvents } from './discard';
import type { EventOf, NewEvent } from './events';
import { replay } from './journal';
import { placed, SAMPLE_CREATED_AT, SAMPLE_ID } from './sampleJournal';
import { missingOrders } from './settle';
import { effectiveSetup, labelOf, newRater, newSession } from './state';

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

describe('a discard behind a joining', () => {
  it('leaves nobody without votes behind, however often it is done', () => {
    const { state, tell, answer, events, rater } = judgedStory();
    answer(3);
    const saved = events.length;
    const before = structuredClone(state.raters);
    const order = rater().order;
    const join = [
      { type: 'rater_added', rater: 'pack c0c0c0c0' },
      { type: 'order_drawn', rater: 'pack c0c0c0c0', round: 0, order },
    ] as const;
    tell(...join);
    const back = newSession(SAMPLE_ID, SAMPLE_CREATED_AT);
    const discard = { type: 'discarded', to_seq: saved } as const;
    replay(back, [...events, ...placed([discard, ...join, discard], events.length + 1)]);
    expect(back.raters).toEqual(before);
  });

  it('keeps the order of somebody of whom an older journal has votes behind it', () => {
    const { events, rater } = judgedStory();
    const order = rater().order;
    const vote = { ...judgedStory().nextVote(), rater: 'Ann' };
    const back = newSession(SAMPLE_ID, SAMPLE_CREATED_AT);
    replay(back, [
      ...events,
      ...placed(
        [
          { type: 'rater_added', rater: 'Ann' },
          { type: 'order_drawn', rater: 'Ann', round: 0, order },
          { type: 'discarded', to_seq: events.length },
          vote,
        ],
        events.length + 1,
      ),
    ]);
    expect(answersDone(back.raters[1] ?? newRater('nobody')) + (back.raters[1]?.checks.length ?? 0)).toBe(1);
  });
});

describe('a discard behind a redo and an extension', () => {
  it('gives every rater of the round that is back the new pairs, and repeats with their sides swapped', () => {
    const story = judgedStory({ prompt_pairs: prompts(14) });
    const { state, events, tell, answer, rater } = story;
    tell(
      { type: 'rater_added', rater: 'Ann' },
      { type: 'order_drawn', rater: 'Ann', round: 0, order: rater().order.toReversed() },
    );
    answer(2);
    answer(2, 'Ann');
    const saved = events.length;
    const begun = structuredClone(state.raters);
    const swapped = rater().order.map((entry) => ({ ...entry, swap: !entry.swap }));
    tell({ type: 'evaluation_redone', round: 1, order: swapped });
    const wide = { ...effectiveSetup(state), prompt_pairs: prompts(28) };
    tell({ ...(extend(state, wide) as EventOf<'plan_extended'>), round: 1 });
    const back = newSession(SAMPLE_ID, SAMPLE_CREATED_AT);
    replay(back, [...events, ...placed([{ type: 'discarded', to_seq: saved }], events.length + 1)]);
    const mend = missingOrders(back);
    replay(back, [...placed(mend, back.journal_seq + 1)]);
    expect(missingOrders(back)).toEqual([]);
    for (const [index, { order, votes }] of back.raters.entries()) {
      expect(order.slice(0, begun[index]?.order.length)).toEqual(begun[index]?.order);
      expect(order.filter(({ kind }) => kind === undefined)).toHaveLength(28);
      expect(votes).toEqual(begun[index]?.votes);
    }
    const { order } = back.raters[0] ?? newRater('nobody');
    const repeats = order.filter(({ kind }) => kind === 'repeat');
    expect(repeats.length).toBeGreaterThan(3);
    for (const { pair, swap } of repeats)
      expect(order.find((entry) => entry.kind === undefined && entry.pair === pair)?.swap).toBe(!swap);
  });
});

const prompts = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ positive: `thing ${index}`, negative: '' }));
