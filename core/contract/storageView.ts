import { z } from 'zod';
import { count, time } from './fields';
import { statusSchema } from './generationView';

/** The storage page's figures; names as scripts read them. */
export const storageStatsSchema = z.object({
  persistence_enabled: z.boolean(),
  storage_type: z.enum(['sqlite', 'file']),
  storage_path: z.string(),
  total_sessions: count,
  /** Running or paused. */
  active_sessions: count,
  running_sessions: count,
  paused_sessions: count,
  /** Retention in force; null = off. */
  expiration_hours: z.number().nullable(),
  /** Minutes between autosaves; null = off. */
  auto_save: z.number().nullable(),
  /** All sessions, trash not counted. */
  total_bytes: count,
  /** The catalog's own file; 0 for the kind `file`. */
  file_size_bytes: count,
  trash_bytes: count,
  trash_sessions: count,
  /** Free room on the disk of the sessions folder; null where it cannot be asked. */
  free_bytes: count.nullable(),
  /** Sessions without an image and without a vote. */
  empty_sessions: count,
  /** ISO time of the last event of the session that was left alone longest; null without sessions. */
  oldest_event_at: time.nullable(),
  sessions: z.array(
    z.object({
      session_id: z.string(),
      bytes: count,
      label: z.string(),
      lora_filename: z.string().nullable(),
      status: statusSchema,
      state: z.enum(['ok', 'damaged', 'archived', 'read_only']),
      votes_done: count,
      last_event_at: time,
    }),
  ),
});
export type StorageStats = z.infer<typeof storageStatsSchema>;

export const trashSchema = z.object({
  sessions: z.array(
    z.object({
      session_id: z.string(),
      /** Names it among several of one id; see `session.restore`. */
      item: z.string(),
      label: z.string(),
      trashed_at: time,
      bytes: count,
    }),
  ),
  /** Days after which the host empties the trash by itself; null where the system's trash takes over. */
  kept_days: z.number().nullable(),
});
export type TrashView = z.infer<typeof trashSchema>;

/** What a clean-up did, or would do. */
export const cleanupSchema = z.object({
  sessions: z.array(z.string()),
  trashed: count,
  bytes: count,
  /** Why sessions of that age stay, in sentences (the open one, running ones, ...). */
  kept: z.array(z.string()),
});
export type Cleanup = z.infer<typeof cleanupSchema>;

/** Files of an older tool that can be taken over. */
export const oldSessionSchema = z.object({
  /** Changes when the file does. */
  path: z.string(),
  lora_filename: z.string().nullable(),
  pairs: count,
  votes: count,
  images_found: count,
  images_missing: count,
});

export const appLogEntrySchema = z.object({
  at: time,
  level: z.enum(['info', 'warning', 'error']),
  message: z.string(),
});
export type AppLogEntry = z.infer<typeof appLogEntrySchema>;
