import type { PlannedPair } from '../plan/jobs';
import type { OrderEntry } from '../plan/trials';
import { rangeOfList } from '../plan/weights';
import { type Integer, isJsonObject, type JsonValue } from './json';
import { imagePath } from './paths';
import { countsOf, isEvaluationComplete, isGenerationComplete, nextPositions } from './progress';
import { writePack, writePacks, writePastRounds, writeRaters, writeRecords } from './savedRaters';
import type { Setup } from './setup';
import {
  FIRST_RATER,
  findRater,
  isComplete,
  type JsonObject,
  type Rater,
  type SessionState,
  type Vote,
} from './state';
import { countedPairs } from './trialPlaces';
import { withUnknown } from './unknownFields';

/** The version of the file's shape; a file without one was written by another tool. */
export const SCHEMA_VERSION = 3;

/**
 * A state as the document of `session_meta.json`, ready for the codec.
 * In: the state, and the time of the save in seconds since 1970. The six top keys stand first, in their order, with the
 * fields that other tools read; what we alone need is in `blindfold`; fields that we do not know come from the file
 * that was loaded.
 */
export function toDocument(state: SessionState, timestamp: number): JsonObject {
  const written = documentOf(state, timestamp);
  return state.source === null ? written : withUnknown(written, state.source).document;
}

/**
 * Writes a list that may be long. In: a name that no other list has, the items, all that an item's text depends on beside the
 * session's id (none of it is changed in place), and how it is written.
 */
export type WriteList = <T>(
  name: string,
  items: readonly T[],
  factsOf: (item: T) => readonly unknown[],
  write: (item: T) => JsonObject,
) => JsonValue;

const writePlainly: WriteList = (_name, items, _factsOf, write) => items.map(write);

/** The document without the fields that we do not know. In: how long lists are written. */
export function documentOf(
  state: SessionState,
  timestamp: number,
  list: WriteList = writePlainly,
): JsonObject {
  return {
    session_id: state.session_id,
    timestamp,
    step_1_setup: {
      lora_filename: state.setup.loras[0] ?? null,
      weight_range: writtenRange(state.setup),
      seeds: state.setup.seeds,
      metrics: state.setup.metrics,
      prompt_pairs: state.setup.prompt_pairs,
    },
    step_2_generation: generationStep(state, list),
    step_3_evaluation: evaluationStep(state, list),
    step_4_report: { report_generated: state.report_generated },
    schema_version: SCHEMA_VERSION,
    blindfold: ownPart(state, list),
  };
}

function writtenRange(setup: Setup): JsonValue {
  return setup.weights === null ? setup.weight_range : rangeOfList(setup.weights);
}

function generationStep(state: SessionState, list: WriteList): JsonObject {
  const setup = state.started?.setup ?? null;
  const first = findRater(state, FIRST_RATER);
  // Pairs that were found have no other place where they are told.
  // A rating pack knows no baseline and no candidate, so nothing of it is told where other tools look for them.
  const isTold = (pair: PlannedPair) =>
    state.pack === null && (state.started?.as_found === true || isComplete(state, pair));
  const told = [...state.pairs.values()].filter(isTold);
  return {
    generation_complete: isGenerationComplete(state),
    generating: state.run.status === 'running',
    results: list(
      'results',
      told,
      (pair) => [pair, ...timesOf(state, pair)],
      (pair) => resultOf(state, pair),
    ),
    shuffled_results: list(
      'shuffled',
      (state.pack === null ? countedPairs(first?.shown ?? []) : []).flatMap(({ pair: name, swap }) => {
        const pair = state.pairs.get(name);
        return pair === undefined ? [] : [{ pair, swap }];
      }),
      ({ pair, swap }) => [pair, swap, ...timesOf(state, pair)],
      ({ pair, swap }) => ({ result: resultOf(state, pair), swap }),
    ),
    lora_filename: setup?.loras[0] ?? null,
    weight_range: setup === null ? null : writtenRange(setup),
    prompt_pairs_for_generation: setup?.prompt_pairs ?? [],
    metrics_for_evaluation: setup?.metrics ?? [],
    seeds_for_generation: setup?.seeds ?? [],
    ...begunElsewhere(state),
  };
}

const BEGUN_WITH = [
  'lora_filename',
  'weight_range',
  'prompt_pairs_for_generation',
  'metrics_for_evaluation',
  'seeds_for_generation',
] as const;

