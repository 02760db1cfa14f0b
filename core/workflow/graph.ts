import { AppFailure, badRequest, type FieldFault } from '../contract/failure';
import { type JsonValue, stringifyJson } from '../session/json';
import { correctionFaults, idleFaults, type WorkflowBindings, workflowBindingsSchema } from './bindings';
import { findText, type Text, type TextRole } from './conditioning';
import { chooseLora, type LoraPlace, placeIn } from './loraChoice';
import { type LoraSlot, loraSlotsOf, stacksBehind } from './loraSlots';
import { ancestorsOf, type ComfyGraph, inputOf, linkOf, nodeAt, nodeLabel } from './nodes';
import { findOutputs, findStages } from './samplers';
import { seedsOf } from './seeds';
import { graphFaults } from './soundness';
import { passedLink, walkClip, walkModel } from './sources';
import { literalAt } from './values';

/** What was found, what is missing or unclear, and the nodes to choose from. */
export interface FoundRoles {
  found: Partial<WorkflowBindings>;
  /** Each beside `setup.bindings.<role>`, or `setup.workflow` for what no choice can mend. */
  faults: FieldFault[];
  choices: {
    outputs: string[];
    samplers: string[];
    /** Places of LoRAs: those on the model's way first, the one next to the sampler leading. */
    loras: LoraSlot[];
  };
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
/** Larger workflows do not come from people; walking them could overflow the stack. */
const MAX_NODES = 2_000;

function notUsable(message: string): AppFailure {
  return new AppFailure('bad_request', message, { field: 'setup.workflow' });
}

function isObject(value: unknown): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The graph inside a prompt as ComfyUI's queue and history keep it: `[number, id, graph, …]`. */
function queuedGraph(value: unknown): unknown {
  return Array.isArray(value) && value.length >= 3 && isObject(value[2]) ? value[2] : value;
}

/**
 * Reads a workflow in ComfyUI's API format: bare, wrapped as `{"prompt": …}`, or as an entry of ComfyUI's queue or history.
 * In: JSON as `parseJson` gives it. Out: the graph; nodes keep fields that we do not know.
 * Throws AppFailure bad_request for `setup.workflow`; the page's own format is told apart, with the way to export.
 */
export function parseWorkflow(value: unknown): ComfyGraph {
  const given = queuedGraph(value);
  if (!isObject(given)) throw notUsable(NOT_WORKFLOW);
  if (Array.isArray(given.nodes)) throw notUsable(NOT_API);
  const inner = queuedGraph(given.prompt);
  const isWrapped = isObject(inner) && typeof inner.class_type !== 'string';
  const graph = isWrapped ? inner : given;
  if (Array.isArray(graph.nodes)) throw notUsable(NOT_API);
  const entries = Object.entries(graph);
  if (entries.length === 0) throw notUsable('This workflow has no nodes.');
  if (entries.length > MAX_NODES) {
    const message = `This workflow has ${entries.length} nodes; ${MAX_NODES} is the most that is taken in.`;
    throw notUsable(message);
  }
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
  const files = options.loras ?? [];
  const faults: FieldFault[] = correctionFaults(graph, corrections);
  const fault = (role: string, message: string) => faults.push({ field: `setup.bindings.${role}`, message });
  const found: Partial<WorkflowBindings> = {};
  const choices: FoundRoles['choices'] = { outputs: findOutputs(graph), samplers: [], loras: [] };

  const output = corrections.output ?? choices.outputs[0];
  if (output === undefined || nodeAt(graph, output) === undefined) {
    fault('output', 'No node that saves an image was found. Add a SaveImage node to the workflow.');
    return { found: { ...corrections }, faults, choices };
  }
  found.output = output;
  faults.push(...graphFaults(graph, output), ...idleFaults(graph, output, corrections));

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
  const line = [sampler, ...stages.line.filter((id) => id !== sampler)];

  const seeds = seedsOf(graph, line, output);
  const seed = corrections.seed ?? seeds[0];
  if (seed !== undefined) found.seed = seed;
  else fault('seed', `No seed was found at ${nodeLabel(graph, sampler)}. Choose its node.`);
  found.more_seeds = seeds.filter((one) => one.node !== seed?.node || one.input !== seed.input);

  findTexts(graph, line, found);
  if (found.positive === null && corrections.positive === undefined) {
    fault('positive', 'No node that holds the prompt was found. Choose it.');
  }

  // Of several stages with models of their own, such as SDXL's base and its refiner, the first one's model is meant: a LoRA
  // is trained for the base, and the refiner is another network, which its keys do not fit.
  const model = walkModel(graph, samplerNode);
  if (model.source !== null) found.model_source = model.source;
  else if (corrections.model_source === undefined) {
    fault('model_source', 'No node that loads the model was found. Choose it.');
  }
  const nodes = loraNodes(graph, line, output);
  const holders = [...nodes.onTheWay, ...nodes.others];
  choices.loras = holders.flatMap((id) => loraSlotsOf(graph, id)).filter((slot) => slot.isCounted);
  Object.assign(found, lorasPlace(graph, nodes, files, corrections));

  const encoder = found.positive == null ? undefined : nodeAt(graph, found.positive.node);
  found.clip_source = encoder === undefined ? null : walkClip(graph, encoder);
  found.checkpoint = model.checkpoint;
  found.size = findSize(graph, sampler);
  return { found: { ...found, ...corrections, ...entryOf(found, corrections) }, faults, choices };
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

/** The prompts of the stages, the first stage's leading. */
function findTexts(graph: ComfyGraph, line: readonly string[], found: Partial<WorkflowBindings>): void {
  const [first = '', ...later] = line;
  found.positive = findText(graph, first, 'positive');
  const positives = found.positive === null ? [] : [found.positive];
  found.negative = distinct(findText(graph, first, 'negative'), positives);
  const of = (role: TextRole, text: Text | null) =>
    later.map((id) => laterText(graph, id, role, text)).filter((one) => one !== null);
  found.more_positive = others(of('positive', found.positive), positives);
  const taken = [found.positive, found.negative, ...found.more_positive].filter((text) => text !== null);
  found.more_negative = others(of('negative', found.negative), taken);
}

/**
 * The prompt of a later stage, where it is the picture's too. A detailer often has words of its own (`a detailed face`),
 * which belong to the workflow; it takes the picture's only where it had them before.
 */
function laterText(graph: ComfyGraph, id: string, role: TextRole, first: Text | null): Text | null {
  const text = findText(graph, id, role);
  const node = nodeAt(graph, id);
  if (text === null || node === undefined || linkOf(graph, node, 'latent_image') !== null) return text;
  return first !== null && wordsAt(graph, text) === wordsAt(graph, first) ? text : null;
}

function wordsAt(graph: ComfyGraph, text: Text): string {
  return stringifyJson(text.inputs.map((input) => literalAt(graph, text.node, input)));
}

/** The nodes that could hold LoRAs: those on the way of the first stage's model, then those of later stages and all others. */
function loraNodes(
  graph: ComfyGraph,
  line: readonly string[],
  output: string,
): { onTheWay: string[]; others: string[] } {
  const way = (id: string) => {
    const node = nodeAt(graph, id);
    const nodes = node === undefined ? [] : walkModel(graph, node).nodes;
    return nodes.flatMap((one) => [one, ...stacksBehind(graph, one)]);
  };
  const [first = '', ...later] = line;
  const onTheWay = new Set(way(first));
  const rest = new Set([...later.flatMap(way), ...ancestorsOf(graph, output)]);
  return { onTheWay: [...onTheWay], others: [...rest].filter((id) => !onTheWay.has(id)) };
}

/** Where the LoRA goes; a node chosen by hand without its entry is asked for the entry that fits. */
function lorasPlace(
  graph: ComfyGraph,
  nodes: { onTheWay: string[]; others: string[] },
  files: readonly string[],
  corrections: Partial<WorkflowBindings>,
): LoraPlace {
  const chosen = corrections.lora;
  if (chosen === undefined) return chooseLora(graph, nodes.onTheWay, nodes.others, files);
  return { lora: chosen, lora_entry: chosen === null ? null : placeIn(graph, chosen, files) };
}

/** The entry that goes with the node in force: one that was set by hand without its node, or for another, does not count. */
function entryOf(
  found: Partial<WorkflowBindings>,
  corrections: Partial<WorkflowBindings>,
): { lora_entry: string | null } {
  const isByHand = typeof corrections.lora === 'string' && typeof corrections.lora_entry === 'string';
  return { lora_entry: (isByHand ? corrections.lora_entry : found.lora_entry) ?? null };
}

/** The node with the picture's size, through nodes that only pass its latent on; null when it has no plain size. */
function findSize(graph: ComfyGraph, sampler: string): string | null {
  const node = nodeAt(graph, sampler);
  const seen = new Set<string>();
  let at = node === undefined ? null : linkOf(graph, node, 'latent_image');
  while (at !== null && !seen.has(at.node)) {
    seen.add(at.node);
    const source = nodeAt(graph, at.node);
    if (source === undefined) return null;
    const sides = ['width', 'height'].map((side) => inputOf(source, side));
    if (sides.every((side) => typeof side === 'number')) return at.node;
    at = passedLink(graph, source);
  }
  return null;
}

function distinct(text: Text | null, taken: readonly Text[]): Text | null {
  if (text === null) return null;
  const isTaken = taken.some(
    (one) => one.node === text.node && one.inputs.some((input) => text.inputs.includes(input)),
  );
  return isTaken ? null : text;
}

function others(texts: readonly Text[], taken: readonly Text[]): Text[] {
  const found: Text[] = [];
  for (const text of texts) {
    const fresh = distinct(text, [...taken, ...found]);
    if (fresh !== null) found.push(fresh);
  }
  return found;
}
