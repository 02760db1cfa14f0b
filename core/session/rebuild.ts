import { type PlannedPair, planPairs } from '../plan/jobs';
import type { SessionId } from './identity';
import {
  type FoundImage,
  type KnownImage,
  loraOf,
  type NameFacts,
  readGraphFacts,
  readImageName,
} from './imageFacts';
import type { Integer } from './json';
import { rebuildSetup } from './rebuildSetup';
import { orderSeedOf } from './restoreForeign';
import { filesToMake } from './settle';
import { newSession, type SessionState } from './state';

/** What a session is put together from when no saved state and no whole journal of it is left. */
export interface RebuildInput {
  readonly sessionId: SessionId;
  /** ISO time. */
  readonly createdAt: string;
  /** The whole images in `output/`. */
  readonly images: readonly FoundImage[];
  /** The questions, where something still tells them. */
  readonly metrics: readonly string[] | null;
  /** Secret for trial ids and for the order of showing. */
  readonly blindKey: string;
  readonly servers: readonly string[];
}

/** What was found out of the images, for the sentence that tells it. */
export interface RebuildFacts {
  /** Images that now belong to the session, and those that nothing could be paired with. */
  readonly images: number;
  readonly unpaired: number;
  /** Images of the plan that are not there. */
  readonly toMake: number;
  readonly canMake: boolean;
  readonly hasPrompts: boolean;
  readonly hasSeeds: boolean;
  readonly hasWeights: boolean;
  readonly hasLoras: boolean;
  readonly hasSampling: boolean;
}

export interface Rebuilt {
  readonly state: SessionState;
  readonly facts: RebuildFacts;
}

/**
 * Puts a session together from its images: pairs are a baseline and a candidate of the same prompt and seed.
 * Our own file names with the workflow that made them give the whole plan back, so that what is missing can be made; else
 * the pairs stand as they were found. Out: null when there is not one pair.
 */
export function rebuildFromImages(input: RebuildInput): Rebuilt | null {
  const read = input.images.map((image) => ({
    image,
    name: readImageName(image.file),
    graph: readGraphFacts(image.graph),
  }));
  const words = wordsOf(read);
  const known = read.flatMap((one) => knownImage(one, words));
  const pairs = pairsOf(known);
  if (pairs.length === 0) return null;
  const metrics = input.metrics !== null && input.metrics.length > 0 ? [...input.metrics] : ['Quality'];
  const state = newSession(input.sessionId, input.createdAt, input.servers);
  const { setup, isPlan } = rebuildSetup({ ...state.setup, metrics }, known, pairs);
  const orderSeed = orderSeedOf(input.blindKey);
  const planned = isPlan ? planPairs(setup, orderSeed) : pairs;
  state.recovered_from_disk = true;
  state.setup = { ...setup };
  state.started = {
    setup: { ...setup },
    order_seed: orderSeed,
    blind_key: input.blindKey,
    as_found: !isPlan,
    extensions: [],
  };
  state.pairs = new Map(planned.map((pair) => [pair.lora, pair]));
  const files = new Set(planned.flatMap((pair) => [pair.baseline, pair.lora]));
  for (const { image } of known) {
    if (!files.has(image.file)) continue;
    const { graph: _graph, ...record } = image;
    state.images.set(image.file, { ...record, sha256: '', server: '', seconds: null });
  }
  const toMake = filesToMake(state).length;
  state.run.status = toMake === 0 ? 'completed' : 'paused';
  if (toMake > 0) {
    const total = state.images.size + toMake;
    state.run.reason = `${state.images.size} of ${total} images are there. Resume makes what is missing.`;
  }
  const used = known.filter(({ image }) => files.has(image.file));
  const candidates = used.filter((one) => !one.isBaseline);
  return {
    state,
    facts: {
      images: used.length,
      unpaired: input.images.length - used.length,
      toMake,
      canMake: isPlan,
      hasPrompts: used.every(({ graph, name }) => graph?.prompt != null || isToldFor(words, name, 'prompt')),
      hasSeeds: used.every(
        ({ graph, name }) => graph?.seed != null || name.seed !== null || isToldFor(words, name, 'seed'),
      ),
      hasWeights: candidates.every(
        ({ graph, name }) => name.weight !== null || (graph?.loras.length ?? 0) > 0,
      ),
      hasLoras: candidates.every(({ graph }) => (graph?.loras.length ?? 0) > 0),
      hasSampling: used.some(({ graph }) => graph?.sampling != null),
    },
  };
}

type Read = Pick<KnownImage, 'image' | 'name' | 'graph'>;

/** What images whose workflow can be read say for those whose cannot. */
interface Words {
  readonly prompts: ReadonlyMap<string, { prompt: string; negative: string }>;
  readonly seeds: ReadonlyMap<string, Integer>;
  readonly loras: ReadonlyMap<string, string>;
}

