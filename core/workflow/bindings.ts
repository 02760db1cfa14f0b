import { z } from 'zod';
import { AppFailure, type FieldFault } from '../contract/failure';
import type { JsonValue } from '../session/json';
import type { Text } from './conditioning';
import { loraKindOf, numberedEntry } from './loraSlots';
import { ancestorsOf, type ComfyGraph, inputOf, nodeAt, nodeLabel } from './nodes';
import type { InputPlace } from './samplers';

const inputPlaceSchema = z.object({ node: z.string(), input: z.string() });
const textSchema = z.object({ node: z.string(), inputs: z.array(z.string()).min(1) });
const linkSchema = z.object({ node: z.string(), slot: z.int().min(0) });

/** What each node of a workflow is for. Node ids and input names are those of the graph. */
export const workflowBindingsSchema = z.object({
  /** The node whose images are collected. */
  output: z.string(),
  /** The sampler that starts the image. */
  sampler: z.string(),
  /** Where the seed is written; a link that stands there gives way to it. */
  seed: inputPlaceSchema,
  /** Seeds of further stages (a second sampler, a detailer) and of all that took the seed from the same node; they get the same seed. */
  more_seeds: z.array(inputPlaceSchema).default([]),
  positive: textSchema.nullable(),
  negative: textSchema.nullable(),
  /** Prompts of further stages, such as a refiner's. */
  more_positive: z.array(textSchema).default([]),
  more_negative: z.array(textSchema).default([]),
  /** The node that loads the LoRA under test; null = a loader is put in behind `model_source`. */
  lora: z.string().nullable(),
  /** The input of the LoRA under test in a node that holds several; it may be a new one. null for a loader of one. */
  lora_entry: z.string().nullable().default(null),
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

/** Corrections that name nodes or inputs which the graph does not have. Out: a fault for each, beside its role. */
export function correctionFaults(
  graph: ComfyGraph,
  { lora_entry: entry, ...corrections }: Partial<WorkflowBindings>,
): FieldFault[] {
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
  const { lora } = corrections;
  const node = typeof lora === 'string' ? nodeAt(graph, lora) : undefined;
  if (typeof lora === 'string' && node !== undefined) faults.push(...loraFaults(graph, lora, entry));
  return faults;
}

/** What makes the pictures: a node of another branch in such a role would leave them all as they are. */
const ROLES_THAT_COUNT = ['lora', 'positive', 'negative', 'checkpoint', 'size'] as const;

/** Corrections that name nodes which the output does not need. Out: a fault for each, beside its role. */
export function idleFaults(
  graph: ComfyGraph,
  output: string,
  corrections: Partial<WorkflowBindings>,
): FieldFault[] {
  const needed = ancestorsOf(graph, output);
  return ROLES_THAT_COUNT.flatMap((role) => {
    const place = corrections[role];
    const id = typeof place === 'object' ? place?.node : place;
    if (id === undefined || nodeAt(graph, id) === undefined || needed.has(id)) return [];
    const message = `Nothing that leads to the image uses ${nodeLabel(graph, id)}, so what is written there would change nothing. Choose another.`;
    return [{ field: `setup.bindings.${role}`, message }];
  });
}

/** What speaks against a node, or an entry of it, as the place of the LoRA. */
function loraFaults(graph: ComfyGraph, id: string, entry: string | null | undefined): FieldFault[] {
  const node = nodeAt(graph, id);
  const kind = node === undefined ? null : loraKindOf(node);
  const field = 'setup.bindings.lora';
  if (node === undefined || kind === null) {
    const message = `${nodeLabel(graph, id)} does not load a LoRA in a way that is understood. Choose another, or none.`;
    return [{ field, message }];
  }
  if (entry === null || entry === undefined) return [];
  const fits =
    kind === 'power'
      ? /^lora_/i.test(entry)
      : kind === 'numbered' && numberedEntry(node, entry)?.isCounted === true;
  if (fits) return [];
  return [{ field, message: `${nodeLabel(graph, id)} has no LoRA named ${entry}. Choose another.` }];
}
