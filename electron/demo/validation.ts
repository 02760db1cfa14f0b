import type { JsonValue } from '../../core/session/json';
import { type Graph, isObject, type JsonObject } from './graph';
import { InputValidator, type NodeError, type ValidationWorld } from './inputValidation';
import { installedNode } from './nodes';
import type { VersionTraits } from './versions';

export interface PromptError {
  type: string;
  message: string;
  details: string;
  extra_info: JsonObject;
}

export interface NodeErrors {
  [id: string]: { errors: NodeError[]; dependent_outputs: string[]; class_type: string };
}

export type ValidationResult =
  | { valid: true; graph: Graph; outputs: string[]; node_errors: NodeErrors }
  | { valid: false; error: PromptError; node_errors: NodeErrors };

/** ComfyUI answers 500 to such a body, without a word. */
export class UnreadablePrompt extends Error {}

function refusal(
  error: Partial<PromptError> & { type: string; message: string },
  nodeErrors: NodeErrors = {},
) {
  return {
    valid: false as const,
    error: { details: '', extra_info: {}, ...error },
    node_errors: nodeErrors,
  };
}

/** An unknown class, or (`classType` undefined) none at all; only the first such node is told of. */
function missingNode(id: string, node: JsonObject, traits: VersionTraits) {
  const { class_type: classType } = node;
  const details = `Node ID '#${id}'`;
  if (!traits.namesFaultyNodes) {
    const message =
      classType === undefined
        ? 'Cannot execute because a node is missing the class_type property.'
        : `Cannot execute because node ${String(classType)} does not exist.`;
    return refusal({ type: 'invalid_prompt', message, details });
  }
  const given = isObject(node._meta) ? node._meta.title : undefined;
  const title = classType === undefined ? null : (given ?? classType);
  const message =
    classType === undefined
      ? `Node 'ID #${id}' has no class_type. The workflow may be corrupted or a custom node is missing.`
      : `Node '${String(title)}' not found. The custom node may not be installed.`;
  const extra_info = { node_id: id, class_type: classType ?? null, node_title: title };
  return refusal({ type: 'missing_node_type', message, details, extra_info });
}

/**
 * Checks a posted graph as ComfyUI does: every output node with all that leads to it. One good output is
 * enough; the others' faults come along in `node_errors`. Literals are converted in place (a numeric string
 * becomes a number). In: the `prompt` value; output nodes to run, or null for all; what is there.
 * Throws UnreadablePrompt where ComfyUI's own code would stumble.
 */
export function validatePrompt(
  prompt: JsonValue,
  targets: readonly string[] | null,
  world: ValidationWorld,
): ValidationResult {
  if (!isObject(prompt)) throw new UnreadablePrompt();
  const outputs: string[] = [];
  for (const [id, node] of Object.entries(prompt)) {
    if (!isObject(node)) throw new UnreadablePrompt();
    const { class_type: classType } = node;
    const definition = typeof classType === 'string' ? installedNode(classType, world.lists) : undefined;
    if (definition === undefined) return missingNode(id, node, world.traits);
    if (definition.output && (targets === null || targets.includes(id))) outputs.push(id);
  }
  if (outputs.length === 0) return refusal({ type: 'prompt_no_outputs', message: 'Prompt has no outputs' });

  const graph = prompt as Graph;
  const validator = new InputValidator(graph, world);
  const good: string[] = [];
  const nodeErrors: NodeErrors = {};
  const ownErrors: string[] = [];
  for (const output of outputs) {
    if (validator.output(output)) {
      good.push(output);
      continue;
    }
    for (const error of validator.errorsOf(output)) ownErrors.push(`${error.message}: ${error.details}`);
    for (const [id, errors] of validator.failures()) {
      if (!world.traits.namesFaultyNodes && errors[0]?.type === 'dependency_cycle') continue;
      const entry = nodeErrors[id] ?? {
        errors: [...errors],
        dependent_outputs: [],
        class_type: graph[id]?.class_type ?? '',
      };
      entry.dependent_outputs.push(output);
      nodeErrors[id] = entry;
    }
  }
  if (good.length > 0) return { valid: true, graph, outputs: good, node_errors: nodeErrors };
  return refusal(
    {
      type: 'prompt_outputs_failed_validation',
      message: 'Prompt outputs failed validation',
      details: ownErrors.join('\n'),
    },
    nodeErrors,
  );
}
