import { z } from 'zod';
import {
  assistantSchema,
  knownSchema,
  MAX_ASKED_PROMPTS,
  MAX_DESCRIPTION,
  madeMetricsSchema,
  madePromptsSchema,
  makerSchema,
  templateNameSchema,
  templateSchema,
} from './assistantView';

/** Given by whoever asks: `assistant.cancel` and the pushes name it. */
export const requestIdSchema = z.string().min(8).max(64);

const descriptionSchema = z
  .string({ error: 'A description is a text.' })
  .trim()
  .max(
    MAX_DESCRIPTION,
    `A description holds at most ${MAX_DESCRIPTION.toLocaleString('en-US')} characters. Say it in fewer words.`,
  );
const countRule = `From 1 to ${MAX_ASKED_PROMPTS} prompts can be asked for at once.`;
const bleedRule = 'Prompts without the trigger words are a whole number, at most as many as are asked for.';

/** A key of a model server. No message about it says what was typed. */
export const modelKeySchema = z
  .string()
  .trim()
  .min(1, 'Type the key.')
  .max(4000, 'A key holds at most 4,000 characters.')
  .regex(
    /^[\x21-\x7e]*$/,
    'A key is one line of plain letters, digits and signs. Copy it again, without blanks.',
  );

const asked = {
  /** Left out by whoever neither follows nor cancels the request. */
  request_id: requestIdSchema.optional(),
  description: descriptionSchema,
  made_by: makerSchema,
  known: knownSchema.prefault({}),
  /** What is there already, so that nothing comes twice. */
  present: z.array(z.string().max(20_000)).max(1000).default([]),
};

/** Prompts, metrics and wording with the help of a model, or without one. */
export const ASSISTANT_COMMANDS = {
  'assistant.state': { args: z.strictObject({}), answer: assistantSchema },
  /** Keeps the key of a model server; null forgets it. */
  'assistant.setKey': {
    args: z.strictObject({ server: z.string().min(1).max(1024), key: modelKeySchema.nullable() }),
    answer: assistantSchema,
  },
  /** The models that the server in the settings offers. */
  'assistant.models': { args: z.strictObject({}), answer: z.object({ models: z.array(z.string()) }) },
  /** Prompt pairs from a description. Nothing is added to any set-up. */
  'assistant.prompts': {
    args: z
      .strictObject({
        ...asked,
        count: z
          .number({ error: countRule })
          .int(countRule)
          .min(1, countRule)
          .max(MAX_ASKED_PROMPTS, countRule)
          .default(8),
        /** Spread over subjects, framings, lightings and styles. */
        coverage: z.boolean().default(true),
        /** So many of them lack the trigger words, to see whether the LoRA shows without being called. */
        without_trigger: z.number({ error: bleedRule }).int(bleedRule).min(0, bleedRule).default(0),
        /** Of the draw from the word lists: the same seed gives the same prompts. */
        seed: z.number().int().nonnegative().default(0),
      })
      .refine(({ count, without_trigger }) => without_trigger <= count, {
        error: bleedRule,
        path: ['without_trigger'],
      }),
    answer: madePromptsSchema,
  },
  /** Metrics from a description, to choose from. Nothing is added to any set-up. */
  'assistant.metrics': { args: z.strictObject(asked), answer: madeMetricsSchema },
  /** Stops a request; whoever asked is told `cancelled`. */
  'assistant.cancel': {
    args: z.strictObject({ request_id: requestIdSchema }),
    answer: z.object({ cancelled: z.boolean() }),
  },
  /** The wording of the requests. */
  'assistant.templates': {
    args: z.strictObject({}),
    answer: z.object({ templates: z.array(templateSchema) }),
  },
  /** Changes a wording: writes its file; null goes back to the built-in one and removes the file. */
  'assistant.setTemplate': {
    args: z.strictObject({
      name: templateNameSchema,
      text: z.string().max(40_000, 'A wording holds at most 40,000 characters.').nullable(),
    }),
    answer: z.object({ templates: z.array(templateSchema) }),
  },
};
