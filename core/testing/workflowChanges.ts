import { type JsonValue, stringifyJson } from '../session/json';
import type { ComfyGraph, ComfyNode } from '../workflow/nodes';

/**
 * What a patched graph has otherwise than the one it was made of, a line for each: `8.seed: 55 -> 42`, `- 2 LoraLoader`,
 * `+ 11 LoraLoader {…}`. A link is written as `2/0`. Nodes that the output never needed are left out.
 */
export function workflowChanges(
  before: ComfyGraph,
  after: ComfyGraph,
  needed: ReadonlySet<string>,
): string[] {
  const lines: string[] = [];
  for (const id of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [before[id], after[id]];
    if (old !== undefined && now !== undefined) lines.push(...changesOf(id, old, now));
    else if (now !== undefined) lines.push(`+ ${id} ${now.class_type} ${shown(now.inputs)}`);
    else if (old !== undefined && needed.has(id)) lines.push(`- ${id} ${old.class_type}`);
  }
  return lines;
}

function changesOf(id: string, old: ComfyNode, now: ComfyNode): string[] {
  const lines = old.class_type === now.class_type ? [] : [`${id}: ${old.class_type} -> ${now.class_type}`];
  for (const input of new Set([...Object.keys(old.inputs), ...Object.keys(now.inputs)])) {
    const [was, is] = [shown(old.inputs[input]), shown(now.inputs[input])];
    if (was !== is) lines.push(`${id}.${input}: ${was} -> ${is}`);
  }
  return lines;
}

function shown(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return value === '' ? "''" : value;
  if (Array.isArray(value) && value.length === 2) return `${String(value[0])}/${String(value[1])}`;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return `{${Object.entries(value)
      .map(([name, inner]) => `${name}: ${shown(inner)}`)
      .join(', ')}}`;
  }
  return stringifyJson(value);
}
