import { z } from 'zod';
import { choiceSchema } from '../session/events';
import { integerSchema, jsonSchema, shownSetupSchema } from '../session/setup';

/**
 * What a window or a script may see of a session. While it is judged nothing here holds the key to the sides: no seed of
 * the order, no side, no file name and no weight beside a picture. Jobs are numbers drawn by lot, pictures are addresses
 * drawn fresh for every showing.
 */

export const statusSchema = z.enum(['pending', 'running', 'paused', 'completed', 'failed']);
export type Status = z.infer<typeof statusSchema>;

export const phaseSchema = z.enum(['queued', 'checking', 'generating_images', 'completing']);
export type Phase = z.infer<typeof phaseSchema>;

const time = z.iso.datetime({ offset: true });
const count = z.number().int().nonnegative();
/** An address under `/image/`. */
const imageAddress = z.string();

export const summarySchema = z.object({
  session_id: z.string(),
  label: z.string(),
  state: z.enum(['ok', 'damaged', 'archived', 'read_only']),
  status: statusSchema,
  step: z.number().int().min(1).max(4),
  lora_filename: z.string().nullable(),
  first_prompt: z.string().nullable(),
  created_at: time,
  saved_at: time.nullable(),
  /** Seconds since 1970 of the last save; null while never saved. */
  timestamp: z.number().nullable(),
  images_done: count,
  images_total: count,
  /** Images that were made and whose files are gone or torn. */
  images_missing: count,
  pairs_total: count,
  votes_done: count,
  votes_total: count,
  notes: z.string(),
  pinned: z.boolean(),
  /** Number of changes since the last save; 0 when all is saved. */
  unsaved_changes: count,
  recovered_from_disk: z.boolean(),
  /** The sample that comes with the app: it can be looked at and copied, not changed. */
  sample: z.boolean(),
  /** Time of the last event; of the last save or the making where there is no journal. */
  last_event_at: time,
  thumbnail: imageAddress.nullable(),
});
export type SessionSummary = z.infer<typeof summarySchema>;

/** Which sessions the list shows: running or paused; with votes to cast; with a complete evaluation; in a zip; not readable. */
export const listFilterSchema = z.enum(['active', 'to_vote', 'done', 'archived', 'damaged']);
export type ListFilter = z.infer<typeof listFilterSchema>;

export const sessionListSchema = z.object({
  sessions: z.array(summarySchema),
  /** Of all that fit, before `limit` and `offset`. */
  total: count,
  /** Of all that fit the search and the dates, whatever the filter. */
  counts: z.object({
    all: count,
    active: count,
    to_vote: count,
    done: count,
    archived: count,
    damaged: count,
  }),
});
export type SessionList = z.infer<typeof sessionListSchema>;

export const planSchema = z.object({
  images: count,
  pairs: count,
  trials: count,
  weights: z.array(z.number()),
  /** Disk space of all images, estimated. */
  bytes: count,
  /** Time to make them, from measured speed; null before anything was measured. */
  seconds: z.number().nullable(),
  /** Room on the disk of the session's folder; null when unknown. */
  free_bytes: z.number().nullable(),
  /** The true preference (0.5-1) that this many votes per candidate show with 80 % power; null when no number of wins could. */
  smallest_share: z.number().nullable(),
});
export type PlanSummary = z.infer<typeof planSchema>;

/** One server of a run. */
export const runServerSchema = z.object({
  /** As it is shown: host and port, or `demo`. */
  name: z.string(),
  /** `out`: left out since it does not answer or fails; it is asked again and comes back by itself. */
  state: z.enum(['working', 'idle', 'out']),
  /** Why it is out, in a sentence; null otherwise. */
  message: z.string().nullable(),
  /** Images that this run made there. */
  images_done: count,
  /** Images a second; null before the second one. */
  rate: z.number().nullable(),
  current: z.object({ number: count, step: count, steps: count }).nullable(),
});
export type RunServer = z.infer<typeof runServerSchema>;

