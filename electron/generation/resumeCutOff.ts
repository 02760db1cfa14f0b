import { AppFailure } from '../../core/contract/failure';
import { wasCutOff } from '../../core/session/cutOff';
import { isSessionId } from '../../core/session/identity';
import type { Catalog } from '../catalog/catalog';
import type { SessionStore } from '../sessions/sessionStore';

export interface ResumeParts {
  readonly catalog: Pick<Catalog, 'list'>;
  readonly store: Pick<SessionStore, 'open'>;
  isActive(id: string): boolean;
  /** As the person would do it. Throws AppFailure. */
  resume(id: string): Promise<unknown>;
  log(level: 'info' | 'warning', message: string): void;
}

/**
 * Goes on with the runs that the end of the program cut off, one after the other, the one that was worked on last first. A
 * session that was paused by hand or by failures stays as it is; a server that refuses is said in the log.
 */
export async function resumeCutOff(parts: ResumeParts): Promise<void> {
  const { rows } = await parts.catalog.list({ filter: 'active' });
  const sessions = rows
    .map(({ summary }) => summary)
    .filter(({ state, sample }) => state === 'ok' && !sample)
    .sort((a, b) => Date.parse(b.last_event_at) - Date.parse(a.last_event_at));
  for (const { session_id: id } of sessions) {
    try {
      if (!(await isCutOff(parts, id))) continue;
      await parts.resume(id);
      parts.log('info', `Session ${id} goes on by itself: its run was cut off when Blindfold ended.`);
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
      parts.log('warning', `Session ${id} could not go on by itself. ${error.message}`);
    }
  }
}

async function isCutOff({ store, isActive }: ResumeParts, id: string): Promise<boolean> {
  if (!isSessionId(id) || isActive(id)) return false;
  const session = await store.open(id);
  if (session.readOnly || session.damaged !== null || session.state.run.status !== 'paused') return false;
  return wasCutOff(await session.readLog(Number.POSITIVE_INFINITY));
}
