import { planJobs, planPairs } from '../plan/jobs';
import { createRandom } from '../plan/random';
import { drawOrder } from '../plan/trials';
import type { JournalEvent, NewEvent } from '../session/events';
import { parseSessionId } from '../session/identity';
import { applyEvent } from '../session/journal';
import { blankSetup } from '../session/setup';
import { FIRST_RATER, newSession, type SessionState } from '../session/state';

/** When everything of this session happens. */
export const AT = '2024-01-15T14:30:22.000Z';
/** 2 prompts, 2 weights, 2 seeds, 2 metrics: 4 baselines and 8 pairs. */
export const SETUP = {
  ...blankSetup(['demo']),
  loras: ['styles/snowfox_v3.safetensors'],
  weight_range: null,
  weights: [0.4, 0.8],
  seeds: [1, 2],
  metrics: ['Quality', 'Style'],
  prompt_pairs: [
    { positive: 'a fox in snow', negative: 'blurry' },
    { positive: 'a red barn', negative: '' },
  ],
};
/** Where a run stands at its beginning. */
export const PLACE = { done: 0, total: 12, next_action: 'generate_images' };
/** What a summary says beside the state, where all is well. */
export const OK = { state: 'ok', unsaved_changes: 0, last_event_at: null, thumbnail: null } as const;

/** Lets events happen to a state, which is changed in place; answers them with their places. */
export function apply(state: SessionState, ...events: NewEvent[]): JournalEvent[] {
  return events.map((event) => {
    const placed = { ...event, seq: state.journal_seq + 1, at: AT };
    applyEvent(state, placed);
    return placed;
  });
}

/** A session before its start. */
export function draft(): SessionState {
  return newSession(parseSessionId('20240115_143022'), AT, ['demo']);
}

/** A begun session with so many of its 12 images. */
export function made(images = 12): SessionState {
  const state = draft();
  apply(state, { type: 'session_start', setup: SETUP, order_seed: 7, blind_key: 'secret', ...PLACE });
  apply(state, {
    type: 'order_drawn',
    rater: FIRST_RATER,
    round: 0,
    order: drawOrder(planPairs(SETUP, 7), createRandom(7, 'order')),
  });
  for (const job of planJobs(SETUP, 7).slice(0, images)) {
    apply(state, {
      type: 'image_completed',
      job: job.file,
      file: job.file,
      prompt_index: job.prompt_index,
      sha256: 'x',
      size_bytes: 1000,
      width: 8,
      height: 8,
      server: 'demo',
      timestamp: '20240115_143022',
      seconds: 5,
      ...PLACE,
    });
  }
  if (images === 12) apply(state, { type: 'session_completed', ...PLACE, done: 12 });
  else apply(state, { type: 'session_paused', reason: 'asked', message: 'Paused.', ...PLACE });
  return state;
}

/** Casts every vote of the first rater. */
export function voteAll(state: SessionState): void {
  for (const { pair, swap } of state.raters[0]?.shown ?? []) {
    for (const metric of SETUP.metrics) {
      apply(state, {
        type: 'vote_cast',
        vote_id: `${pair} ${metric}`,
        rater: FIRST_RATER,
        pair,
        metric,
        choice: 'A',
        stars: null,
        note: null,
        flags: [],
        elapsed_ms: null,
        swap,
      });
    }
  }
}
