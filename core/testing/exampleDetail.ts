import type { SessionDetail } from '../contract/sessionView';
import { blankSetup } from '../session/setup';
import { exampleEvaluation } from './exampleEvaluation';
import { exampleSummary } from './exampleSummary';

/** An open session whose pictures are all made and whose four trials wait for votes, for tests; `changes` make it another. */
export function exampleDetail(id: string, changes: Partial<SessionDetail> = {}): SessionDetail {
  const setup = blankSetup();
  return {
    ...exampleSummary(id, { status: 'completed', step: 3, images_done: 6, images_total: 6 }),
    setup,
    plan: {
      images: 6,
      pairs: 4,
      trials: 4,
      checks: 0,
      checks_note: null,
      weights: [1],
      bytes: 0,
      seconds: null,
      free_bytes: null,
      smallest_share: null,
    },
    faults: [],
    generation: {
      status: 'completed',
      phase: null,
      images_done: 6,
      images_total: 6,
      failed: [],
      current: null,
      rate: null,
      seconds_left: null,
      checkpoint: null,
      reason: null,
      can_resume: false,
      started_at: '2026-04-12T21:45:07.000Z',
      ended_at: '2026-04-12T21:46:07.000Z',
      servers: [],
      previews: false,
      self_check: null,
    },
    evaluation: exampleEvaluation(),
    errors: [],
    repairs: [],
    recovery: null,
    missing_images: [],
    setup_locked: true,
    can_extend: true,
    extension: null,
    begun_setup: setup,
    pack: null,
    demo: false,
    ...changes,
  };
}