export const generationSchema = z.object({
  status: statusSchema,
  phase: phaseSchema.nullable(),
  images_done: count,
  images_total: count,
  /** Jobs by their drawn numbers. */
  failed: z.array(z.object({ number: count, message: z.string() })),
  current: z.object({ number: count, step: count, steps: count }).nullable(),
  /** Images per second, measured over the last images; null before the second one. */
  rate: z.number().nullable(),
  seconds_left: z.number().nullable(),
  checkpoint: z.object({ type: z.string(), seq: count, next_action: z.string() }).nullable(),
  /** Why the run is paused or failed, in a sentence; null otherwise. */
  reason: z.string().nullable(),
  can_resume: z.boolean(),
  started_at: time.nullable(),
  ended_at: time.nullable(),
  /** The servers of the run; empty while nothing runs. */
  servers: z.array(runServerSchema),
  /** Images in the making are shown for this run. */
  previews: z.boolean(),
  /** What the self-check before the first image found; null while it was not made. */
  self_check: z.object({ state: z.enum(['passed', 'failed']), message: z.string() }).nullable(),
});
export type GenerationView = z.infer<typeof generationSchema>;

export const evaluationSchema = z.object({
  complete: z.boolean(),
  revealed_at: time.nullable(),
  /** True when labels were shown before the evaluation was complete. */
  revealed_early: z.boolean(),
  rater: z.string(),
  raters: z.array(z.object({ name: z.string(), votes_done: count, votes_total: count })),
  votes_done: count,
  votes_total: count,
  metric_mode: z.literal('in_turn'),
  /** True when at least one complete pair can be judged now. */
  can_judge: z.boolean(),
});
export type EvaluationView = z.infer<typeof evaluationSchema>;

export const sessionDetailSchema = summarySchema.extend({
  setup: shownSetupSchema,
  plan: planSchema,
  /** What keeps the set-up from being started, beside each field. */
  faults: z.array(z.object({ field: z.string(), message: z.string() })),
  generation: generationSchema,
  evaluation: evaluationSchema,
  errors: z.array(z.object({ at: time, code: z.string(), message: z.string() })),
  /** What was mended in reading the session's files, in sentences; until the next save. */
  repairs: z.array(z.string()),
  /** Images that were made and whose files are gone or torn, by their drawn numbers; they can be made again. */
  missing_images: z.array(count),
  /** Set when an earlier process left changes that were not saved. */
  recovery: z.object({ changes: count, since: time }).nullable(),
  /** True once images exist: what they were made with is fixed, and a set-up can only be extended. */
  setup_locked: z.boolean(),
  /** True for a begun session to which prompts, seeds, weights or LoRA files can be added; `setup` is then the draft of that. */
  can_extend: z.boolean(),
  /** What an extension that is written down and not yet begun adds; null when there is none. */
  extension: z.object({ images: count, pairs: count }).nullable(),
  /** The set-up that images are made with, extensions included that were begun; null before the start. */
  begun_setup: shownSetupSchema.nullable(),
  /** Made on the built-in demo server. */
  demo: z.boolean(),
});
export type SessionDetail = z.infer<typeof sessionDetailSchema>;

export const trialSchema = z.object({
  trial_id: z.string(),
  number: count,
  total: count,
  pair_number: count,
  pairs_total: count,
  metric: z.string(),
  prompt: z.string(),
  image_a: imageAddress,
  image_b: imageAddress,
  /** The vote this trial already has, when it is asked for again. */
  vote: z
    .object({ choice: choiceSchema, stars: z.number().int().nullable(), note: z.string().nullable() })
    .nullable(),
});
export type Trial = z.infer<typeof trialSchema>;

export const nextTrialSchema = z.union([trialSchema, z.object({ done: z.literal(true), waiting: count })]);
export type NextTrial = z.infer<typeof nextTrialSchema>;

/** A trial already voted on, for going back. */
export const votedTrialSchema = z.object({
  trial_id: z.string(),
  number: count,
  pair_number: count,
  metric: z.string(),
  choice: choiceSchema,
  stars: z.number().int().nullable(),
});
export type VotedTrial = z.infer<typeof votedTrialSchema>;

/** One pair outside the plan, made to see that the set-up works. Its pictures are in memory only. */
export const testPairSchema = z.object({
  baseline: imageAddress,
  lora: imageAddress,
  lora_filename: z.string(),
  weight: z.number(),
  prompt: z.string(),
  /** One that the plan does not have. */
  seed: integerSchema,
  /** Time of one image. */
  seconds: z.number(),
  /** As it is shown: host and port, or `demo`. */
  server: z.string(),
});
export type TestPair = z.infer<typeof testPairSchema>;

