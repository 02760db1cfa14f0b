import { z } from 'zod';
import { integerSchema } from '../session/setup';
import { count, imageAddress, time } from './fields';

/** What a window or a script may see of a run. Jobs are numbers drawn by lot. */

export const statusSchema = z.enum(['pending', 'running', 'paused', 'completed', 'failed']);
export type Status = z.infer<typeof statusSchema>;

export const phaseSchema = z.enum(['queued', 'checking', 'generating_images', 'completing']);
export type Phase = z.infer<typeof phaseSchema>;

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
