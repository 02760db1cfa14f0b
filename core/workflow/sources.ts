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

export const FILE_INPUTS = ['ckpt_name', 'unet_name', 'model_name', 'gguf_name'];

/** The way from a sampler back to the bare model. */
export interface ModelPath {
  /** The output that hands out the bare model. */
  source: Link | null;
  /** Loaders of one LoRA on the way, the one next to the sampler first. */
  loras: string[];
  checkpoint: InputPlace | null;
}

/** Follows the model of a sampler (or of its guider) back to the node that loads it. */
export function walkModel(graph: ComfyGraph, sampler: ComfyNode): ModelPath {
  const guider = linkOf(graph, sampler, 'guider');
  const owner = guider === null ? sampler : (nodeAt(graph, guider.node) ?? sampler);
  const loras: string[] = [];
  const source = walk(graph, owner, 'model', (id, node) => {
    if (isLoraLoader(node)) loras.push(id);
  });
  const loader = source === null ? undefined : nodeAt(graph, source.node);
  const input =
    loader === undefined ? undefined : FILE_INPUTS.find((name) => fileNameIn(inputOf(loader, name)) !== null);
  return {
    source,
    loras,
    checkpoint: source === null || input === undefined ? null : { node: source.node, input },
  };
}

/** Follows the text encoder of a prompt's node back to the output that hands it out; null when there is none. */
export function walkClip(graph: ComfyGraph, encoder: ComfyNode): Link | null {
  return walk(graph, encoder, 'clip', () => undefined);
}

/** True for a node that loads exactly one LoRA with a strength of its own. */
export function isLoraLoader(node: ComfyNode): boolean {
  return fileNameIn(inputOf(node, 'lora_name')) !== null && inputOf(node, 'strength_model') !== undefined;
}

function walk(
  graph: ComfyGraph,
  start: ComfyNode,
  kind: 'model' | 'clip',
  visit: (id: string, node: ComfyNode) => void,
): Link | null {
  const seen = new Set<string>();
  let source: Link | null = null;
  let next = nextLink(graph, start, kind);
  while (next !== null && !seen.has(next.node)) {
    source = next;
    seen.add(next.node);
    const node = nodeAt(graph, next.node);
    if (node === undefined) break;
    visit(next.node, node);
    next = nextLink(graph, node, kind);
  }
  return source;
}

/** The link that carries the same thing one node back: `model`, `model1`, or the only link of a node that just passes on. */
function nextLink(graph: ComfyGraph, node: ComfyNode, kind: 'model' | 'clip'): Link | null {
  const named = linkOf(graph, node, kind);
  if (named !== null) return named;
  const links = linksOf(graph, node);
  const numbered = links.find(({ input }) => new RegExp(`^${kind}_?\\d+$`).test(input));
  if (numbered !== undefined) return numbered.link;
  const isPassing = Object.keys(node.inputs).length === 1 && links.length === 1;
  return isPassing ? (links[0]?.link ?? null) : null;
}
