import { useConnection } from './connection';
import { openDetail, refreshSession } from './session';

/** How often a session that another copy of Blindfold has open is looked at again while it is shown, in ms. */
export const LOOK_MS = 10_000;

/** Looks again at a session that can only be read, for as long as it is shown; the answer ends it. */
export function followHolder(id: string): () => void {
  const timer = setInterval(() => {
    const detail = openDetail();
    // A lost backend has a banner of its own, and a page nobody sees looks again once it has the focus.
    if (useConnection.getState().link !== 'open' || document.visibilityState === 'hidden') return;
    if (detail?.session_id === id && detail.state === 'read_only') void refreshSession();
  }, LOOK_MS);
  return () => clearInterval(timer);
}