/**
 * One place of the gallery on the Generate tab; places are drawn by lot. An image that is made and whose picture is not shown
 * before the reveal has no `image`, and a `message` that says so.
 */
export const tileSchema = z.object({
  number: count,
  state: z.enum(['waiting', 'making', 'made', 'failed']),
  image: imageAddress.nullable(),
  message: z.string().nullable(),
});
export type Tile = z.infer<typeof tileSchema>;

/** What is said in the place of a picture that is made and not shown in the gallery before the reveal. */
export const PICTURE_LATER = 'Made. Its picture is first shown in the evaluation.';

export const logEntrySchema = z.object({
  seq: count,
  at: time,
  level: z.enum(['info', 'success', 'warning', 'error']),
  type: z.string(),
  message: z.string(),
});
export type LogEntry = z.infer<typeof logEntrySchema>;

export const comfyServerSchema = z.object({
  url: z.string(),
  state: z.enum(['ok', 'unreachable', 'not_comfyui', 'forbidden']),
  version: z.string().nullable(),
  devices: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      vram_total: z.number().nullable(),
      vram_free: z.number().nullable(),
    }),
  ),
  queue: z.object({ running: count, pending: count }).nullable(),
  /** The built-in demo server, which draws instead of asking a model. */
  is_demo: z.boolean(),
  /** What is wrong and what to do, in a sentence; null when all is well. */
  message: z.string().nullable(),
});
export type ComfyServer = z.infer<typeof comfyServerSchema>;

export const comfyStateSchema = z.object({
  servers: z.array(comfyServerSchema),
  loras: z.array(z.string()),
  checkpoints: z.array(z.string()),
  samplers: z.array(z.string()),
  schedulers: z.array(z.string()),
});
export type ComfyState = z.infer<typeof comfyStateSchema>;

/** What a LoRA file says about itself. */
export const loraInfoSchema = z.object({
  name: z.string(),
  base_model: z.string().nullable(),
  resolution: z.string().nullable(),
  trigger_words: z.array(z.string()),
  training: z.array(z.object({ name: z.string(), value: z.string() })),
});
export type LoraInfo = z.infer<typeof loraInfoSchema>;

/** What the built-in workflow uses where the set-up leaves a choice open. */
export const workflowDefaultsSchema = z.object({
  size: z.tuple([z.number(), z.number()]),
  sampling: z.object({ steps: z.number(), cfg: z.number(), sampler_name: z.string(), scheduler: z.string() }),
});

export const workflowRoleSchema = z.enum([
  'output',
  'sampler',
  'lora',
  'seed',
  'positive',
  'negative',
  'checkpoint',
  'size',
]);
export type WorkflowRole = z.infer<typeof workflowRoleSchema>;

/** One role: which node plays it, what stands there now, and which others could. */
export const roleViewSchema = z.object({
  role: workflowRoleSchema,
  found: z.boolean(),
  /** Set by hand, against what was found by itself. */
  by_hand: z.boolean(),
  /** `LoraLoader node 14`, `None in this workflow`, or why it is missing. */
  text: z.string(),
  /** What stands there now: the file name, the seed's digits, the first words of the prompt, `1024 x 1024`; null when there is none. */
  value: z.string().nullable(),
  /** The key of the choice in force; null when none. */
  chosen: z.string().nullable(),
  /** What the role can be pointed at, best first. `bindings` is merged into the set-up's corrections when it is chosen. */
  choices: z.array(
    z.object({ key: z.string(), label: z.string(), bindings: z.record(z.string(), jsonSchema) }),
  ),
});
export type RoleView = z.infer<typeof roleViewSchema>;

/** The graph as a small drawing: columns by distance to the output, which stands in column 0; what feeds it lies in higher ones. */
export const workflowGraphSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      class_type: z.string(),
      title: z.string().nullable(),
      roles: z.array(workflowRoleSchema),
      column: z.number().int(),
      row: z.number().int(),
    }),
  ),
  links: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      kind: z.enum(['model', 'clip', 'conditioning', 'latent', 'image', 'other']),
    }),
  ),
});
export type WorkflowDrawing = z.infer<typeof workflowGraphSchema>;

export const workflowViewSchema = z.object({
  bindings: z.record(z.string(), jsonSchema),
  roles: z.array(roleViewSchema),
  graph: workflowGraphSchema,
});
export type WorkflowView = z.infer<typeof workflowViewSchema>;

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
