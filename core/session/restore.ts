import { z } from 'zod';
import { phaseSchema, statusSchema } from '../contract/generationView';
import { planPairs } from '../plan/jobs';
import { type EventType, eventSchemas } from './events';
import { isoTime, type SessionId } from './identity';
import type { JsonValue } from './json';
import { restorePack, restorePackRater } from './packs';
import { baseName } from './paths';
import { plannedImages } from './planCounts';
import { orderSeedOf, restoreForeignPlan } from './restoreForeign';
import { listReader } from './restoreLists';
import { readPack, readPacks, readPastRounds, readRaters } from './restoreRaters';
import { readBegun, readSetup, STEP_1_KEYS, STEP_2_KEYS } from './restoreSetup';
import { readFirstRater, resultNameSchema } from './restoreVotes';
import { MAX_IMAGES } from './setup';
import { type JsonObject, newSession, type SessionState } from './state';

/** A state read from a document, and in sentences what had to be mended on the way. */
export interface Restored {
  readonly state: SessionState;
  readonly repairs: string[];
}

export interface RestoreOptions {
  readonly sessionId: SessionId;
  /** ISO time to use where the document does not say when the session began. */
  readonly createdAt: string;
  /** Secret for trial ids where the document holds none (files of other tools). */
  readonly blindKey: string;
}

/** No image is larger or took longer; sums over many stay numbers that can be told. */
const MAX_IMAGE_BYTES = 2 ** 40;
const MAX_IMAGE_SECONDS = 1e9;

const loose = z.looseObject({});
const runSchema = z.looseObject({
  status: statusSchema.catch('paused'),
  phase: phaseSchema.nullable().catch(null),
  started_at: z.string().nullable().catch(null),
  ended_at: z.string().nullable().catch(null),
  reason: z.string().nullable().catch(null),
  checkpoint: z
    .object({ type: z.string(), seq: z.number().int().nonnegative(), next_action: z.string() })
    .nullable()
    .catch(null),
  errors: z.unknown().optional(),
});
const errorSchema = z.object({
  at: z.string(),
  code: z.string(),
  message: z.string(),
  // Where a file does not say so, the words may tell what an image is.
  of_image: z.boolean().catch(true),
});
const imageSchema = z.object({
  file: z.string(),
  sha256: z.string().catch(''),
  size_bytes: z.number().int().nonnegative().max(MAX_IMAGE_BYTES).catch(0),
  width: z.number().catch(0),
  height: z.number().catch(0),
  server: z.string().catch(''),
  timestamp: z.string().catch(''),
  seconds: z.number().nonnegative().max(MAX_IMAGE_SECONDS).nullable().catch(null),
});
const reachCount = z.number().int().nonnegative();
const extensionSchema = z.object({
  at: z.iso.datetime({ offset: true }),
  pairs: reachCount,
  after_reveal: z.boolean(),
  before: z.object({ prompts: reachCount, seeds: reachCount, loras: reachCount, weights: reachCount }),
});
const failureSchema = z.object({ job: z.string(), code: z.string(), message: z.string() });
const postedSchema = eventSchemas.images_generating.pick({
  job: true,
  server: true,
  prompt_id: true,
  prefix: true,
});
const ownSchema = z.looseObject({
  created_at: z.iso.datetime({ offset: true }).optional().catch(undefined),
  setup: loose.optional().catch(undefined),
  started: z
    .looseObject({
      order_seed: z.number().int(),
      blind_key: z.string(),
      as_found: z.boolean().catch(false),
      setup: loose.catch({}),
    })
    .nullable()
    .optional()
    .catch(undefined),
  extensions: z.unknown().optional(),
  images: z.unknown().optional(),
  failures: z.unknown().optional(),
  posted: z.unknown().optional(),
  run: runSchema.optional().catch(undefined),
  self_check: eventSchemas.self_checked.nullable().catch(null).default(null),
  raters: z.unknown().optional(),
  past_rounds: z.unknown().optional(),
  packs: z.unknown().optional(),
  pack: z.unknown().optional(),
  round: z.number().int().nonnegative().catch(0),
  finished_by_hand: z.boolean().catch(false),
  revealed_at: z.string().nullable().catch(null),
  revealed_early: z.boolean().catch(false),
  votes_taken_back: z.number().int().nonnegative().catch(0),
  notes: z.string().catch(''),
  pinned: z.boolean().catch(false),
  recovered_from_disk: z.boolean().catch(false),
  sample: z.boolean().catch(false),
  demo: z.boolean().catch(false),
  journal_seq: z.number().int().nonnegative().catch(0),
});

/**
 * A parsed `session_meta.json` of any known age as a valid state.
 * In: the document (an object; NaN already read as null) and what it cannot say. Out: the state and the list of repairs.
 * Never throws for what a field holds: a field that makes no sense is left at its default and named in `repairs`.
 */
