import { z } from 'zod';
import { reportSchema } from '../report/report';
import { choiceSchema, voteFlagSchema } from '../session/events';
import { type SessionId, sessionIdSchema } from '../session/identity';
import { jsonSchema } from '../session/setup';
import { presetListSchema, presetNameSchema, presetSchema } from './presetView';
import { headerNameSchema, headerValueSchema, serverAccessSchema } from './serverAccess';
import {
  appInfoSchema,
  comfyServerSchema,
  comfyStateSchema,
  evaluationSchema,
  generationSchema,
  listFilterSchema,
  logEntrySchema,
  loraInfoSchema,
  nextTrialSchema,
  sessionDetailSchema,
  sessionListSchema,
  statusSchema,
  summarySchema,
  testPairSchema,
  tileSchema,
  trialSchema,
  votedTrialSchema,
  workflowDefaultsSchema,
  workflowViewSchema,
} from './sessionView';
import { settingsSchema, settingsViewSchema } from './settings';
import {
  appLogEntrySchema,
  cleanupSchema,
  oldSessionSchema,
  storageStatsSchema,
  trashSchema,
} from './storageView';
import { taskSchema } from './taskView';

const onSession = z.strictObject({ session_id: sessionIdSchema });
const raterName = z
  .string()
  .trim()
  .min(1, 'A rater has a name.')
  .max(80, 'A rater name holds at most 80 characters.');
const onRater = onSession.extend({ rater: raterName.optional() });
/** A set-up patch; its fields are checked one by one by `parseSetupPatch`, which names each fault. */
const setupPatch = z.record(z.string(), jsonSchema);
const onPreset = z.strictObject({ name: presetNameSchema });
const ids = z.array(sessionIdSchema).min(1, 'Name at least one session.').max(10_000);
const day = z.iso.date('A date is written YYYY-MM-DD.');
const path = z.string().min(1, 'Name a file.').max(4096);
const notes = z.string().max(100_000, 'Notes hold at most 100,000 characters.');

/**
 * Every command of the app: what it takes and what it answers. The page, the desktop bridge and the HTTP API all
 * call these; nothing else can be asked of the backend.
 */
