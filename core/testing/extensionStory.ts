import { expect } from 'vitest';
import { planPairs } from '../plan/jobs';
import { createRandom } from '../plan/random';
import { extendOrder } from '../plan/trials';
import { toDocument } from '../session/document';
import type { JournalEvent, NewEvent } from '../session/events';
import { replay } from '../session/journal';
import { parseJson, stringifyJson } from '../session/json';
import { restore } from '../session/restore';
import {
  generationEvents,
  imageEvents,
  placed,
  SAMPLE_CREATED_AT,
  SAMPLE_ID,
  sampleJobs,
  sampleOrder,
  sampleSetup,
  voteEvent,
} from '../session/sampleJournal';
import { filesToMake } from '../session/settle';
import type { Setup } from '../session/setup';
import { type JsonObject, newSession, type SessionState } from '../session/state';

/** The making of journals with extensions, as a run writes them. */

const PROMPT = { positive: 'a fox on a roof', negative: '' };
export const PLACE = { prompt_index: null, done: 6, total: 6 };
export const COMPLETED: NewEvent = { type: 'session_completed', ...PLACE, next_action: 'evaluate' };
export const LOADED: NewEvent = { type: 'setup_loaded', ...PLACE, next_action: 'check_setup' };

/** The event that extends a state's plan, its orders drawn as a run draws them for the first rater. */
export function extend(state: SessionState, setup: Setup): NewEvent {
  const pairs = new Map(planPairs(setup, 4711).map((pair) => [pair.lora, pair]));
  const orders = state.raters.map(({ name, order }) => ({
    rater: name,
    order: extendOrder(order, pairs, createRandom(4711, 'order', 1), setup).slice(order.length),
  }));
  const isLarger = orders.some(({ order }) => order.length > 0);
  return { type: 'plan_extended', setup, orders: isLarger ? orders : [] };
}

/** The images that a state lacks, made. */
export function makeRest(state: SessionState): NewEvent[] {
  const setup = state.started?.setup ?? state.setup;
  const lacking = new Set(filesToMake(state));
  const jobs = sampleJobs(setup).filter(({ file }) => lacking.has(file));
  return [...jobs.flatMap((job, index) => imageEvents(job, index, setup)), COMPLETED];
}

/** A journal that grows by what its present state tells. */
export class Story {
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

export function judged(): Story {
  const story = new Story().add(...generationEvents());
  const order = sampleOrder();
  for (const index of order.keys())
    story.add(voteEvent(index, 'Quality', 'A'), voteEvent(index, 'Style', 'same'));
  return story.add({ type: 'evaluation_finished', by: 'last_vote' });
}

export function reread(state: SessionState): SessionState {
  const document = parseJson(stringifyJson(toDocument(state, 1_705_325_422.25), 2)) as JsonObject;
  const options = { sessionId: SAMPLE_ID, createdAt: SAMPLE_CREATED_AT, blindKey: 'other' };
  const restored = restore(document, options);
  expect(restored.repairs).toEqual([]);
  return restored.state;
}

/** What a state tells, without how it was read. */
export function told({ source: _source, timestamp: _timestamp, ...state }: SessionState) {
  return state;
}

export const more = (changes: Partial<Setup> = {}): Setup =>
  sampleSetup({ prompt_pairs: [...sampleSetup().prompt_pairs, PROMPT], ...changes });
export const heavier = (): Setup => sampleSetup({ weight_range: null, weights: [0.4, 0.8, 1.2] });
