import { z } from 'zod';
import { choiceSchema, voteFlagSchema } from '../session/events';
import { count, imageAddress } from './fields';

/** What a window or a script may see of one question: two pictures under addresses drawn fresh, and no side. */

/** A vote that a trial already has, as whoever gave it sees it again. */
const givenVoteSchema = z.object({
  choice: choiceSchema,
  stars: z.number().int().nullable(),
  note: z.string().nullable(),
  flags: z.array(voteFlagSchema),
});
export type GivenVote = z.infer<typeof givenVoteSchema>;

export const trialSchema = z.object({
  trial_id: z.string(),
  /** Place among all trials, checks among them as any other, from 1; a trial of practice counts among those of practice. */
  number: count,
  total: count,
  /** Practice: the vote is kept and never counts. */
  training: z.boolean(),
  pair_number: count,
  pairs_total: count,
  metric: z.string(),
  prompt: z.string(),
  image_a: imageAddress,
  image_b: imageAddress,
  /** The vote this trial already has, when it is asked for again. */
  vote: givenVoteSchema.nullable(),
  /** Where all questions of a pair are on one screen: all its trials in order, this one among them; else only this one. */
  together: z.array(z.object({ trial_id: z.string(), metric: z.string(), vote: givenVoteSchema.nullable() })),
});
export type Trial = z.infer<typeof trialSchema>;

export const nextTrialSchema = z.union([trialSchema, z.object({ done: z.literal(true), waiting: count })]);
export type NextTrial = z.infer<typeof nextTrialSchema>;

/** A trial already voted on, for going back. */
export const votedTrialSchema = z.object({
  trial_id: z.string(),
  number: count,
  training: z.boolean(),
  pair_number: count,
  metric: z.string(),
  choice: choiceSchema,
  stars: z.number().int().nullable(),
  has_note: z.boolean(),
  flags: z.array(voteFlagSchema),
});
export type VotedTrial = z.infer<typeof votedTrialSchema>;
