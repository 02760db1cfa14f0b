import { z } from 'zod';
import { sessionIdSchema } from '../session/identity';
import { integerSchema } from '../session/setup';

/** Sessions side by side, on the prompts, seeds and metrics that all of them share. */

const share = z.number().min(0).max(1);
const signedShare = z.number().min(-1).max(1);
const count = z.int().min(0);

/** A candidate of one of the sessions; `session` is its place in the comparison's sessions. */
const comparedSchema = z.object({ session: count, lora_filename: z.string(), weight: z.number() });
export type Compared = z.infer<typeof comparedSchema>;

const comparedFiguresSchema = comparedSchema.extend({
  /** Shared (prompt, seed) pairs that it was judged on. */
  units: count,
  votes: count,
  n: count,
  wins: count,
  losses: count,
  ties: count,
  win_rate: share.nullable(),
  win_rate_low: share.nullable(),
  win_rate_high: share.nullable(),
  net_preference: signedShare.nullable(),
  /** 95 % interval of the net preference by resampling prompts; null with one prompt. */
  net_low: signedShare.nullable(),
  net_high: signedShare.nullable(),
  /** It stands for its session in the duels. */
  stands: z.boolean(),
});
export type ComparedFigures = z.infer<typeof comparedFiguresSchema>;

/** Two sessions' candidates against each other, over the baseline that each was judged against. */
const duelSchema = z.object({
  /** Places of the two sessions. */
  a: count,
  b: count,
  /** Shared pairs that both were judged on. */
  units: count,
  /** Units that only one of them won against its baseline. */
  only_a: count,
  only_b: count,
  /** Exact McNemar test, and Holm over all duels of the metric. */
  p_value: share,
  p_adjusted: share,
  answer: z.enum(['a', 'b', 'undecided']),
  /** Net preference of a less that of b on those units, with its 95 % interval by resampling prompts. */
  difference: z.number().min(-2).max(2).nullable(),
  low: z.number().min(-2).max(2).nullable(),
  high: z.number().min(-2).max(2).nullable(),
});
export type Duel = z.infer<typeof duelSchema>;

const comparedMetricSchema = z.object({
  metric: z.string(),
  candidates: z.array(comparedFiguresSchema),
  duels: z.array(duelSchema),
  /** The session with the highest net preference, and the share of resamples by prompt in which it is; null where it cannot be said. */
  ahead: z.object({ session: count, sureness: share.nullable() }).nullable(),
});
export type ComparedMetric = z.infer<typeof comparedMetricSchema>;

const comparedSessionSchema = z.object({
  session_id: z.string(),
  demo: z.boolean(),
  candidates: z.array(z.object({ lora_filename: z.string(), weight: z.number() })),
  metrics: z.array(z.string()),
  prompts: count,
  seeds: count,
  votes: count,
  raters: z.array(z.string()),
  method: z.enum(['fixed', 'peek_safe']),
});
export type ComparedSession = z.infer<typeof comparedSessionSchema>;

/** The comparison: the answer of the contract and of the HTTP API. */
export const comparisonSchema = z.object({
  sessions: z.array(comparedSessionSchema).min(2),
  shared: z.object({
    prompts: z.array(z.string()),
    seeds: z.array(integerSchema),
    metrics: z.array(z.string()),
  }),
  /** What the sessions do not share, and what makes them hard to compare, in sentences. */
  remarks: z.array(z.string()),
  metrics: z.array(comparedMetricSchema),
  /** Sentences; the first is the headline and has no full stop. */
  verdict: z.array(z.string()).min(1),
  methods: z.array(z.string()),
  bootstrap_seed: z.int(),
  resamples: count,
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** At most so many sessions stand side by side. */
export const MOST_COMPARED = 8;

/** Which candidate stands for a session; the best one where none is named. */
export const standsForSchema = z.strictObject({
  session_id: sessionIdSchema,
  lora_filename: z.string().max(1024),
  weight: z.number(),
});
export type StandsFor = z.infer<typeof standsForSchema>;
