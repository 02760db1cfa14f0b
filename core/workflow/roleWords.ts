import type { WorkflowBindings } from './bindings';
import { holdsOneOf, tagsIn, unreadLoraNodes } from './loraChoice';
import { loraSlotsOf } from './loraSlots';
import { type ComfyGraph, linksOf, nodeAt, nodeLabel } from './nodes';
import { literalBehind } from './seeds';
import { literalAt } from './values';

type Found = Partial<WorkflowBindings>;

/** Which node loads the LoRA under test, and what that does to the LoRAs of the workflow; null when it is not known yet. */
export function loraWords(graph: ComfyGraph, found: Found, files: readonly string[]): string | null {
  const unread = found.output === undefined ? [] : unreadLoraNodes(graph, found.output);
  const beside = unread.map(
    (id) => `; ${nodeLabel(graph, id)} is of a kind that is not understood and stays as it is`,
  );
  return found.lora === undefined ? null : `${placeWords(graph, found, files)}${beside.join('')}`;
}

function placeWords(graph: ComfyGraph, found: Found, files: readonly string[]): string {
  const { lora, lora_entry: entry = null } = found;
  if (lora === null || lora === undefined) return 'None; one is put in behind the model loader';
  const label = entry === null ? nodeLabel(graph, lora) : `${nodeLabel(graph, lora)}, ${entry}`;
  const slot = loraSlotsOf(graph, lora).find((one) => one.entry === entry);
  if (slot === undefined) return `${label} (a new entry)`;
  if (entry !== null && slot.file === null) return `${label} (free)`;
  const isOther = slot.file !== null && files.length > 0 && !holdsOneOf(slot, files);
  return isOther ? `${label}; it holds ${slot.file} now, and the LoRA under test takes its place` : label;
}

/** Where the seed is written; null when it is not known. */
export function seedWords(graph: ComfyGraph, { seed }: Found): string | null {
  if (seed === undefined) return null;
  return `${nodeLabel(graph, seed.node)}${insteadOf(graph, seed.node, [seed.input])}`;
}

/** Where a prompt is written; null when there is none. */
export function textWords(graph: ComfyGraph, text: WorkflowBindings['positive'] | undefined): string | null {
  if (text === null || text === undefined) return null;
  const words = text.inputs.map((input) => literalAt(graph, text.node, input));
  const tags = words.flatMap((value) => (typeof value === 'string' ? tagsIn(value) : []));
  const told =
    tags.length === 0
      ? ''
      : `; its tag ${tags[0]} goes with the old words, the LoRA is loaded by a node instead`;
  return `${nodeLabel(graph, text.node)}${insteadOf(graph, text.node, text.inputs)}${told}`;
}

/** Says so where a value is written over what another node gave. */
function insteadOf(graph: ComfyGraph, id: string, inputs: readonly string[]): string {
  const node = nodeAt(graph, id);
  const link =
    node === undefined ? undefined : linksOf(graph, node).find((one) => inputs.includes(one.input));
  if (link === undefined) return '';
  const holder = literalBehind(graph, link.link)?.node ?? link.link.node;
  return `, in place of what ${nodeLabel(graph, holder)} gives`;
}
