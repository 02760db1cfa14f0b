import { z } from 'zod';
import { asItStands } from './asItStands';
import { plannedImages } from './planCounts';
import {
  integerSchema,
  MAX_IMAGES,
  metricModeSchema,
  type Setup,
  setupSchema,
  storedSetupSchema,
} from './setup';

/** What a vote says: A (left), B (right), no difference, or not judged. */
export const choiceSchema = z.enum(['A', 'B', 'same', 'skip']);
export type Choice = z.infer<typeof choiceSchema>;

/** What a rater may say of a trial beside the choice. */
export const voteFlagSchema = z.enum(['broken_image', 'both_bad']);
export type VoteFlag = z.infer<typeof voteFlagSchema>;

/**
 * A showing that never counts: practice before the first trial, a pair shown once more with its sides swapped, or one picture
 * shown on both sides.
 */
export const checkKindSchema = z.enum(['training', 'repeat', 'catch']);
export type CheckKind = z.infer<typeof checkKindSchema>;

/** A note holds so many characters at most. */
export const MAX_NOTE = 10_000;

const voteFields = {
  vote_id: z.string(),
  rater: z.string(),
  /** The pair, by its candidate's image file. */
  pair: z.string(),
  metric: z.string(),
  choice: choiceSchema,
  /** 1-5, how much better; null when not given. */
  stars: z.number().int().min(1).max(5).nullable(),
  note: z.string().nullable(),
  flags: z.array(voteFlagSchema),
  /**
   * Milliseconds that the vote took: from the pair's painting, or from the answer before it where all questions of a pair are
   * on one screen; null when the sender did not say.
   */
  elapsed_ms: z.number().nonnegative().nullable(),
  /** Which side the LoRA was shown on: true = A (left). */
  swap: z.boolean(),
  /** Set for the answer to a check, which never counts. */
  kind: checkKindSchema.optional(),
  /** When it was given, where that was on another machine; else it is the time of the event. */
  voted_at: z.iso.datetime({ offset: true }).optional(),
};

/** One showing of a pair in a rater's order; see `OrderEntry`. */
export const orderEntrySchema = z.object({
  pair: z.string(),
  swap: z.boolean(),
  kind: checkKindSchema.optional(),
  metric: z.string().optional(),
});

/** From which copy of which rating pack a rater's votes came. */
export const voteSourceSchema = z.object({
  pack_id: z.string(),
  /** Drawn when the pack is opened: two machines that open one pack have two. */
  copy_id: z.string(),
  /** Grows with every change in that copy; what is not newer is not merged again. */
  revision: z.number().int().nonnegative(),
});
export type VoteSource = z.infer<typeof voteSourceSchema>;

/** One pair of a rating pack under the names of its pictures, which tell nothing. */
export const packShowingSchema = z.object({
  /** Stands for the showing when its votes come back. */
  key: z.string(),
  prompt: z.string(),
  image_a: z.string(),
  image_b: z.string(),
  training: z.boolean(),
  /** The one question of this showing; null: all of them. */
  metric: z.string().nullable(),
});
export type PackShowing = z.infer<typeof packShowingSchema>;
const countFields = { done: z.number().int(), total: z.number().int(), next_action: z.string() };
/** A checkpoint about one prompt pair, by its index. */
const promptFields = { prompt_index: z.number().int(), ...countFields };
/** A checkpoint about the run as a whole, not about one prompt pair; older journals leave the index out. */
const progressFields = { prompt_index: z.null().optional(), ...countFields };
const sessionSetupChanges = setupSchema.partial();
/**
 * Whatever asks for more images was not written by us, and planning it could take all memory. Only a set-up that is sound in
 * itself is counted.
 */
const plannableSetupSchema = storedSetupSchema.pipe(
  z.custom<Setup>((setup) => plannedImages(setup as Setup) <= MAX_IMAGES),
);

