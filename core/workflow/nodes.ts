import type { JsonValue } from '../session/json';

/** One node of a workflow in ComfyUI's API format; fields that we do not know stay in it. */
export interface ComfyNode {
  class_type: string;
  inputs: { [name: string]: JsonValue };
  [other: string]: JsonValue;
}

/** A workflow in ComfyUI's API format: node id to node. */
export type ComfyGraph = { [id: string]: ComfyNode };

/** An output of a node, as an input of another names it. */
export interface Link {
  node: string;
  slot: number;
}

/** The node of that id, or undefined. Names that every object has (`constructor`) are no nodes. */
export function nodeAt(graph: ComfyGraph, id: string): ComfyNode | undefined {
  return Object.hasOwn(graph, id) ? graph[id] : undefined;
}

/** The value of an input, or undefined when the node has none of that name. */
export function inputOf(node: ComfyNode, name: string): JsonValue | undefined {
  return Object.hasOwn(node.inputs, name) ? node.inputs[name] : undefined;
}

/** Reads an input's value as a link `[node id, slot]`; null for a literal. */
export function asLink(value: JsonValue | undefined): Link | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [node, slot] = value;
  if (typeof slot !== 'number' || !Number.isInteger(slot)) return null;
  if (typeof node !== 'string' && typeof node !== 'number') return null;
  return { node: String(node), slot };
}

/** The link in an input that leads to a node of the graph; null for literals, missing inputs and dead links. */
export function linkOf(graph: ComfyGraph, node: ComfyNode, name: string): Link | null {
  const link = asLink(inputOf(node, name));
  return link !== null && nodeAt(graph, link.node) !== undefined ? link : null;
}

/** All inputs of a node that are links to nodes of the graph, in the order of the file. */
export function linksOf(graph: ComfyGraph, node: ComfyNode): { input: string; link: Link }[] {
  const found: { input: string; link: Link }[] = [];
  for (const input of Object.keys(node.inputs)) {
    const link = linkOf(graph, node, input);
    if (link !== null) found.push({ input, link });
  }
  return found;
}

/** The ids of all nodes that a node needs, itself included. */
export function ancestorsOf(graph: ComfyGraph, id: string): Set<string> {
  const seen = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const node = nodeAt(graph, next);
    if (node === undefined || seen.has(next)) continue;
    seen.add(next);
    for (const { link } of linksOf(graph, node)) open.push(link.node);
  }
  return seen;
}

/** How a person finds the node in ComfyUI: `KSampler node 3`. */
export function nodeLabel(graph: ComfyGraph, id: string): string {
  const node = nodeAt(graph, id);
  return node === undefined ? `node ${id}` : `${node.class_type} node ${id}`;
}

/** A LoRA or model name as nodes hold it: plain text, or an object with the text in `content`. */
export function fileNameIn(value: JsonValue | undefined): string | null {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  return Object.hasOwn(value, 'content') && typeof value.content === 'string' ? value.content : null;
}

/** True when two model file names mean the same file, whichever way the system writes folders. */
export function isSameFile(a: string, b: string): boolean {
  return a.replaceAll('\\', '/') === b.replaceAll('\\', '/');
}

/** The name that a person gave the node in ComfyUI; null when it has none of its own. */
export function titleOf(node: ComfyNode): string | null {
  const meta = node['_meta'];
  if (typeof meta !== 'object' || meta === null || Array.isArray(meta)) return null;
  const title = Object.hasOwn(meta, 'title') ? meta['title'] : null;
  return typeof title === 'string' && title.trim() !== '' && title !== node.class_type ? title : null;
}
