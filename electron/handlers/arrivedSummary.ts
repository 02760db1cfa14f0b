import { AppFailure } from '../../core/contract/failure';
import type { SessionSummary } from '../../core/contract/sessionView';
import type { SessionId } from '../../core/session/identity';
import { damagedSummary } from '../../core/session/view';
import type { Services } from './services';

/**
 * The summary of a session that has just come to its place. It has come, whatever keeps it from being read at the moment: that
 * must not look as if it had not.
 */
export async function arrivedSummary(
  { store, views }: Pick<Services, 'store' | 'views'>,
  id: SessionId,
): Promise<SessionSummary> {
  try {
    return views.summary(await store.peek(id));
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    return damagedSummary(id, error.message);
  }
}
