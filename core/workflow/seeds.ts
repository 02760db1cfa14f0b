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
import { type InputPlace, SEED_INPUTS } from './samplers';

/** An input that takes a seed, and the place of the number that a link brings to it. */
interface SeedPlace extends InputPlace {
  source: InputPlace | null;
}

/**
 * Where the seeds of these samplers are written, each place once; stages that add no noise have none. A seed that comes
 * through a link is written over the link: nodes that hold seeds often take fewer digits than samplers do. So that all
 * that took that number goes on together, the other inputs for seeds that lead to the same node follow.
 */
export function seedsOf(graph: ComfyGraph, samplers: readonly string[], output: string): InputPlace[] {
  const own = samplers.flatMap((id) => {
    const node = nodeAt(graph, id);
    return node === undefined ? [] : (seedOf(graph, id, node) ?? []);
  });
  const shared = own.length === 0 ? [] : sharing(graph, output, own);
  const found: InputPlace[] = [];
  for (const { node, input } of [...own, ...shared]) {
    if (!found.some((one) => one.node === node && one.input === input)) found.push({ node, input });
  }
  return found;
}

function seedOf(graph: ComfyGraph, id: string, node: ComfyNode): SeedPlace | null {
  const addsNoise = inputOf(node, 'add_noise');
  if (addsNoise === 'disable' || addsNoise === false) return null;
  for (const input of SEED_INPUTS) {
    if (isInteger(inputOf(node, input))) return { node: id, input, source: null };
    const link = linkOf(graph, node, input);
    if (link !== null) return { node: id, input, source: literalBehind(graph, link) };
  }
  const noise = linkOf(graph, node, 'noise');
  const source = noise === null ? undefined : nodeAt(graph, noise.node);
  return noise === null || source === undefined ? null : seedOf(graph, noise.node, source);
}

/** Other seed inputs, among what the output needs, that lead to the number of one of these. */
function sharing(graph: ComfyGraph, output: string, own: readonly SeedPlace[]): SeedPlace[] {
  const sources = own.flatMap(({ source }) => (source === null ? [] : [source]));
  if (sources.length === 0) return [];
  const found: SeedPlace[] = [];
  for (const id of ancestorsOf(graph, output)) {
    const node = nodeAt(graph, id);
    for (const { input, link } of node === undefined ? [] : linksOf(graph, node)) {
      if (!/seed/i.test(input)) continue;
      const source = literalBehind(graph, link);
      const isShared =
        source !== null && sources.some((one) => one.node === source.node && one.input === source.input);
      // A node that only hands the number on is not its user.
      if (isShared && !isOnlyPassing(graph, node)) found.push({ node: id, input, source });
    }
  }
  return found;
}

function isOnlyPassing(graph: ComfyGraph, node: ComfyNode | undefined): boolean {
  return node !== undefined && Object.keys(node.inputs).length === 1 && linksOf(graph, node).length === 1;
}

/** The node that holds the number which a link brings, through nodes that only pass it on. */
export function literalBehind(graph: ComfyGraph, start: Link): InputPlace | null {
  const seen = new Set<string>();
  let at: Link | null = start;
  while (at !== null && !seen.has(at.node)) {
    seen.add(at.node);
    const node = nodeAt(graph, at.node);
    if (node === undefined) return null;
    const input = literalIn(node);
    if (input !== null) return { node: at.node, input };
    const links = linksOf(graph, node);
    const holdsNumbers = Object.keys(node.inputs).some((name) => isInteger(inputOf(node, name)));
    at = !holdsNumbers && links.length === 1 ? (links[0]?.link ?? null) : null;
  }
  return null;
}

/** The input under which a node holds its one number; null when that is not clear. */
function literalIn(node: ComfyNode | undefined): string | null {
  if (node === undefined) return null;
  const integers = Object.keys(node.inputs).filter((name) => isInteger(inputOf(node, name)));
  const named = ['seed', 'noise_seed', 'value', 'int', 'number'].find((name) => integers.includes(name));
  return named ?? (integers.length === 1 ? (integers[0] ?? null) : null);
}

/** True for a whole number, however long. */
export function isInteger(value: JsonValue | undefined): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}
