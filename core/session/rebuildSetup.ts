import { AppFailure } from '../contract/failure';
import { type PlannedPair, planPairs } from '../plan/jobs';
import { rangeOfList } from '../plan/weights';
import { builtinWorkflow } from '../workflow/builtin';
import { findRoles } from '../workflow/graph';
import { otherLoraUses } from '../workflow/loraChoice';
import { patchWorkflow } from '../workflow/patch';
import { type KnownImage, loraOf } from './imageFacts';
import type { Integer } from './json';
import { type JsonValue, stringifyJson } from './json';
import { plannedImages } from './planCounts';
import { MAX_IMAGES, type Setup, setupSchema, weightsOf } from './setup';

/**
 * The set-up behind images that were found. In: a blank one with the metrics, the images, and the pairs they make.
 * Out: `isPlan` true when it plans exactly these files, so that more of them can be made from it; else it only lists what
 * stands in the pairs.
 */
export function rebuildSetup(
  blank: Setup,
  known: readonly KnownImage[],
  pairs: readonly PlannedPair[],
): { setup: Setup; isPlan: boolean } {
  const graph = known.find(({ graph }) => graph !== null)?.graph ?? null;
  const common: Setup = {
    ...blank,
    weight_range: null,
    checkpoint: graph?.checkpoint ?? null,
    size: setupSchema.shape.size.catch(null).parse(graph?.size ?? null),
    sampling: setupSchema.shape.sampling.catch(null).parse(graph?.sampling ?? null),
  };
  const planned = planOf(common, known);
  if (planned !== null) return { setup: planned, isPlan: true };
  const prompts = new Map(
    pairs.map(({ prompt, negative_prompt }) => [
      `${prompt}\n${negative_prompt}`,
      { positive: prompt, negative: negative_prompt },
    ]),
  );
  return {
    setup: {
      ...common,
      own_seeds: hadOwnSeeds(known) ? pairsOfEach(pairs) : null,
      loras: [...new Set(pairs.map((pair) => pair.lora_filename))],
      weights: [...new Set(pairs.map((pair) => pair.weight))].sort((a, b) => a - b),
      seeds: [...new Set(pairs.map((pair) => pair.seed))],
      prompt_pairs: [...prompts.values()],
    },
    isPlan: false,
  };
}

/** The set-up that gives all images their names, with a workflow that can make them; null when there is none. */
function planOf(common: Setup, known: readonly KnownImage[]): Setup | null {
  if (hadOwnSeeds(known)) return null;
  const prompts = new Places<Setup['prompt_pairs'][number]>(
    (a, b) => a.positive === b.positive && a.negative === b.negative,
  );
  const seeds = new Places<Integer>((a, b) => a === b);
  const loras = new Places<string>((a, b) => a === b);
  const weights = new Set<number>();
  for (const { name, graph, prompt, negative, seed, isBaseline, weight, lora } of known) {
    if (name.place === null) return null;
    if (graph?.prompt != null) prompts.put(name.place.prompt, { positive: prompt, negative });
    if (graph?.seed != null) seeds.put(name.place.seed, seed);
    if (isBaseline) continue;
    if (name.weight === null || name.weight === 0) return null;
    weights.add(weight);
    if (graph !== null && graph.loras.length > 0) loras.put(name.place.lora, lora);
  }
  const [prompt_pairs, seedList, loraList] = [prompts.all(), seeds.all(), loras.all()];
  if (prompt_pairs === null || seedList === null || loraList === null) return null;
  const list = [...weights].sort((a, b) => a - b);
  const range = rangeThatMeans(list);
  const setup: Setup = {
    ...common,
    loras: loraList,
    weight_range: range,
    weights: range === null ? list : null,
    seeds: seedList,
    prompt_pairs,
  };
  const parsed = setupSchema.safeParse(setup);
  if (!parsed.success || plannedImages(setup) > MAX_IMAGES) return null;
  const names = new Set(planPairs(setup, 0).flatMap((pair) => [pair.baseline, pair.lora]));
  if (!known.every(({ image }) => names.has(image.file))) return null;
  return withWorkflow(setup, known);
}

/**
 * True when no two candidates share a seed although there are several: every pair had a seed of its own, and the number from
 * which the missing ones were drawn is gone with the journal.
 */
