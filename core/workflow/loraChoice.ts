import type { FieldFault } from '../contract/failure';
import { isJsonObject, type JsonValue } from '../session/json';
import type { WorkflowBindings } from './bindings';
import { freeEntry, type LoraSlot, loraKindOf, loraSlotsOf } from './loraSlots';
import { ancestorsOf, asLink, type ComfyGraph, isSameFile, nodeAt, nodeLabel } from './nodes';

/** Where the LoRA under test goes: a loader (no entry), an entry of a node of several, or null for a loader put in. */
export interface LoraPlace {
  lora: string | null;
  lora_entry: string | null;
}

/** True when a place that counts holds one of these files. */
export function holdsOneOf({ file, isCounted }: LoraSlot, files: readonly string[]): boolean {
  return isCounted && file !== null && files.some((one) => isSameFile(one, file));
}

/**
 * Where the LoRA under test belongs. In: the places on the model's way, the nearest to the sampler first, then those
 * elsewhere in `others`; the files under test. The place that holds such a file is meant. Else a loader of one gives up
 * its own file, as a workflow with one loader is made to try LoRAs in; a node of several keeps all of its own and takes one
 * more, and when it is full, a loader is put in.
 */
export function chooseLora(
  graph: ComfyGraph,
  nodes: readonly string[],
  others: readonly string[],
  files: readonly string[],
): LoraPlace {
  const slots = [...nodes, ...others].flatMap((id) => loraSlotsOf(graph, id));
  const holders = slots.filter((slot) => holdsOneOf(slot, files));
  const holder = holders.find((slot) => slot.isOn) ?? holders[0];
  if (holder !== undefined) return { lora: holder.node, lora_entry: holder.entry };
  for (const id of nodes) {
    const free = freeEntry(graph, id);
    if (free !== null) return { lora: id, lora_entry: free };
    const node = nodeAt(graph, id);
    if (node !== undefined && loraKindOf(node) === 'loader') return { lora: id, lora_entry: null };
  }
  return { lora: null, lora_entry: null };
}

/** The entry of a node that was chosen as the LoRA's: the one with a file under test, else a free one, else its first; null for a loader of one. */
export function placeIn(graph: ComfyGraph, id: string, files: readonly string[]): string | null {
  const slots = loraSlotsOf(graph, id);
  const holder = slots.find((slot) => holdsOneOf(slot, files));
  return holder?.entry ?? freeEntry(graph, id) ?? slots[0]?.entry ?? null;
}

/** `<lora:name:1>` as other programs write it; some nodes read it too. */
const TAG = /<(?:lora|lyco):([^:>]{1,1024})(?::[^>]{0,64})?>/gi;

/** The LoRA tags of a text, as they stand there. */
export function tagsIn(text: string): string[] {
  return [...text.matchAll(TAG)].map(([tag]) => tag);
}

/**
 * What would make the baseline feel a LoRA under test: another node that holds the file, or a tag in a text that is not
 * one of the prompts. Only nodes that the output needs count. Out: a fault for `setup.workflow` per node.
 */
export function otherLoraUses(
  graph: ComfyGraph,
  bindings: WorkflowBindings,
  loras: readonly string[],
): FieldFault[] {
  const faults: FieldFault[] = [];
  const files = loras.filter((lora) => lora.trim() !== '');
  for (const id of ancestorsOf(graph, bindings.output)) {
    const node = nodeAt(graph, id);
    if (node === undefined || (id === bindings.lora && bindings.lora_entry === null)) continue;
    const idle = loraSlotsOf(graph, id).filter((slot) => !slot.isOn);
    if (idle.some(({ entry }) => entry === null)) continue;
    const skipped = new Set([...idle.map(({ entry }) => entry), ...textsAt(bindings, id)]);
    if (id === bindings.lora) skipped.add(bindings.lora_entry);
    // Such nodes often leave folder and extension out.
    const isLoose = /lora/i.test(node.class_type);
    const rest = Object.entries(node.inputs).filter(([input]) => !skipped.has(input));
    const name = files.find((lora) => rest.some(([, value]) => holdsFile(value, lora, isLoose)));
    if (name === undefined) continue;
    const isRead = loraKindOf(node) !== null;
    const message = isRead
      ? `${nodeLabel(graph, id)} loads ${name} too, so the baseline would feel it. Remove it there, or choose that node as the LoRA loader.`
      : `${nodeLabel(graph, id)} names ${name} in a way that cannot be switched off for the baseline. Take it out there, or load it with a LoraLoader node.`;
    faults.push({ field: 'setup.workflow', message });
  }
  return faults;
}

