import { describe, expect, it } from 'vitest';
import { reportInput } from '../report/input';
import { extend, heavier, judged, LOADED, makeRest, more, Story, told } from '../testing/extensionStory';
import { judgedStory } from '../testing/judgedStory';
import { type JournalEvent, type NewEvent, readEvent } from './events';
import { canExtend, draftOf, extensionOf, setupToGoOnWith, whyNotExtended } from './extending';
import { replay } from './journal';
import { parseJson, stringifyJson } from './json';
import { logEntryOf } from './logEntry';
import { isEvaluationComplete, isGenerationComplete, stepOf } from './progress';
import {
  generationEvents,
  placed,
  SAMPLE_CREATED_AT,
  SAMPLE_ID,
  sampleSetup,
  sampleState,
  startEvents,
  voteEvent,
} from './sampleJournal';
import { missingOrders, settleRun } from './settle';
import { FIRST_RATER, findRater, newSession } from './state';

describe('an extension', () => {
  it('reads back from its journal line', () => {
    for (const event of placed([extend(sampleState(startEvents()), more())]))
      expect(readEvent(parseJson(stringifyJson(event)))).toEqual(event);
  });

  it('opens a complete evaluation again and leaves all that is there as it is', () => {
    const story = judged();
    const before = structuredClone(findRater(story.state, FIRST_RATER));
    expect(stepOf(story.state)).toBe(4);
    story.add(extend(story.state, more()));
    const { state } = story;
    expect(isEvaluationComplete(state)).toBe(false);
    expect(isGenerationComplete(state)).toBe(false);
    expect(state.run).toMatchObject({ status: 'paused', reason: expect.stringContaining('extended') });
    expect(state.images.size).toBe(6);
    expect(state.pairs.size).toBe(6);
    expect(state.started?.extensions).toEqual([
      {
        at: expect.any(String),
        pairs: 2,
        after_reveal: false,
        before: { prompts: 2, seeds: 1, loras: 1, weights: 2 },
      },
    ]);
    const rater = findRater(state, FIRST_RATER);
    expect(rater?.votes).toEqual(before?.votes);
    expect(rater?.shown).toEqual(before?.shown);
    expect(rater?.order.slice(0, 4)).toEqual(before?.order);
    story.add(LOADED, ...makeRest(state));
    expect(findRater(story.state, FIRST_RATER)?.shown.slice(0, 4)).toEqual(before?.shown);
    expect(findRater(story.state, FIRST_RATER)?.shown).toHaveLength(6);
    expect(stepOf(story.state)).toBe(3);
  });

  it('opens one that was ended by hand, and the reveal stays', () => {
    const story = new Story()
      .add(...generationEvents(), voteEvent(0, 'Quality', 'A'))
      .add({ type: 'evaluation_finished', by: 'hand' })
      .add({ type: 'revealed', by: 'completion', votes_done: 1, votes_total: 8 });
    expect(isEvaluationComplete(story.state)).toBe(true);
    story.add(extend(story.state, heavier()));
    expect(isEvaluationComplete(story.state)).toBe(false);
    expect(story.state.revealed).not.toBeNull();
    expect(story.state.started?.extensions[0]).toMatchObject({ pairs: 2, after_reveal: true });
    const report = reportInput(story.state, 1);
    expect(report.method).toBe('peek_safe');
    expect(report.extensions).toEqual([{ at: expect.any(String), pairs: 2, after_reveal: true }]);
  });

  it('before the reveal keeps the fixed test', () => {
    const story = judged();
    story.add(extend(story.state, more()));
    expect(reportInput(story.state, 1)).toMatchObject({ method: 'fixed', extensions: [{ pairs: 2 }] });
  });

  it('of no pair only takes over where and how images are made, and keeps a draft', () => {
    const story = judged();
    const servers = ['http://127.0.0.1:9999'];
    story.add({ type: 'setup_changed', changes: { prompt_pairs: more().prompt_pairs } });
    story.add({ type: 'setup_changed', changes: { servers } });
    story.add(extend(story.state, setupToGoOnWith(story.state)));
    const { state } = story;
    expect(state.started?.setup).toEqual(sampleSetup({ servers }));
    expect(state.started?.extensions).toEqual([]);
    expect(state.setup).toEqual(more({ servers }));
    expect(extensionOf(state)).toEqual({ images: 3, pairs: 2 });
    expect(state.run.status).toBe('completed');
    expect(stepOf(state)).toBe(4);
    expect(logEntryOf(story.events.at(-1) as JournalEvent, state).message).toContain('another server');
  });

  it('is not taken back by a discard, nor is what it was made of; what came after it is', () => {
    const story = judged();
    story.add({ type: 'saved', sha256: '0', timestamp: 1 });
    const saved = story.events.length;
    story.add({ type: 'setup_changed', changes: { prompt_pairs: more().prompt_pairs } });
    story.add(extend(story.state, more()));
    story.add({ type: 'setup_changed', changes: { seeds: [...sampleSetup().seeds, 5] } });
    expect(extensionOf(story.state)).toEqual({ images: 9, pairs: 6 });
    story.add({ type: 'discarded', to_seq: saved });
    const after = story.replayed;
    expect(after.setup).toEqual(more());
    expect(after.started?.setup).toEqual(more());
    expect(extensionOf(after)).toBeNull();
    // What a discard took back before the extension stays taken back.
    story.add({ type: 'setup_changed', changes: { seeds: [...sampleSetup().seeds, 6] } });
    story.add({ type: 'discarded', to_seq: saved });
    const grown = story.replayed;
    const both = more({ weight_range: null, weights: [0.4, 0.8, 1.2] });
    story.add(extend(grown, both));
    expect(story.replayed.setup).toEqual(both);
  });

  it('that ended before its first image is paused with the rest to make, not gone', () => {
    const story = judged();
    story.add(extend(story.state, more()));
    expect(settleRun(story.state)).toBeNull();
    expect(story.state.run.reason).not.toContain('gone');
    expect(missingOrders(story.state)).toEqual([]);
    story.add(LOADED);
    expect(settleRun(story.state)).toMatchObject({
      type: 'session_paused',
      reason: 'host_ended',
      done: 6,
      total: 9,
    });
  });

  it('takes nothing from a plan that was put together from more images, nor touches one of another tool', () => {
    const story = judged();
    const wide = more({ seeds: [...more().seeds, 9] });
    const event = extend(story.state, more());
    const rebuilt = sampleState(startEvents(wide));
    const found = sampleState(startEvents());
    if (found.started === null) throw new Error('It was started.');
    found.started = { ...found.started, as_found: true };
    for (const state of [rebuilt, found]) {
      const before = structuredClone(state);
      const [placedEvent] = placed([event]);
      replay(state, [{ ...(placedEvent as JournalEvent), seq: state.journal_seq + 1 }]);
      expect(told({ ...state, journal_seq: before.journal_seq })).toEqual(told(before));
    }
  });

  it('draws an order for pairs whose places were lost', () => {
    const story = judged();
    story.add({ ...extend(story.state, more()), orders: [] } as NewEvent);
    const events = missingOrders(story.state);
    expect(events).toMatchObject([{ type: 'order_drawn', rater: FIRST_RATER }]);
    const shown = structuredClone(findRater(story.state, FIRST_RATER)?.shown);
    story.add(...events);
    expect(findRater(story.state, FIRST_RATER)?.order).toHaveLength(6);
    expect(findRater(story.state, FIRST_RATER)?.shown).toEqual(shown);
  });
});

