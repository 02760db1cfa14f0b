import { z } from 'zod';
import { badRequest, type FieldFault } from '../contract/failure';
import { cleanWeights, expandRange, MAX_WEIGHTS, WEIGHT_LIMIT } from '../plan/weights';
import { canonicalInteger, type Integer, type JsonValue } from './json';

export const MAX_METRICS = 5;
export const MAX_PROMPTS = 1000;
/** Letters of a prompt. */
export const MAX_PROMPT = 20_000;
export const MAX_SEEDS = 1000;
export const MAX_LORAS = 50;
export const MAX_IMAGES = 20_000;
export const MAX_SERVERS = 8;
/** Largest seed that ComfyUI takes: 2^64 - 1. */
export const MAX_SEED = 18_446_744_073_709_551_615n;

/** A whole number of any size, in its one form. */
export const integerSchema = z
  .union([z.number().int(), z.bigint()])
  .transform((value): Integer => canonicalInteger(value));

/** Any JSON value, passed through untouched (workflows, unknown fields). */
export const jsonSchema = z.custom<JsonValue>((value) => value !== undefined);

const jsonObjectSchema = z.record(z.string(), jsonSchema, { error: 'This is an object of fields.' });
const nameSchema = z
  .string({ error: 'A name is a text.' })
  .max(1024, 'A name holds at most 1,024 characters.');

const seedSchema = z
  .union([z.number(), z.bigint()], { error: 'A seed is a whole number.' })
  .transform((value, ctx) => {
    if (typeof value === 'number' && !Number.isInteger(value)) {
      ctx.addIssue({ code: 'custom', message: `A seed is a whole number; ${value} is not.` });
      return z.NEVER;
    }
    const seed = canonicalInteger(value);
    if (seed < 0 || seed > MAX_SEED) {
      ctx.addIssue({ code: 'custom', message: `A seed lies between 0 and ${MAX_SEED}; ${seed} does not.` });
      return z.NEVER;
    }
    return seed;
  });

const weightSchema = z
  .number({ error: 'A weight is a number.' })
  .min(-WEIGHT_LIMIT, `A weight lies between -${WEIGHT_LIMIT} and ${WEIGHT_LIMIT}.`)
  .max(WEIGHT_LIMIT, `A weight lies between -${WEIGHT_LIMIT} and ${WEIGHT_LIMIT}.`);

const rangeSchema = z
  .tuple([weightSchema, weightSchema, z.number({ error: 'The step is a number.' })], {
    error: 'A weight range is [min, max, step].',
  })
  .superRefine(([min, max, step], ctx) => {
    if (step <= 0) ctx.addIssue({ code: 'custom', message: 'Weight step must be greater than 0.' });
    else if (min > max)
      ctx.addIssue({
        code: 'custom',
        message: `The smallest weight (${min}) is above the largest (${max}).`,
      });
    else if (expandRange(min, max, step).length > MAX_WEIGHTS) {
      ctx.addIssue({
        code: 'custom',
        message: `That makes more than ${MAX_WEIGHTS} weights. Choose a larger step.`,
      });
    }
  });

export const PROMPT_TOO_LONG = 'A prompt holds at most 20,000 characters.';
const promptSchema = z.string({ error: 'A prompt is a text.' }).max(MAX_PROMPT, PROMPT_TOO_LONG);
const promptPairSchema = z.object(
  { positive: promptSchema, negative: promptSchema.default('') },
  { error: 'A prompt pair is {positive, negative}.' },
);

const stepsRule = 'Steps are a whole number from 1 to 10,000.';
const cfgRule = 'CFG lies between 0 and 100.';

const samplingSchema = z.object(
  {
    steps: z.number({ error: stepsRule }).int(stepsRule).min(1, stepsRule).max(10_000, stepsRule),
    cfg: z.number({ error: cfgRule }).min(0, cfgRule).max(100, cfgRule),
    sampler_name: nameSchema.min(1, 'No sampler is chosen.'),
    scheduler: nameSchema.min(1, 'No scheduler is chosen.'),
  },
  { error: 'Sampling is {steps, cfg, sampler_name, scheduler}.' },
);

