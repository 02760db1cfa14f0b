import { z } from 'zod';
import { choiceSchema, MAX_NOTE, packShowingSchema, voteFlagSchema } from './events';
import { isJsonObject, type JsonValue, stringifyJson } from './json';
import { raterNameSchema } from './raterName';
import { MAX_IMAGES, MAX_METRICS, metricModeSchema } from './setup';

/** What stands at the top of a rating pack. */
export const PACK_FORMAT = 'blindfold-rating-pack';
/** What a file of votes that comes back from one says it is. */
export const VOTES_FORMAT = 'blindfold-rating-votes';
/** No file of votes is longer, in characters. */
export const MAX_VOTES_TEXT = 15_000_000;
/** Of both; a newer one may mean other things by the same names. */
export const PACK_VERSION = 1;

/** Every pair of the largest plan in every pass, and again for its checks. */
const MAX_SHOWINGS = 2 * MAX_METRICS * MAX_IMAGES;

const hex = z.string().regex(/^[0-9a-f]{8,64}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const pictureName = z.string().regex(/^[0-9a-f]{8,64}\.png$/);
const metricName = z.string().min(1).max(200);

/** `pack.json`: the showings of a rating pack in their order, and what each picture is to be. */
export const packFileSchema = z
  .looseObject({
    format: z.literal(PACK_FORMAT),
    version: z.literal(PACK_VERSION),
    pack_id: hex,
    made_at: z.iso.datetime({ offset: true }),
    metrics: z.array(metricName).min(1).max(100),
    metric_mode: metricModeSchema,
    showings: z
      .array(
        packShowingSchema.extend({
          key: hex,
          prompt: z.string().max(100_000),
          image_a: pictureName,
          image_b: pictureName,
          metric: metricName.nullable(),
        }),
      )
      .min(1)
      .max(MAX_SHOWINGS),
    pictures: z.array(z.object({ name: pictureName, sha256 })).max(2 * MAX_SHOWINGS),
    checksum: sha256,
  })
  .refine(({ showings, pictures, metrics }) => {
    const named = showings.flatMap(({ image_a, image_b }) => [image_a, image_b]);
    const told = new Set(pictures.map(({ name }) => name));
    return (
      new Set(named).size === named.length &&
      new Set(showings.map(({ key }) => key)).size === showings.length &&
      told.size === pictures.length &&
      new Set(metrics).size === metrics.length &&
      named.every((name) => told.has(name)) &&
      showings.every(({ metric }) => metric === null || metrics.includes(metric))
    );
  });
export type PackFile = z.infer<typeof packFileSchema>;

/** One answer of a rater: to a showing by its key, and a question. */
const answerSchema = z.object({
  key: hex,
  metric: metricName,
  choice: choiceSchema,
  stars: z.number().int().min(1).max(5).nullable(),
  note: z.string().max(MAX_NOTE).nullable(),
  flags: z.array(voteFlagSchema).max(2),
  elapsed_ms: z.number().nonnegative().nullable(),
  voted_at: z.iso.datetime({ offset: true }),
  vote_id: z.string().regex(/^[\w-]{1,64}$/),
});
export type PackAnswer = z.infer<typeof answerSchema>;

/** The votes of one copy of a rating pack, in the order in which they were first given. */
export const votesFileSchema = z.looseObject({
  format: z.literal(VOTES_FORMAT),
  version: z.literal(PACK_VERSION),
  pack_id: hex,
  copy_id: hex,
  pack_sha256: sha256,
  revision: z.number().int().nonnegative(),
  rater: raterNameSchema,
  answers: z.array(answerSchema).max(1_000_000),
  checksum: sha256,
});
export type VotesFile = z.infer<typeof votesFileSchema>;

/**
 * What the checksum of a pack or of votes is taken over: everything but the checksum itself as JSON without spaces, the fields
 * of each object in the order of their names, so that it does not depend on how the file is laid out.
 */
export function canonicalText(content: { readonly [key: string]: JsonValue }): string {
  const { checksum: _checksum, ...rest } = content;
  return stringifyJson(inOrder(rest));
}

function inOrder(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, inOrder(value[key] as JsonValue)]),
  );
}