/** Under which key images share a prompt: the place in our own names, the first words in the Python tool's. */
function promptKey({ place, words }: NameFacts): string | null {
  if (place !== null) return `place ${place.prompt}`;
  return words === null ? null : `words ${words}`;
}

function wordsOf(read: readonly Read[]): Words {
  const prompts = new Map<string, { prompt: string; negative: string }>();
  const seeds = new Map<string, Integer>();
  const loras = new Map<string, string>();
  for (const { name, graph } of read) {
    const key = promptKey(name);
    if (key !== null && graph?.prompt != null && !prompts.has(key))
      prompts.set(key, { prompt: graph.prompt, negative: graph.negative });
    if (name.place === null || graph === null) continue;
    if (graph.seed !== null) seeds.set(`place ${name.place.seed}`, graph.seed);
    const lora = name.isBaseline === true ? null : loraOf(graph, name.weight);
    if (lora !== null) loras.set(`place ${name.place.lora}`, lora.name);
  }
  return { prompts, seeds, loras };
}

function isToldFor(words: Words, name: NameFacts, what: 'prompt' | 'seed'): boolean {
  if (what === 'seed') return name.place !== null && words.seeds.has(`place ${name.place.seed}`);
  const key = promptKey(name);
  return key !== null && words.prompts.has(key);
}

/** All that is known of an image; nothing for one that could be anything. */
function knownImage({ image, name, graph }: Read, words: Words): KnownImage[] {
  const lora = graph === null ? null : loraOf(graph, name.weight);
  const isBaseline = name.isBaseline ?? (graph === null ? null : (lora?.weight ?? 0) === 0);
  const key = promptKey(name);
  const shared = key === null ? undefined : words.prompts.get(key);
  const prompt = graph?.prompt ?? shared?.prompt ?? placeholder(name);
  const place = name.place === null ? null : `place ${name.place.seed}`;
  const seed =
    graph?.seed ??
    name.seed ??
    (place === null ? null : (words.seeds.get(place) ?? name.place?.seed ?? null));
  if (isBaseline === null || prompt === null || seed === null) return [];
  const weight = isBaseline ? 0 : (name.weight ?? lora?.weight ?? 1);
  return [
    {
      image,
      name,
      graph,
      isBaseline,
      prompt,
      negative: graph?.prompt != null ? graph.negative : (shared?.negative ?? ''),
      seed,
      lora: isBaseline
        ? ''
        : (lora?.name ?? words.loras.get(`place ${name.place?.lora}`) ?? loraPlaceholder(name)),
      weight,
    },
  ];
}

/** Stands for words that nothing tells any more. */
function placeholder({ place, words }: NameFacts): string | null {
  if (place !== null) return `Prompt ${place.prompt + 1}`;
  return words === null ? null : words.replaceAll('_', ' ').trim();
}

function loraPlaceholder({ place }: NameFacts): string {
  return `LoRA ${(place?.lora ?? 0) + 1}`;
}

/** Every candidate with a baseline of the same prompt and seed. */
function pairsOf(known: readonly KnownImage[]): PlannedPair[] {
  const spots = new Map<string, { baselines: KnownImage[]; candidates: KnownImage[] }>();
  for (const one of inOrder(known)) {
    const key = JSON.stringify([one.prompt, one.negative, String(one.seed)]);
    const spot = spots.get(key) ?? { baselines: [], candidates: [] };
    spots.set(key, spot);
    (one.isBaseline ? spot.baselines : spot.candidates).push(one);
  }
  const prompts = new Map<string, number>();
  const seeds = new Map<string, number>();
  const candidates = new Map<string, number>();
  const placeIn = (places: Map<string, number>, key: string) => {
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    return place;
  };
  return [...spots.values()].flatMap((spot) =>
    spot.candidates.flatMap((one, index): PlannedPair[] => {
      // A tool that made a baseline for every pair made them in step with the candidates.
      const baseline = spot.baselines[Math.min(index, spot.baselines.length - 1)];
      if (baseline === undefined) return [];
      return [
        {
          baseline: baseline.image.file,
          lora: one.image.file,
          lora_filename: one.lora,
          weight: one.weight,
          candidate: placeIn(candidates, JSON.stringify([one.lora, one.weight])),
          prompt_index: placeIn(prompts, JSON.stringify([one.prompt, one.negative])),
          seed_index: placeIn(seeds, String(one.seed)),
          prompt: one.prompt,
          negative_prompt: one.negative,
          seed: one.seed,
        },
      ];
    }),
  );
}

/** By time, then by name: files are listed in no order. */
function inOrder(known: readonly KnownImage[]): KnownImage[] {
  const keyOf = ({ image }: KnownImage) => `${image.timestamp} ${image.file}`;
  return [...known].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
