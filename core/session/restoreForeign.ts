import { z } from 'zod';
import type { PlannedPair } from '../plan/jobs';
import type { Integer } from './json';
import { baseName } from './paths';
import { integerSchema, type Setup, weightsOf } from './setup';
import type { JsonObject, SessionState, StartedPlan } from './state';

const imageSchema = z.looseObject({
  image_path: z.string(),
  lora_name: z.string().nullish(),
  timestamp: z.string().nullish(),
});
const resultSchema = z.looseObject({
  baseline: imageSchema,
  lora: imageSchema,
  weight: z.number(),
  prompt: z.string(),
  negative_prompt: z.string().nullish(),
  seed: integerSchema,
});

/**
 * The plan of a session that another tool made, taken from its results: each result is a pair under its own file names,
 * its own seed counts, whatever the list of seeds says. In: secrets, and the set-up that the tool began with. Changes `state` in place; results that make no sense are named in
 * `repairs`.
 */
export function restoreForeignPlan(
  state: SessionState,
  step2: JsonObject,
  { order_seed, blind_key, begun }: Pick<StartedPlan, 'order_seed' | 'blind_key'> & { begun: Setup },
  repairs: string[],
): void {
  const results = Array.isArray(step2['results']) ? step2['results'] : [];
  const prompts = new Places<string>();
  const seeds = new Places<Integer>();
  const candidates = new Places<string>();
  const loras = new Places<string>();
  const weights = new Places<number>();
  const promptPairs: { positive: string; negative: string }[] = [];
  state.pairs = new Map();
  let bad = 0;
  for (const item of results) {
    const parsed = resultSchema.safeParse(item);
    if (!parsed.success) {
      bad += 1;
      continue;
    }
    const { baseline, lora, weight, prompt, negative_prompt, seed } = parsed.data;
    const negative = negative_prompt ?? '';
    const lora_filename = lora.lora_name || state.setup.loras[0] || '';
    const prompt_index = prompts.of(`${prompt}\n${negative}`);
    promptPairs[prompt_index] ??= { positive: prompt, negative };
    loras.of(lora_filename);
    weights.of(weight);
    const pair: PlannedPair = {
      baseline: baseName(baseline.image_path),
      lora: baseName(lora.image_path),
      lora_filename,
      weight,
      candidate: candidates.of(`${lora_filename}\n${weight}`),
      prompt_index,
      seed_index: seeds.of(seed),
      prompt,
      negative_prompt: negative,
      seed,
    };
    state.pairs.set(pair.lora, pair);
    for (const image of [baseline, lora]) addImage(state, baseName(image.image_path), image.timestamp ?? '');
  }
  if (bad > 0) {
    const were = bad === 1 ? 'was' : 'were';
    repairs.push(`${bad} of the ${results.length} results could not be read and ${were} left out.`);
  }
  const setup = {
    ...state.setup,
    loras: loras.all(),
    weight_range: null,
    weights: weights.all(),
    seeds: seeds.all(),
    prompt_pairs: promptPairs,
    metrics: metricsOf(state, step2),
  };
  state.started = { setup, order_seed, blind_key, as_found: true, extensions: [] };
  const planned = begun.prompt_pairs.length * begun.seeds.length * weightsOf(begun).length;
  const isAllThere = planned > 0 && state.pairs.size >= planned;
  if (step2['generation_complete'] === true || isAllThere) state.run.status = 'completed';
  else {
    state.run.status = 'failed';
    state.run.reason =
      'Another tool began these images and did not finish. The pairs that are complete can be judged.';
  }
}

/** The questions that the evaluation began with, however many; the draft may have others since. */
function metricsOf(state: SessionState, step2: JsonObject): string[] {
  const begun = z.array(z.string()).min(1).safeParse(step2['metrics_for_evaluation']);
  if (begun.success) return begun.data;
  return state.setup.metrics.length > 0 ? state.setup.metrics : ['Quality'];
}

function addImage(state: SessionState, file: string, timestamp: string): void {
  if (state.images.has(file)) return;
  state.images.set(file, {
    file,
    sha256: '',
    size_bytes: 0,
    width: 0,
    height: 0,
    server: '',
    timestamp,
    seconds: null,
  });
}

/** Numbers things in the order in which they are first seen. */
class Places<T> {
  private readonly seen = new Map<T, number>();

  of(item: T): number {
    const place = this.seen.get(item) ?? this.seen.size;
    this.seen.set(item, place);
    return place;
  }

  all(): T[] {
    return [...this.seen.keys()];
  }
}

/** A seed for orders and numbers that nothing has stored, from a secret. Out: a whole number below 2^53, the same for the same key. */
export function orderSeedOf(blindKey: string): number {
  let [low, high] = [0x811c9dc5, 0x1b873593];
  for (let index = 0; index < blindKey.length; index += 1) {
    const code = blindKey.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ (code + (low >>> 16)), 0x85ebca6b);
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}
