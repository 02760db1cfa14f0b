import { z } from 'zod';

/** How things stand with newer versions of the app. */
export const updatesSchema = z.object({
  /**
   * `none`: this copy cannot replace itself (`reason` says why). `unasked`: whether to look was not answered yet. `off`: it was
   * answered with no. `ready`: downloaded, and put in at the next quit or when it is asked for.
   */
  state: z.enum([
    'none',
    'unasked',
    'off',
    'idle',
    'checking',
    'newest',
    'available',
    'downloading',
    'ready',
    'failed',
  ]),
  /** The version that runs. */
  current: z.string(),
  /** The newer version, once one is known. */
  next: z.string().nullable(),
  /** Downloaded, from 0 to 1; null while nothing is downloaded. */
  share: z.number().min(0).max(1).nullable(),
  /** When it was asked last, as an ISO time; null when not since the start. */
  asked_at: z.string().nullable(),
  /** Why it is so, in a sentence: with `none` and `failed`. */
  reason: z.string().nullable(),
});
export type Updates = z.infer<typeof updatesSchema>;
