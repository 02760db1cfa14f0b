import { existsSync } from 'node:fs';
import type { SessionId } from '../../core/session/identity';
import { blockingReads } from '../sessions/blockingReads';
import { folderBytes } from '../sessions/folderSize';
import { blindKeyOf, readGlance } from '../sessions/glance';
import { type SessionFolder, sessionFolder } from '../sessions/sessionFolder';
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
    if (session === null || session.stamp === null || session.row.summary.state !== 'ok') continue;
    const bytes = await bytesOfSmall(sessionFolder(root, id));
    found.push({ ...session, row: { ...session.row, bytes } });
  }
  return found;
}

/** Files in an `output/` that are counted at once; a folder of more is measured in its turn, when the list is there. */
const FEW = 32;

/** Size on disk of a folder that is measured as quickly as it is read; null for one that is not, or that cannot be measured. */
async function bytesOfSmall({ path, output }: SessionFolder): Promise<number | null> {
  try {
    const names = existsSync(output) ? await blockingReads.names(output) : [];
    return names.length > FEW ? null : await folderBytes(blockingReads, path);
  } catch {
    return null;
  }
}
