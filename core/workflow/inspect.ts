import type { WorkflowView } from '../contract/sessionView';
import type { JsonValue } from '../session/json';
import { type FoundRoles, lookForRoles, parseWorkflow, type WorkflowBindings } from './graph';
import { type ComfyGraph, nodeLabel } from './nodes';

/**
 * What a person sees of their own workflow: each role with the node that was found for it, or why there is none.
 * Throws AppFailure bad_request for `setup.workflow` when it is not a workflow in API format.
 */
export function inspectWorkflow(workflow: unknown, loras: readonly string[] = []): WorkflowView {
  const graph = parseWorkflow(workflow);
  const roles = lookForRoles(graph, { loras });
  const bindings: { [role: string]: JsonValue } = {};
  for (const [role, value] of Object.entries(roles.found)) if (value !== undefined) bindings[role] = value;
  return { bindings, roles: describeRoles(graph, roles) };
}

function describeRoles(graph: ComfyGraph, { found, faults }: FoundRoles): WorkflowView['roles'] {
  const why = (...roles: (keyof WorkflowBindings)[]) =>
    faults.find(({ field }) => roles.some((role) => field === `setup.bindings.${role}`))?.message;
  const label = (id: string | null | undefined) =>
    id === null || id === undefined ? null : nodeLabel(graph, id);
  const role = (
    name: WorkflowView['roles'][number]['role'],
    text: string | null,
    missing: string | undefined,
  ) => ({
    role: name,
    found: missing === undefined && text !== null,
    text: missing ?? text ?? '',
  });
  const isKnown = found.model_source !== undefined;
  return [
    role('output', label(found.output), why('output')),
    role(
      'lora',
      label(found.lora) ?? (isKnown ? 'None; one is put in behind the model loader' : null),
      why('lora', 'model_source'),
    ),
    role('seed', label(found.seed?.node), why('seed', 'sampler')),
    role('positive', label(found.positive?.node), why('positive')),
    role(
      'negative',
      label(found.negative?.node) ?? (found.positive ? 'None in this workflow' : null),
      why('negative'),
    ),
    role(
      'checkpoint',
      label(found.checkpoint?.node) ?? (isKnown ? 'Loaded by a node of another kind' : null),
      why('checkpoint'),
    ),
  ];
}
