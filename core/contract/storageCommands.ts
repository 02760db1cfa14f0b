import { z } from 'zod';
import { settingsSchema } from './settings';
import { cleanupSchema, storageStatsSchema, trashSchema } from './storageView';

/** What the sessions folder holds, clean-up, and the trash. */
export const STORAGE_COMMANDS = {
  'storage.stats': { args: z.strictObject({}), answer: storageStatsSchema },
  /** Sessions whose last event is older than so many hours go to the trash; `dry_run` only says which. */
  'storage.cleanup': {
    args: z.strictObject({
      max_age_hours: settingsSchema.shape.retention_hours.unwrap(),
      dry_run: z.boolean().optional(),
    }),
    answer: cleanupSchema,
  },
  /** The same for sessions without image and vote, whatever their age. */
  'storage.cleanupEmpty': {
    args: z.strictObject({ dry_run: z.boolean().optional() }),
    answer: cleanupSchema,
  },
  /** Makes the catalog anew from the folders. A task. */
  'storage.rebuildCatalog': { args: z.strictObject({}), answer: z.object({ sessions: z.number().int() }) },
  /** Copies the sessions of a scratch folder to where sessions are kept, with persistence off. */
  'storage.keep': {
    args: z.strictObject({}),
    answer: z.object({ sessions: z.number().int(), folder: z.string() }),
  },
  'trash.list': { args: z.strictObject({}), answer: trashSchema },
  /** Removes what is in the trash for good. */
  'trash.empty': { args: z.strictObject({}), answer: z.object({ removed: z.number().int() }) },
};
