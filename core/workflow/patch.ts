import { AppFailure } from '../contract/failure';
import type { Integer } from '../session/json';
import type { WorkflowBindings } from './bindings';
import { clearEntry, type JobLora, setLora } from './loraPatch';
import { ancestorsOf, asLink, type ComfyGraph, type ComfyNode, inputOf, type Link, nodeAt } from './nodes';
import { batchPlaces, imageInput } from './samplers';

/** What makes one image differ from the others of a run. */
export interface WorkflowJob {
  readonly positive: string;
  readonly negative: string;
  readonly seed: Integer;
  /** null = the baseline: the loader is taken out, so that neither model nor text encoder feels it. */
  readonly lora: JobLora | null;
  /** Where the server saves the image; unique for each image, or the server's cache hands out an older one. */
  readonly filename_prefix: string;
  /** True keeps the image in the server's temporary folder. */
  readonly temporary?: boolean;
}

/**
 * Makes the graph of one image. The given graph is not changed.
 * Only nodes that the output needs are kept, so that nothing else of the workflow runs or saves.
 * Throws AppFailure bad_request for `setup.workflow` when the bindings do not fit the graph.
 */
export function patchWorkflow(graph: ComfyGraph, bindings: WorkflowBindings, job: WorkflowJob): ComfyGraph {
  const out: ComfyGraph = Object.fromEntries(
    Object.entries(graph).map(([id, node]) => [id, { ...node, inputs: { ...node.inputs } }]),
  );
  for (const place of [bindings.seed, ...bindings.more_seeds]) {
    nodeFor(out, place.node).inputs[place.input] = job.seed;
  }
  for (const text of [bindings.positive, ...bindings.more_positive]) write(out, text, job.positive);
  for (const text of [bindings.negative, ...bindings.more_negative]) write(out, text, job.negative);
  // One seed draws the noise of a whole batch: only a batch of one makes equal pairs.
  for (const place of batchPlaces(out, bindings.sampler)) nodeFor(out, place.node).inputs[place.input] = 1;
  varyLora(out, bindings, job.lora);
  setOutput(out, bindings.output, job);
  const needed = ancestorsOf(out, bindings.output);
  return Object.fromEntries(Object.entries(out).filter(([id]) => needed.has(id)));
}

function nodeFor(graph: ComfyGraph, id: string): ComfyNode {
  const node = nodeAt(graph, id);
  if (node !== undefined) return node;
  const message = `The workflow has no node ${id}. Choose the nodes of the workflow again.`;
  throw new AppFailure('bad_request', message, { field: 'setup.workflow' });
}

function write(graph: ComfyGraph, text: WorkflowBindings['positive'], words: string): void {
  if (text === null) return;
  const { inputs } = nodeFor(graph, text.node);
  for (const input of text.inputs) inputs[input] = words;
}

/** The one thing in which baseline and candidate differ. */
function varyLora(graph: ComfyGraph, bindings: WorkflowBindings, lora: JobLora | null): void {
  const { lora: id, lora_entry: entry } = bindings;
  if (lora !== null) {
    if (id === null) insertLora(graph, bindings, lora);
    else setLora(graph, id, entry, lora);
  } else if (id !== null) {
    if (entry === null) bypass(graph, id);
    else clearEntry(graph, id, entry);
  }
}

/** Puts a loader between the model's source and all that used it; the text encoder likewise, unless it is left out. */
function insertLora(graph: ComfyGraph, bindings: WorkflowBindings, lora: JobLora): void {
  const { model_source: model, clip_source: clip } = bindings;
  nodeFor(graph, model.node);
  const id = freeId(graph);
  const strengths = { lora_name: lora.filename, strength_model: lora.weight };
  repoint(graph, model, { node: id, slot: 0 });
  if (clip === null || lora.clip_weight === null) {
    graph[id] = {
      class_type: 'LoraLoaderModelOnly',
      inputs: { ...strengths, model: [model.node, model.slot] },
    };
    return;
  }
  nodeFor(graph, clip.node);
  repoint(graph, clip, { node: id, slot: 1 });
  graph[id] = {
    class_type: 'LoraLoader',
    inputs: {
      ...strengths,
      strength_clip: lora.clip_weight,
      model: [model.node, model.slot],
      clip: [clip.node, clip.slot],
    },
  };
}

/** Takes a loader out: every user of its model and text encoder gets what the loader itself was given. */
function bypass(graph: ComfyGraph, id: string): void {
  const node = nodeFor(graph, id);
  const passed = [asLink(inputOf(node, 'model')), asLink(inputOf(node, 'clip'))];
  for (const [slot, source] of passed.entries()) {
    if (source !== null) repoint(graph, { node: id, slot }, source);
  }
  delete graph[id];
  for (const user of Object.values(graph)) {
    for (const value of Object.values(user.inputs)) {
      if (asLink(value)?.node !== id) continue;
      const message = `The LoRA loader, node ${id}, cannot be taken out for the baseline: ${user.class_type} uses an output that it does not pass on. Choose another node as the LoRA loader.`;
      throw new AppFailure('bad_request', message, { field: 'setup.bindings.lora' });
    }
  }
}

function repoint(graph: ComfyGraph, from: Link, to: Link): void {
  for (const node of Object.values(graph)) {
    for (const [input, value] of Object.entries(node.inputs)) {
      const link = asLink(value);
      if (link?.node === from.node && link.slot === from.slot) node.inputs[input] = [to.node, to.slot];
    }
  }
}

/** Whatever kind of node the output was, exactly one PNG comes out, at a place of our own. */
function setOutput(graph: ComfyGraph, id: string, job: WorkflowJob): void {
  const node = nodeFor(graph, id);
  const images = imageInput(graph, node);
  if (images === null) {
    const message = `Node ${id} gets no image, so it cannot be the output. Choose another.`;
    throw new AppFailure('bad_request', message, { field: 'setup.bindings.output' });
  }
  const link = [images.node, images.slot];
  const own = job.temporary === true ? {} : { filename_prefix: job.filename_prefix };
  graph[id] = {
    ...node,
    class_type: job.temporary === true ? 'PreviewImage' : 'SaveImage',
    inputs: { ...own, images: link },
  };
}

function freeId(graph: ComfyGraph): string {
  let highest = 0;
  for (const id of Object.keys(graph)) if (/^\d{1,9}$/.test(id)) highest = Math.max(highest, Number(id));
  return String(highest + 1);
}
