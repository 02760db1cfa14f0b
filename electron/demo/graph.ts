import type { JsonValue } from '../../core/session/json';

export type JsonObject = { [key: string]: JsonValue };

/** A graph in ComfyUI's API format: node id to node. Only graphs that were checked have this type. */
export type Graph = { [id: string]: { class_type: string; inputs: JsonObject } };

/** A link is `[source node id, output slot]`. */
export type Link = [string, number];

/** True for a JSON object (not an array, not null). */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a value of a node's input that is a well-formed link. */
export function isLink(value: JsonValue | undefined): value is Link {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    typeof value[0] === 'string' &&
    typeof value[1] === 'number' &&
    Number.isInteger(value[1])
  );
}
