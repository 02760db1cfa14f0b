import { type Job, planJobs, planPairs } from '../plan/jobs';
import { createRandom } from '../plan/random';
import { drawOrder, type OrderEntry } from '../plan/trials';
import type { EventOf, JournalEvent, NewEvent } from './events';
import { parseSessionId, type SessionId } from './identity';
import { replay } from './journal';
import { plannedImages } from './planCounts';
import { blankSetup, type Setup } from './setup';
import { FIRST_RATER, newSession, type SessionState } from './state';

/** A small, whole session told in events, for tests: 2 prompts, 2 weights, 1 seed beyond 2^53, 2 metrics; 2 baselines and 4 pairs. */
export const SAMPLE_ID: SessionId = parseSessionId('20240115_143022');
export const SAMPLE_CREATED_AT = '2024-01-15T14:30:22.000Z';
export const SAMPLE_SEED = 18_446_744_073_709_551_615n;
const ORDER_SEED = 4711;

export function sampleSetup(changes: Partial<Setup> = {}): Setup {
  return {
    ...blankSetup(['http://127.0.0.1:8188']),
    loras: ['snowfox_v3.safetensors'],
    weight_range: [0.4, 0.8, 0.4],
    seeds: [SAMPLE_SEED],
    metrics: ['Quality', 'Style'],
    prompt_pairs: [
      { positive: 'a fox in the snow', negative: 'blurry' },
      { positive: 'Füchse im Schnee', negative: '' },
    ],
    checkpoint: 'base.safetensors',
    workflow: { '3': { class_type: 'KSampler', inputs: { seed: 9_007_199_254_740_993n, cfg: 7.5 } } },
    ...changes,
  };
}

function place(done: number, setup: Setup): { done: number; total: number; next_action: string } {
  const total = plannedImages(setup);
  return { done, total, next_action: 'generate' };
}

/** What the start of a run writes: the plan fixed, the order drawn. */
export function startEvents(setup: Setup = sampleSetup()): NewEvent[] {
  const at = place(0, setup);
  return [
    { type: 'session_start', setup, order_seed: ORDER_SEED, blind_key: 'c0ffee', ...at },
    { type: 'order_drawn', rater: FIRST_RATER, round: 0, order: sampleOrder(setup) },
    { type: 'setup_checked', server: 'http://127.0.0.1:8188', version: '0.3.64', ...at },
  ];
}

export function sampleOrder(setup: Setup = sampleSetup()): OrderEntry[] {
  return drawOrder(planPairs(setup, ORDER_SEED), createRandom(ORDER_SEED, 'order'), setup);
}

export function sampleJobs(setup: Setup = sampleSetup()): Job[] {
  return planJobs(setup, ORDER_SEED);
}

/** What one image writes: posted, then completed. */
export function imageEvents(job: Job, done: number, setup: Setup = sampleSetup()): NewEvent[] {
  const at = place(done, setup);
  const common = { job: job.file, prompt_index: job.prompt_index, server: 'http://127.0.0.1:8188', ...at };
  return [
    { type: 'images_generating', ...common, prompt_id: `prompt-${done}`, prefix: `blindfold/${done}` },
    {
      type: 'image_completed',
      ...common,
      file: job.file,
      sha256: done.toString(16).padStart(64, '0'),
      size_bytes: 1000 + done,
      width: 512,
      height: 768,
      timestamp: '20240115_143100',
      seconds: 1.25,
    },
  ];
}

/** A whole run from its start to its last image. */
export function generationEvents(setup: Setup = sampleSetup()): NewEvent[] {
  const jobs = sampleJobs(setup);
  return [
    ...startEvents(setup),
    ...jobs.flatMap((job, index) => imageEvents(job, index + 1, setup)),
    { type: 'session_completed', ...place(jobs.length, setup), next_action: 'evaluate' },
  ];
}

/** The first rater's vote on a place of the order of showing. */
export function voteEvent(
  index: number,
  metric: string,
  choice: EventOf<'vote_cast'>['choice'],
  more: Partial<EventOf<'vote_cast'>> = {},
): EventOf<'vote_cast'> {
  const entry = sampleOrder()[index];
  if (entry === undefined) throw new RangeError(`There is no pair ${index}.`);
  return {
    type: 'vote_cast',
    vote_id: `vote-${index}-${metric}`,
    rater: FIRST_RATER,
    pair: entry.pair,
    metric,
    choice,
    stars: null,
    note: null,
    flags: [],
    elapsed_ms: 1500,
    swap: entry.swap,
    ...more,
  };
}

/** Events with their places in a journal, one second apart. */
export function placed(events: readonly NewEvent[], firstSeq = 1): JournalEvent[] {
  return events.map(
    (event, index): JournalEvent => ({
      ...event,
      seq: firstSeq + index,
      at: new Date(Date.UTC(2024, 0, 15, 14, 30, 22) + (firstSeq + index) * 1000).toISOString(),
    }),
  );
}

/** The state that events lead to. */
export function sampleState(events: readonly NewEvent[]): SessionState {
  const state = newSession(SAMPLE_ID, SAMPLE_CREATED_AT);
  replay(state, placed(events));
  return state;
}
