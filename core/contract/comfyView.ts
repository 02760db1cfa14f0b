import { z } from 'zod';
import { count } from './fields';

/** What is shown of the servers and of the files that lie there. */

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
