import type { RoleView, WorkflowRole } from '../contract/sessionView';
import type { JsonValue } from '../session/json';
import { textInputs } from './conditioning';
import type { FoundRoles, WorkflowBindings } from './graph';
import { type ComfyGraph, fileNameIn, inputOf, nodeAt, nodeLabel } from './nodes';
import { isInteger } from './samplers';
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
  if (role === 'output' || role === 'sampler') return keyOfNode(graph, found[role]);
  if (role === 'lora' || role === 'size') return found[role] === null ? NONE : keyOfNode(graph, found[role]);
  if (role === 'negative' || role === 'positive')
    return found[role] === null ? NONE : keyOfNode(graph, found[role]?.node);
  const place = found[role];
  return place === null || place === undefined ? null : placeKey(place.node, place.input);
}

function keyOfNode(graph: ComfyGraph, id: string | undefined): string | null {
  return id === undefined || nodeAt(graph, id) === undefined ? null : `node ${id}`;
}

function placeKey(node: string, input: string): string {
  return `node ${node} ${input}`;
}

/** What a role can be pointed at, best first. */
export function choicesOf(graph: ComfyGraph, { choices }: FoundRoles, role: WorkflowRole): Choice[] {
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
      return [
        ...choices.loras.map((id) => node(id, { lora: id })),
        { key: NONE, label: 'Put one in behind the model loader', bindings: { lora: null } },
      ];
    case 'seed':
      return Object.keys(graph).flatMap((id) => seedChoices(graph, id));
    case 'positive':
    case 'negative':
      return [
        ...Object.keys(graph).flatMap((id) => {
          const found = nodeAt(graph, id);
          const inputs = found === undefined ? [] : textInputs(found);
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

function seedChoices(graph: ComfyGraph, id: string): Choice[] {
  const node = nodeAt(graph, id);
  if (node === undefined) return [];
  return ['seed', 'noise_seed', 'value']
    .filter((input) => isInteger(inputOf(node, input)))
    .map((input) => ({
      key: placeKey(id, input),
      label: nodeLabel(graph, id),
      bindings: { seed: { node: id, input } },
    }));
}

function checkpointChoices(graph: ComfyGraph, id: string): Choice[] {
  const node = nodeAt(graph, id);
  if (node === undefined) return [];
  return FILE_INPUTS.filter((input) => fileNameIn(inputOf(node, input)) !== null).map((input) => ({
    key: placeKey(id, input),
    label: nodeLabel(graph, id),
    bindings: { checkpoint: { node: id, input } },
  }));
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
