import { z } from 'zod';
import { sessionIdSchema } from '../session/identity';
import { ACTION_IDS } from './actions';
import { appAboutSchema, appInfoSchema } from './appView';
import { setupPatch } from './commandArgs';
import { presetListSchema, presetNameSchema, presetSchema } from './presetView';
import { settingsSchema, settingsViewSchema } from './settings';
import { appLogEntrySchema } from './storageView';
import { taskSchema } from './taskView';
import { updatesSchema } from './updatesView';

const onPreset = z.strictObject({ name: presetNameSchema });

/** The app itself, its settings and tasks, the windows of the system, and presets. */
export const APP_COMMANDS = {
  /** Version, host and where the sessions lie. */
  'app.info': { args: z.strictObject({}), answer: appInfoSchema },
  /** What the app is made of and where its things lie, for its About box. */
  'app.about': { args: z.strictObject({}), answer: appAboutSchema },
  /** Flushes everything and ends the host. */
  'app.shutdown': { args: z.strictObject({}), answer: z.object({ stopping: z.literal(true) }) },

  /** The app's own log: newest last. */
  'app.log': {
    args: z.strictObject({
      level: appLogEntrySchema.shape.level.optional(),
      limit: z.number().int().min(1).max(10_000).optional(),
    }),
    answer: z.object({ entries: z.array(appLogEntrySchema), file: z.string().nullable() }),
  },
  /** What helps to find a fault, as text: versions, counts, settings, the log. It holds no key and no prompt. */
  'app.diagnostics': { args: z.strictObject({}), answer: z.object({ text: z.string() }) },

  'settings.get': { args: z.strictObject({}), answer: settingsViewSchema },
  /** Changes the settings that are named. Refused for one that is given from outside. */
  'settings.change': {
    args: z.strictObject({ changes: settingsSchema.partial() }),
    answer: settingsViewSchema,
  },

  'task.list': { args: z.strictObject({}), answer: z.object({ tasks: z.array(taskSchema) }) },
  'task.cancel': { args: z.strictObject({ task_id: z.string().max(100) }), answer: taskSchema },
  /** Takes an ended task out of the list. */
  'task.dismiss': {
    args: z.strictObject({ task_id: z.string().max(100) }),
    answer: z.object({ tasks: z.array(taskSchema) }),
  },

  /** Asks for a path in a window of the system (desktop); null when that was cancelled. */
  'desktop.choosePath': {
    args: z.strictObject({
      to: z.enum([
        'save_zip',
        'open_zip',
        'folder',
        // A report as a file, by its format.
        'save_csv',
        'save_json',
        'save_markdown',
        'save_html',
        'save_charts',
        'save_png',
        'save_pdf',
      ]),
      name: z.string().max(255).optional(),
    }),
    answer: z.object({ path: z.string().nullable() }),
  },
  /** Shows a session's folder, or the sessions folder, in the system's file manager (desktop). */
  'desktop.showFolder': {
    args: z.strictObject({ session_id: sessionIdSchema.optional() }),
    answer: z.object({ shown: z.literal(true) }),
  },
  /** Shows a file that an export of this run of the app wrote, marked in its folder (desktop). Refused for any other path. */
  'desktop.revealFile': {
    args: z.strictObject({ path: z.string().min(1).max(4096) }),
    answer: z.object({ shown: z.literal(true) }),
  },
  /** Tells the menu bar what of it cannot be done now (desktop). */
  'desktop.greyOut': {
    args: z.strictObject({ off: z.array(z.enum(ACTION_IDS)).max(ACTION_IDS.length) }),
    answer: z.object({ shown: z.literal(true) }),
  },

  /** How things stand with newer versions. */
  'updates.get': { args: z.strictObject({}), answer: updatesSchema },
  /** Looks for a newer version now. Refused before the question about looking is answered, and where this copy cannot replace itself. */
  'updates.look': { args: z.strictObject({}), answer: updatesSchema },
  /** Downloads the newer version that was found. */
  'updates.download': { args: z.strictObject({}), answer: updatesSchema },
  /** Ends the app, once unsaved work was asked about, and starts it again with the version that was downloaded. Refused while a run is at work. */
  'updates.install': { args: z.strictObject({}), answer: updatesSchema },

  /** Set-ups kept under names, by name; none holds a server. */
  'preset.list': { args: z.strictObject({}), answer: presetListSchema },
  'preset.get': { args: onPreset, answer: presetSchema },
  /** Keeps a whole set-up, but for its servers. Refused where the name is taken, unless it is to be replaced. */
  'preset.save': {
    args: onPreset.extend({ setup: setupPatch, replace: z.boolean().optional() }),
    answer: presetListSchema,
  },
  'preset.delete': { args: onPreset, answer: presetListSchema },
};
