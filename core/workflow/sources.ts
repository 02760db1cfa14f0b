import {
  type ComfyGraph,
  type ComfyNode,
  fileNameIn,
  inputOf,
  type Link,
  linkOf,
  linksOf,
  nodeAt,
} from './nodes';
import type { InputPlace } from './samplers';

/** Inputs under which loaders of models name the file. */
export const FILE_INPUTS = ['ckpt_name', 'unet_name', 'model_name', 'gguf_name'];

/** Inputs through which several things come at once: model, text encoder, prompts. */
const BUNDLES = ['guider', 'basic_pipe', 'detailer_pipe', 'pipe', 'base_ctx', 'context', 'ctx'];

/** The way from a sampler back to the bare model. */
export interface ModelPath {
  /** The output that hands out the bare model. */
  source: Link | null;
  /** All nodes on the way, the one next to the sampler first. */
  nodes: string[];
  checkpoint: InputPlace | null;
}

/** Follows the model of a sampler (or of its guider) back to the node that loads it. */
export function walkModel(graph: ComfyGraph, sampler: ComfyNode): ModelPath {
  const { source, nodes } = walk(graph, sampler, 'model');
  const loader = source === null ? undefined : nodeAt(graph, source.node);
  const input =
    loader === undefined ? undefined : FILE_INPUTS.find((name) => fileNameIn(inputOf(loader, name)) !== null);
  return {
    source,
    nodes,
    checkpoint: source === null || input === undefined ? null : { node: source.node, input },
  };
}

/** Follows the text encoder of a prompt's node back to the output that hands it out; null when there is none. */
export function walkClip(graph: ComfyGraph, encoder: ComfyNode): Link | null {
  return walk(graph, encoder, 'clip').source;
}

/** The link through which a node gets model, prompts and more at once; null when it has none. */
export function bundleOf(graph: ComfyGraph, node: ComfyNode): Link | null {
  for (const input of BUNDLES) {
    const link = linkOf(graph, node, input);
    if (link !== null) return link;
  }
  return null;
}

function walk(
  graph: ComfyGraph,
  start: ComfyNode,
  kind: 'model' | 'clip',
): { source: Link | null; nodes: string[] } {
  const nodes: string[] = [];
  let source: Link | null = null;
  let next = nextLink(graph, start, kind);
  while (next !== null && !nodes.includes(next.node)) {
    source = next;
    nodes.push(next.node);
    const node = nodeAt(graph, next.node);
    if (node === undefined) break;
    next = nextLink(graph, node, kind);
  }
  return { source, nodes };
}

/** The link that carries the same thing one node back: `model`, `model1`, a bundle, or what a node that only passes on was given. */
function nextLink(graph: ComfyGraph, node: ComfyNode, kind: 'model' | 'clip'): Link | null {
  const named = linkOf(graph, node, kind);
  if (named !== null) return named;
  const links = linksOf(graph, node);
  const numbered = links.filter(({ input }) => new RegExp(`^${kind}_?\\d+$`).test(input));
  if (numbered.length > 0) return selected(node, numbered);
  return bundleOf(graph, node) ?? passedLink(graph, node);
}

/** What a node that changes nothing hands on: a reroute's only link, or the one that a switch is set to; null for other nodes. */
export function passedLink(graph: ComfyGraph, node: ComfyNode): Link | null {
  const links = linksOf(graph, node);
  if (Object.keys(node.inputs).length === 1) return links[0]?.link ?? null;
  if (!/switch|reroute|selector|^any\b|^if\b/i.test(node.class_type)) return null;
  const chosen = inputOf(node, 'boolean') ?? inputOf(node, 'switch');
  if (typeof chosen === 'boolean') {
    const side = chosen ? /^(on_)?true$/i : /^(on_)?false$/i;
    const link = links.find(({ input }) => side.test(input));
    if (link !== undefined) return link.link;
  }
  return selected(node, links);
}

/** Among numbered inputs the one that the node's own number selects; else the first, as switches take the first that is there. */
function selected(node: ComfyNode, links: readonly { input: string; link: Link }[]): Link | null {
  const number = ['select', 'index', 'Input', 'input'].map((name) => inputOf(node, name)).find(isNumber);
  const meant = links.find(({ input }) => Number(/(\d+)$/.exec(input)?.[1]) === number);
  return (meant ?? links[0])?.link ?? null;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
