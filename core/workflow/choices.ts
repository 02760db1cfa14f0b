import type { RoleView, WorkflowRole } from '../contract/workflowView';
import type { JsonValue } from '../session/json';
import type { WorkflowBindings } from './bindings';
import { textInputs } from './conditioning';
import type { FoundRoles } from './graph';
import { freeEntry, loraKindOf } from './loraSlots';
import { type ComfyGraph, fileNameIn, inputOf, linksOf, nodeAt, nodeLabel } from './nodes';
import { SEED_INPUTS } from './samplers';
import { isInteger } from './seeds';
import { FILE_INPUTS } from './sources';

type Choice = RoleView['choices'][number];

/** The key of a choice that names no node. */
const NONE = 'none';

/** The key of the choice that a role stands at; null when it stands at none. */
export function keyInForce(
  graph: ComfyGraph,
  found: Partial<WorkflowBindings>,
  role: WorkflowRole,
): string | null {
  switch (role) {
    case 'output':
    case 'sampler':
    case 'size':
      return found[role] === null ? NONE : keyOf(graph, found[role]);
    case 'lora':
      return found.lora === null ? NONE : keyOf(graph, found.lora, found.lora_entry);
    case 'positive':
    case 'negative':
      return found[role] === null ? NONE : keyOf(graph, found[role]?.node);
    case 'seed':
    case 'checkpoint':
      return keyOf(graph, found[role]?.node, found[role]?.input);
  }
}

function keyOf(graph: ComfyGraph, id: string | undefined, input?: string | null): string | null {
  if (id === undefined || nodeAt(graph, id) === undefined) return null;
  return input === null || input === undefined ? `node ${id}` : `node ${id} ${input}`;
}

/** What a role can be pointed at, best first. */
export function choicesOf(graph: ComfyGraph, { choices, found }: FoundRoles, role: WorkflowRole): Choice[] {
  const node = (id: string, bindings: { [role: string]: JsonValue }): Choice => ({
    key: `node ${id}`,
    label: nodeLabel(graph, id),
    bindings,
  });
  switch (role) {
    case 'output':
      return choices.outputs.map((id) => node(id, { output: id }));
    case 'sampler':
      return choices.samplers.map((id) => node(id, { sampler: id }));
    case 'lora':
      return loraChoices(graph, { choices, found });
    case 'seed':
      return Object.keys(graph).flatMap((id) => seedChoices(graph, id));
    case 'positive':
    case 'negative':
      return [
        ...Object.keys(graph).flatMap((id) => {
          const inputs = wordsOf(graph, id, role);
          return inputs.length === 0 ? [] : [node(id, { [role]: { node: id, inputs } })];
        }),
        ...(role === 'negative' ? [{ key: NONE, label: 'None', bindings: { negative: null } }] : []),
      ];
    case 'checkpoint':
      return Object.keys(graph).flatMap((id) => checkpointChoices(graph, id));
    case 'size':
      return [
        ...Object.keys(graph)
          .filter((id) => hasSize(graph, id))
          .map((id) => node(id, { size: id })),
        { key: NONE, label: 'As the workflow has it', bindings: { size: null } },
      ];
  }
}

/** Every place of a LoRA, a new or free one in each node of several, and a loader put in. */
function loraChoices(graph: ComfyGraph, { choices, found }: Pick<FoundRoles, 'choices' | 'found'>): Choice[] {
  const list: Choice[] = choices.loras.map(({ node, entry, file }) => ({
    key: entry === null ? `node ${node}` : `node ${node} ${entry}`,
    label: `${nodeLabel(graph, node)}${entry === null ? '' : `, ${entry}`}${file === null ? '' : `: ${file}`}`,
    bindings: { lora: node, lora_entry: entry },
  }));
  const several = new Set(choices.loras.filter(({ entry }) => entry !== null).map(({ node }) => node));
  if (typeof found.lora === 'string') several.add(found.lora);
  for (const id of several) {
    const node = nodeAt(graph, id);
    const entry = freeEntry(graph, id);
    if (node === undefined || entry === null || loraKindOf(node) !== 'power') continue;
    list.push({
      key: `node ${id} ${entry}`,
      label: `${nodeLabel(graph, id)}, a new entry`,
      bindings: { lora: id, lora_entry: entry },
    });
  }
  const label =
    choices.loras.length > 0
      ? 'Keep all of these and put another loader in behind the model loader'
      : 'Put a loader in behind the model loader';
  return [...list, { key: NONE, label, bindings: { lora: null, lora_entry: null } }];
}

function seedChoices(graph: ComfyGraph, id: string): Choice[] {
  const node = nodeAt(graph, id);
  if (node === undefined) return [];
  const isLinked = (input: string) =>
    SEED_INPUTS.includes(input) && linksOf(graph, node).some((one) => one.input === input);
  return [...SEED_INPUTS, 'value']
    .filter((input) => isInteger(inputOf(node, input)) || isLinked(input))
    .map((input) => ({
      key: `node ${id} ${input}`,
      label: nodeLabel(graph, id),
      bindings: { seed: { node: id, input } },
    }));
}

/** The inputs of a node that take a prompt. */
function wordsOf(graph: ComfyGraph, id: string, role: 'positive' | 'negative'): string[] {
  const node = nodeAt(graph, id);
  if (node === undefined) return [];
  const inputs = textInputs(node);
  return inputs.length === 0 && typeof inputOf(node, role) === 'string' ? [role] : inputs;
}

/** A loader of models; the LoRA goes in behind the output that its users take the model from. */
function checkpointChoices(graph: ComfyGraph, id: string): Choice[] {
  const node = nodeAt(graph, id);
  const input =
    node === undefined ? undefined : FILE_INPUTS.find((one) => fileNameIn(inputOf(node, one)) !== null);
  if (node === undefined || input === undefined) return [];
  const links = Object.values(graph).flatMap((user) => linksOf(graph, user));
  const sourceOf = (kind: RegExp) => {
    const used = links.find((one) => one.link.node === id && kind.test(one.input));
    return used === undefined ? null : { node: id, slot: used.link.slot };
  };
  const [model, clip] = [sourceOf(/^model\d?$/), sourceOf(/^clip$/)];
  // Other loaders name a model, too: of detectors and of upscalers.
  if (model === null && input === 'model_name') return [];
  return [
    {
      key: `node ${id} ${input}`,
      label: nodeLabel(graph, id),
      bindings: {
        checkpoint: { node: id, input },
        ...(model === null ? {} : { model_source: model }),
        ...(clip === null ? {} : { clip_source: clip }),
      },
    },
  ];
}

function hasSize(graph: ComfyGraph, id: string): boolean {
  const node = nodeAt(graph, id);
  return (
    node !== undefined &&
    /latent/i.test(node.class_type) &&
    typeof inputOf(node, 'width') === 'number' &&
    typeof inputOf(node, 'height') === 'number'
  );
}
