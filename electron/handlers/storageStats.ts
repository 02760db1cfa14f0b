import type { StorageStats } from '../../core/contract/storageView';
import { parseSessionId } from '../../core/session/identity';
import { isEmptySession } from '../../core/session/retention';
import { sum } from '../../core/statistics/sum';
import type { CatalogRow } from '../catalog/catalog';
import { errorCode } from '../sessions/fileSystem';
import { folderBytes } from '../sessions/folderSize';
import { freeBytesOf } from '../sessions/freeBytes';
import { sessionFolder } from '../sessions/sessionFolder';
import type { Services } from './services';

/** Sessions measured in one go. */
const AT_ONCE = 8;

/**
 * Bytes of a session on disk: as the catalog has measured them, else measured now. What cannot be looked at counts nothing,
 * which the log says.
 */
export async function bytesOfRow(
  { fs, store, log }: Pick<Services, 'fs' | 'store' | 'log'>,
  { summary, bytes, archive }: CatalogRow,
): Promise<number> {
  if (bytes !== null) return bytes;
  try {
    return await folderBytes(fs, archive ?? sessionFolder(store.root, summary.session_id).path);
  } catch (error) {
    if (errorCode(error) === '') throw error;
    log('warning', `The size of session ${summary.session_id} cannot be measured: ${errorCode(error)}.`);
    return 0;
  }
}

/** The storage page's figures, from the catalog. Throws AppFailure when the sessions folder cannot be looked at. */
export async function storageStats(services: Services): Promise<StorageStats> {
  const { catalog, store, settings, trash } = services;
  const { rows } = await catalog.list({});
  const sessions: StorageStats['sessions'] = [];
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = rows.slice(from, from + AT_ONCE);
    sessions.push(...(await Promise.all(some.map((row) => lineOf(services, row)))));
  }
  const items = await trash.list();
  const trashed = await Promise.all(items.map((item) => trash.bytes(item)));
  const running = rows.filter(({ summary }) => isRunning(services, summary)).length;
  const paused = rows.filter(
    ({ summary }) => summary.status === 'paused' && !isRunning(services, summary),
  ).length;
  const { retention_hours, autosave_minutes } = settings.current();
  return {
    persistence_enabled: settings.view().persistence_enabled,
    storage_type: catalog.kind,
    storage_path: store.root,
    total_sessions: rows.length,
    active_sessions: running + paused,
    running_sessions: running,
    paused_sessions: paused,
    expiration_hours: retention_hours,
    auto_save: autosave_minutes,
    total_bytes: sum(sessions.map(({ bytes }) => bytes)),
    file_size_bytes: await catalogBytes(services),
    trash_bytes: sum(trashed),
    trash_sessions: items.length,
    free_bytes: await freeBytesOf(services.fs, services.store.root),
    empty_sessions: rows.filter(({ summary }) => isEmptySession(summary)).length,
    oldest_event_at: oldest(rows),
    sessions,
  };
}

function isRunning({ runner }: Services, summary: CatalogRow['summary']): boolean {
  return summary.status === 'running' || runner.isActive(parseSessionId(summary.session_id));
}

async function lineOf(services: Services, row: CatalogRow): Promise<StorageStats['sessions'][number]> {
  const { session_id, label, lora_filename, status, state, votes_done, last_event_at } = row.summary;
  const bytes = await bytesOfRow(services, row);
  return { session_id, bytes, label, lora_filename, status, state, votes_done, last_event_at };
}

/** Of sessions that hold something of one's own: neither the sample nor what nobody can read counts. */
function oldest(rows: readonly CatalogRow[]): string | null {
  const times = rows
    .filter(({ summary }) => !summary.sample && summary.state !== 'damaged')
    .map(({ summary }) => summary.last_event_at);
  return times.reduce<string | null>(
    (first, time) => (first === null || Date.parse(time) < Date.parse(first) ? time : first),
    null,
  );
}

/** The catalog's file, with what its database keeps beside it. */
async function catalogBytes({ catalog, fs }: Services): Promise<number> {
  if (catalog.file === null) return 0;
  const { file } = catalog;
  return sum(await Promise.all([file, `${file}-wal`, `${file}-shm`].map((path) => folderBytes(fs, path))));
}
