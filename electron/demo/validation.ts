import type { JsonValue } from '../../core/session/json';
import type { FileStore } from './files';
import { type Graph, isObject, type JsonObject } from './graph';
import { InputValidator, type NodeError } from './inputValidation';
import type { ModelLists } from './models';
import { NODES } from './nodes';

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

function missingNode(id: string, message: string, extraInfo: JsonObject) {
  return refusal({
    type: 'missing_node_type',
    message,
    details: `Node ID '#${id}'`,
    extra_info: { node_id: id, ...extraInfo },
  });
}

/**
 * Checks a posted graph as ComfyUI does: every output node with all that leads to it. One good output is
 * enough; the others' faults come along in `node_errors`. Literals are converted in place (a numeric string
 * becomes a number). In: the `prompt` value; output nodes to run, or null for all.
 * Throws UnreadablePrompt where ComfyUI's own code would stumble.
 */
export function validatePrompt(
  prompt: JsonValue,
  targets: readonly string[] | null,
  lists: ModelLists,
  files: FileStore,
): ValidationResult {
  if (!isObject(prompt)) throw new UnreadablePrompt();
  const outputs: string[] = [];
  for (const [id, node] of Object.entries(prompt)) {
    if (!isObject(node)) throw new UnreadablePrompt();
    const classType = node.class_type;
    if (classType === undefined) {
      const message = `Node 'ID #${id}' has no class_type. The workflow may be corrupted or a custom node is missing.`;
      return missingNode(id, message, { class_type: null, node_title: null });
    }
    const definition = typeof classType === 'string' ? NODES.get(classType) : undefined;
    if (definition === undefined) {
      const title = isObject(node._meta) ? (node._meta.title ?? classType) : classType;
      const message = `Node '${String(title)}' not found. The custom node may not be installed.`;
      return missingNode(id, message, { class_type: classType, node_title: title });
    }
    if (definition.output && (targets === null || targets.includes(id))) outputs.push(id);
  }
  if (outputs.length === 0) return refusal({ type: 'prompt_no_outputs', message: 'Prompt has no outputs' });

  const graph = prompt as Graph;
  const validator = new InputValidator(graph, lists, files);
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
