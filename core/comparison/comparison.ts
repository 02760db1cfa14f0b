import { z } from 'zod';
import { answerSchema } from '../report/metricDetail';
import { sessionIdSchema } from '../session/identity';
import { integerSchema } from '../session/setup';

/** Sessions side by side, on the prompts, seeds and metrics that all of them share. */

const share = z.number().min(0).max(1);
const signedShare = z.number().min(-1).max(1);
const difference = z.number().min(-2).max(2);
const count = z.int().min(0);
const methodSchema = z.enum(['fixed', 'peek_safe']);

const candidateSchema = z.object({ lora_filename: z.string(), weight: z.number() });
export type ComparedCandidate = z.infer<typeof candidateSchema>;

/** A candidate of one of the sessions; `session` is its place in the comparison's sessions. Every figure is of the shared part alone. */
const comparedFiguresSchema = candidateSchema.extend({
  session: count,
  /** Shared (prompt, seed) pairs that it was judged on. */
  units: count,
  votes: count,
  n: count,
  wins: count,
  losses: count,
  ties: count,
  win_rate: share.nullable(),
  /** Wilson 95 % interval of the win rate. */
  win_rate_low: share.nullable(),
  win_rate_high: share.nullable(),
  /** Confidence sequence: shown instead where the session's method is `peek_safe`. */
  safe_low: share.nullable(),
  safe_high: share.nullable(),
  net_preference: signedShare.nullable(),
  /** 95 % interval of the net preference by resampling prompts; null with fewer than six, and where all resamples are alike. */
  net_low: signedShare.nullable(),
  net_high: signedShare.nullable(),
  /** The session's own test against its own baseline, Holm over the session's candidates on this metric. */
  p_value: share,
  p_adjusted: share,
  answer: answerSchema,
  /** It stands for its session in the duels. */
  stands: z.boolean(),
});
export type ComparedFigures = z.infer<typeof comparedFiguresSchema>;

/** Two sessions' candidates against each other, each over the baseline that it was judged against. */
const duelSchema = z.object({
  /** Places of the two sessions, `a` before `b`. */
  a: count,
  b: count,
  /** Shared pairs that both were judged on, and how many prompts they are of. */
  units: count,
  prompts: count,
  /** Units that only one of them won against its baseline. */
  only_a: count,
  only_b: count,
  /** `peek_safe` as soon as one of the two sessions is. */
  method: methodSchema,
  /** Exact McNemar test (or the peek-safe one) of those, and Holm over all duels of the metric. */
  p_value: share,
  p_adjusted: share,
  /** McNemar's chi-square with Edwards' correction, 1 degree of freedom, as other programs tell it; null where the peek-safe test is used. No answer hangs on it. */
  chi_square: z.number().min(0).nullable(),
  chi_square_p: share.nullable(),
  answer: z.enum(['a', 'b', 'undecided']),
  /** Mean over those units of the net preference of a less that of b, with its 95 % interval by resampling prompts; that is null as above. */
  difference: difference.nullable(),
  low: difference.nullable(),
  high: difference.nullable(),
});
export type Duel = z.infer<typeof duelSchema>;

const aheadSchema = z.object({
  session: count,
  /** Shared pairs that every standing candidate with votes was judged on, and how many prompts they are of. */
  units: count,
  prompts: count,
  /** Share of resamples by prompt in which it is the highest; null with one prompt. */
  sureness: share.nullable(),
});

const comparedMetricSchema = z.object({
  metric: z.string(),
  candidates: z.array(comparedFiguresSchema),
  duels: z.array(duelSchema),
  /** The session with the highest net preference; null where there is none or several share the first place. */
  ahead: aheadSchema.nullable(),
});
export type ComparedMetric = z.infer<typeof comparedMetricSchema>;

const comparedSessionSchema = z.object({
  session_id: z.string(),
  demo: z.boolean(),
  candidates: z.array(candidateSchema),
  /** The candidate that stands for it in the duels; null where nothing was judged. */
  stands: candidateSchema.nullable(),
  /** Why it is that one: named by whoever asked, the best by the session's own votes, or the only one. */
  stands_by: z.enum(['named', 'best', 'only']).nullable(),
  metrics: z.array(z.string()),
  prompts: count,
  seeds: count,
  votes: count,
  /** Votes on the shared part. */
  shared_votes: count,
  raters: z.array(z.string()),
  method: methodSchema,
});
export type ComparedSession = z.infer<typeof comparedSessionSchema>;

/** The comparison: the answer of the contract and of the HTTP API. */
export const comparisonSchema = z.object({
  sessions: z.array(comparedSessionSchema).min(2),
  shared: z.object({
    prompts: z.array(z.object({ positive: z.string(), negative: z.string() })),
    seeds: z.array(integerSchema),
    metrics: z.array(z.string()),
    /** (Prompt, seed) pairs that were judged in every session. */
    units: count,
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
export type ComparisonFigures = Omit<Comparison, 'verdict' | 'remarks' | 'methods'>;

/** At most so many sessions stand side by side. */
export const MOST_COMPARED = 8;

/** Which candidate stands for a session; the best one where none is named. */
export const standsForSchema = z.strictObject({
  session_id: sessionIdSchema,
  lora_filename: z.string().max(1024),
  weight: z.number(),
});
export type StandsFor = z.infer<typeof standsForSchema>;
