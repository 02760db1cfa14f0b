import type { OpenSession } from '../sessions/openSession';
import type { SessionStore } from '../sessions/sessionStore';
import { requireWhole } from '../views/sessionViews';

/** A session that can be worked with. Throws AppFailure `not_found`, and `not_possible` for one that is damaged. */
export async function openWhole(store: Pick<SessionStore, 'open'>, id: string): Promise<OpenSession> {
  const session = await store.open(id);
  requireWhole(session);
  return session;
}
