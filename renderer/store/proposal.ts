import { create } from 'zustand';
import type { SessionSummary } from '../../core/contract/sessionView';
import { call } from './backend';
import { tellFailure } from './notices';
import { loadSession } from './sessionActions';

/** Notes in this window that the proposal was put away, for a reload. */
const PLACE = 'blindfold.notNow';

/** The session that a fresh start proposes to go on with; null when there is none or it was put away. */
export const useProposal = create<{ proposed: SessionSummary | null }>()(() => ({ proposed: null }));

/** Asks, at a fresh start, for a session to go on with. */
export async function askForProposal(): Promise<void> {
  if (sessionStorage.getItem(PLACE) !== null) return;
  try {
    const { summary } = await call('session.active', {});
    useProposal.setState({ proposed: summary });
  } catch (error) {
    tellFailure(error);
  }
}

/** Keeps the proposal in line with a summary that came by push. */
export function followProposed(summary: SessionSummary): void {
  if (useProposal.getState().proposed?.session_id === summary.session_id)
    useProposal.setState({ proposed: summary });
}

/** Forgets the proposal when its session is gone. */
export function dropProposed(ids: readonly string[]): void {
  const { proposed } = useProposal.getState();
  if (proposed !== null && ids.includes(proposed.session_id)) useProposal.setState({ proposed: null });
}

/** Opens the session that is proposed. */
export async function acceptProposal(): Promise<void> {
  const { proposed } = useProposal.getState();
  if (proposed === null) return;
  useProposal.setState({ proposed: null });
  await loadSession(proposed.session_id);
}

/** Puts the proposal away, as long as this window lives. */
export function declineProposal(): void {
  sessionStorage.setItem(PLACE, '1');
  useProposal.setState({ proposed: null });
}