function hadOwnSeeds(known: readonly KnownImage[]): boolean {
  const candidates = known.flatMap(({ name, isBaseline, weight }) =>
    name.place === null || isBaseline ? [] : [{ ...name.place, weight }],
  );
  const spots = new Set(candidates.map(({ prompt, seed }) => `${prompt} ${seed}`));
  const kinds = new Set(candidates.map(({ lora, weight }) => `${lora} ${weight}`));
  return kinds.size > 1 && spots.size === candidates.length;
}

/** The most pairs that a prompt and a candidate have together. */
function pairsOfEach(pairs: readonly PlannedPair[]): number {
  const counts = new Map<string, number>();
  for (const { prompt_index, candidate } of pairs) {
    const key = `${prompt_index} ${candidate}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Math.max(...counts.values());
}

/** A range with the weights of a list and no others; null when there is none. */
function rangeThatMeans(weights: readonly number[]): [number, number, number] | null {
  const range = weights.length < 2 ? null : rangeOfList(weights);
  if (range === null) return null;
  const parsed = setupSchema.shape.weight_range.safeParse(range);
  if (!parsed.success || parsed.data === null) return null;
  const meant = weightsOf({ weights: null, weight_range: range });
  return stringifyJson(meant) === stringifyJson(weights) ? range : null;
}

/** The set-up with the workflow of one of its candidates: the built-in one where that makes the same graph, else its own. */
function withWorkflow(setup: Setup, known: readonly KnownImage[]): Setup | null {
  const candidate = known.find((one) => !one.isBaseline && one.graph !== null && one.graph.loras.length > 0);
  const graph = candidate?.graph ?? null;
  const lora = graph === null || candidate === undefined ? null : loraOf(graph, candidate.weight);
  if (candidate === undefined || graph === null || lora === null) return null;
  const withText: Setup = { ...setup, text_encoder: encoderOf(lora) };
  try {
    const place = lora.entry === null ? { lora: lora.node } : { lora: lora.node, lora_entry: lora.entry };
    const bindings = findRoles(graph.graph, { loras: setup.loras, corrections: place });
    if (otherLoraUses(graph.graph, bindings, setup.loras).length > 0) return null;
    const prefix = graph.graph[bindings.output]?.inputs['filename_prefix'];
    const job = {
      positive: candidate.prompt,
      negative: candidate.negative,
      seed: candidate.seed,
      lora: { filename: lora.name, weight: lora.weight, clip_weight: lora.clip },
      filename_prefix: typeof prefix === 'string' ? prefix : '',
    };
    const builtin = builtinWorkflow({
      checkpoint: setup.checkpoint ?? '',
      size: setup.size,
      sampling: setup.sampling,
    });
    const same = patchWorkflow(builtin, findRoles(builtin), job);
    if (sorted(same as JsonValue) === sorted(graph.graph as JsonValue)) return withText;
    return { ...withText, workflow: graph.graph, bindings: place };
  } catch (error) {
    if (error instanceof AppFailure) return null;
    throw error;
  }
}

function encoderOf({ weight, clip }: { weight: number; clip: number | null }): Setup['text_encoder'] {
  if (clip === null || clip === weight) return { mode: 'follows' };
  return clip === 0 ? { mode: 'left_out' } : { mode: 'fixed', weight: clip };
}

/** JSON with the names of every object in order, to compare by. */
function sorted(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (typeof value !== 'object' || value === null) return stringifyJson(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${stringifyJson(key)}:${sorted(item)}`).join(',')}}`;
}

/** A list that is filled place by place; it counts only when every place is filled and none twice with different things. */
class Places<T> {
  private readonly items = new Map<number, T>();
  private isClear = true;
  private readonly isSame: (a: T, b: T) => boolean;

  constructor(isSame: (a: T, b: T) => boolean) {
    this.isSame = isSame;
  }

  put(place: number, item: T): void {
    const known = this.items.get(place);
    if (known !== undefined && !this.isSame(known, item)) this.isClear = false;
    this.items.set(place, item);
  }

  all(): T[] | null {
    const list = Array.from({ length: this.items.size }, (_, place) => this.items.get(place));
    return this.isClear && list.length > 0 && list.every((item) => item !== undefined) ? (list as T[]) : null;
  }
}
