import { create } from 'zustand';
import type { SessionSummary } from '../../core/contract/sessionView';
import { call } from './backend';

/** Runs that are shown at most; one runs, the others wait for it. */
const MOST = 20;

/** The sessions whose runs are going on, wherever they stand in the list. */
export const useRuns = create<{ running: readonly SessionSummary[] }>()(() => ({ running: [] }));

/** Asks which runs are going on. */
export async function refreshRuns(): Promise<void> {
  try {
    const { sessions } = await call('session.list', { status: 'running', limit: MOST });
    useRuns.setState({ running: sessions });
  } catch {
    // What is known stays; why nothing can be listed is said where the list stands, which is asked for at the same time.
  }
}

/** Takes a summary that came by push: a run that began, went on or ended. */
export function adoptRun(summary: SessionSummary): void {
  const { running } = useRuns.getState();
  const index = running.findIndex(({ session_id }) => session_id === summary.session_id);
  if (summary.status === 'running')
    useRuns.setState({ running: index < 0 ? [...running, summary] : running.with(index, summary) });
  else if (index >= 0) useRuns.setState({ running: running.toSpliced(index, 1) });
}

/** Forgets runs of sessions that are gone. */
export function dropRuns(ids: readonly string[]): void {
  useRuns.setState(({ running }) => ({
    running: running.filter(({ session_id }) => !ids.includes(session_id)),
  }));
}
