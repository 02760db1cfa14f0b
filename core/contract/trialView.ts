import { z } from 'zod';
import { choiceSchema } from '../session/events';
import { count, imageAddress } from './fields';

/** What a window or a script may see of one question: two pictures under addresses drawn fresh, and no side. */

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