/** Every event of a session's journal by its type; each line of `journal.jsonl` is one, with `seq` and `at`. */
export const eventSchemas = {
  session_start: z.object({
    setup: plannableSetupSchema,
    order_seed: z.number().int(),
    blind_key: z.string(),
    ...progressFields,
  }),
  /** A runner took the session up: at the first start and at every resume. */
  setup_loaded: z.object({ ...progressFields }),
  setup_checked: z.object({
    server: z.string(),
    version: z.string().nullable(),
    /** Whether the server is the demo, under whatever address; older journals do not say. */
    demo: z.boolean().optional(),
    ...progressFields,
  }),
  /** An image with the LoRA's loader at weight 0 was compared with one without the loader; see `SelfCheck`. */
  self_checked: z.object({
    ok: z.boolean(),
    pixels: z.number().int().nonnegative(),
    differing: z.number().int().nonnegative(),
    largest: z.number().int().nonnegative(),
    server: z.string(),
    reproducible: z.boolean().nullable(),
  }),
  prompt_start: z.object(promptFields),
  /** Written before the job is posted, so that an image made by a run that died is found again. */
  images_generating: z.object({
    job: z.string(),
    server: z.string(),
    prompt_id: z.string(),
    prefix: z.string(),
    ...promptFields,
  }),
  image_completed: z.object({
    job: z.string(),
    file: z.string(),
    sha256: z.string(),
    size_bytes: z.number().int(),
    width: z.number().int(),
    height: z.number().int(),
    server: z.string(),
    /** `YYYYMMDD_HHMMSS`, local time. */
    timestamp: z.string(),
    /** Seconds from the start of its execution to its end; null when it was found already made. */
    seconds: z.number().nullable(),
    ...promptFields,
  }),
  image_failed: z.object({
    job: z.string(),
    code: z.string(),
    message: z.string(),
    ...promptFields,
  }),
  /** An image is given up so that it can be made again. `sha256`: of the file that no longer counts; older journals do not say. */
  image_regenerated: z.object({ job: z.string(), sha256: z.string().optional() }),
  prompt_completed: z.object(promptFields),
  session_paused: z.object({
    reason: z.enum(['asked', 'failures', 'unreachable', 'storage', 'host_ended', 'self_check']),
    message: z.string(),
    ...progressFields,
  }),
  session_stopped: z.object({ message: z.string(), ...progressFields }),
  error_occurred: z.object({ code: z.string(), message: z.string(), ...progressFields }),
  session_completed: z.object({ ...progressFields }),

  setup_changed: z.object({ changes: sessionSetupChanges }),
  /**
   * The plan of a begun session is this whole set-up from now on. `orders`: what every rater's order gains at its end; none
   * when no pair is added and only the way of making is another (servers, what stays on them, the self-check).
   */
  plan_extended: z.object({
    setup: plannableSetupSchema,
    orders: z.array(z.object({ rater: z.string(), order: z.array(orderEntrySchema) })),
    /** Whose orders they are; older journals do not say. They are nothing to another round, to which a discard went back. */
    round: z.number().int().optional(),
  }),

  order_drawn: z.object({ rater: z.string(), round: z.number().int(), order: z.array(orderEntrySchema) }),
  rater_added: z.object({ rater: z.string() }),
  /** What a rater is called from now on; `rater` stays the one by which votes are kept. */
  rater_named: z.object({ rater: z.string(), label: z.string() }),
  vote_cast: z.object(voteFields),
  /** The same trial voted again: the new vote stands in the old one's place, which stays in the journal as history. */
  vote_changed: z.object(voteFields),
  vote_undone: z.object({ vote_id: z.string(), rater: z.string() }),
  evaluation_finished: z.object({ by: z.enum(['last_vote', 'hand']) }),
  /** The end by hand is taken back; no vote is. */
  evaluation_reopened: z.object({}),
  /** All votes go into the history, the labels are hidden again, and the first rater has this order. */
  evaluation_redone: z.object({ round: z.number().int(), order: z.array(orderEntrySchema) }),
  /** A rating pack was given out: its showings in order, so that votes which come back find their places. */
  pack_made: z.object({
    pack_id: z.string(),
    round: z.number().int(),
    order: z.array(orderEntrySchema.extend({ key: z.string() })),
  }),
  /** Votes of one copy of a pack were taken in, up to its revision. */
  votes_merged: z.object({ rater: z.string(), source: voteSourceSchema }),
  /** This session is a rating pack of another one: pictures to judge, and nothing that tells what they are. */
  pack_opened: z.object({
    pack_id: z.string(),
    copy_id: z.string(),
    /** The checksum of the pack, which its votes carry back. */
    pack_sha256: z.string(),
    metrics: z.array(z.string()),
    metric_mode: metricModeSchema,
    blind_key: z.string(),
    showings: z.array(packShowingSchema),
  }),
  revealed: z.object({
    by: z.enum(['completion', 'hand']),
    votes_done: z.number().int(),
    votes_total: z.number().int(),
  }),

  report_generated: z.object({}),

  /** Journaled before the rename of the file that it speaks of. `timestamp`: seconds since 1970, as in the file. */
  saved: z.object({ sha256: z.string(), timestamp: z.number() }),
  adopted: z.object({ sha256: z.string() }),
  /**
   * The undoable events after `to_seq` and before this one are void. `votes_taken_back`: all votes taken back since the
   * reveal, those of this event included; not there before a reveal, nor in older journals.
   */
  discarded: z.object({
    to_seq: z.number().int(),
    votes_taken_back: z.number().int().nonnegative().optional(),
  }),
  recovered: z.object({ changes: z.number().int() }),
  notes_changed: z.object({ notes: z.string() }),
  pinned: z.object({ pinned: z.boolean() }),

  log: z.object({
    level: z.enum(['info', 'success', 'warning', 'error']),
    message: z.string(),
    step: z.number().int().nullable(),
    prompt_index: z.number().int().nullable(),
    job: z.string().nullable(),
  }),
} as const;

