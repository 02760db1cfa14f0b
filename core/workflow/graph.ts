import { z } from 'zod';
import { AppFailure, badRequest, type FieldFault } from '../contract/failure';
import type { JsonValue } from '../session/json';
import { findText, type Text } from './conditioning';
import { type ComfyGraph, fileNameIn, inputOf, isSameFile, linkOf, nodeAt, nodeLabel } from './nodes';
import { findOutputs, findStages, type InputPlace, seedsOf } from './samplers';
import { walkClip, walkModel } from './sources';

const inputPlaceSchema = z.object({ node: z.string(), input: z.string() });
const textSchema = z.object({ node: z.string(), inputs: z.array(z.string()).min(1) });
const linkSchema = z.object({ node: z.string(), slot: z.int().min(0) });

/** What each node of a workflow is for. Node ids and input names are those of the graph. */
export const workflowBindingsSchema = z.object({
  /** The node whose images are collected. */
  output: z.string(),
  /** The sampler that starts the image. */
  sampler: z.string(),
  /** Where the seed is written. */
  seed: inputPlaceSchema,
  /** Seeds of further stages (a second sampler over the first one's result); they get the same seed. */
  more_seeds: z.array(inputPlaceSchema).default([]),
  positive: textSchema.nullable(),
  negative: textSchema.nullable(),
  /** Prompts of further stages, such as a refiner's. */
  more_positive: z.array(textSchema).default([]),
  more_negative: z.array(textSchema).default([]),
  /** The loader of the LoRA under test; null = one is put in behind `model_source`. */
  lora: z.string().nullable(),
  /** The output that hands out the bare model. */
  model_source: linkSchema,
  /** The output that hands out the bare text encoder; null when the graph does not show one. */
  clip_source: linkSchema.nullable(),
  /** Where the model's file name stands; null when the loader is not known. */
  checkpoint: inputPlaceSchema.nullable(),
  /** The node whose `width` and `height` give the picture's size, when they are plain numbers. */
  size: z.string().nullable(),
});

export type WorkflowBindings = z.infer<typeof workflowBindingsSchema>;

/** What was found, what is missing or unclear, and the nodes to choose from. */
export interface FoundRoles {
  found: Partial<WorkflowBindings>;
  /** Each beside `setup.bindings.<role>`. */
  faults: FieldFault[];
  choices: { outputs: string[]; samplers: string[]; loras: string[] };
}

export interface FindRolesOptions {
  /** The LoRA files under test: among several loaders the one that holds such a file is meant. */
  readonly loras?: readonly string[];
  /** What the person has set by hand; it wins over what is found. */
  readonly corrections?: Partial<WorkflowBindings>;
}

const NOT_API =
  'This workflow is saved in the form of the ComfyUI page. In ComfyUI choose Workflow, then Export (API), and load that file.';
const NOT_WORKFLOW =
  'This is not a ComfyUI workflow. In ComfyUI choose Workflow, then Export (API), and load that file.';

function notUsable(message: string): AppFailure {
  return new AppFailure('bad_request', message, { field: 'setup.workflow' });
}

function isObject(value: unknown): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a workflow in ComfyUI's API format, bare or wrapped as `{"prompt": …}`.
 * In: JSON as `parseJson` gives it. Out: the graph; nodes keep fields that we do not know.
 * Throws AppFailure bad_request for `setup.workflow`; the page's own format is told apart, with the way to export.
 */
export function parseWorkflow(value: unknown): ComfyGraph {
  if (!isObject(value)) throw notUsable(NOT_WORKFLOW);
  if (Array.isArray(value.nodes)) throw notUsable(NOT_API);
  const isWrapped = isObject(value.prompt) && typeof value.prompt.class_type !== 'string';
  const graph = isWrapped ? value.prompt : value;
  if (!isObject(graph)) throw notUsable(NOT_WORKFLOW);
  if (Array.isArray(graph.nodes)) throw notUsable(NOT_API);
  const entries = Object.entries(graph);
  if (entries.length === 0) throw notUsable('This workflow has no nodes.');
  return Object.fromEntries(
    entries.map(([id, node]) => {
      if (!isObject(node)) throw notUsable(NOT_WORKFLOW);
      const { class_type, inputs } = node;
      if (typeof class_type !== 'string' || !isObject(inputs)) throw notUsable(NOT_WORKFLOW);
      return [id, { ...node, class_type, inputs }];
    }),
  );
}

