import { z } from 'zod';
import { reportSchema } from '../report/report';
import { choiceSchema, voteFlagSchema } from '../session/events';
import { onSession } from './commandArgs';
import { evaluationSchema } from './sessionView';
import { nextTrialSchema, trialSchema, votedTrialSchema } from './trialView';

const raterName = z
  .string()
  .trim()
  .min(1, 'A rater has a name.')
  .max(80, 'A rater name holds at most 80 characters.');
const onRater = onSession.extend({ rater: raterName.optional() });

/** Questions, votes, the end of an evaluation, and the report. */
export const EVALUATION_COMMANDS = {
  'trial.list': { args: onRater, answer: z.object({ trials: z.array(votedTrialSchema) }) },
  /** `ahead` = 1 asks for the trial after the next one, so that its pictures can be ready. */
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
      note: z.string().max(10_000).nullable().optional(),
      flags: z.array(voteFlagSchema).max(2).optional(),
      elapsed_ms: z.number().nonnegative().nullable().optional(),
      /** True: a trial that has a vote keeps it, and this one is refused as `already_voted`. */
      only_if_open: z.boolean().optional(),
    }),
    answer: z.object({ vote_id: z.string(), next: nextTrialSchema }),
  },
  /** Takes the rater's last vote back; answers the trial that is open again. */
  'vote.undo': { args: onRater, answer: trialSchema },
  'evaluation.finish': { args: onSession, answer: evaluationSchema },
  'evaluation.reveal': { args: onSession, answer: evaluationSchema },

  'report.get': { args: onSession, answer: reportSchema },
};
