import { z } from 'zod';
import { ACTION_IDS } from './actions';
import { answeringSchema } from './assistantView';
import { comfyServerSchema } from './comfyView';
import { generationSchema } from './generationView';
import { evaluationSchema, logEntrySchema, summarySchema } from './sessionView';
import { settingsViewSchema } from './settings';
import { appLogEntrySchema } from './storageView';
import { taskSchema } from './taskView';
import { updatesSchema } from './updatesView';

const sessionId = z.string();

/** Everything the backend tells unasked. Nothing here names a label before the reveal. */
export const PUSHES = {
  /** At most ten a second for a session. */
  'generation.progressed': z.object({ session_id: sessionId, generation: generationSchema }),
  /** One more thumbnail, at its drawn place. */
  'generation.imageMade': z.object({
    session_id: sessionId,
    number: z.number().int(),
    /** Null for a picture that is not shown before the reveal. */
    image: z.string().nullable(),
  }),
  /** An image in the making, for a run that shows them: at most five a second, and an address dies soon after the next. */
  'generation.previewed': z.object({ session_id: sessionId, number: z.number().int(), image: z.string() }),
  'session.changed': z.object({ session_id: sessionId, summary: summarySchema }),
  /** Sessions came or went otherwise than by a change of one: the list is to be asked for anew. */
  'sessions.changed': z.object({ removed: z.array(z.string()) }),
  'task.changed': z.object({ task: taskSchema }),
  'settings.changed': settingsViewSchema,
  'app.logged': z.object({ entry: appLogEntrySchema }),
  /** How far the making of a report is, where it takes long enough to tell; at most ten a second. */
  'report.progressed': z.object({ session_id: sessionId, done: z.number(), total: z.number() }),
  /** How far an answer of the assistant is; at most ten a second, and once more before it ends. */
  'assistant.progressed': answeringSchema,
  'evaluation.changed': z.object({ session_id: sessionId, evaluation: evaluationSchema }),
  'log.added': z.object({ session_id: sessionId, entry: logEntrySchema }),
  'comfy.changed': z.object({ server: comfyServerSchema }),
  'notice.raised': z.object({
    session_id: sessionId.nullable(),
    tone: z.enum(['neutral', 'caution', 'fault']),
    message: z.string(),
  }),
  /** A choice from the desktop's menu bar. */
  'menu.chosen': z.object({
    item: z.enum(ACTION_IDS),
  }),
  /** Files that the system asked the app to open (desktop), as paths; they are taken in like dropped ones. */
  'files.opened': z.object({ paths: z.array(z.string().max(4096)).max(100) }),
  /** A session that the person asked for outside the window: its notification was pressed (desktop). */
  'session.wanted': z.object({ session_id: sessionId }),
  'updates.changed': updatesSchema,
} as const satisfies Record<string, z.ZodType>;

export type PushName = keyof typeof PUSHES;
export type PushPayload<P extends PushName> = z.output<(typeof PUSHES)[P]>;
/** A push with its payload, as one union. */
export type Push = { [P in PushName]: { push: P; payload: PushPayload<P> } }[PushName];
