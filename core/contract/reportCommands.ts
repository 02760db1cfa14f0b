import { z } from 'zod';
import { comparisonSchema, MOST_COMPARED, standsForSchema } from '../comparison/comparison';
import { pairVoteSchema } from '../report/pairVotes';
import { reportFilterSchema, reportSchema } from '../report/report';
import { sessionIdSchema } from '../session/identity';
import { requestIdSchema } from './assistantCommands';
import { onSession } from './commandArgs';
import { imageAddress } from './fields';

const narrowed = onSession.extend({ filter: reportFilterSchema.optional() });
const onCandidate = onSession.extend({ lora_filename: z.string().max(1024), weight: z.number() });

/** A report as a file: what it is, and how it is drawn. */
export const exportFormatSchema = z.enum(
  ['csv', 'json', 'markdown', 'html', 'charts', 'png', 'pdf'],
  'A report is exported as csv, json, markdown, html, charts (a zip of all of them), png (one chart) or pdf (desktop).',
);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

export const chartNameSchema = z.enum(['weights', 'overall', 'prompts', 'stars', 'time']);
export type ChartName = z.infer<typeof chartNameSchema>;

/** What else an export can be asked for. */
export const exportWishSchema = z.strictObject({
  filter: reportFilterSchema.optional(),
  /** The one chart of a `png`. */
  chart: chartNameSchema.optional(),
  metric: z.string().max(1000).optional(),
});
export type ExportWish = z.infer<typeof exportWishSchema>;

const pictureOfSideSchema = z.object({ full: imageAddress, small: imageAddress });

/** The report, what it is written to, and sessions side by side. */
export const REPORT_COMMANDS = {
  /** Opening the report of a finished evaluation is the reveal. */
  'report.get': { args: narrowed, answer: reportSchema },
  /** Stops the making of a session's report; whoever asked for it is told `cancelled`. */
  'report.cancel': { args: onSession, answer: z.object({ cancelled: z.boolean() }) },
  /** The pictures of pairs, with their labels known; only once the labels are shown. */
  'report.pictures': {
    args: onSession.extend({ pairs: z.array(z.string().max(1024)).min(1).max(200) }),
    answer: z.object({
      pictures: z.array(
        z.object({ pair_id: z.string(), baseline: pictureOfSideSchema, lora: pictureOfSideSchema }),
      ),
    }),
  },
  /** What was answered to pairs, on every metric; only once the labels are shown. `raters`: of those only, by name. */
  'report.votes': {
    args: onSession.extend({
      pairs: z.array(z.string().max(1024)).min(1).max(200),
      raters: z.array(z.string().max(200)).min(1).max(1000).optional(),
    }),
    answer: z.object({ votes: z.array(pairVoteSchema) }),
  },
  /** The workflow as text, in API format, with this LoRA at this weight. */
  'report.workflow': { args: onCandidate, answer: z.object({ name: z.string(), text: z.string() }) },
  /**
   * Writes `lora_report.md` into the session's folder from the report's figures, and answers its text: by template, or in the words of
   * the model that was set up, between what the template says.
   */
  'report.write': {
    args: onSession.extend({
      by: z.enum(['template', 'model']).default('template'),
      /** Of a model's: by it the answer is followed and cancelled. */
      request_id: requestIdSchema.optional(),
    }),
    answer: z.object({
      name: z.string(),
      text: z.string(),
      /** Numbers in the model's words that are not among the figures, each with its sentence; they are marked in the text. */
      flags: z.array(z.object({ number: z.string(), sentence: z.string() })),
      /** The model that wrote it; null for the template's. */
      model: z.string().nullable(),
      /** What a person should know of it, each a sentence. */
      remarks: z.array(z.string()),
      /** Where it lies; null where nothing may be written, and `unwritten` says why. */
      path: z.string().nullable(),
      unwritten: z.string().nullable(),
    }),
  },
  /** The written report as it is on disk, where it lies, and when it was written; text and time are null where none was. */
  'report.written': {
    args: onSession,
    answer: z.object({
      text: z.string().nullable(),
      path: z.string(),
      at: z.iso.datetime({ offset: true }).nullable(),
    }),
  },
  /** Writes the report to a path (desktop; a page fetches it). A task. */
  'report.export': {
    args: onSession.extend({
      ...exportWishSchema.shape,
      format: exportFormatSchema,
      path: z.string().min(1, 'Name a file.').max(4096),
    }),
    answer: z.object({ path: z.string(), bytes: z.number().int() }),
  },
  /** Sessions side by side. Each must be one whose report may be seen; looking is a reveal, as with the report. */
  'comparison.get': {
    args: z.strictObject({
      session_ids: z
        .array(sessionIdSchema)
        .min(2, 'Name at least two sessions.')
        .max(MOST_COMPARED, `At most ${MOST_COMPARED} sessions stand side by side.`)
        .superRefine((ids, context) => {
          const twice = ids.find((id, place) => ids.indexOf(id) !== place);
          if (twice !== undefined)
            context.addIssue({
              code: 'custom',
              message: `${twice} is named twice. A session is compared with others.`,
            });
        }),
      stands: z.array(standsForSchema).max(MOST_COMPARED).optional(),
    }),
    answer: comparisonSchema,
  },
};
