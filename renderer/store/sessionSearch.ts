import type { SessionSummary } from '../../core/contract/sessionView';
import { call, failureText } from './backend';

/** So many are shown of those that fit, and so many of all while nothing is searched for. */
const MOST_FOUND = 8;
const MOST_RECENT = 5;

/** Searches all sessions by words; the newest ones for no words. Never rejects: a failure is in the answer. */
export async function searchSessions(
  words: string,
): Promise<{ sessions: readonly SessionSummary[]; total: number; fault: string | null }> {
  try {
    const { sessions, total } = await call('session.list', {
      limit: words === '' ? MOST_RECENT : MOST_FOUND,
      ...(words === '' ? {} : { q: words }),
    });
    return { sessions, total, fault: null };
  } catch (error) {
    return { sessions: [], total: 0, fault: failureText(error) };
  }
}
