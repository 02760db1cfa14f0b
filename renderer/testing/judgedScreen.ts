import { vi } from 'vitest';
import type { SessionDetail } from '../../core/contract/sessionView';
import { exampleDetail } from '../../core/testing/exampleDetail';
import { exampleEvaluation, exampleRater } from '../../core/testing/exampleEvaluation';
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
  const base = exampleDetail(JUDGED_ID);
  const detail = {
    ...base,
    pairs_total: trials,
    votes_total: trials,
    plan: { ...base.plan, pairs: trials, trials },
    evaluation,
    ...changes,
  };
  useSession.setState({ session: { phase: 'open', id: detail.session_id, detail } });
  useConnection.setState({ link: 'open' });
  return backend;
}