/**
 * Finds what each node is for by following the links backwards from the output node.
 * Out: all that was found, a fault for each role that is missing or unclear, and the nodes to choose from.
 */
export function lookForRoles(graph: ComfyGraph, options: FindRolesOptions = {}): FoundRoles {
  const corrections = options.corrections ?? {};
  const faults: FieldFault[] = missingNodes(graph, corrections);
  const fault = (role: string, message: string) => faults.push({ field: `setup.bindings.${role}`, message });
  const found: Partial<WorkflowBindings> = {};
  const choices: FoundRoles['choices'] = { outputs: findOutputs(graph), samplers: [], loras: [] };

  const output = corrections.output ?? choices.outputs[0];
  if (output === undefined || nodeAt(graph, output) === undefined) {
    fault('output', 'No node that saves an image was found. Add a SaveImage node to the workflow.');
    return { found: { ...corrections }, faults, choices };
  }
  found.output = output;

  const stages = findStages(graph, output, corrections.sampler);
  choices.samplers = stages.samplers;
  const sampler = corrections.sampler ?? stages.line[0];
  const samplerNode = sampler === undefined ? undefined : nodeAt(graph, sampler);
  if (sampler === undefined || samplerNode === undefined) {
    if (stages.samplers.length > 1) {
      const names = stages.samplers.map((id) => nodeLabel(graph, id)).join(' or ');
      fault('seed', `No seed was found: more than one sampler could be meant. Choose one: ${names}.`);
    } else {
      fault('sampler', 'No sampler was found behind the output. Choose the node that makes the image.');
    }
    return { found: { ...found, ...corrections }, faults, choices };
  }
  found.sampler = sampler;

  const [seed, ...moreSeeds] = seedsOf(graph, [sampler, ...stages.line.filter((id) => id !== sampler)]);
  found.more_seeds = moreSeeds;
  if (seed !== undefined) found.seed = seed;
  else if (corrections.seed === undefined)
    fault('seed', `No seed was found at ${nodeLabel(graph, sampler)}. Choose its node.`);

  const texts = stages.line.map((id) => ({
    positive: findText(graph, id, 'positive'),
    negative: findText(graph, id, 'negative'),
  }));
  const ownPositive = findText(graph, sampler, 'positive');
  found.positive = ownPositive;
  found.negative = distinct(findText(graph, sampler, 'negative'), ownPositive === null ? [] : [ownPositive]);
  if (ownPositive === null && corrections.positive === undefined) {
    fault('positive', 'No node that holds the prompt was found. Choose it.');
  }
  found.more_positive = others(
    texts.map((text) => text.positive),
    found.positive === null ? [] : [found.positive],
  );
  const taken = [found.positive, found.negative, ...found.more_positive].filter((text) => text !== null);
  found.more_negative = others(
    texts.map((text) => text.negative),
    taken,
  );

  const model = walkModel(graph, samplerNode);
  if (model.source !== null) found.model_source = model.source;
  else if (corrections.model_source === undefined) {
    fault('model_source', 'No node that loads the model was found. Choose it.');
  }
  choices.loras = model.loras;
  found.lora = chooseLora(graph, model.loras, options.loras ?? []);
  const encoder = ownPositive === null ? undefined : nodeAt(graph, ownPositive.node);
  found.clip_source = encoder === undefined ? null : walkClip(graph, encoder);
  found.checkpoint = model.checkpoint;
  found.size = findSize(graph, sampler);
  return { found: { ...found, ...corrections }, faults, choices };
}

/**
 * As `lookForRoles`, for those who need every role.
 * Throws AppFailure bad_request with one fault for each role that is missing or unclear.
 */
export function findRoles(graph: ComfyGraph, options: FindRolesOptions = {}): WorkflowBindings {
  const { found, faults } = lookForRoles(graph, options);
  const [first, ...rest] = faults;
  if (first !== undefined) throw badRequest([first, ...rest]);
  return workflowBindingsSchema.parse(found);
}

/**
 * Reads what a person has set by hand, as a set-up stores it.
 * Throws AppFailure bad_request for `setup.bindings` when a role has not its form.
 */
