import { AppFailure } from '../../core/contract/failure';
import type { PlannedPair } from '../../core/plan/jobs';
import { requireFilter } from '../../core/report/input';
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
  /** What the report is made of, where it was to be kept: votes go on while it is made. */
  readonly state: Readonly<SessionState>;
}

/** How a report is looked at. */
interface Look {
  readonly filter?: ReportFilter | null;
  /** Throws where what is asked for is not there. */
  check?(state: SessionState): void;
  /** The state is to stay as the report is made of it. */
  readonly keep?: boolean;
}

/**
 * Looks at a session's report. Looking at that of a finished evaluation is the reveal; before that it says only how many votes there
 * are. The reveal itself needs the session open for writing. The session's turn is held for that only: votes do not wait for what
 * is made of those before them. Throws AppFailure `evaluation_open`, `bad_request` on a filter that names what the session does not
 * have (then nothing is revealed), and what the check and opening and writing a session throw.
 */
export function lookAtReport(
  { store, turns, scores, reports }: Pick<Services, 'store' | 'turns' | 'scores' | 'reports'>,
  id: SessionId,
  { filter = null, check, keep = false }: Look = {},
): Promise<LookedAt> {
  return turns.take(id, async () => {
    const session = await openWhole(store, id);
    const mayWrite = isWritable(session);
    // A copy that may only look at the session writes nothing down: what is revealed it shows all the same.
    const isFirst = !session.state.report_generated && mayWrite;
    const checkAll = (state: SessionState) => {
      requireFilter(state, filter);
      check?.(state);
    };
    await showLabels(session, checkAll, ...(isFirst ? [{ type: 'report_generated' } as const] : []));
    const report = reports.of(session, filter);
    // Whoever asked hears of it, also when the file beside it fails first.
    report.catch(() => undefined);
    const state = keep ? structuredClone(session.state) : session.state;
    // All votes are in that file, whatever a filter leaves of them here.
    const isWhole = filter === null || Object.keys(filter).length === 0;
    if (mayWrite && isWhole) await scores.write(session);
    return { session, report, state };
  });
}

/**
 * What is made of a session whose votes are looked at with their labels, which is a reveal as well. In: throws where what is asked
 * for is not there, and then nothing is revealed; and what makes it. Throws as `lookAtReport`, and what these throw.
 */
export function lookAtVotes<T>(
  { store, turns }: Pick<Services, 'store' | 'turns'>,
  id: string,
  check: (state: SessionState) => void,
  make: (session: OpenSession) => T | Promise<T>,
): Promise<T> {
  return turns.take(id, async () => {
    const session = await openWhole(store, id);
    await showLabels(session, check);
    return make(session);
  });
}
/** Whether files may be written into a session's folder: the sample stays as it is, and another copy's session is that copy's. */
export function isWritable({ readOnly, state }: Pick<OpenSession, 'readOnly' | 'state'>): boolean {
  return !readOnly && !state.sample;
}

/**
 * Sees to it that labels may be shown: those of a finished evaluation are revealed with it. In: a session whose turn is held, what
 * throws where what is to be looked at is not there, so that a mistaken question reveals nothing, and what else is to be written
 * down. Throws AppFailure `evaluation_open`, and what the check and writing throw.
 */
export async function showLabels(
  session: OpenSession,
  check: (state: SessionState) => void = () => undefined,
  ...more: NewEvent[]
): Promise<void> {
  const { state } = session;
  if (state.revealed === null && !isEvaluationComplete(state)) throw stillOpen(state);
  check(state);
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

/** A pair of a session's plan. Throws AppFailure `not_found` for one that is not in it. */
export function plannedPair({ pairs }: Pick<SessionState, 'pairs'>, id: string): PlannedPair {
  const pair = pairs.get(id);
  if (pair !== undefined) return pair;
  throw new AppFailure('not_found', `This session has no pair ${id}.`, { field: 'pairs' });
}

/** Throws as `plannedPair` when one of the pairs is not planned. */
export function requirePairs(state: Pick<SessionState, 'pairs'>, ids: readonly string[]): void {
  for (const id of ids) plannedPair(state, id);
}
