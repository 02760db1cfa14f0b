import type { JsonValue } from '../session/json';
import { asLink, type ComfyGraph, inputOf, nodeAt } from './nodes';
import { passedLink } from './sources';

/** Inputs under which nodes that only hold a value keep it. */
const VALUE_INPUTS = ['value', 'text', 'string', 'seed', 'noise_seed', 'int'];
const MAX_HOPS = 8;

/** The plain value of an input, also where it comes from a node that only holds it; null when it does not show. */
export function literalAt(graph: ComfyGraph, id: string, input: string): JsonValue | null {
  const start = nodeAt(graph, id);
  let value = start === undefined ? undefined : inputOf(start, input);
  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    const link = asLink(value);
    if (link === null) return value ?? null;
    const node = nodeAt(graph, link.node);
    if (node === undefined) return null;
    const name = VALUE_INPUTS.find((one) => inputOf(node, one) !== undefined);
    const passed = name === undefined ? passedLink(graph, node) : null;
    if (name === undefined && passed === null) return null;
    value = passed === null ? inputOf(node, name ?? '') : [passed.node, passed.slot];
  }
  return null;
}