export function parseCorrections(value: { [role: string]: JsonValue }): Partial<WorkflowBindings> {
  const parsed = workflowBindingsSchema.partial().safeParse(value);
  if (!parsed.success) {
    const role = String(parsed.error.issues[0]?.path[0] ?? '');
    const message = 'The nodes chosen for the workflow cannot be read. Choose them again.';
    throw new AppFailure('bad_request', message, {
      field: role === '' ? 'setup.bindings' : `setup.bindings.${role}`,
    });
  }
  // Lists that are left out are to be found in the graph, not to be empty.
  return Object.fromEntries(Object.entries(parsed.data).filter(([role]) => Object.hasOwn(value, role)));
}

/**
 * Nodes beside the bound loader that hold one of the LoRA files under test. Such a node would also act in the baseline.
 * Out: a fault for `setup.workflow` per node.
 */
export function otherLoraUses(
  graph: ComfyGraph,
  bound: string | null,
  loras: readonly string[],
): FieldFault[] {
  const faults: FieldFault[] = [];
  for (const [id, node] of Object.entries(graph)) {
    if (id === bound) continue;
    const name = loras.find((lora) => Object.values(node.inputs).some((value) => holdsFile(value, lora)));
    if (name === undefined) continue;
    faults.push({
      field: 'setup.workflow',
      message: `${nodeLabel(graph, id)} loads ${name} too, so the baseline would feel it. Remove it there, or choose that node as the LoRA loader.`,
    });
  }
  return faults;
}

function holdsFile(value: JsonValue, file: string): boolean {
  if (typeof value === 'string') return isSameFile(value, file);
  if (Array.isArray(value)) return value.some((item) => holdsFile(item, file));
  if (!isObject(value)) return false;
  return value.on !== false && Object.values(value).some((item) => holdsFile(item, file));
}

/** Among several loaders: the one with a file under test, else the one next to the sampler. */
function chooseLora(
  graph: ComfyGraph,
  candidates: readonly string[],
  files: readonly string[],
): string | null {
  const holder = candidates.find((id) => {
    const node = nodeAt(graph, id);
    const name = node === undefined ? null : fileNameIn(inputOf(node, 'lora_name'));
    return name !== null && files.some((file) => isSameFile(file, name));
  });
  return holder ?? candidates[0] ?? null;
}

function findSize(graph: ComfyGraph, sampler: string): string | null {
  const node = nodeAt(graph, sampler);
  const latent = node === undefined ? null : linkOf(graph, node, 'latent_image');
  const source = latent === null ? undefined : nodeAt(graph, latent.node);
  if (latent === null || source === undefined) return null;
  const isPlain =
    typeof inputOf(source, 'width') === 'number' && typeof inputOf(source, 'height') === 'number';
  return isPlain ? latent.node : null;
}

function distinct(text: Text | null, taken: readonly Text[]): Text | null {
  if (text === null) return null;
  const isTaken = taken.some(
    (one) => one.node === text.node && one.inputs.some((input) => text.inputs.includes(input)),
  );
  return isTaken ? null : text;
}

function others(texts: readonly (Text | null)[], taken: readonly Text[]): Text[] {
  const found: Text[] = [];
  for (const text of texts) {
    const fresh = distinct(text, [...taken, ...found]);
    if (fresh !== null) found.push(fresh);
  }
  return found;
}

/** Corrections that name nodes or inputs which the graph does not have. */
function missingNodes(graph: ComfyGraph, corrections: Partial<WorkflowBindings>): FieldFault[] {
  const faults: FieldFault[] = [];
  const places: [string, string, readonly string[]][] = [];
  const add = (role: string, place: string | InputPlace | Text | { node: string } | null | undefined) => {
    if (place === null || place === undefined) return;
    if (typeof place === 'string') places.push([role, place, []]);
    else if ('input' in place) places.push([role, place.node, [place.input]]);
    else if ('inputs' in place) places.push([role, place.node, place.inputs]);
    else places.push([role, place.node, []]);
  };
  for (const [role, value] of Object.entries(corrections)) {
    for (const place of Array.isArray(value) ? value : [value]) add(role, place);
  }
  for (const [role, id, inputs] of places) {
    const node = nodeAt(graph, id);
    const input = node === undefined ? undefined : inputs.find((name) => inputOf(node, name) === undefined);
    if (node === undefined) {
      faults.push({
        field: `setup.bindings.${role}`,
        message: `The workflow has no node ${id}. Choose another.`,
      });
    } else if (input !== undefined) {
      const message = `${nodeLabel(graph, id)} has no input named ${input}. Choose another.`;
      faults.push({ field: `setup.bindings.${role}`, message });
    }
  }
  return faults;
}
