import { z } from 'zod';
import type { Random } from '../plan/random';
import type { Integer } from '../session/json';
import { integerSchema } from '../session/setup';
import { answerSchema, countedSchema, metricDetailShape } from './metricDetail';

/** One vote that counts (or a skip): quality control and training are left out by whoever builds the list. */
export interface CountedVote {
  pair_id: string;
  prompt_index: number;
  seed: Integer;
  /** Index in `ReportInput.candidates`. */
  candidate: number;
  metric: string;
  /** Seen from the LoRA. */
  outcome: 'win' | 'loss' | 'tie' | 'skip';
  /** Null for a tie or a skip. */
  chose_left: boolean | null;
  stars: number | null;
  rater: string;
  /** ISO time with zone. */
  at: string;
  after_reveal: boolean;
  note: string | null;
}

/** What a vote says once the sides are known. */
export type SeenChoice = 'lora' | 'baseline' | 'same';

/** What a rater answered to checks, and how fast the votes were. Skips are in none of it. */
export interface GivenAnswers {
  /** The rater's name. */
  rater: string;
  label: string;
  /** For each repeat that was answered, and whose first showing was: the first answer and the second. */
  repeats: (readonly [first: SeenChoice, again: SeenChoice])[];
  catches: ('left' | 'right' | 'same')[];
  /** How many answers were practice. */
  training: number;
  /** Milliseconds that each counted vote took, where its time is known. */
  times: number[];
  /** Milliseconds below which a vote of this rater is too fast, by all votes of the rater. */
  too_fast_below: number;
}

export interface ReportInput {
  session_id: string;
  demo: boolean;
  raters: string[];
  metrics: string[];
  candidates: { lora_filename: string; weight: number }[];
  prompts: string[];
  seeds: Integer[];
  /** Everybody who voted, whoever is left out. */
  voters: { rater: string; label: string }[];
  /** What the votes were narrowed to; null for all of them. */
  filter: ReportFilter | null;
  /** In the order of voting. */
  votes: CountedVote[];
  /** `peek_safe` when votes were cast, changed or taken back after labels were shown, or the evaluation was extended then. */
  method: 'fixed' | 'peek_safe';
  revealed_early: boolean;
  /** Votes removed since the labels were shown. */
  votes_taken_back: number;
  /** Trials answered, skips, repeats and catches included, and trials planned; null unless it was ended by hand before the last one. */
  ended_early: { votes_done: number; votes_total: number } | null;
  /** The same while votes are open; null once the evaluation is complete. */
  unfinished: { votes_done: number; votes_total: number } | null;
  /** Pairs that came to the plan after its start, oldest first. */
  extensions: ReportExtension[];
  own_seeds: boolean;
  /** Judged pairs whose two images came from two servers. */
  mixed_pairs: number;
  /** One for each rater who answered anything. */
  answers: GivenAnswers[];
  /** Evaluations before this one, oldest first. */
  past_rounds: PastRoundFigures[];
  /** What the self-check before the first image found; null where none was made. */
  self_check: { passed: boolean; message: string } | null;
  bootstrap_seed: number;
  random: (seed: number) => Random;
}

const share = z.number().min(0).max(1);
const signedShare = z.number().min(-1).max(1);
const count = z.int().min(0);

const candidateSchema = z.object({ lora_filename: z.string(), weight: z.number() });

