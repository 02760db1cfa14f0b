import { describe, expect, it } from 'vitest';
import { planPairs } from '../plan/jobs';
import { createRandom, type Random } from '../plan/random';
import { extendOrder } from '../plan/trials';
import { reportInput } from '../report/input';
import { toDocument } from './document';
import { type JournalEvent, type NewEvent, readEvent } from './events';
import {
  canExtend,
  draftOf,
  extensionOf,
  hiddenPictures,
  setupToGoOnWith,
  whyNotExtended,
} from './extending';
import { jobNumbersOf } from './jobNumbers';
import { replay } from './journal';
import { parseJson, stringifyJson } from './json';
import { logEntryOf } from './logEntry';
import { isEvaluationComplete, isGenerationComplete, stepOf } from './progress';
import { restore } from './restore';
import {
  generationEvents,
  imageEvents,
  placed,
  SAMPLE_CREATED_AT,
  SAMPLE_ID,
  sampleJobs,
  sampleOrder,
  sampleSetup,
  sampleState,
  startEvents,
  voteEvent,
} from './sampleJournal';
import { filesToMake, missingOrder, settleRun } from './settle';
import type { Setup } from './setup';
import { FIRST_RATER, findRater, type JsonObject, newSession, type SessionState } from './state';

const PROMPT = { positive: 'a fox on a roof', negative: '' };
const PLACE = { prompt_index: null, done: 6, total: 6 };
const COMPLETED: NewEvent = { type: 'session_completed', ...PLACE, next_action: 'evaluate' };
const LOADED: NewEvent = { type: 'setup_loaded', ...PLACE, next_action: 'check_setup' };

/** The event that extends a state's plan, its orders drawn as a run draws them for the first rater. */
function extend(state: SessionState, setup: Setup): NewEvent {
  const pairs = new Map(planPairs(setup, 4711).map((pair) => [pair.lora, pair]));
  const orders = state.raters.map(({ name, order }) => ({
    rater: name,
    order: extendOrder(order, pairs, createRandom(4711, 'order', 1)).slice(order.length),
  }));
  const isLarger = orders.some(({ order }) => order.length > 0);
  return { type: 'plan_extended', setup, orders: isLarger ? orders : [] };
}

/** The images that a state lacks, made. */
function makeRest(state: SessionState): NewEvent[] {
  const setup = state.started?.setup ?? state.setup;
  const lacking = new Set(filesToMake(state));
  const jobs = sampleJobs(setup).filter(({ file }) => lacking.has(file));
  return [...jobs.flatMap((job, index) => imageEvents(job, index, setup)), COMPLETED];
}

/** A journal that grows by what its present state tells. */
class Story {
  readonly state = newSession(SAMPLE_ID, SAMPLE_CREATED_AT);
  readonly events: JournalEvent[] = [];

  add(...events: NewEvent[]): this {
    const from = this.events.length;
    const all = placed([...this.events, ...events]).slice(from);
    this.events.push(...all);
    replay(this.state, all);
    return this;
  }

  get replayed(): SessionState {
    const state = newSession(SAMPLE_ID, SAMPLE_CREATED_AT);
    replay(state, this.events);
    return state;
  }
}

function judged(): Story {
  const story = new Story().add(...generationEvents());
  const order = sampleOrder();
  for (const index of order.keys())
    story.add(voteEvent(index, 'Quality', 'A'), voteEvent(index, 'Style', 'same'));
  return story.add({ type: 'evaluation_finished', by: 'last_vote' });
}

function reread(state: SessionState): SessionState {
  const document = parseJson(stringifyJson(toDocument(state, 1_705_325_422.25), 2)) as JsonObject;
  const options = { sessionId: SAMPLE_ID, createdAt: SAMPLE_CREATED_AT, blindKey: 'other' };
  const restored = restore(document, options);
  expect(restored.repairs).toEqual([]);
  return restored.state;
}

/** What a state tells, without how it was read. */
function told({ source: _source, timestamp: _timestamp, ...state }: SessionState) {
  return state;
}

const more = (changes: Partial<Setup> = {}): Setup =>
  sampleSetup({ prompt_pairs: [...sampleSetup().prompt_pairs, PROMPT], ...changes });
const heavier = (): Setup => sampleSetup({ weight_range: null, weights: [0.4, 0.8, 1.2] });

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
    expect(missingOrder(story.state)).toBeNull();
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
    const event = missingOrder(story.state);
    expect(event).toMatchObject({ type: 'order_drawn', rater: FIRST_RATER });
    if (event === null) throw new Error('An order is missing.');
    const shown = structuredClone(findRater(story.state, FIRST_RATER)?.shown);
    story.add(event);
    expect(findRater(story.state, FIRST_RATER)?.order).toHaveLength(6);
    expect(findRater(story.state, FIRST_RATER)?.shown).toEqual(shown);
  });
});

