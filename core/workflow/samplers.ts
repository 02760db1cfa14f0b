import {
  ancestorsOf,
  asLink,
  type ComfyGraph,
  type ComfyNode,
  type Link,
  linkOf,
  linksOf,
  nodeAt,
} from './nodes';
import { bundleOf } from './sources';

/** One input of one node. */
export interface InputPlace {
  node: string;
  input: string;
}

/** The names under which nodes take a seed. */
export const SEED_INPUTS = ['seed', 'noise_seed'];

/**
 * Nodes that hand images out, best first: SaveImage, then other savers, then previews, then any other end that takes
 * images; among equals the one that needs most nodes.
 */
export function findOutputs(graph: ComfyGraph): string[] {
  const used = new Set(
    Object.values(graph).flatMap((node) => linksOf(graph, node).map(({ link }) => link.node)),
  );
  const ranked: { id: string; rank: number; needs: number }[] = [];
  for (const [id, node] of Object.entries(graph)) {
    const rank = outputRank(graph, node, used.has(id));
    if (rank !== null) ranked.push({ id, rank, needs: ancestorsOf(graph, id).size });
  }
  ranked.sort((a, b) => a.rank - b.rank || b.needs - a.needs);
  return ranked.map(({ id }) => id);
}

function outputRank(graph: ComfyGraph, node: ComfyNode, isUsed: boolean): number | null {
  if (imageInput(graph, node) === null) return null;
  if (node.class_type === 'SaveImage') return 0;
  if (/save|saver|send/i.test(node.class_type) && /image|png|jpe?g|webp/i.test(node.class_type)) return 1;
  if (/preview/i.test(node.class_type)) return 2;
  return isUsed ? null : 3;
}

/** The link through which an output node gets its images. */
export function imageInput(graph: ComfyGraph, node: ComfyNode): Link | null {
  return linkOf(graph, node, 'images') ?? linkOf(graph, node, 'image');
}

/** True for nodes that make an image from noise, or a part of one anew, as detailers and upscalers with a model do. */
function isSampler(graph: ComfyGraph, node: ComfyNode): boolean {
  const model = linkOf(graph, node, 'model') ?? bundleOf(graph, node);
  // A context only carries things along, seed and images among them.
  if (model === null || /context/i.test(node.class_type)) return false;
  if (linkOf(graph, node, 'latent_image') !== null) return true;
  return imageInput(graph, node) !== null && SEED_INPUTS.some((input) => Object.hasOwn(node.inputs, input));
}

/** Where a sampler gets what it works on: a latent, or the finished image of an earlier one. */
function startOf(graph: ComfyGraph, node: ComfyNode): Link | null {
  return linkOf(graph, node, 'latent_image') ?? imageInput(graph, node);
}

/**
 * The samplers behind an output. Stages that work on one another's result form one line, the first stage first.
 * `line` is empty when there is none, or when several lie side by side and none is chosen; `samplers` names them all.
 */
export function findStages(
  graph: ComfyGraph,
  output: string,
  chosen: string | undefined,
): { line: string[]; samplers: string[] } {
  const samplers = [...ancestorsOf(graph, output)].filter((id) => {
    const node = nodeAt(graph, id);
    return node !== undefined && isSampler(graph, node);
  });
  const met = chosen === undefined ? samplersNext(graph, output) : [chosen];
  // An earlier stage whose picture is also used as it is, beside the later one's, is no second way.
  const last = met.filter((id) => !met.some((other) => other !== id && ancestorsOf(graph, other).has(id)));
  const [only] = last;
  if (only === undefined || last.length > 1) return { line: [], samplers };
  const line = [only];
  for (let before = stageBefore(graph, only); before !== null && !line.includes(before); ) {
    line.unshift(before);
    before = stageBefore(graph, before);
  }
  const after = samplers.filter((id) => !line.includes(id) && ancestorsOf(graph, id).has(only));
  return { line: [...line, ...after], samplers };
}

/** The sampler whose result a sampler works on; null for the first, or when there are several. */
function stageBefore(graph: ComfyGraph, sampler: string): string | null {
  const node = nodeAt(graph, sampler);
  const start = node === undefined ? null : startOf(graph, node);
  const found = start === null ? [] : samplersNext(graph, start.node);
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The samplers met first when going back from a node, that node included. */
function samplersNext(graph: ComfyGraph, start: string): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  const open = [start];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const node = nodeAt(graph, id);
    if (node === undefined || seen.has(id)) continue;
    seen.add(id);
    if (isSampler(graph, node)) found.push(id);
    else open.push(...linksOf(graph, node).map(({ link }) => link.node));
  }
  return found;
}

/** Where the latent images of a sampler get their number: inputs that would make more than one picture of a seed. */
export function batchPlaces(graph: ComfyGraph, sampler: string): InputPlace[] {
  const node = nodeAt(graph, sampler);
  const start = node === undefined ? null : linkOf(graph, node, 'latent_image');
  if (start === null) return [];
  const places: InputPlace[] = [];
  for (const id of ancestorsOf(graph, start.node)) {
    const found = nodeAt(graph, id);
    if (found === undefined) continue;
    const input = found.class_type === 'RepeatLatentBatch' ? 'amount' : 'batch_size';
    const value = Object.hasOwn(found.inputs, input) ? found.inputs[input] : undefined;
    if (typeof value === 'number' || asLink(value) !== null) places.push({ node: id, input });
  }
  return places;
}
