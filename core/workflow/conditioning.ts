import {
  asLink,
  type ComfyGraph,
  type ComfyNode,
  inputOf,
  type Link,
  linkOf,
  linksOf,
  nodeAt,
} from './nodes';
import { bundleOf } from './sources';

/** A node that holds a prompt, and the inputs that take its words. */
export interface Text {
  node: string;
  inputs: string[];
}

export type TextRole = 'positive' | 'negative';

const TEXT_INPUTS = [
  'text',
  'text_g',
  'text_l',
  'clip_l',
  'clip_g',
  't5xxl',
  'prompt',
  'wildcard_text',
  'populated_text',
];
/** Inputs that never lead to a prompt. */
const OTHER_INPUTS =
  /^(model|clip|vae|image|images|pixels|latent|latent_image|samples|mask|control_net|style_model|clip_vision.*|gligen.*|ipadapter.*)$/;

/**
 * The node that holds the positive or the negative prompt of a sampler; null when there is none that counts
 * (a guider with one conditioning, a negative made by zeroing).
 */
export function findText(graph: ComfyGraph, sampler: string, role: TextRole): Text | null {
  const node = nodeAt(graph, sampler);
  if (node === undefined) return null;
  const own = linkOf(graph, node, role);
  if (own !== null) return textBehind(graph, own, role, new Set());
  const bundle = bundleOf(graph, node);
  const owner = bundle === null ? node : (nodeAt(graph, bundle.node) ?? node);
  const link =
    linkOf(graph, owner, role) ??
    (role === 'positive' ? linkOf(graph, owner, 'conditioning') : null) ??
    // A bundle that was unpacked and packed again; a guider is none, it has its one conditioning only.
    (linkOf(graph, node, 'guider') === null ? bundle : null);
  return link === null ? null : textBehind(graph, link, role, new Set());
}

function textBehind(graph: ComfyGraph, link: Link, role: TextRole, seen: Set<string>): Text | null {
  const node = nodeAt(graph, link.node);
  const key = `${link.node}/${link.slot}`;
  if (node === undefined || seen.has(key)) return null;
  seen.add(key);
  // What is zeroed out no longer depends on its words.
  if (node.class_type === 'ConditioningZeroOut') return null;
  const inputs = textInputs(node);
  // A node that adds to a conditioning, such as words for a region, is not where the prompt stands.
  const adds = linksOf(graph, node).some(({ input }) => /^conditioning/.test(input));
  if (inputs.length > 0 && !adds) return { node: link.node, inputs };
  if (typeof inputOf(node, role) === 'string') return { node: link.node, inputs: [role] };
  for (const next of conditioningLinks(graph, node, link.slot, role)) {
    const text = textBehind(graph, next, role, seen);
    if (text !== null) return text;
  }
  return null;
}

/** The links through which the conditioning of one output may have come, the likeliest first. */
function conditioningLinks(graph: ComfyGraph, node: ComfyNode, slot: number, role: TextRole): Link[] {
  const hasBoth = linkOf(graph, node, 'positive') !== null && linkOf(graph, node, 'negative') !== null;
  // Nodes for both prompts hand them out in this order; those that hand out a model first have their own.
  const handsModel = linkOf(graph, node, 'model') !== null;
  const wanted: TextRole = hasBoth && !handsModel ? (slot === 1 ? 'negative' : 'positive') : role;
  const direct = linkOf(graph, node, wanted);
  if (direct !== null) return [direct];
  const isOther = (input: string) => OTHER_INPUTS.test(input) || /^(positive|negative)$/.test(input);
  return linksOf(graph, node)
    .filter(({ input }) => !isOther(input))
    .map(({ link }) => link);
}

/** The inputs that take words, where a node is a text encoder: it has a text encoder's link and words, plain or linked. */
export function textInputs(node: ComfyNode): string[] {
  const isEncoder = asLink(inputOf(node, 'clip')) !== null || /text_?encode/i.test(node.class_type);
  if (!isEncoder) return [];
  return TEXT_INPUTS.filter((name) => {
    const value = inputOf(node, name);
    return typeof value === 'string' || asLink(value) !== null;
  });
}
