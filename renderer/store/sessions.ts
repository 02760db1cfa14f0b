import { create } from 'zustand';
import type { SessionSummary } from '../../core/contract/sessionView';
import { call } from './backend';
import { tellFailure } from './notices';

export type SessionFilter = 'all' | 'active' | 'to_vote' | 'done';

interface SessionList {
  /** Null until the list was answered once. */
  summaries: readonly SessionSummary[] | null;
  search: string;
  filter: SessionFilter;
}

/** The picker's list. */
export const useSessions = create<SessionList>()(() => ({ summaries: null, search: '', filter: 'all' }));

/** Pinned first, then newest first: by the last save, or by the making while never saved. */
export function sortSummaries(summaries: readonly SessionSummary[]): SessionSummary[] {
  const when = (summary: SessionSummary) => summary.timestamp ?? Date.parse(summary.created_at) / 1000;
  return [...summaries].sort((a, b) => Number(b.pinned) - Number(a.pinned) || when(b) - when(a));
}

/** The list with one summary put in or replaced. */
export function withSummary(summaries: readonly SessionSummary[], summary: SessionSummary): SessionSummary[] {
  return sortSummaries([summary, ...summaries.filter((other) => other.session_id !== summary.session_id)]);
}

/** Whether a summary belongs under a filter. */
export function passesFilter(summary: SessionSummary, filter: SessionFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'active':
      return summary.status === 'running' || summary.status === 'paused';
    case 'to_vote':
      return summary.step === 3;
    case 'done':
      return summary.step === 4;
  }
}

/** Whether every word of the search stands in the label, the first prompt or the notes. */
export function passesSearch(summary: SessionSummary, search: string): boolean {
  const text = `${summary.label}\n${summary.first_prompt ?? ''}\n${summary.notes}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Fetches the whole list anew. */
export async function refreshSessions(): Promise<void> {
  try {
    const { sessions } = await call('session.list', {});
    useSessions.setState({ summaries: sortSummaries(sessions) });
  } catch (error) {
    tellFailure(error);
  }
}

/** Takes a summary that came by push or as an answer. */
export function adoptSummary(summary: SessionSummary): void {
  useSessions.setState(({ summaries }) => ({ summaries: withSummary(summaries ?? [], summary) }));
}