/**
 * Prompts of the set-up with a tag for a LoRA under test, where a node other than ComfyUI's own encoders takes them: it may
 * read the tag, and the baseline would feel the LoRA. Out: a fault beside each such prompt.
 */
export function taggedPrompts(
  graph: ComfyGraph,
  { positive, negative, more_positive, more_negative }: WorkflowBindings,
  prompts: readonly { readonly positive: string; readonly negative: string }[],
  loras: readonly string[],
): FieldFault[] {
  const faults: FieldFault[] = [];
  for (const [role, texts] of [
    ['positive', [positive, ...more_positive]],
    ['negative', [negative, ...more_negative]],
  ] as const) {
    const reader = texts.find((text) => text !== null && mayReadTags(graph, text.node));
    if (reader == null) continue;
    for (const [index, prompt] of prompts.entries()) {
      const tag = tagsIn(prompt[role]).find((one) => loras.some((lora) => namesFile(one, lora)));
      if (tag === undefined) continue;
      const message = `${nodeLabel(graph, reader.node)} may read the tag ${tag}, and the baseline would feel that LoRA. Take the tag out of the prompt; the LoRA is loaded by a node.`;
      faults.push({ field: `setup.prompt_pairs[${index}].${role}`, message });
    }
  }
  return faults;
}

/** False for ComfyUI's own encoders, to which tags are plain words. */
function mayReadTags(graph: ComfyGraph, id: string): boolean {
  const node = nodeAt(graph, id);
  return node !== undefined && !/^(CLIP)?TextEncode/.test(node.class_type);
}

/**
 * Nodes of the model's way that have to do with LoRAs and whose way of holding them is not understood: they stay as they are.
 * Out: their ids.
 */
export function unreadLoraNodes(graph: ComfyGraph, output: string): string[] {
  return [...ancestorsOf(graph, output)].filter((id) => {
    const node = nodeAt(graph, id);
    if (node === undefined || !/lora/i.test(node.class_type) || loraKindOf(node) !== null) return false;
    // A node that only applies a list holds none itself.
    return !Object.entries(node.inputs).some(
      ([input, value]) => /lora_?stack/i.test(input) && asLink(value) !== null,
    );
  });
}

/** The inputs of a node that are written over with the prompts. */
function textsAt(bindings: WorkflowBindings, id: string): string[] {
  const { positive, negative, more_positive, more_negative } = bindings;
  return [positive, negative, ...more_positive, ...more_negative].flatMap((text) =>
    text?.node === id ? text.inputs : [],
  );
}

function holdsFile(value: JsonValue, file: string, isLoose: boolean): boolean {
  if (typeof value === 'string')
    return isSameFile(value, file) || namesFile(value, file) || (isLoose && isBareName(value, file));
  if (Array.isArray(value)) return value.some((item) => holdsFile(item, file, isLoose));
  if (!isJsonObject(value)) return false;
  if (value['on'] === false || value['active'] === false) return false;
  return Object.values(value).some((item) => holdsFile(item, file, isLoose));
}

/** True when a text has a LoRA tag that means the file. */
function namesFile(text: string, file: string): boolean {
  return [...text.matchAll(TAG)].some(([, name]) => isBareName((name ?? '').trim(), file));
}

/** True for a file's name without its extension, with its folder or without. */
function isBareName(name: string, file: string): boolean {
  const bare = (one: string) => one.replaceAll('\\', '/').replace(/\.[a-z]{2,12}$/i, '');
  return name !== '' && (bare(name) === bare(file) || bare(name) === bare(file).split('/').at(-1));
}