it.each(['in_turn', 'passes', 'together'] as const)(
  'an order that was lost whole is drawn again as it was, %s',
  (metric_mode) => {
    const { state, rater } = judgedStory({ metric_mode });
    const { order } = rater();
    expect(missingOrders({ ...state, raters: [] })).toEqual([
      { type: 'order_drawn', rater: FIRST_RATER, round: 0, order },
    ]);
  },
);

describe('the draft of an extension', () => {
  it('counts once it adds pairs, and only as an extension', () => {
    const story = judged();
    expect(canExtend(story.state)).toBe(true);
    expect(extensionOf(story.state)).toBeNull();
    story.add({ type: 'setup_changed', changes: { prompt_pairs: more().prompt_pairs } });
    expect(extensionOf(story.state)).toEqual({ images: 3, pairs: 2 });
    expect(draftOf(story.state)).toEqual(more());
    // Another tool that edits the file knows nothing of this rule.
    story.add({ type: 'setup_changed', changes: { seeds: [1] } });
    expect(extensionOf(story.state)).toBeNull();
    expect(draftOf(story.state)).toEqual(sampleSetup());
  });

  it('is none in the sample, in what another tool made, and before the start', () => {
    const { state } = judged();
    expect(whyNotExtended({ ...state, sample: true })).toContain('sample');
    const { started } = state;
    if (started === null) throw new Error('It was started.');
    const found = { ...state, started: { ...started, as_found: true }, setup: more() };
    expect(canExtend(found)).toBe(false);
    expect(extensionOf(found)).toBeNull();
    const draft = newSession(SAMPLE_ID, SAMPLE_CREATED_AT);
    expect(canExtend(draft)).toBe(false);
    expect(extensionOf(draft)).toBeNull();
  });
});

it('says by how many pairs it was extended, however often each is asked', () => {
  const { state } = judged();
  const order = [
    { pair: 'a.png', swap: true, metric: 'Quality' },
    { pair: 'a.png', swap: false, metric: 'Style' },
    { pair: 'b.png', swap: false, metric: 'Style', kind: 'catch' as const },
  ];
  const event = { type: 'plan_extended' as const, setup: more(), orders: [{ rater: FIRST_RATER, order }] };
  const [line] = placed([event]);
  expect(logEntryOf(line as JournalEvent, state).message).toBe('The evaluation was extended by 1 pair.');
});
