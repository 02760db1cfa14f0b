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

/** A node that holds a prompt, and the inputs that take its words. */
export interface Text {
  node: string;
  inputs: string[];
}

export type TextRole = 'positive' | 'negative';

const TEXT_INPUTS = ['text', 'text_g', 'text_l', 'clip_l', 'clip_g', 't5xxl', 'prompt'];
/** Inputs that never lead to a prompt. */
const OTHER_INPUTS =
  /^(model|clip|vae|image|images|pixels|latent|latent_image|samples|mask|control_net|style_model|clip_vision.*)$/;

/**
 * The node that holds the positive or the negative prompt of a sampler; null when there is none that counts
 * (a guider with one conditioning, a negative made by zeroing).
 */
export function findText(graph: ComfyGraph, sampler: string, role: TextRole): Text | null {
  const node = nodeAt(graph, sampler);
  if (node === undefined) return null;
  const guider = linkOf(graph, node, 'guider');
  const owner = guider === null ? node : (nodeAt(graph, guider.node) ?? node);
  const link =
    linkOf(graph, owner, role) ?? (role === 'positive' ? linkOf(graph, owner, 'conditioning') : null);
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
  if (inputs.length > 0) return { node: link.node, inputs };
  if (typeof inputOf(node, role) === 'string') return { node: link.node, inputs: [role] };
  const hasBoth = linkOf(graph, node, 'positive') !== null && linkOf(graph, node, 'negative') !== null;
  if (hasBoth) {
    const through = linkOf(graph, node, link.slot === 1 ? 'negative' : 'positive');
    return through === null ? null : textBehind(graph, through, role, seen);
  }
  for (const { input, link: next } of linksOf(graph, node)) {
    if (OTHER_INPUTS.test(input)) continue;
    const text = textBehind(graph, next, role, seen);
    if (text !== null) return text;
  }
  return null;
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