export const COMMANDS = {
  /** Version, host and where the sessions lie. */
  'app.info': { args: z.strictObject({}), answer: appInfoSchema },
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

  /** From the catalog, newest first. `from` and `to` are days in the host's time zone, both included. */
  'session.list': {
    args: z.strictObject({
      status: statusSchema.optional(),
      q: z.string().max(1000).optional(),
      filter: listFilterSchema.optional(),
      from: day.optional(),
      to: day.optional(),
      pinned_first: z.boolean().optional(),
      limit: z.number().int().min(1).max(10_000).optional(),
      offset: z.number().int().min(0).optional(),
    }),
    answer: sessionListSchema,
  },
  /** Brings the catalog in line with the folders, then answers how many lines changed. */
  'session.refresh': { args: z.strictObject({}), answer: z.object({ changed: z.number().int() }) },
  /** The session that a fresh start proposes to go on with, and why; all null when there is none. */
  'session.active': {
    args: z.strictObject({}),
    answer: z.object({
      session_id: z.string().nullable(),
      status: statusSchema.nullable(),
      reason: z.string().nullable(),
      summary: summarySchema.nullable(),
    }),
  },
  /** Sessions whose run can be resumed, newest event first. */
  'session.resumable': { args: z.strictObject({}), answer: z.object({ sessions: z.array(summarySchema) }) },
  /** Makes the folder and the journal. */
  'session.create': {
    args: z.strictObject({ setup: setupPatch.optional(), notes: notes.optional() }),
    answer: summarySchema,
  },
  'session.get': { args: onSession, answer: sessionDetailSchema },
  /** A window tells which session it shows, null for none: no clean-up takes that one. It holds until the window is closed. */
  'session.show': {
    args: z.strictObject({ session_id: sessionIdSchema.nullable() }),
    answer: z.object({ session_id: z.string().nullable() }),
  },
  /** `setup` merges by key; notes and pin are kept at once, without a save. */
  'session.patch': {
    args: onSession.extend({
      setup: setupPatch.optional(),
      notes: notes.optional(),
      pinned: z.boolean().optional(),
    }),
    answer: sessionDetailSchema,
  },
  'session.save': { args: onSession, answer: summarySchema },
  /** Back to the last save: set-up edits and votes since then are undone, images stay. */
  'session.discard': { args: onSession, answer: summarySchema },
  /** Keeps the changes that an earlier process left unsaved. */
  'session.recover': { args: onSession, answer: summarySchema },
  /** Makes a session of its own of everything that this one is now, unsaved changes included. A task. */
  'session.copy': { args: onSession, answer: summarySchema },
  /** To the trash; refused while running. */
  'session.delete': { args: onSession, answer: z.object({ trashed: z.literal(true) }) },
  /** Takes a session out of the trash again: the item that is named, else what was deleted last under this id. */
  'session.restore': {
    args: onSession.extend({ item: z.string().max(255).optional() }),
    answer: summarySchema,
  },
  /** Reads everything again and mends what can be mended; `findings` says what was found, empty when all is well. */
  'session.check': { args: onSession, answer: summarySchema.extend({ findings: z.array(z.string()) }) },
  /** Into a verified zip in the archive folder; the folder goes. A task. */
  'session.archive': { args: onSession, answer: summarySchema },
  /** Out of its zip into a folder again. A task. */
  'session.bringBack': { args: onSession, answer: summarySchema },
  /** Writes sessions into one zip at a path (desktop). A task. */
  'session.export': {
    args: z.strictObject({ session_ids: ids, path }),
    answer: z.object({ path: z.string(), bytes: z.number().int() }),
  },
  /** Takes the sessions of a zip at a path in (desktop). A task. */
  'session.import': {
    args: z.strictObject({ path }),
    answer: z.object({ sessions: z.array(summarySchema), remarks: z.array(z.string()) }),
  },
  /** The single-session files of an older tool beside or in the sessions folder; null when there are none. */
  'session.findOld': { args: z.strictObject({}), answer: z.object({ found: oldSessionSchema.nullable() }) },
  /** Copies them into a session; they stay as they are. */
  'session.importOld': { args: z.strictObject({}), answer: summarySchema },
  'session.log': {
    args: onSession.extend({
      level: logEntrySchema.shape.level.optional(),
      limit: z.number().int().min(1).max(10_000).optional(),
    }),
    answer: z.object({ entries: z.array(logEntrySchema) }),
  },

  /** Checks everything, the server included, then makes what is missing. */
  'generation.start': { args: onSession, answer: generationSchema },
  'generation.pause': { args: onSession, answer: generationSchema },
  'generation.resume': { args: onSession, answer: generationSchema },
  'generation.stop': { args: onSession, answer: generationSchema },
  /** Makes one image again, by its number; refused once a pair that shows it was judged. */
  'generation.regenerate': {
    args: onSession.extend({ number: z.number().int().min(1, 'Images are numbered from 1.') }),
    answer: generationSchema,
  },
  /** Checks everything as a start does, then makes one pair outside the plan, of which nothing is kept. A task. */
  'generation.testPair': { args: onSession, answer: testPairSchema },
  /** Shows the images in the making of the run that goes on, from the next one sent to the server, until the run ends. */
  'generation.previews': { args: onSession.extend({ on: z.boolean() }), answer: generationSchema },
  /** The thumbnails in their shuffled places. */
  'generation.gallery': { args: onSession, answer: z.object({ tiles: z.array(tileSchema) }) },

  'trial.list': { args: onRater, answer: z.object({ trials: z.array(votedTrialSchema) }) },
  /** `ahead` = 1 asks for the trial after the next one, so that its pictures can be ready. */
  'trial.next': {
    args: onRater.extend({ ahead: z.number().int().min(0).max(3).optional() }),
    answer: nextTrialSchema,
  },
  'trial.get': { args: onRater.extend({ trial_id: z.string().max(100) }), answer: trialSchema },
  'vote.cast': {
    args: onRater.extend({
      trial_id: z.string({ error: 'A vote names its trial.' }).max(100),
      choice: choiceSchema,
      stars: z.number().int().min(1).max(5).nullable().optional(),
      note: z.string().max(10_000).nullable().optional(),
      flags: z.array(voteFlagSchema).max(2).optional(),
      elapsed_ms: z.number().nonnegative().nullable().optional(),
      /** True: a trial that has a vote keeps it, and this one is refused as `already_voted`. */
      only_if_open: z.boolean().optional(),
    }),
    answer: z.object({ vote_id: z.string(), next: nextTrialSchema }),
  },
  /** Takes the rater's last vote back; answers the trial that is open again. */
  'vote.undo': { args: onRater, answer: trialSchema },
  'evaluation.finish': { args: onSession, answer: evaluationSchema },
  'evaluation.reveal': { args: onSession, answer: evaluationSchema },

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

  /** Asks for a path in a window of the system (desktop); null when that was cancelled. */
  'desktop.choosePath': {
    args: z.strictObject({
      to: z.enum(['save_zip', 'open_zip', 'folder']),
      name: z.string().max(255).optional(),
    }),
    answer: z.object({ path: z.string().nullable() }),
  },
  /** Shows a session's folder, or the sessions folder, in the system's file manager (desktop). */
  'desktop.showFolder': {
    args: z.strictObject({ session_id: sessionIdSchema.optional() }),
    answer: z.object({ shown: z.literal(true) }),
  },

  /** Set-ups kept under names, by name; none holds a server. */
  'preset.list': { args: z.strictObject({}), answer: presetListSchema },
  'preset.get': { args: onPreset, answer: presetSchema },
  /** Keeps a whole set-up, but for its servers. Refused where the name is taken, unless it is to be replaced. */
  'preset.save': {
    args: onPreset.extend({ setup: setupPatch, replace: z.boolean().optional() }),
    answer: presetListSchema,
  },
  'preset.delete': { args: onPreset, answer: presetListSchema },

  'report.get': { args: onSession, answer: reportSchema },

  /** The servers in use and what they offer; `server` asks about another address first. */
  'comfy.state': {
    args: z.strictObject({ server: z.string().max(1024).optional(), session_id: sessionIdSchema.optional() }),
    answer: comfyStateSchema,
  },
  /** What a LoRA file on a server says about itself; null when it says nothing. The server is found as by `comfy.state`. */
  'comfy.loraInfo': {
    args: z.strictObject({
      server: z.string().max(1024).optional(),
      session_id: sessionIdSchema.optional(),
      lora: z.string().min(1, 'Name a LoRA file.').max(1024),
    }),
    answer: z.object({ info: loraInfoSchema.nullable() }),
  },
  /** Starts the built-in demo server if need be and answers its state. */
  'comfy.startDemo': { args: z.strictObject({}), answer: comfyServerSchema },
  /** Which servers get a header for their login. */
  'comfy.access': { args: z.strictObject({}), answer: serverAccessSchema },
  /** Gives the header that a protected server asks for; it counts at once, also for a run that waits. null takes it away. */
  'comfy.setAccess': {
    args: z.strictObject({
      server: z.string().max(1024),
      header_name: headerNameSchema.nullable(),
      header_value: headerValueSchema.nullable(),
    }),
    answer: serverAccessSchema,
  },
  /** Size and sampling that the built-in workflow uses with a checkpoint. */
  'workflow.defaults': {
    args: z.strictObject({ checkpoint: z.string().max(1024).nullable() }),
    answer: workflowDefaultsSchema,
  },
  /** Finds the roles in a workflow in API format, with the nodes that each could be pointed at, and draws its graph. */
  'workflow.inspect': {
    args: z.strictObject({
      workflow: jsonSchema,
      /** The LoRA files under test, as the set-up names them. */
      loras: z.array(z.string().max(1024)).max(100).optional(),
      /** Roles set by hand, as the set-up keeps them. */
      bindings: z.record(z.string(), jsonSchema).optional(),
    }),
    answer: workflowViewSchema,
  },
} as const satisfies Record<string, { args: z.ZodType; answer: z.ZodType }>;

export type CommandName = keyof typeof COMMANDS;
/** The arguments as a caller writes them. */
export type CommandArgs<C extends CommandName> = z.input<(typeof COMMANDS)[C]['args']>;
/** The arguments as a handler gets them, checked. */
export type CheckedArgs<C extends CommandName> = z.output<(typeof COMMANDS)[C]['args']>;
export type CommandAnswer<C extends CommandName> = z.output<(typeof COMMANDS)[C]['answer']>;

/** Who asks. */
export interface Caller {
  /** Which session the asking window shows from now on. Throws AppFailure `not_possible` where no window asks. */
  show(id: SessionId | null): void;
}

/** One handler for every command; the compiler refuses a map that misses one. */
export type CommandHandlers = {
  [C in CommandName]: (args: CheckedArgs<C>, from: Caller) => Promise<CommandAnswer<C>> | CommandAnswer<C>;
};