const sideRule = 'Width and height are whole numbers from 16 to 16,384 pixels.';
const sizeSideSchema = z.number({ error: sideRule }).int(sideRule).min(16, sideRule).max(16_384, sideRule);

/** What the text encoder gets of the LoRA: the same weight, a fixed one, or nothing. */
export const textEncoderSchema = z.union(
  [
    z.object({ mode: z.literal('follows') }),
    z.object({ mode: z.literal('fixed'), weight: weightSchema }),
    z.object({ mode: z.literal('left_out') }),
  ],
  { error: 'The text encoder follows the weight, has a fixed weight, or is left out.' },
);

/** How the questions are asked: all of a pair in turn, one for all pairs and then the next, or all on one screen. */
export const metricModeSchema = z.enum(['in_turn', 'passes', 'together'], {
  error: 'Questions are asked in turn, in passes, or together.',
});
export type MetricMode = z.infer<typeof metricModeSchema>;

export const MAX_CATCHES = 100;
const repeatsRule = 'Repeats are a share of the pairs from 0 to 0.5.';
const catchesRule = 'Catch trials are a whole number from 0 to 100.';
/** Checks of the raters themselves; none of their votes counts. */
const qualityControlSchema = z.strictObject(
  {
    /** A round of practice before the first trial. */
    training: z.boolean({ error: 'Training is true or false.' }),
    /** Share of the pairs that come once more with their sides swapped. */
    repeats: z.number({ error: repeatsRule }).min(0, repeatsRule).max(0.5, repeatsRule),
    /** How many times one picture stands on both sides. */
    catches: z
      .number({ error: catchesRule })
      .int(catchesRule)
      .min(0, catchesRule)
      .max(MAX_CATCHES, catchesRule),
  },
  { error: 'Quality control is {training, repeats, catches}.' },
);
export type QualityControl = z.infer<typeof qualityControlSchema>;

const ownSeedsRule =
  'Pairs with a seed of their own are a whole number from 1 to 1,000 for each prompt and candidate.';

/** A list with its own words for what is none and for too many. */
function listOf<Item extends z.ZodType>(item: Item, what: string, most: number) {
  return z.array(item, { error: `${what} are a list.` }).max(most, `At most ${most} ${what.toLowerCase()}.`);
}

/** Every field of a set-up with its own rules; each is checked alone, so that a fault names its field. */
const setupFields = {
  loras: listOf(nameSchema, 'LoRA files', MAX_LORAS),
  weight_range: rangeSchema.nullable(),
  weights: listOf(weightSchema, 'Weights', MAX_WEIGHTS).nullable(),
  text_encoder: textEncoderSchema,
  seeds: listOf(seedSchema, 'Seeds', MAX_SEEDS),
  metrics: listOf(
    z.string({ error: 'A metric is a name.' }).max(80, 'A metric name holds at most 80 characters.'),
    'Metrics',
    MAX_METRICS,
  ),
  prompt_pairs: listOf(promptPairSchema, 'Prompt pairs', MAX_PROMPTS),
  checkpoint: nameSchema.nullable(),
  workflow: jsonObjectSchema.nullable(),
  bindings: jsonObjectSchema.nullable(),
  servers: listOf(nameSchema, 'Servers', MAX_SERVERS),
  size: z.tuple([sizeSideSchema, sizeSideSchema], { error: 'A size is [width, height].' }).nullable(),
  sampling: samplingSchema.nullable(),
  leave_nothing_on_server: z.boolean({ error: 'Leave nothing on the server is true or false.' }),
  /** Pairs of each prompt and candidate when every pair has a seed of its own, drawn by lot; null: all share `seeds`. */
  own_seeds: z
    .number({ error: ownSeedsRule })
    .int(ownSeedsRule)
    .min(1, ownSeedsRule)
    .max(MAX_SEEDS, ownSeedsRule)
    .nullable(),
  /** Before the run: one image with the LoRA at weight 0 is compared, pixel by pixel, with its baseline. */
  self_check: z.boolean({ error: 'The self-check is true or false.' }),
  metric_mode: metricModeSchema,
  /** Null: off. */
  quality_control: qualityControlSchema.nullable(),
};

export const setupSchema = z.object(setupFields);