const candidateFiguresSchema = candidateSchema.extend({
  /** Wins + losses + ties. */
  votes: count,
  /** Wins + losses. */
  n: count,
  wins: count,
  losses: count,
  ties: count,
  skips: count,
  win_rate: share.nullable(),
  win_rate_low: share.nullable(),
  win_rate_high: share.nullable(),
  /** Clopper-Pearson 95 % interval of the win rate. */
  exact_low: share.nullable(),
  exact_high: share.nullable(),
  /** Confidence sequence: the interval that stays valid however often it is looked at. */
  safe_low: share.nullable(),
  safe_high: share.nullable(),
  /**
   * 95 % interval of the win rate by resampling prompts (with several raters the wider of that and of prompts and raters drawn
   * together); null with decided votes on fewer than six prompts, and where all resamples are alike.
   */
  by_prompt_low: share.nullable(),
  by_prompt_high: share.nullable(),
  p_value: share,
  p_adjusted: share,
  tie_rate: share.nullable(),
  net_preference: signedShare.nullable(),
  /** Mean of +stars (LoRA won) and -stars (lost) over the decided votes that have stars. */
  mean_signed_stars: z.number().min(-5).max(5).nullable(),
  /** 95 % interval of that mean by resampling, as of the win rate; null likewise. */
  stars_low: z.number().min(-5).max(5).nullable(),
  stars_high: z.number().min(-5).max(5).nullable(),
  starred_votes: count,
  /** Decided votes by stars, one star first. */
  won_stars: z.array(count).length(5),
  lost_stars: z.array(count).length(5),
  /** Prompts with at least one vote (skips apart). */
  prompts_judged: count,
  answer: answerSchema,
  /** Null with fewer than six prompts or an undecided answer. */
  holds_beyond_prompts: z.boolean().nullable(),
  /** More decided votes at the present rate that would decide it: 0 when decided, null when there is no such number up to 2,000. */
  votes_needed: count.nullable(),
  /** Decided votes in all with which the test shows a true share as large as the present one in 80 of 100 evaluations; null without a lead, or beyond 2,000. */
  votes_for_power: count.nullable(),
  /**
   * How many times more the win rate varies than that of as many votes on prompts of their own: n divided by it is the number of such
   * votes that these are worth. Null with fewer than six prompts, or where all decided votes are alike.
   */
  design_effect: z.number().min(0).nullable(),
});

const bestSchema = candidateSchema.extend({
  /** Share of resamples by prompt in which it is the highest (a shared first place counts in part); null with a single prompt. */
  sureness: share.nullable(),
  /** Null when no other weight of the file was judged on the same prompt and seed. */
  lowest_not_worse: z.number().nullable(),
  falls_from: z.number().nullable(),
});

const metricReportSchema = z.object({
  metric: z.string(),
  candidates: z.array(candidateFiguresSchema),
  /** Null when no vote of the metric is decided. */
  best: bestSchema.nullable(),
  side_bias: z.object({ left: count, right: count, p_value: share }),
  /** Decided votes which, turned round, change the answer of the best candidate or the best itself; null when no number does. */
  fragility: count.nullable(),
  ...metricDetailShape,
});

const overallSchema = candidateSchema.extend({
  pairs: count,
  net_preference: signedShare.nullable(),
  /** Ends of the 95 % interval by resampling prompts; null with a single prompt, and where all resamples are alike. */
  low: signedShare.nullable(),
  high: signedShare.nullable(),
});

const extensionSchema = z.object({
  at: z.iso.datetime({ offset: true }),
  pairs: count,
  after_reveal: z.boolean(),
});
type ReportExtension = z.infer<typeof extensionSchema>;

const carefulnessSchema = z.object({
  /** Pairs shown twice that were answered alike, sides taken into account; skips left out. */
  repeats_alike: countedSchema,
  /** Exact binomial test of that share against the one that chance would give; null where there is no such share. */
  repeats_p: share.nullable(),
  /** Cohen's kappa of first against second answer; null where it does not exist. */
  kappa: z.number().min(-1).max(1).nullable(),
  /** Equal pictures that were called the same. */
  catches_same: countedSchema,
  /** Equal pictures of which one was preferred. */
  false_preferences: countedSchema,
  /** Counted votes faster than 400 ms or than a third of the rater's median; they count all the same. */
  too_fast: count,
  /** Counted votes whose time is known, skips left out. */
  timed: count,
  /** Answers of practice; no figure counts them. */
  training: count,
});
const raterCarefulnessSchema = carefulnessSchema.extend({ rater: z.string(), label: z.string() });
export type QualityFigures = z.infer<typeof raterCarefulnessSchema>;

