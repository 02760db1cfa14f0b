import { z } from 'zod';
import { MAX_METRICS, MAX_PROMPT } from '../session/setup';
import { count } from './fields';

/** Who makes prompts, metrics and the written report: the model that was set up, or what Blindfold itself can do. */
export const makerSchema = z.enum(['model', 'word_lists'], 'It is made by the model or from the word_lists.');
export type Maker = z.infer<typeof makerSchema>;

/** Letters of a description. */
export const MAX_DESCRIPTION = 4000;
/** Prompts that can be asked for at once. */
export const MAX_ASKED_PROMPTS = 50;
/** Metrics that an answer offers to choose from. */
export const MAX_OFFERED_METRICS = MAX_METRICS * 2;

/** The assistant as it is set up. No key is ever in it. */
export const assistantSchema = z.object({
  /** The model server's address; null = off. */
  server: z.string().nullable(),
  model: z.string().nullable(),
  /** Where the key for this server comes from; `none` is right for most servers on one's own computer. */
  key: z.object({
    source: z.enum(['environment', 'kept', 'none']),
    /** The environment's variable that holds it. */
    variable: z.string().nullable(),
    /** Why there is one that cannot be used, as a sentence that says nothing of it; missing when all is well. */
    fault: z.string().exactOptional(),
  }),
  /** All servers that a key is kept for. */
  kept_keys: z.array(z.string()),
  /** Where a key is kept: in the system's key store, in a file that only its owner may read, or until the program ends. */
  keeps_keys: z.enum(['system', 'file', 'memory']),
});
export type AssistantView = z.infer<typeof assistantSchema>;

/** What is known of the LoRA under test. */
export const knownSchema = z.strictObject({
  loras: z.array(z.string().max(1024)).max(50).default([]),
  trigger_words: z.array(z.string().max(200)).max(50).default([]),
  base_model: z.string().max(200).nullable().default(null),
});
export type Known = z.output<typeof knownSchema>;

const madePairSchema = z.object({
  positive: z.string().max(MAX_PROMPT),
  negative: z.string().max(MAX_PROMPT),
});
export type MadePrompt = z.infer<typeof madePairSchema>;

const madeMetricSchema = z.object({
  name: z.string(),
  /** What a rater is to look at, in a sentence; may be empty. */
  question: z.string(),
});
export type MadeMetric = z.infer<typeof madeMetricSchema>;

const madeBy = {
  made_by: makerSchema,
  /** The model that answered. */
  model: z.string().nullable(),
  /** What a person should know of it, each a sentence: what was left out and why. */
  remarks: z.array(z.string()),
};

export const madePromptsSchema = z.object({ pairs: z.array(madePairSchema), ...madeBy });
export type MadePrompts = z.infer<typeof madePromptsSchema>;
export const madeMetricsSchema = z.object({ metrics: z.array(madeMetricSchema), ...madeBy });
export type MadeMetrics = z.infer<typeof madeMetricsSchema>;

/** How far an answer is. What came of it so far can be kept when it is cancelled or cut off. */
export const answeringSchema = z.object({
  request_id: z.string(),
  /** Nothing has come yet, or it comes. */
  phase: z.enum(['asking', 'answering']),
  /** Letters that came so far, a model's thinking among them. */
  characters: count,
  pairs: z.array(madePairSchema),
  metrics: z.array(madeMetricSchema),
  /** Of a report. */
  text: z.string(),
});
export type Answering = z.infer<typeof answeringSchema>;

export const templateNameSchema = z.enum(['prompts', 'metrics', 'report']);
export type TemplateName = z.infer<typeof templateNameSchema>;

/** The wording of a request, and the file that changes it. */
export const templateSchema = z.object({
  name: templateNameSchema,
  /** Where a changed wording lies, or would. */
  path: z.string(),
  /** What counts. */
  text: z.string(),
  /** False while the built-in wording counts. */
  is_own: z.boolean(),
  builtin: z.string(),
  /** What is wrong with the file, so that the built-in wording counts in its place; or what it leaves out. */
  fault: z.string().nullable(),
});
export type TemplateView = z.infer<typeof templateSchema>;
