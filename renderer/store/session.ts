import { create } from 'zustand';
import type { GenerationView } from '../../core/contract/generationView';
import type { EvaluationView, SessionDetail, SessionSummary } from '../../core/contract/sessionView';
import { call } from './backend';
import { tellFailure } from './notices';
import { adoptRun } from './runs';
import { adoptSummary } from './sessions';

/** The open session: none yet (a blank set-up), on its way, there, or not to be had. */
export type OpenSession =
  | { phase: 'blank' }
  | { phase: 'loading'; id: string }
  | { phase: 'open'; id: string; detail: SessionDetail }
  /** `summary`: what the list knows of it; null when it knows nothing. */
  | { phase: 'failed'; id: string; message: string; summary: SessionSummary | null };

type SessionEvent =
  | { type: 'asked'; id: string }
  | { type: 'answered'; detail: SessionDetail }
  | { type: 'refused'; id: string; message: string; summary: SessionSummary | null }
  | { type: 'created'; detail: SessionDetail }
  | { type: 'closed' }
  | { type: 'summaryChanged'; summary: SessionSummary }
  | { type: 'generationChanged'; id: string; generation: GenerationView }
  | { type: 'evaluationChanged'; id: string; evaluation: EvaluationView };

/** What an event makes of the open session; events of other sessions change nothing. */
export function sessionAfter(session: OpenSession, event: SessionEvent): OpenSession {
  switch (event.type) {
    case 'asked':
      return session.phase === 'open' && session.id === event.id
        ? session
        : { phase: 'loading', id: event.id };
    case 'answered':
      if (session.phase === 'blank' || session.id !== event.detail.session_id) return session;
      return { phase: 'open', id: session.id, detail: event.detail };
    case 'created':
      return { phase: 'open', id: event.detail.session_id, detail: event.detail };
    case 'refused':
      return session.phase === 'loading' && session.id === event.id
        ? { phase: 'failed', id: event.id, message: event.message, summary: event.summary }
        : session;
    case 'closed':
      return { phase: 'blank' };
    case 'summaryChanged': {
      const { session_id: id, saved_at } = event.summary;
      if (session.phase === 'failed' && session.id === id) return { ...session, summary: event.summary };
      const isSaved = session.phase === 'open' && session.detail.saved_at !== saved_at;
      // A save writes the files whole again.
      return withDetail(session, id, { ...event.summary, ...(isSaved ? { repairs: [] } : {}) });
    }
    case 'generationChanged': {
      const { status, images_done, images_total } = event.generation;
      return withDetail(session, event.id, {
        generation: event.generation,
        status,
        images_done,
        images_total,
      });
    }
    case 'evaluationChanged': {
      const { votes_done, votes_total } = event.evaluation;
      return withDetail(session, event.id, { evaluation: event.evaluation, votes_done, votes_total });
    }
  }
}

function withDetail(session: OpenSession, id: string, part: Partial<SessionDetail>): OpenSession {
  if (session.phase !== 'open' || session.id !== id) return session;
  return { ...session, detail: { ...session.detail, ...part } };
}

export const useSession = create<{ session: OpenSession }>()(() => ({ session: { phase: 'blank' } }));

/** Puts an event into the open session. */
export function sessionEvent(event: SessionEvent): void {
  useSession.setState(({ session }) => ({ session: sessionAfter(session, event) }));
}

/** The open session's detail, or null while there is none. */
export function openDetail(): SessionDetail | null {
  const { session } = useSession.getState();
  return session.phase === 'open' ? session.detail : null;
}

/** The open session's detail for a component, or null while there is none. */
export function useDetail(): SessionDetail | null {
  return useSession(({ session }) => (session.phase === 'open' ? session.detail : null));
}

/** Whether a pair of the session can be judged at this moment: there is one, and no run is making more. */
export function canJudgeNow({
  evaluation,
  generation,
}: Pick<SessionDetail, 'evaluation' | 'generation'>): boolean {
  return evaluation.can_judge && !evaluation.complete && generation.status !== 'running';
}

/** Takes a detail that came as an answer. */
export function adoptDetail(detail: SessionDetail): void {
  sessionEvent({ type: 'answered', detail });
}

/** Asks for the open session anew; a failure is told and changes nothing. */
export async function refreshSession(): Promise<void> {
  const { session } = useSession.getState();
  if (session.phase !== 'open') return;
  try {
    adoptDetail(await call('session.get', { session_id: session.id }));
  } catch (error) {
    tellFailure(error);
  }
}

/**
 * Whether a summary tells of a change that no push carries whole (the set-up, its faults, whether it is fixed), so that
 * the session must be asked for anew. Votes and further images come by their own pushes.
 */
export function needsRefresh(before: SessionSummary, after: SessionSummary): boolean {
  const isVoteOrImage = after.votes_done !== before.votes_done || after.images_done !== before.images_done;
  return (
    after.state !== before.state ||
    after.status !== before.status ||
    after.step !== before.step ||
    after.saved_at !== before.saved_at ||
    after.images_total !== before.images_total ||
    (before.images_done === 0 && after.images_done > 0) ||
    (!isVoteOrImage && after.unsaved_changes !== before.unsaved_changes)
  );
}

const REFRESH_MS = 400;
let refreshTimer: ReturnType<typeof setTimeout> | null = null;

/** Asks for the open session anew, soon: many changes in a row make one question. */
export function refreshSessionSoon(): void {
  if (refreshTimer !== null) return;
  refreshTimer = setTimeout(() => {
    refreshTimer = null;
    void refreshSession();
  }, REFRESH_MS);
}

/** Takes a summary that came by push or as an answer, into the list and into the open session. */
export function summaryChanged(summary: SessionSummary): void {
  adoptSummary(summary);
  adoptRun(summary);
  sessionEvent({ type: 'summaryChanged', summary });
}