/** Fields that came later: journals written before them do not say. */
const LATER_FIELDS = {
  own_seeds: null,
  self_check: false,
  metric_mode: 'in_turn',
  quality_control: null,
} as const;

/** A whole set-up as a journal holds it, of any age. */
export const storedSetupSchema = z.preprocess(
  (value) => (typeof value === 'object' && value !== null ? { ...LATER_FIELDS, ...value } : value),
  setupSchema,
);
export type Setup = z.infer<typeof setupSchema>;
export type SetupField = keyof Setup;
export type PromptPair = Setup['prompt_pairs'][number];

const patchFields = { ...setupFields, lora_filename: nameSchema.nullable() };
/** The shape of a set-up as it is sent: any of the fields; `lora_filename` is short for one LoRA file. */
export const setupPatchSchema = z.strictObject(patchFields).partial();
export type SetupPatch = z.input<typeof setupPatchSchema>;

/** A set-up as it is shown: that of a session which another tool made may lie outside what we would accept. */
export const shownSetupSchema = z.object({
  ...setupFields,
  loras: z.array(z.string()),
  weight_range: z.tuple([z.number(), z.number(), z.number()]).nullable(),
  weights: z.array(z.number()).nullable(),
  seeds: z.array(integerSchema),
  metrics: z.array(z.string()),
  prompt_pairs: z.array(z.object({ positive: z.string(), negative: z.string() })),
});

/** A blank set-up: nothing chosen, one metric suggested, the server as handed in (none: the default address). */
export function blankSetup(servers: readonly string[] = []): Setup {
  return {
    loras: [],
    weight_range: [0.4, 1, 0.2],
    weights: null,
    text_encoder: { mode: 'follows' },
    seeds: [],
    metrics: ['Quality'],
    prompt_pairs: [],
    checkpoint: null,
    workflow: null,
    bindings: null,
    servers: [...servers],
    size: null,
    sampling: null,
    leave_nothing_on_server: false,
    ...LATER_FIELDS,
  };
}

/**
 * Checks a set-up patch as it came from outside and brings it to stored form.
 * In: anything. Out: the changed fields only; `lora_filename` becomes `loras`, a range clears the list and the other way round.
 * Throws AppFailure `bad_request` with one sentence for each faulty field (`setup.<field>`, list items as `setup.seeds[1]`).
 */
export function parseSetupPatch(input: unknown): Partial<Setup> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw badRequest([{ field: 'setup', message: 'The set-up is an object of fields.' }]);
  }
  const faults: FieldFault[] = [];
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(input)) {
    if (!Object.hasOwn(patchFields, key)) {
      faults.push({ field: `setup.${key}`, message: `There is no set-up field named ${key}.` });
      continue;
    }
    const parsed = patchFields[key as keyof typeof patchFields].safeParse(value);
    if (parsed.success) out[key] = parsed.data;
    else
      for (const issue of parsed.error.issues)
        faults.push({ field: fieldPath(key, issue.path), message: issue.message });
  }
  const [first, ...rest] = faults;
  if (first !== undefined) throw badRequest([first, ...rest]);
  if ('lora_filename' in out) {
    const name = out['lora_filename'] as string | null;
    if (!('loras' in out)) out['loras'] = name === null || name === '' ? [] : [name];
    delete out['lora_filename'];
  }
  if (Array.isArray(out['weights']) && !('weight_range' in out)) out['weight_range'] = null;
  if (Array.isArray(out['weight_range']) && !('weights' in out)) out['weights'] = null;
  return out as Partial<Setup>;
}

function fieldPath(key: string, path: readonly PropertyKey[]): string {
  // The parts of a range are one field on the screen; items of lists are named one by one.
  if (key === 'weight_range' || key === 'size') return `setup.${key}`;
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`),
    `setup.${key}`,
  );
}

/** The candidate weights of a set-up, in order, without 0 and repeats; empty while nothing usable is given. */
export function weightsOf(setup: Pick<Setup, 'weight_range' | 'weights'>): number[] {
  if (setup.weights !== null) return cleanWeights(setup.weights);
  if (setup.weight_range === null) return [];
  return expandRange(...setup.weight_range);
}