describe('the picture of an extended session', () => {
  it('is drawn a new number with all others', () => {
    const story = judged();
    const before = new Map(jobNumbersOf(story.state));
    story.add(extend(story.state, heavier()));
    const after = jobNumbersOf(story.state);
    expect([...after.values()].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...before.keys()].every((file) => after.has(file))).toBe(true);
    expect([...before].some(([file, number]) => after.get(file) !== number)).toBe(true);
  });

  it('is hidden before the reveal where a candidate came to a baseline of before', () => {
    const story = judged();
    expect(hiddenPictures(story.state).size).toBe(0);
    story.add(extend(story.state, more()));
    expect(hiddenPictures(story.state).size).toBe(0);
    const setup = more({ weight_range: null, weights: [0.4, 0.8, 1.2], seeds: [...more().seeds, 9] });
    story.add(extend(story.state, setup));
    const hidden = ['lora_0_0_w1.2.png', 'lora_1_0_w1.2.png', 'lora_2_0_w1.2.png'];
    expect([...hiddenPictures(story.state)].sort()).toEqual(hidden);
    story.add({ type: 'revealed', by: 'hand', votes_done: 8, votes_total: 30 });
    expect(hiddenPictures(story.state).size).toBe(0);
  });

  it('is not named by the number that it had before in what the log said then', () => {
    const message =
      'Paused after three failures in a row: ComfyUI ran out of memory at image 3. 6 images are safe.';
    const story = judged().add({
      type: 'session_paused',
      reason: 'failures',
      message,
      ...PLACE,
      next_action: 'resume',
    });
    const paused = story.events.at(-1) as JournalEvent;
    expect(logEntryOf(paused, story.state).message).toBe(message);
    story.add(extend(story.state, heavier()));
    expect(logEntryOf(paused, story.state).message).toBe(
      'Paused after three failures in a row: ComfyUI ran out of memory. 6 images are safe.',
    );
    expect(logEntryOf(story.events.at(-1) as JournalEvent, story.state).message).toBe(
      'The evaluation was extended by 2 pairs.',
    );
  });
});

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

describe('stories of extensions, as chance has them', () => {
  const WEIGHTS = [1.2, 0.2, -0.5];

  function randomDraft(state: SessionState, random: Random): Setup {
    const setup = state.started?.setup ?? state.setup;
    const count = setup.prompt_pairs.length + setup.seeds.length;
    switch (random.int(4)) {
      case 0:
        return {
          ...setup,
          prompt_pairs: [...setup.prompt_pairs, { positive: `prompt ${count}`, negative: 'x' }],
        };
      case 1:
        return { ...setup, seeds: [...setup.seeds, 100 + count] };
      case 2:
        return { ...setup, loras: [...setup.loras, `file-${setup.loras.length}.safetensors`] };
      default: {
        const old = setup.weights ?? [0.4, 0.8];
        const next = WEIGHTS.find((weight) => !old.includes(weight));
        return next === undefined ? setup : { ...setup, weights: [...old, next], weight_range: null };
      }
    }
  }

  function randomVotes(state: SessionState, random: Random): NewEvent[] {
    const rater = findRater(state, FIRST_RATER);
    return (rater?.shown ?? []).flatMap(({ pair, swap }, index): NewEvent[] =>
      random.int(2) === 0
        ? []
        : [{ ...voteEvent(0, 'Quality', 'B'), pair, swap, vote_id: `${index}` } as NewEvent],
    );
  }

  it('tell the same from the journal, from every save with the rest of the journal, and in the end from the document', () => {
    for (let seed = 0; seed < 60; seed += 1) {
      const random = createRandom(seed);
      const story = new Story().add(...generationEvents());
      const saves: SessionState[] = [];
      for (let step = 0; step < 8; step += 1) {
        const { state } = story;
        const act = random.int(6);
        if (act === 0) story.add(...randomVotes(state, random));
        else if (act === 1) story.add({ type: 'setup_changed', changes: randomDraft(state, random) });
        else if (act === 2 && state.revealed === null)
          story.add({ type: 'revealed', by: 'hand', votes_done: 0, votes_total: 8 });
        else if (act === 3) saves.push(reread(state));
        else if (state.run.status !== 'running') {
          const draft = randomDraft(state, random);
          const number = (state.started?.extensions.length ?? 0) + 1;
          story.add(extend(state, draft));
          expect(state.started?.extensions.length).toBe(draft === state.setup ? number - 1 : number);
          if (random.int(3) > 0) story.add(LOADED, ...makeRest(state));
        }
      }
      expect(told(story.replayed)).toEqual(told(story.state));
      expect(told(reread(story.state))).toEqual(told(story.state));
      for (const saved of saves) {
        replay(saved, story.events);
        expect(told(saved)).toEqual(told(story.state));
      }
      const rater = findRater(story.state, FIRST_RATER);
      expect(rater?.order.map(({ pair }) => pair).sort()).toEqual([...story.state.pairs.keys()].sort());
    }
  });
});
