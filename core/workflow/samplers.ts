import type { JsonValue } from '../session/json';
import {
  ancestorsOf,
  type ComfyGraph,
  type ComfyNode,
  inputOf,
  type Link,
  linkOf,
  linksOf,
  nodeAt,
} from './nodes';

/** One input of one node. */
export interface InputPlace {
  node: string;
  input: string;
}

/** Nodes that hand images out, best first: SaveImage, then other savers, then previews; among equals the one that needs most nodes. */
export function findOutputs(graph: ComfyGraph): string[] {
  const ranked: { id: string; rank: number; needs: number }[] = [];
  for (const [id, node] of Object.entries(graph)) {
    const rank = outputRank(graph, node);
    if (rank !== null) ranked.push({ id, rank, needs: ancestorsOf(graph, id).size });
  }
  ranked.sort((a, b) => a.rank - b.rank || b.needs - a.needs);
  return ranked.map(({ id }) => id);
}

function outputRank(graph: ComfyGraph, node: ComfyNode): number | null {
  if (imageInput(graph, node) === null) return null;
  if (node.class_type === 'SaveImage') return 0;
  if (node.class_type === 'PreviewImage') return 2;
  return /save/i.test(node.class_type) && /image/i.test(node.class_type) ? 1 : null;
}

/** The link through which an output node gets its images. */
export function imageInput(graph: ComfyGraph, node: ComfyNode): Link | null {
  return linkOf(graph, node, 'images') ?? linkOf(graph, node, 'image');
}

function isSampler(graph: ComfyGraph, node: ComfyNode): boolean {
  if (linkOf(graph, node, 'latent_image') === null) return false;
  return linkOf(graph, node, 'model') !== null || linkOf(graph, node, 'guider') !== null;
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
  const last = chosen === undefined ? samplersNext(graph, output) : [chosen];
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
  const latent = node === undefined ? null : linkOf(graph, node, 'latent_image');
  const found = latent === null ? [] : samplersNext(graph, latent.node);
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

/** Where the seeds of these samplers are written, each place once. Stages that add no noise have none. */
export function seedsOf(graph: ComfyGraph, samplers: readonly string[]): InputPlace[] {
  const found: InputPlace[] = [];
  for (const id of samplers) {
    const node = nodeAt(graph, id);
    const place = node === undefined ? null : seedOf(graph, id, node);
    if (place === null) continue;
    if (!found.some((one) => one.node === place.node && one.input === place.input)) found.push(place);
  }
  return found;
}

function seedOf(graph: ComfyGraph, id: string, node: ComfyNode): InputPlace | null {
  const addsNoise = inputOf(node, 'add_noise');
  if (addsNoise === 'disable' || addsNoise === false) return null;
  for (const input of ['seed', 'noise_seed']) {
    const value = inputOf(node, input);
    if (isInteger(value)) return { node: id, input };
    const link = linkOf(graph, node, input);
    if (link !== null) return literalBehind(graph, link) ?? { node: id, input };
  }
  const noise = linkOf(graph, node, 'noise');
  const source = noise === null ? undefined : nodeAt(graph, noise.node);
  return noise === null || source === undefined ? null : seedOf(graph, noise.node, source);
}

/** The node that holds the number which a link brings, through nodes that only pass it on. */
function literalBehind(graph: ComfyGraph, start: Link): InputPlace | null {
  const seen = new Set<string>();
  let at: Link | null = start;
  while (at !== null && !seen.has(at.node)) {
    seen.add(at.node);
    const node = nodeAt(graph, at.node);
    if (node === undefined) return null;
    const integers = Object.keys(node.inputs).filter((name) => isInteger(inputOf(node, name)));
    const named = ['seed', 'noise_seed', 'value', 'int', 'number'].find((name) => integers.includes(name));
    const input = named ?? (integers.length === 1 ? integers[0] : undefined);
    if (input !== undefined) return { node: at.node, input };
    const links = linksOf(graph, node);
    at = integers.length === 0 && links.length === 1 ? (links[0]?.link ?? null) : null;
  }
  return null;
}

/** True for a whole number, however long. */
export function isInteger(value: JsonValue | undefined): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}
