import { AppFailure } from '../contract/failure';
import { WEIGHT_LIMIT } from '../plan/weights';
import type { WorkflowBindings } from '../workflow/bindings';
import type { Sampling } from '../workflow/builtin';
import { lookForRoles, parseWorkflow } from '../workflow/graph';
import type { LoraSlot } from '../workflow/loraSlots';
import { type ComfyGraph, fileNameIn, inputOf, nodeAt } from '../workflow/nodes';
import { literalAt } from '../workflow/values';
import { canonicalInteger, type Integer, type JsonValue } from './json';
import { MAX_PROMPT, MAX_SEED } from './setup';

/** A whole image as it was found in a session's `output/`. */
export interface FoundImage {
  readonly file: string;
  readonly size_bytes: number;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** `YYYYMMDD_HHMMSS`, local time of the file's last change. */
  readonly timestamp: string;
  /** What ComfyUI wrote into it under `prompt`, parsed; null when there is nothing that can be read. */
  readonly graph: JsonValue | null;
}

/** What a workflow says of the one image that it made. */
export interface GraphFacts {
  readonly graph: ComfyGraph;
  readonly prompt: string | null;
  readonly negative: string;
  readonly seed: Integer | null;
  /** The LoRAs that act in it, the one next to the sampler first. */
  readonly loras: readonly {
    node: string;
    /** Its input in a node of several LoRAs; null for a loader of one. */
    entry: string | null;
    name: string;
    weight: number;
    clip: number | null;
  }[];
  readonly checkpoint: string | null;
  readonly size: [number, number] | null;
  readonly sampling: Sampling | null;
}

/** What a file name says of its image. `null` = it does not say. */
export interface NameFacts {
  readonly family: 'ours' | 'python' | 'other';
  readonly isBaseline: boolean | null;
  readonly weight: number | null;
  readonly seed: Integer | null;
  /** Places in the set-up's lists, from 0; only in our own names. */
  readonly place: { readonly prompt: number; readonly seed: number; readonly lora: number } | null;
  /** The first letters of the prompt, made safe; only in the Python tool's names. */
  readonly words: string | null;
}

/** One image with all that is known of it. */
export interface KnownImage {
  readonly image: FoundImage;
  readonly name: NameFacts;
  readonly graph: GraphFacts | null;
  readonly isBaseline: boolean;
  readonly prompt: string;
  readonly negative: string;
  readonly seed: Integer;
  readonly lora: string;
  /** 0 for a baseline. */
  readonly weight: number;
}

const OUR_BASELINE = /^baseline_(\d{1,4})_(\d{1,4})\.png$/i;
const OUR_CANDIDATE = /^lora_(\d{1,4})_(\d{1,4})(?:_w(-?\d{1,4}(?:\.\d{1,12})?))?(?:_c(\d{1,2}))?\.png$/i;
const PYTHON = /^(.*)_w(-?\d{1,4}(?:\.\d{1,20})?)_s(\d{1,20})_[^_].*\.png$/i;

/** Reads what an image's file name says of it. */
export function readImageName(file: string): NameFacts {
  const nothing = { isBaseline: null, weight: null, seed: null, place: null, words: null };
  const baseline = OUR_BASELINE.exec(file);
  if (baseline !== null) {
    const place = { prompt: Number(baseline[1]), seed: Number(baseline[2]), lora: 0 };
    return { ...nothing, family: 'ours', isBaseline: true, weight: 0, place };
  }
  const candidate = OUR_CANDIDATE.exec(file);
  if (candidate !== null) {
    const [, prompt, seed, weight, lora] = candidate;
    const place = { prompt: Number(prompt), seed: Number(seed), lora: Number(lora ?? 0) };
    return {
      ...nothing,
      family: 'ours',
      isBaseline: false,
      weight: weight === undefined ? null : Number(weight),
      place,
    };
  }
  const python = PYTHON.exec(file);
  if (python === null) return { ...nothing, family: 'other' };
  const weight = Number(python[2]);
  const seed = canonicalInteger(BigInt(python[3] ?? '0'));
  return { ...nothing, family: 'python', isBaseline: weight === 0, weight, seed, words: python[1] ?? '' };
}

/** Reads what a workflow in API format says of its image. Out: null when it is none. */
export function readGraphFacts(value: JsonValue | null): GraphFacts | null {
  try {
    const graph = parseWorkflow(value);
    const { found, choices } = lookForRoles(graph);
    const sampler = found.sampler === undefined ? undefined : nodeAt(graph, found.sampler);
    const seed = found.seed === undefined ? null : literalAt(graph, found.seed.node, found.seed.input);
    return {
      graph,
      prompt: textAt(graph, found.positive ?? null),
      negative: textAt(graph, found.negative ?? null) ?? '',
      seed: asSeed(seed),
      loras: choices.loras.flatMap(loraAt),
      checkpoint: checkpointAt(graph, found.checkpoint ?? null),
      size: sizeAt(graph, found.size ?? null),
      sampling: sampler === undefined ? null : samplingOf(sampler.inputs),
    };
  } catch (error) {
    if (error instanceof AppFailure) return null;
    throw error;
  }
}

function textAt(graph: ComfyGraph, text: WorkflowBindings['positive']): string | null {
  for (const input of text?.inputs ?? []) {
    const value = text === null ? null : literalAt(graph, text.node, input);
    if (typeof value === 'string') return value.slice(0, MAX_PROMPT);
  }
  return null;
}

function asSeed(value: JsonValue | null): Integer | null {
  if (typeof value !== 'bigint' && !(typeof value === 'number' && Number.isInteger(value))) return null;
  return value >= 0 && value <= MAX_SEED ? canonicalInteger(value) : null;
}

function loraAt({ node, entry, file, isOn, weight, clip }: LoraSlot): GraphFacts['loras'][number][] {
  if (file === null || file.length > 1024 || weight === null || Math.abs(weight) > WEIGHT_LIMIT) return [];
  // An entry that is switched off takes no part; a loader stands for the LoRA even at strength 0.
  return entry === null || isOn ? [{ node, entry, name: file, weight, clip }] : [];
}

function checkpointAt(graph: ComfyGraph, place: WorkflowBindings['checkpoint']): string | null {
  const node = place === null ? undefined : nodeAt(graph, place.node);
  return place === null || node === undefined ? null : fileNameIn(inputOf(node, place.input));
}

function sizeAt(graph: ComfyGraph, id: string | null): [number, number] | null {
  const inputs = id === null ? undefined : nodeAt(graph, id)?.inputs;
  const [width, height] = [inputs?.['width'], inputs?.['height']];
  return typeof width === 'number' && typeof height === 'number' ? [width, height] : null;
}

function samplingOf(inputs: ComfyGraph[string]['inputs']): Sampling | null {
  const { steps, cfg, sampler_name, scheduler } = inputs;
  if (typeof steps !== 'number' || typeof cfg !== 'number') return null;
  if (typeof sampler_name !== 'string' || typeof scheduler !== 'string') return null;
  return { steps, cfg, sampler_name, scheduler };
}

/** The loader that a candidate is about: the one with the weight that its name says, else the one next to the sampler. */
export function loraOf(graph: GraphFacts, weight: number | null): GraphFacts['loras'][number] | null {
  return graph.loras.find((lora) => lora.weight === weight) ?? graph.loras[0] ?? null;
}
