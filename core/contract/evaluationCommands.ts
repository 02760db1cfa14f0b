import { z } from 'zod';
import { choiceSchema, MAX_NOTE, voteFlagSchema } from '../session/events';
import { MAX_VOTES_TEXT } from '../session/packFile';
import { raterNameSchema } from '../session/raterName';
import { onSession } from './commandArgs';
import { count } from './fields';
import { evaluationSchema } from './sessionView';
import { nextTrialSchema, trialSchema, votedTrialSchema } from './trialView';

const onRater = onSession.extend({ rater: raterNameSchema.optional() });

/** Questions, votes and the end of an evaluation. */
export const EVALUATION_COMMANDS = {
  'trial.list': { args: onRater, answer: z.object({ trials: z.array(votedTrialSchema) }) },
  /** `ahead` = 1 or more asks for a later trial (all on one screen: a later pair), so that its pictures can be ready. */
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
      note: z.string().max(MAX_NOTE).nullable().optional(),
      flags: z.array(voteFlagSchema).max(2).optional(),
      elapsed_ms: z.number().nonnegative().nullable().optional(),
      /** True: a trial that has a vote keeps it, and this one is refused as `already_voted`. */
      only_if_open: z.boolean().optional(),
    }),
    answer: z.object({ vote_id: z.string(), next: nextTrialSchema }),
  },
  /** Takes the rater's last vote back (a check's or one of practice too); answers the trial that is open again. */
  'vote.undo': { args: onRater, answer: trialSchema },
  'evaluation.finish': { args: onSession, answer: evaluationSchema },
  /** Takes the end by hand back, before the reveal; every vote stays. */
  'evaluation.reopen': { args: onSession, answer: evaluationSchema },
  /** Begins anew with a new order and new sides; the votes go into the history and the labels are hidden again. */
  'evaluation.redo': { args: onSession, answer: evaluationSchema },
  /** Says what a rater is called; no other rater of the session may be called so. */
  'rater.name': { args: onRater.extend({ label: raterNameSchema }), answer: evaluationSchema },

  /** Writes a rating pack with all complete pairs to a path (desktop; a page fetches it). A task. */
  'pack.export': {
    args: onSession.extend({ path: z.string().min(1, 'Name a file.').max(4096) }),
    answer: z.object({ path: z.string(), bytes: count, pairs: count }),
  },
  /** The votes of an opened rating pack as the text of a small file, for whoever made the pack. `votes`: how many, practice apart. */
  'pack.votes': { args: onSession, answer: z.object({ name: z.string(), text: z.string(), votes: count }) },
  /** Takes the votes of a rating pack in. The same file again, or an older one, changes nothing. */
  'pack.merge': {
    args: onSession.extend({ text: z.string().max(MAX_VOTES_TEXT, 'A file of votes holds at most 15 MB.') }),
    answer: z.object({
      evaluation: evaluationSchema,
      /** Whose votes they are now. */
      rater: z.string(),
      label: z.string(),
      /** Votes, checks among them as any other, without answers of practice. */
      added: count,
      changed: count,
      removed: count,
      message: z.string(),
    }),
  },
  'evaluation.reveal': { args: onSession, answer: evaluationSchema },
};
