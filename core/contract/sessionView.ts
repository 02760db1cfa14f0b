import { z } from 'zod';
import { metricModeSchema, shownSetupSchema } from '../session/setup';
import { count, imageAddress, time } from './fields';
import { generationSchema, statusSchema } from './generationView';

/**
 * What a window or a script may see of a session. While it is judged nothing here holds the key to the sides: no seed of
 * the order, no side, no file name and no weight beside a picture. Jobs are numbers drawn by lot, pictures are addresses
 * drawn fresh for every showing.
 */

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
  /** A rating pack of another session. */
  is_pack: z.boolean(),
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
  /** Trials of one rater whose votes count. */
  trials: count,
  /** Further trials of one rater: repeats and catches, each for as many questions as its showing asks. Practice is not among them. */
  checks: count,
  /** Why there are fewer repeats or catches than the set-up asks for, in a sentence; null when there are not. */
  checks_note: z.string().nullable(),
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

export const evaluationSchema = z.object({
  complete: z.boolean(),
  revealed_at: time.nullable(),
  /** True when labels were shown before the evaluation was complete. */
  revealed_early: z.boolean(),
  rater: z.string(),
  /** `name` is what a command takes; `label` is what the rater is called. Counts: every trial but practice. */
  raters: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      votes_done: count,
      votes_total: count,
      /** Votes of a rating pack, which were given elsewhere. */
      from_pack: z.boolean(),
      by_metric: z.array(z.object({ metric: z.string(), votes_done: count, votes_total: count })),
    }),
  ),
  votes_done: count,
  votes_total: count,
  metric_mode: metricModeSchema,
  /** How often it was redone. */
  round: count,
  /** Ended by hand with trials left; it can be opened again until the labels are shown. */
  finished_by_hand: z.boolean(),
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
  /** Set when this is a rating pack of another session: its votes go back there, and it has no labels to show. */
  pack: z.object({ pack_id: z.string() }).nullable(),
  /** Made on the built-in demo server. */
  demo: z.boolean(),
});
export type SessionDetail = z.infer<typeof sessionDetailSchema>;

export const logEntrySchema = z.object({
  seq: count,
  at: time,
  level: z.enum(['info', 'success', 'warning', 'error']),
  type: z.string(),
  message: z.string(),
});
export type LogEntry = z.infer<typeof logEntrySchema>;
