import type { Cleanup, StorageStats } from '../../core/contract/storageView';
import { byteWords } from '../../core/session/byteWords';
import { countOf } from '../store/sessionWords';
import { ageWords } from '../ui/timeWords';

export type StoredSession = StorageStats['sessions'][number];

interface StorageFigure {
  name: string;
  /** Null while it is not known, or where there is none. */
  value: string | null;
  unit?: string;
}

/** The figures at the head of the page. `now` in ms. */
export function storageFigures(stats: StorageStats | null, now: number): StorageFigure[] {
  if (stats === null)
    return ['Sessions', 'Active', 'On disk', 'Oldest', 'Retention'].map((name) => ({ name, value: null }));
  const {
    running_sessions: running,
    paused_sessions: paused,
    free_bytes: free,
    oldest_event_at: oldest,
  } = stats;
  const parts = [
    running > 0 ? `${running.toLocaleString('en-US')} running` : '',
    paused > 0 ? `${paused.toLocaleString('en-US')} paused` : '',
  ].filter(Boolean);
  return [
    { name: 'Sessions', value: stats.total_sessions.toLocaleString('en-US') },
    {
      name: 'Active',
      value: stats.active_sessions.toLocaleString('en-US'),
      ...(parts.length === 0 ? {} : { unit: parts.join(', ') }),
    },
    {
      name: 'On disk',
      value: byteWords(stats.total_bytes),
      ...(free === null ? {} : { unit: `${byteWords(free)} free` }),
    },
    { name: 'Oldest', value: oldest === null ? null : ageWords(Math.max(0, now - Date.parse(oldest))) },
    {
      name: 'Retention',
      value: stats.expiration_hours === null ? 'off' : hoursWords(stats.expiration_hours),
    },
  ];
}

/** `1 hour`, `168 hours`, `1.5 hours` */
export function hoursWords(hours: number): string {
  return hours === 1 ? '1 hour' : `${hours.toLocaleString('en-US')} hours`;
}

/** What a clean-up would take: `11 sessions, 1.9 GB`. */
export function wouldGoWords({ trashed, sessions, bytes }: Cleanup, isDry = true): string {
  return `${countOf(isDry ? sessions.length : trashed, 'session')}, ${byteWords(bytes)}`;
}

/** How a session stands, in the table of the largest. */
export function stateWords({ state, status, votes_done }: StoredSession): string {
  switch (state) {
    case 'damaged':
      return 'Damaged';
    case 'archived':
      return 'Archived';
    case 'read_only':
      return 'Open in another copy';
    case 'ok':
      break;
  }
  if (votes_done > 0) return countOf(votes_done, 'vote');
  switch (status) {
    case 'running':
      return 'Making images';
    case 'paused':
      return 'Paused';
    case 'completed':
      return 'Images made';
    case 'failed':
      return 'Failed';
    case 'pending':
      return 'Not started';
  }
}

/** A session by its LoRA, or by its id while it has none. */
export function sessionName({
  lora_filename,
  session_id,
}: Pick<StoredSession, 'lora_filename' | 'session_id'>): string {
  return lora_filename ?? session_id;
}

/** The largest first. */
export function bySize(sessions: readonly StoredSession[]): StoredSession[] {
  return [...sessions].sort((a, b) => b.bytes - a.bytes);
}
