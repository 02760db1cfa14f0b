import { z } from 'zod';
import { reportSchema } from '../report/report';
import { choiceSchema, voteFlagSchema } from '../session/events';
import { sessionIdSchema } from '../session/identity';
import { jsonSchema } from '../session/setup';
import {
  appInfoSchema,
  comfyServerSchema,
  comfyStateSchema,
  evaluationSchema,
  generationSchema,
  logEntrySchema,
  nextTrialSchema,
  sessionDetailSchema,
  statusSchema,
  summarySchema,
  tileSchema,
  trialSchema,
  votedTrialSchema,
  workflowDefaultsSchema,
  workflowViewSchema,
} from './sessionView';

const onSession = z.strictObject({ session_id: sessionIdSchema });
const raterName = z
  .string()
  .trim()
  .min(1, 'A rater has a name.')
  .max(80, 'A rater name holds at most 80 characters.');
const onRater = onSession.extend({ rater: raterName.optional() });
/** A set-up patch; its fields are checked one by one by `parseSetupPatch`, which names each fault. */
const setupPatch = z.record(z.string(), jsonSchema);
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

  'session.list': {
    args: z.strictObject({
      status: statusSchema.optional(),
      q: z.string().max(1000).optional(),
      limit: z.number().int().min(1).max(10_000).optional(),
      offset: z.number().int().min(0).optional(),
    }),
    answer: z.object({ sessions: z.array(summarySchema), total: z.number().int() }),
  },
  /** Makes the folder and the journal. */
  'session.create': {
    args: z.strictObject({ setup: setupPatch.optional(), notes: notes.optional() }),
    answer: summarySchema,
  },
  'session.get': { args: onSession, answer: sessionDetailSchema },
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

  'report.get': { args: onSession, answer: reportSchema },

  /** The servers in use and what they offer; `server` asks about another address first. */
  'comfy.state': {
    args: z.strictObject({ server: z.string().max(1024).optional(), session_id: sessionIdSchema.optional() }),
    answer: comfyStateSchema,
  },
  /** Starts the built-in demo server if need be and answers its state. */
  'comfy.startDemo': { args: z.strictObject({}), answer: comfyServerSchema },
  /** Size and sampling that the built-in workflow uses with a checkpoint. */
  'workflow.defaults': {
    args: z.strictObject({ checkpoint: z.string().max(1024).nullable() }),
    answer: workflowDefaultsSchema,
  },
  /** Finds the roles in a workflow in API format. */
  'workflow.inspect': { args: z.strictObject({ workflow: jsonSchema }), answer: workflowViewSchema },
} as const satisfies Record<string, { args: z.ZodType; answer: z.ZodType }>;

export type CommandName = keyof typeof COMMANDS;
/** The arguments as a caller writes them. */
export type CommandArgs<C extends CommandName> = z.input<(typeof COMMANDS)[C]['args']>;
/** The arguments as a handler gets them, checked. */
export type CheckedArgs<C extends CommandName> = z.output<(typeof COMMANDS)[C]['args']>;
export type CommandAnswer<C extends CommandName> = z.output<(typeof COMMANDS)[C]['answer']>;

/** One handler for every command; the compiler refuses a map that misses one. */
export type CommandHandlers = {
  [C in CommandName]: (args: CheckedArgs<C>) => Promise<CommandAnswer<C>> | CommandAnswer<C>;
};
