import { createHmac } from 'node:crypto';
import type { SessionId } from '../../core/session/identity';
import type { LoadOptions } from './buildSession';
import { loadSession } from './loadSession';
import type { SessionGlance } from './openSession';
import type { SessionFolder } from './sessionFolder';
import { SessionMemory } from './sessionMemory';

/**
 * Secret for the trial ids of a session whose file holds none. In: a secret of this run of the program. Out: the same one for
 * the same session as long as the program runs.
 */
export function blindKeyOf(secret: string, id: SessionId): string {
  return createHmac('sha256', secret).update(id).digest('hex');
}

/**
 * Reads a session that nobody has open or in memory, only to tell of it: what a store's `peek` tells in that case. Throws
 * AppFailure `not_found`.
 */
export async function readGlance(
  folder: SessionFolder,
  options: Omit<LoadOptions, 'isRunLive'>,
): Promise<SessionGlance> {
  const loaded = await loadSession(folder, { ...options, isRunLive: false });
  const memory = new SessionMemory(folder.id, new Map(), loaded, false);
  const { readOnly, unsaved: unsavedChanges, savedAt, lastEventAt, recovery, stamp } = memory;
  const { state, damaged, repairs, journal } = loaded;
  return {
    ...{ id: folder.id, folder, state, readOnly, damaged, repairs, unsavedChanges, savedAt },
    ...{ lastEventAt, recovery, events: journal.events, stamp },
  };
}