export function restore(document: JsonObject, options: RestoreOptions): Restored {
  const repairs: string[] = [];
  const own = ownSchema.safeParse(document['blindfold'] ?? {});
  const data = own.success ? own.data : ownSchema.parse({});
  if (!own.success)
    repairs.push('The part named blindfold could not be read; its settings are back at their defaults.');
  const state = newSession(options.sessionId, data.created_at ?? options.createdAt);
  const part = (name: string) => {
    if (isUnreadable(document[name])) repairs.push(`The part named ${name} could not be read.`);
    return objectAt(document, name);
  };
  const [step1, step2, step3] = [
    part('step_1_setup'),
    part('step_2_generation'),
    part('step_3_evaluation'),
  ] as const;
  state.source = document;
  state.timestamp = readTimestamp(document['timestamp']);
  state.setup = readSetup(step1, STEP_1_KEYS, data.setup ?? {}, repairs);
  state.report_generated = objectAt(document, 'step_4_report')['report_generated'] === true;
  const list = listReader(repairs);
  state.images = new Map(list(data.images, imageSchema, 'images').map((image) => [image.file, image]));
  const failures = list(data.failures, failureSchema, 'failures');
  state.failures = new Map(failures.map(({ job, code, message }) => [job, { code, message }]));
  state.posted = new Map(list(data.posted, postedSchema, 'posted jobs').map((job) => [job.job, job]));
  if (data.run !== undefined) {
    const { checkpoint, status, phase, started_at, ended_at, reason } = data.run;
    const errors = list(data.run.errors, errorSchema, 'errors');
    state.run = {
      status,
      phase,
      started_at,
      ended_at,
      reason,
      errors,
      checkpoint: checkpoint as { type: EventType; seq: number; next_action: string } | null,
    };
  }
  if (data.started) {
    const setup = readSetup(step2, STEP_2_KEYS, data.started.setup, repairs);
    if (plannedImages(setup) <= MAX_IMAGES) {
      const { order_seed, blind_key } = data.started;
      const extensions = list(data.extensions, extensionSchema, 'extensions');
      state.started = { setup, order_seed, blind_key, as_found: false, extensions };
      state.pairs = new Map(planPairs(setup, order_seed).map((pair) => [pair.lora, pair]));
    } else {
      repairs.push(
        `The plan asks for ${plannedImages(setup)} images, more than any evaluation holds, and was left out.`,
      );
    }
  }
  if (data.started?.as_found === true || isForeignPlan(state, step2)) {
    // What we saved of the run since counts more than what the other tool said.
    const run = { ...state.run };
    const { order_seed, blind_key } = data.started ?? {
      order_seed: orderSeedOf(options.blindKey),
      blind_key: options.blindKey,
    };
    restoreForeignPlan(state, step2, { order_seed, blind_key, begun: readBegun(state, step2) }, repairs);
    if (data.run !== undefined) state.run = run;
  }
  const pack = readPack(data.pack, list);
  if (pack !== null) restorePack(state, pack, data.started?.blind_key ?? options.blindKey);
  state.raters = readRaters(data.raters, state.pairs, list);
  state.past_rounds = readPastRounds(data.past_rounds, state.pairs, list);
  state.packs = readPacks(data.packs, list);
  // Of a rating pack the older fields tell nothing.
  if (pack === null) readFirstRater(state, step2, step3, repairs);
  else restorePackRater(state, pack);
  state.round = data.round;
  state.self_check = data.self_check;
  // Another tool's file says only that its evaluation is over, not that every planned vote is there.
  state.finished_by_hand =
    data.finished_by_hand || (data.run === undefined && step3['evaluation_complete'] === true);
  if (data.revealed_at !== null) {
    const { revealed_at: at, revealed_early: early, votes_taken_back } = data;
    state.revealed = { at, early, votes_taken_back };
  }
  state.notes = data.notes;
  state.pinned = data.pinned;
  state.recovered_from_disk = data.recovered_from_disk;
  state.sample = data.sample;
  state.demo = data.demo;
  state.journal_seq = data.journal_seq;
  return { state, repairs };
}

/** Seconds since 1970; null for what names no moment. */
function readTimestamp(value: JsonValue | undefined): number | null {
  return typeof value === 'number' && isoTime(value * 1000) !== null ? value : null;
}

/** True for what is neither a part nor left out. */
function isUnreadable(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && (typeof value !== 'object' || Array.isArray(value));
}

function objectAt(document: JsonObject, key: string): JsonObject {
  const value = document[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** True when the results are not those of our own plan: another tool made them, even if we have saved them since. */
function isForeignPlan(state: SessionState, step2: JsonObject): boolean {
  const results = Array.isArray(step2['results']) ? step2['results'] : [];
  return results.length > 0 && !results.some((result) => state.pairs.has(pairOfResult(result)));
}

function pairOfResult(result: JsonValue): string {
  const parsed = resultNameSchema.safeParse(result);
  return parsed.success ? baseName(parsed.data.lora.image_path) : '';
}