export type EventType = keyof typeof eventSchemas;
type FieldsOf<T extends EventType> = z.infer<(typeof eventSchemas)[T]>;
/** An event with its fields; the inferred fields of a schema without any would forbid `type` itself. */
export type EventOf<T extends EventType> = { type: T } & (Record<string, never> extends FieldsOf<T>
  ? unknown
  : FieldsOf<T>);
/** An event before it has its place in a journal. */
export type NewEvent = { [T in EventType]: EventOf<T> }[EventType];
/** `seq` counts up for ever; `at` is ISO time with zone. */
export type JournalEvent = NewEvent & { seq: number; at: string };

const placeSchema = z.object({
  seq: integerSchema.pipe(z.number()),
  at: z.iso.datetime({ offset: true }),
  type: z.string(),
});

/**
 * One parsed journal line as an event. In: the line's JSON value.
 * Out: the event; `unknown` for a type that a newer copy of the app wrote (it is history, its seq counts); null when it is no event at all.
 */
export function readEvent(
  value: unknown,
): JournalEvent | { type: 'unknown'; seq: number; at: string } | null {
  const place = placeSchema.safeParse(value);
  if (!place.success) return null;
  const { seq, at, type } = place.data;
  if (!Object.hasOwn(eventSchemas, type)) return { type: 'unknown', seq, at };
  const fields = eventSchemas[type as EventType].safeParse(value);
  return fields.success ? ({ seq, at, type, ...fields.data } as JournalEvent) : null;
}

/** For each type whether a value is its event as it stands. */
const standing = new Map<string, (value: unknown) => boolean>();

/** Like `readEvent`, for a value that belongs to nobody else: it may become the event itself, and mostly does. */
export function takeEvent(value: unknown): ReturnType<typeof readEvent> {
  return isEvent(value) ? value : readEvent(value);
}

/** False, too, for what only `readEvent` can tell. */
function isEvent(value: unknown): value is JournalEvent {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  const { type } = value;
  if (typeof type !== 'string' || !Object.hasOwn(eventSchemas, type)) return false;
  let stands = standing.get(type);
  if (stands === undefined) {
    const schema: z.ZodObject = eventSchemas[type as EventType];
    // What an event as a whole must be stays a part of the schema.
    stands = asItStands(schema.safeExtend(placeSchema.shape));
    standing.set(type, stands);
  }
  return stands(value);
}
