import { create } from 'zustand';
import type { SessionSummary } from '../../core/contract/sessionView';
import { call } from './backend';
import { tellFailure } from './notices';
import { loadSession } from './sessionActions';

/** Notes in this window that the proposal was put away, for a reload. */
const PLACE = 'blindfold.notNow';

interface ProposalStore {
  /** The session that a fresh start proposes to go on with; null when there is none or it was put away. */
  proposed: SessionSummary | null;
  /** How far it is, in a sentence or two. */
  reason: string | null;
}

export const useProposal = create<ProposalStore>()(() => ({ proposed: null, reason: null }));

/** Asks, at a fresh start, for a session to go on with. */
export async function askForProposal(): Promise<void> {
  if (sessionStorage.getItem(PLACE) !== null) return;
  try {
    const { summary, reason } = await call('session.active', {});
    useProposal.setState({ proposed: summary, reason });
  } catch (error) {
    tellFailure(error);
  }
}

/** Asks anew when the session that is proposed is further on than its sentence says. */
export function followProposed(summary: SessionSummary): void {
  const { proposed } = useProposal.getState();
  if (proposed?.session_id !== summary.session_id) return;
  if (proposed.status !== summary.status || proposed.votes_done !== summary.votes_done) void askForProposal();
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
