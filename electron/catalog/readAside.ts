import { existsSync } from 'node:fs';
import type { SessionId } from '../../core/session/identity';
import { blockingReads } from '../sessions/blockingReads';
import { blindKeyOf, readGlance } from '../sessions/glance';
import { sessionFolder } from '../sessions/sessionFolder';
import { emblemOf, lineOf } from '../views/sessionLine';
import { createRowReader, type FoundSession } from './rowReader';
import type { RowThreadData } from './rowThreads';

/**
 * Reads sessions in a thread of their own. Out: those that are whole and that nobody has open. All others take more than a look
 * at their files, and are left to the thread that holds the open ones.
 */
export async function readAside(
  { root, secret, servers }: RowThreadData,
  ids: readonly SessionId[],
): Promise<FoundSession[]> {
  const fs = blockingReads;
  const reader = createRowReader({
    fs,
    store: {
      root,
      peek: async (id) => {
        const folder = sessionFolder(root, id);
        const blindKey = blindKeyOf(secret, folder.id);
        return readGlance(folder, { fs, blindKey, servers, now: () => new Date() });
      },
    },
    views: { summary: (session) => lineOf(session, null), emblem: emblemOf },
    log: () => undefined,
  });
  const found: FoundSession[] = [];
  for (const id of ids) {
    // Who holds a lock, and whether that one still lives, is asked where the locks are held.
    if (existsSync(sessionFolder(root, id).lock)) continue;
    const session = await reader.read(id);
    if (session !== null && session.stamp !== null && session.row.summary.state === 'ok') found.push(session);
  }
  return found;
}