const pastRoundSchema = z.object({
  /** When the evaluation was begun anew. */
  at: z.iso.datetime({ offset: true }),
  /** Counted votes given until then, skips among them; no figure counts them. */
  votes: count,
  raters: count,
  /** Labels had been shown by then. */
  after_reveal: z.boolean(),
});
export type PastRoundFigures = z.infer<typeof pastRoundSchema>;

/**
 * What the votes of a report are narrowed to; what is not named is whole. A report of a part may say better or worse, corrected
 * as that of the whole is; it says first that it is a part, which chosen afterwards proves less.
 */
export const reportFilterSchema = z.strictObject({
  /** Raters' names. */
  raters: z.array(z.string().max(200)).min(1).max(1000).optional(),
  /** Places in the list of prompts, from 0. */
  prompts: z.array(count).min(1).max(10_000).optional(),
  seeds: z.array(integerSchema).min(1).max(10_000).optional(),
});
export type ReportFilter = z.infer<typeof reportFilterSchema>;

const votesOfPlanSchema = z.object({ votes_done: count, votes_total: count });

/** The report: the answer of the contract and of the HTTP API. Numbers are always finite; a figure that does not exist is null. */
export const reportSchema = z.object({
  session_id: z.string(),
  demo: z.boolean(),
  /** What those who voted are called. */
  raters: z.array(z.string()),
  /** Wins, losses and ties over all metrics and raters. */
  votes_total: count,
  skips_total: count,
  /** Votes and skips cast or changed after labels were shown. */
  votes_after_reveal: count,
  /** Votes removed after labels were shown; no figure counts them. */
  votes_taken_back: count,
  prompts_total: count,
  prompts_judged: count,
  /** The planned prompts and seeds, and everybody who voted: what a filter can choose from. */
  prompts: z.array(z.string()),
  seeds: z.array(integerSchema),
  voters: z.array(z.object({ rater: z.string(), label: z.string() })),
  /** What the votes were narrowed to; null for all of them. */
  filter: reportFilterSchema.nullable(),
  method: z.enum(['fixed', 'peek_safe']),
  revealed_early: z.boolean(),
  /** Trials answered, skips, repeats and catches included, and trials planned; null unless ended by hand before the last vote. */
  ended_early: votesOfPlanSchema.nullable(),
  /** The same while votes are open, as after an early reveal; null once the evaluation is complete. */
  unfinished: votesOfPlanSchema.nullable(),
  extended: z.boolean(),
  /** When pairs came to the plan after its start, how many, and whether labels had been shown by then; oldest first. */
  extensions: z.array(extensionSchema),
  own_seeds: z.boolean(),
  /** Judged pairs whose two images came from two servers, which may make another picture of one seed. */
  mixed_pairs: count,
  /** How carefully it was judged; changes no other figure. */
  quality: z.object({ raters: z.array(raterCarefulnessSchema), all: carefulnessSchema }),
  /** Evaluations that were done over, oldest first. */
  past_rounds: z.array(pastRoundSchema),
  self_check: z.object({ passed: z.boolean(), message: z.string() }).nullable(),
  bootstrap_seed: z.int(),
  resamples: count,
  metrics: z.array(metricReportSchema),
  overall: z.array(overallSchema),
  /** Sentences; the first is the headline and has no full stop. */
  verdict: z.array(z.string()).min(1),
  /** One short sentence for each method in use. */
  methods: z.array(z.string()),
});

export type Report = z.infer<typeof reportSchema>;
export type ReportFigures = Omit<Report, 'verdict' | 'methods'>;
export type MetricReport = z.infer<typeof metricReportSchema>;
export type CandidateFigures = z.infer<typeof candidateFiguresSchema>;
export type BestFigures = z.infer<typeof bestSchema>;
export type OverallFigures = z.infer<typeof overallSchema>;
export type Answer = CandidateFigures['answer'];
