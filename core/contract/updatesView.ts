import { z } from 'zod';

/** How things stand with newer versions of the app. */
export const updatesSchema = z.object({
  /**
   * `none`: this copy cannot replace itself (`reason` says why). `unasked`: whether to look by itself was not answered yet. `off`:
   * it was answered with no. `ready`: downloaded. `failed` with a `next`: the download failed; without one, the look.
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
  /** When it was asked last, as an ISO time, by whichever start; null when never. */
  asked_at: z.string().nullable(),
  /** Whether the question may be put now: it waits until the app was started a second time. */
  may_ask: z.boolean(),
  /** Whether a version that is ready is put in at the next quit. Else only when it is asked for: the system wants a password then. */
  at_quit: z.boolean(),
  /** Why it is so, in a sentence: with `none` and `failed`. */
  reason: z.string().nullable(),
});
export type Updates = z.infer<typeof updatesSchema>;
