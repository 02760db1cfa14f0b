import { vi } from 'vitest';
import type { SessionDetail } from '../../core/contract/sessionView';
import { blankSetup } from '../../core/session/setup';
import { exampleEvaluation, exampleRater } from '../../core/testing/exampleEvaluation';
import { exampleSummary } from '../../core/testing/exampleSummary';
import { useConnection } from '../store/connection';
import { useSession } from '../store/session';
import { JUDGED_ID, judgingBackend } from './judgingBackend';

/** Opens a session whose pictures are all made, with a backend that holds its votes; nobody has voted yet. */
export function judgedScreen({
  trials = 4,
  questions = 1,
  detail: changes = {},
}: {
  trials?: number;
  questions?: number;
  detail?: Partial<SessionDetail>;
} = {}) {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
      unobserve() {}
    },
  );
  const backend = judgingBackend({ trials, questions });
  const evaluation = exampleEvaluation({
    raters: [exampleRater('rater 1', 0, trials)],
    votes_total: trials,
  });
  backend.answers['evaluation.finish'] = () => ({ ...evaluation, complete: true, finished_by_hand: true });
  const detail: SessionDetail = {
    ...exampleSummary(JUDGED_ID, { step: 3, status: 'completed', pairs_total: trials, votes_total: trials }),
    missing_images: [],
    setup: blankSetup(),
    plan: {
      images: 6,
      pairs: trials,
      trials,
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
    evaluation,
    errors: [],
    repairs: [],
    recovery: null,
    setup_locked: true,
    can_extend: true,
    extension: null,
    begun_setup: null,
    pack: null,
    demo: false,
    ...changes,
  };
  useSession.setState({ session: { phase: 'open', id: detail.session_id, detail } });
  useConnection.setState({ link: 'open' });
  return backend;
}