/** What another tool began its images with, as it wrote it: its plan is not ours to tell in other words. */
function begunElsewhere({ started, source }: SessionState): JsonObject {
  const step2 = source?.['step_2_generation'];
  if (started?.as_found !== true || !isJsonObject(step2)) return {};
  return Object.fromEntries(
    BEGUN_WITH.flatMap((key) => {
      const value = Object.hasOwn(step2, key) ? step2[key] : undefined;
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function timeOf(state: SessionState, file: string): string | null {
  return (state.images.get(file) ?? state.missing.get(file))?.timestamp ?? null;
}

function timesOf(state: SessionState, { baseline, lora }: PlannedPair): (string | null)[] {
  return [timeOf(state, baseline), timeOf(state, lora)];
}

function resultOf(state: SessionState, pair: PlannedPair): JsonObject {
  const { prompt, negative_prompt, seed, weight } = pair;
  const image = (file: string, lora_name: string, imageWeight: number): JsonObject => ({
    image_path: imagePath(state, file),
    lora_name,
    weight: imageWeight,
    prompt,
    seed,
    timestamp: timeOf(state, file),
  });
  return {
    baseline: image(pair.baseline, '', 0),
    lora: image(pair.lora, pair.lora_filename, weight),
    weight,
    prompt,
    negative_prompt,
    seed,
  };
}

function evaluationStep(state: SessionState, list: WriteList): JsonObject {
  const first = findRater(state, FIRST_RATER);
  const counted = countedPairs(first?.shown ?? []);
  const isCounted = ({ kind }: OrderEntry) => kind === undefined;
  const next = first === undefined ? undefined : nextPositions(state, first, 1, isCounted)[0];
  const pair = next === undefined ? undefined : first?.shown[next.index]?.pair;
  return {
    evaluation_complete: isEvaluationComplete(state),
    current_eval_index:
      pair === undefined ? counted.length : counted.findIndex((entry) => entry.pair === pair),
    current_metric_index: next?.metricIndex ?? 0,
    scores: first === undefined || state.pack !== null ? [] : writeScores(state, first, counted, list),
  };
}

/** What `session_meta.json` and `scores.csv` both say of a vote beside its place. */
type ScoreOfVote = {
  metric: string;
  baseline_path: string;
  lora_path: string;
  weight: number;
  prompt: string;
  seed: Integer;
  choice: Vote['choice'];
  stars: number | null;
  lora_better: boolean | null;
};

/** A vote on a pair in the words of the older fields. */
export function scoreOfVote(state: SessionState, pair: PlannedPair, vote: Vote): ScoreOfVote {
  return {
    metric: vote.metric,
    baseline_path: imagePath(state, pair.baseline),
    lora_path: imagePath(state, pair.lora),
    weight: pair.weight,
    prompt: pair.prompt,
    seed: pair.seed,
    choice: vote.choice,
    stars: vote.stars,
    // Whoever judges a rating pack does not know, and neither does its file.
    lora_better: state.pack === null ? isLoraBetter(vote) : null,
  };
}

/** A rater's votes as scores, in the order of voting; `pair_index` counts from 0 in the pairs that count. */
function writeScores(
  state: SessionState,
  rater: Rater,
  pairs: readonly OrderEntry[],
  list: WriteList,
): JsonValue {
  const places = new Map(pairs.map((entry, index) => [entry.pair, index]));
  const counted = rater.votes.flatMap((vote) => {
    const pair = state.pairs.get(vote.pair);
    const place = places.get(vote.pair);
    return pair === undefined || place === undefined ? [] : [{ vote, pair, place }];
  });
  return list(
    'scores',
    counted,
    ({ vote, pair, place }) => [vote, pair, place],
    ({ vote, pair, place }) => ({ pair_index: place, ...scoreOfVote(state, pair, vote) }),
  );
}

/** True when the LoRA's side was chosen, false when the baseline's, null for same and skip. */
export function isLoraBetter(vote: Pick<Vote, 'choice' | 'swap'>): boolean | null {
  if (vote.choice === 'A') return vote.swap;
  if (vote.choice === 'B') return !vote.swap;
  return null;
}

/** The set-up without the fields that the step keys already say. */
function setupRest(setup: Setup): JsonObject {
  const { seeds: _seeds, metrics: _metrics, prompt_pairs: _pairs, weight_range: _range, ...rest } = setup;
  return rest as JsonObject;
}

function ownPart(state: SessionState, list: WriteList): JsonObject {
  const { images_done, images_total } = countsOf(state);
  const { status, phase, started_at, ended_at, reason, checkpoint, errors } = state.run;
  return {
    created_at: state.created_at,
    setup: setupRest(state.setup),
    started:
      state.started === null
        ? null
        : {
            order_seed: state.started.order_seed,
            blind_key: state.started.blind_key,
            as_found: state.started.as_found,
            setup: setupRest(state.started.setup),
          },
    extensions: (state.started?.extensions ?? []).map(
      (extension): JsonObject => ({ ...extension, before: { ...extension.before } }),
    ),
    images: writeRecords('images', [...state.images.values(), ...state.missing.values()], list),
    failures: [...state.failures].map(([job, failure]) => ({ job, ...failure })),
    posted: [...state.posted.values()].map((job): JsonObject => ({ ...job })),
    run: {
      status,
      phase,
      progress: images_total === 0 ? 0 : Math.floor((100 * images_done) / images_total),
      images_done,
      images_total,
      images_failed: state.failures.size,
      errors: errors.map((error) => ({ ...error })),
      started_at,
      ended_at,
      reason,
      checkpoint: checkpoint === null ? null : { ...checkpoint },
      can_resume: (status === 'paused' || status === 'running') && state.started?.as_found !== true,
    },
    self_check: state.self_check === null ? null : { ...state.self_check },
    raters: writeRaters(state.raters, list),
    round: state.round,
    past_rounds: writePastRounds(state.past_rounds, list),
    packs: writePacks(state.packs, list),
    pack: writePack(state.pack, list),
    finished_by_hand: state.finished_by_hand,
    revealed_at: state.revealed?.at ?? null,
    revealed_early: state.revealed?.early ?? false,
    votes_taken_back: state.revealed?.votes_taken_back ?? 0,
    notes: state.notes,
    pinned: state.pinned,
    recovered_from_disk: state.recovered_from_disk,
    sample: state.sample,
    demo: state.demo,
    journal_seq: state.journal_seq,
  };
}
