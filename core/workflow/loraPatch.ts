import { AppFailure } from '../contract/failure';
import { isJsonObject, type JsonValue } from '../session/json';
import { isNone, loraKindOf, loraSlotsOf, numberedEntry } from './loraSlots';
import { asLink, type ComfyGraph, type ComfyNode, inputOf, nodeAt, nodeLabel } from './nodes';

/** The LoRA of one image, spelled as the server lists it. */
export interface JobLora {
  readonly filename: string;
  /** `strength_model`. */
  readonly weight: number;
  /** `strength_clip`; null leaves the text encoder out. */
  readonly clip_weight: number | null;
}

/**
 * Writes the LoRA into a loader, or into an entry of a node of several, in place. Other entries and unknown fields stay.
 * Throws AppFailure bad_request when the node has no such place, or only one strength where two different ones are wanted.
 */
export function setLora(graph: ComfyGraph, id: string, entry: string | null, lora: JobLora): void {
  const node = loraNode(graph, id, entry);
  if (entry === null) setLoader(node, lora);
  else if (loraKindOf(node) === 'power') setPowerEntry(node, entry, lora);
  else setNumbered(graph, id, entry, lora);
}

function setLoader(node: ComfyNode, lora: JobLora): void {
  const { inputs } = node;
  const name = inputOf(node, 'lora_name');
  inputs['lora_name'] = isJsonObject(name) ? { ...name, content: lora.filename } : lora.filename;
  inputs['strength_model'] = lora.weight;
  if (inputs['strength_clip'] !== undefined || asLink(inputs['clip']) !== null)
    inputs['strength_clip'] = lora.clip_weight ?? 0;
  if (inputs['switch'] === 'Off') inputs['switch'] = 'On';
}

function setPowerEntry(node: ComfyNode, entry: string, lora: JobLora): void {
  const before = inputOf(node, entry);
  const known = isJsonObject(before) ? before : {};
  const clip = asLink(inputOf(node, 'clip')) === null ? null : (lora.clip_weight ?? 0);
  const hadOwn = known['strengthTwo'] !== undefined && known['strengthTwo'] !== null;
  // Without a strength of its own the text encoder takes the model's; without a text encoder there is none to set.
  const two = clip !== null && (hadOwn || clip !== lora.weight) ? clip : null;
  const strengthTwo = two !== null || 'strengthTwo' in known ? { strengthTwo: two } : {};
  node.inputs[entry] = { ...known, on: true, lora: lora.filename, strength: lora.weight, ...strengthTwo };
}

function setNumbered(graph: ComfyGraph, id: string, entry: string, lora: JobLora): void {
  const node = loraNode(graph, id, entry);
  const found = numberedEntry(node, entry);
  if (found === null) throw noSuchEntry(graph, id, entry);
  const clip = lora.clip_weight ?? 0;
  if (found.clip === null && found.model === null && clip !== lora.weight) {
    const message = `${nodeLabel(graph, id)} has one strength for model and text encoder. Let the text encoder follow the weight, or set that node to its advanced mode.`;
    throw new AppFailure('bad_request', message, { field: 'setup.text_encoder' });
  }
  const { inputs } = node;
  inputs[entry] = lora.filename;
  if (found.both !== null) inputs[found.both] = lora.weight;
  if (found.model !== null) inputs[found.model] = lora.weight;
  if (found.clip !== null) inputs[found.clip] = clip;
  if (found.toggle !== null) inputs[found.toggle] = typeof inputs[found.toggle] === 'boolean' ? true : 'On';
}

/**
 * Switches an entry of a node of several LoRAs off, in place; one that is not there yet needs nothing.
 * Throws AppFailure bad_request when the node has no such place.
 */
export function clearEntry(graph: ComfyGraph, id: string, entry: string): void {
  const node = loraNode(graph, id, entry);
  const { inputs } = node;
  if (loraKindOf(node) === 'power') {
    const known = inputOf(node, entry);
    if (isJsonObject(known)) inputs[entry] = { ...known, on: false };
    return;
  }
  const found = numberedEntry(node, entry);
  if (found === null) throw noSuchEntry(graph, id, entry);
  if (found.toggle !== null) {
    inputs[found.toggle] = typeof inputs[found.toggle] === 'boolean' ? false : 'Off';
    return;
  }
  inputs[entry] = noneOf(graph, id);
  for (const strength of [found.both, found.model, found.clip]) if (strength !== null) inputs[strength] = 0;
}

/** The node's own word for no LoRA, as its other places write it. */
function noneOf(graph: ComfyGraph, id: string): JsonValue {
  const node = nodeAt(graph, id);
  const words = loraSlotsOf(graph, id).map(({ entry }) =>
    node === undefined || entry === null ? undefined : inputOf(node, entry),
  );
  return words.find((word) => isNone(word) && word !== '') ?? 'None';
}

function loraNode(graph: ComfyGraph, id: string, entry: string | null): ComfyNode {
  const node = nodeAt(graph, id);
  const kind = node === undefined ? null : loraKindOf(node);
  if (node === undefined) {
    const message = `The workflow has no node ${id}. Choose the nodes of the workflow again.`;
    throw new AppFailure('bad_request', message, { field: 'setup.workflow' });
  }
  if (entry === null ? kind !== 'loader' : kind === 'loader' || kind === null)
    throw noSuchEntry(graph, id, entry);
  return node;
}

function noSuchEntry(graph: ComfyGraph, id: string, entry: string | null): AppFailure {
  const place = entry === null ? 'is no loader of one LoRA' : `has no LoRA named ${entry}`;
  return new AppFailure('bad_request', `${nodeLabel(graph, id)} ${place}. Choose the LoRA's node again.`, {
    field: 'setup.bindings.lora',
  });
}
