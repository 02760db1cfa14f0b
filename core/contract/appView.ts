import { z } from 'zod';

export const appInfoSchema = z.object({
  version: z.string(),
  host: z.enum(['desktop', 'browser']),
  sessions_root: z.string(),
  /** Why nothing can be kept at the moment, in a sentence; null when all is well. */
  trouble: z.string().nullable(),
  /** Why the defaults stand in for the settings' file, in a sentence; null when they do not. */
  settings_trouble: z.string().nullable(),
  /** False: all sessions of this run lie in a scratch folder that is gone at exit. */
  persistence_enabled: z.boolean(),
  /** Where the sessions of a scratch folder are kept all the same, once that was asked for; null otherwise. */
  kept_in: z.string().nullable(),
  /** The address a new session starts with. */
  default_server: z.string(),
  /** True when the app was started with the demo or has it running. */
  demo: z.boolean(),
});
export type AppInfo = z.infer<typeof appInfoSchema>;

/** What the app is made of and where its things lie. */
export const appAboutSchema = z.object({
  /** The computer's system, in words. */
  system: z.string(),
  /** The programs that it runs on, with their versions. */
  programs: z.array(z.object({ name: z.string(), version: z.string() })),
  /** Folders and files of the app on this computer; `path` is null for what is not kept. */
  places: z.array(z.object({ name: z.string(), path: z.string().nullable() })),
  licence: z.string(),
});
export type AppAbout = z.infer<typeof appAboutSchema>;
