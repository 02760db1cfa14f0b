import type { JsonValue } from '../../../core/session/json';
import { isObject, type JsonObject } from '../graph';

/** True for the sampler's steps between the first and the last, which are told or not as time goes by. */
export function isBetweenSteps(message: JsonObject): boolean {
  const { type, data } = message;
  if (!isObject(data)) return false;
  if (type === 'progress') return isBetween(data.value, data.max);
  if (type !== 'progress_state' || !isObject(data.nodes)) return false;
  return Object.values(data.nodes).some(
    (node) => isObject(node) && node.state === 'running' && isBetween(node.value, node.max),
  );
}

function isBetween(value: JsonValue | undefined, max: JsonValue | undefined): boolean {
  return typeof value === 'number' && typeof max === 'number' && value > 1 && value < max;
}

/**
 * A `progress_state` in the short form of the transcripts. A node that says of itself anything else than they all did
 * when recorded (its own id three times, its prompt, no parent) stays as it is, and so differs from the record.
 */
export function compactState(message: JsonObject): JsonObject {
  const { data } = message;
  if (message.type !== 'progress_state' || !isObject(data) || !isObject(data.nodes)) return message;
  const nodes: JsonObject = {};
  for (const [id, node] of Object.entries(data.nodes)) {
    nodes[id] = isUsual(node, id, data.prompt_id)
      ? [node.value ?? null, node.max ?? null, node.state ?? null]
      : node;
  }
  return { ...message, data: { ...data, nodes } };
}

function isUsual(node: JsonValue, id: string, promptId: JsonValue | undefined): node is JsonObject {
  if (!isObject(node) || Object.keys(node).length !== 8 || node.parent_node_id !== null) return false;
  return (
    node.prompt_id === promptId &&
    [node.node_id, node.display_node_id, node.real_node_id].every((own) => own === id)
  );
}
