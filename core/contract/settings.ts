import { z } from 'zod';

/** Retention takes at least an hour: what was made a moment ago is never old. */
const hours = z
  .number({ error: 'A number of hours.' })
  .min(1, 'Retention is at least 1 hour, or off.')
  .max(1_000_000, 'At most 1,000,000 hours.');
const minutes = z
  .number({ error: 'A number of minutes.' })
  .min(1, 'Autosave waits at least 1 minute, or is off.')
  .max(1440, 'At most 1,440 minutes, which is a day.');
const restMinutes = z
  .number({ error: 'A number of minutes.' })
  .int('Whole minutes.')
  .min(1, 'A rest comes after at least 1 minute, or never.')
  .max(600, 'At most 600 minutes.');
const restTrials = z
  .number({ error: 'A number of trials.' })
  .int('Whole trials.')
  .min(5, 'A rest comes after at least 5 trials, or never.')
  .max(10_000, 'At most 10,000 trials.');
const limitSeconds = z
  .number({ error: 'A number of seconds.' })
  .int('Whole seconds.')
  .min(10, 'The assistant gets at least 10 seconds.')
  .max(1800, 'At most 1,800 seconds, which is half an hour.');
const folder = z.string().trim().min(1, 'Name a folder.').max(4096, 'A path holds at most 4,096 characters.');

/** What the settings page changes. Kept in a file of its own, beside no session. */
export const settingsSchema = z.strictObject({
  /** Folder of the sessions from the next start on; null = the default folder. */
  sessions_root: folder.nullable(),
  /** ComfyUI's address for new sessions; null = the default address. */
  default_server: z.string().trim().min(1, 'Name an address.').max(1024).nullable(),
  /** Kind of the catalog. */
  storage_type: z.enum(['sqlite', 'file']),
  /** Sessions whose last event is older go to the trash; null = off. */
  retention_hours: hours.nullable(),
  /** Saves what is not saved every so many minutes; null = off. */
  autosave_minutes: minutes.nullable(),
  /** Saves when generation or evaluation is finished. */
  save_at_milestones: z.boolean(),
  /** A run that an end of the program cut off goes on by itself at the next start. */
  resume_after_restart: z.boolean(),
  /** Where Archive puts its zips; null = the folder `archive` in the sessions folder. */
  archive_folder: folder.nullable(),
  theme: z.enum(['system', 'light', 'dark']),
  /** A rest is proposed after so many minutes of judging; null = never by time. */
  rest_minutes: restMinutes.nullable(),
  /** A rest is proposed after so many trials; null = never by count. */
  rest_trials: restTrials.nullable(),
  /** Address of the model server that the assistant asks; null = off. */
  assistant_server: z.string().trim().min(1, 'Name an address.').max(1024).nullable(),
  /** The model there, by the name that the server gives it. */
  assistant_model: z.string().trim().min(1, 'Name a model.').max(500).nullable(),
  /** An answer of the model may take so long. */
  assistant_limit_seconds: limitSeconds,
  /** The desktop app may look for newer versions by itself; null = not answered yet, which counts as no. */
  look_for_updates: z.boolean().nullable(),
});
export type AppSettings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: AppSettings = {
  sessions_root: null,
  default_server: null,
  storage_type: 'sqlite',
  retention_hours: null,
  autosave_minutes: null,
  save_at_milestones: false,
  resume_after_restart: false,
  archive_folder: null,
  theme: 'system',
  rest_minutes: 25,
  rest_trials: 100,
  assistant_server: null,
  assistant_model: null,
  assistant_limit_seconds: 60,
  look_for_updates: null,
};

/** Where a setting comes from that the settings page cannot change. */
export const settingSourceSchema = z.enum(['command line', 'environment', '.env file']);
export type SettingSource = z.infer<typeof settingSourceSchema>;

export const settingsViewSchema = z.object({
  /** What counts, wherever it comes from. */
  settings: settingsSchema,
  /** Settings given from outside, by their names; the page shows them and cannot change them. */
  fixed: z.record(z.string(), settingSourceSchema),
  /** Where the settings are kept; null when they are not kept at all. */
  file: z.string().nullable(),
  /** The folder of the sessions in use now. */
  sessions_root: z.string(),
  /** What of a change counts only from the next start on, in a sentence; null when all counts already. */
  from_next_start: z.string().nullable(),
  /** False: all sessions of this run are gone at exit. */
  persistence_enabled: z.boolean(),
});
export type SettingsView = z.infer<typeof settingsViewSchema>;
