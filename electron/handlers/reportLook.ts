import { AppFailure } from '../../core/contract/failure';
import type { Report, ReportFilter } from '../../core/report/report';
import type { NewEvent } from '../../core/session/events';
import type { SessionId } from '../../core/session/identity';
import { countsOf, isEvaluationComplete } from '../../core/session/progress';
import type { SessionState } from '../../core/session/state';
import type { OpenSession } from '../sessions/openSession';
import { revealEvent } from './evaluationHandlers';
import { openWhole } from './openWhole';
import type { Services } from './services';

/** A session and its report, which is perhaps still being made. */
export interface LookedAt {
  readonly session: OpenSession;
  readonly report: Promise<Report>;
}

/**
 * Looks at a session's report. Looking at that of a finished evaluation is the reveal; before that it says only how many votes there
 * are. The reveal itself needs the session open for writing. The session's turn is held for that only: votes do not wait for what
 * is made of those before them. Throws AppFailure `evaluation_open`, and what opening and writing a session throws.
 */
export function lookAtReport(
  { store, turns, scores, reports }: Pick<Services, 'store' | 'turns' | 'scores' | 'reports'>,
  id: SessionId,
  filter: ReportFilter | null = null,
): Promise<LookedAt> {
  return turns.take(id, async () => {
    const session = await openWhole(store, id);
    const mayWrite = isWritable(session);
    // A copy that may only look at the session writes nothing down: what is revealed it shows all the same.
    const isFirst = !session.state.report_generated && mayWrite;
    await showLabels(session, ...(isFirst ? [{ type: 'report_generated' } as const] : []));
    const report = reports.of(session, filter);
    // Whoever asked hears of it, also when the file beside it fails first.
    report.catch(() => undefined);
    // All votes are in that file, whatever a filter leaves of them here.
    if (mayWrite && filter === null) await scores.write(session);
    return { session, report };
  });
}

/** A session whose votes are looked at with their labels, which is a reveal as well. Throws as `lookAtReport`. */
export function lookAtVotes(
  { store, turns }: Pick<Services, 'store' | 'turns'>,
  id: string,
): Promise<OpenSession> {
  return turns.take(id, async () => {
    const session = await openWhole(store, id);
    await showLabels(session);
    return session;
  });
}

/** Whether files may be written into a session's folder: the sample stays as it is, and another copy's session is that copy's. */
export function isWritable({ readOnly, state }: Pick<OpenSession, 'readOnly' | 'state'>): boolean {
  return !readOnly && !state.sample;
}

/**
 * Sees to it that labels may be shown: those of a finished evaluation are revealed with it. In: a session whose turn is held, and what
 * else is to be written down. Throws AppFailure `evaluation_open`, and what writing throws.
 */
export async function showLabels(session: OpenSession, ...more: NewEvent[]): Promise<void> {
  const { state } = session;
  if (state.revealed === null && !isEvaluationComplete(state)) throw stillOpen(state);
  const events = [...(state.revealed === null ? [revealEvent(state)] : []), ...more];
  if (events.length > 0) await session.append(...events);
}

/** Says that there is nothing to see before the last vote. */
export function stillOpen(state: SessionState): AppFailure {
  const { votes_done, votes_total } = countsOf(state);
  return new AppFailure(
    'evaluation_open',
    `${votes_done} of ${votes_total} votes, nothing to see yet. Figures appear after the last vote, or when you reveal them.`,
  );
}
