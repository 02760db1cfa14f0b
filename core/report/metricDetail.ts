import { z } from 'zod';
import { integerSchema } from '../session/setup';

/** What a metric's report holds beside its candidates: prompts, course over time, agreement, what hangs on one prompt, and the pairs behind it. */

const share = z.number().min(0).max(1);
const signedShare = z.number().min(-1).max(1);
const count = z.int().min(0);

/** So many of so many, with the Wilson 95 % interval of the share; null where there is nothing to count. */
export const countedSchema = z.object({
  count,
  of: count,
  share: share.nullable(),
  low: share.nullable(),
  high: share.nullable(),
});
export type Counted = z.infer<typeof countedSchema>;

const outcomesSchema = z.object({
  /** Wins + losses + ties. */
  votes: count,
  wins: count,
  losses: count,
  ties: count,
  /** (wins - losses) / votes; null without votes. */
  net_preference: signedShare.nullable(),
});

/** One prompt on one metric, all candidates together. */
const promptFiguresSchema = outcomesSchema.extend({ prompt_index: count });
export type PromptFigures = z.infer<typeof promptFiguresSchema>;

/** One candidate on one prompt: a field of the heat map. `candidate` is its place in the metric's candidates. */
const cellFiguresSchema = promptFiguresSchema.extend({ candidate: count });
export type CellFigures = z.infer<typeof cellFiguresSchema>;

/** A stretch of the votes in the order of voting, all candidates of the metric together. */
const stretchSchema = outcomesSchema.extend({
  /** When its first and its last vote came. */
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  /** Decided votes from the first to the end of this stretch, and how many of them the LoRA won. */
  n_so_far: count,
  wins_so_far: count,
  /** Wins among the decided votes so far, with the interval of the method in use; null while there are none. */
  win_rate_so_far: share.nullable(),
  low: share.nullable(),
  high: share.nullable(),
});
export type Stretch = z.infer<typeof stretchSchema>;

/** How far raters agree on pairs that two or more of them judged. */
const agreementSchema = z.object({
  raters: count,
  pairs: count,
  /** Pairs of answers to one pair that are alike. */
  alike: countedSchema,
  /** Krippendorff's alpha, ordinal (loss, tie, win); null where every answer is the same. */
  alpha: z.number().max(1).nullable(),
  /** 95 % by resampling pairs; null where alpha is, or with one pair. */
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type Agreement = z.infer<typeof agreementSchema>;

export const answerSchema = z.enum(['better', 'worse', 'undecided']);

/** What the removal of one prompt would change; prompts that change nothing are not listed. */
const withoutPromptSchema = z.object({
  prompt_index: count,
  /** Candidates, by their places, whose answer would be another. */
  answers: z.array(z.object({ candidate: count, from: answerSchema, to: answerSchema })),
  /** The place of the candidate that would be best then; null where the best stays, or none would be. */
  best: count.nullable(),
  /** The best would be another one, or none. */
  best_changes: z.boolean(),
});
export type WithoutPrompt = z.infer<typeof withoutPromptSchema>;

/** A pair that shows what the figures say. */
const evidencePairSchema = outcomesSchema.extend({
  pair_id: z.string(),
  prompt_index: count,
  seed: integerSchema,
  candidate: count,
  /** Mean of +stars and -stars; null where no vote has stars. */
  mean_signed_stars: z.number().min(-5).max(5).nullable(),
  notes: z.array(z.string()),
});
export type EvidencePair = z.infer<typeof evidencePairSchema>;

/** The first of the pairs of a kind, the clearest first, and how many there are in all. */
const evidenceListSchema = z.object({ total: count, pairs: z.array(evidencePairSchema) });
export type EvidenceList = z.infer<typeof evidenceListSchema>;

export const evidenceSchema = z.object({
  /** All decided votes for the LoRA, none a tie. */
  won: evidenceListSchema,
  /** All for the baseline. */
  lost: evidenceListSchema,
  /** At least one each way. */
  split: evidenceListSchema,
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const metricDetailShape = {
  /** Every prompt with a vote, by its number. */
  prompts: z.array(promptFiguresSchema),
  cells: z.array(cellFiguresSchema),
  over_time: z.array(stretchSchema),
  /** Null where no pair was judged by two raters. */
  agreement: agreementSchema.nullable(),
  /** How many prompts were left out one at a time (0 with fewer than two), and those of which that changes something. */
  leave_one_out: z.object({ prompts: count, changes: z.array(withoutPromptSchema) }),
  evidence: evidenceSchema,
};
