import type { WorkflowDrawing, WorkflowRole } from '../contract/workflowView';
import { ancestorsOf, type ComfyGraph, linksOf, nodeAt, titleOf } from './nodes';

type LinkKind = WorkflowDrawing['links'][number]['kind'];

/**
 * The graph as a small drawing: every node that the output needs, in columns by its longest way to the output (column 0),
 * and the links between them, each pair of nodes and kind once. Without an output all nodes are drawn, from the ends that
 * nothing uses. Nodes that feed each other in a circle stand in one last column.
 */
export function drawWorkflow(
  graph: ComfyGraph,
  output: string | undefined,
  roles: ReadonlyMap<string, readonly WorkflowRole[]>,
): WorkflowDrawing {
  const shown =
    output === undefined || nodeAt(graph, output) === undefined
      ? new Set(Object.keys(graph))
      : ancestorsOf(graph, output);
  const columns = columnsOf(graph, shown);
  const rows = new Map<number, number>();
  const nodes: WorkflowDrawing['nodes'] = [];
  for (const id of shown) {
    const node = nodeAt(graph, id);
    if (node === undefined) continue;
    const column = columns.get(id) ?? 0;
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    nodes.push({
      id,
      class_type: node.class_type,
      title: titleOf(node),
      roles: [...(roles.get(id) ?? [])],
      column,
      row,
    });
  }
  return { nodes, links: linksAmong(graph, shown) };
}

/** Each node's longest way to a node that nothing shown uses. */
function columnsOf(graph: ComfyGraph, shown: ReadonlySet<string>): Map<string, number> {
  const waiting = new Map<string, number>([...shown].map((id) => [id, 0]));
  const sources = (id: string) => {
    const node = nodeAt(graph, id);
    return node === undefined ? [] : linksOf(graph, node).map(({ link }) => link.node);
  };
  for (const id of shown) {
    for (const source of sources(id)) waiting.set(source, (waiting.get(source) ?? 0) + 1);
  }
  const columns = new Map<string, number>();
  const open = [...shown].filter((id) => waiting.get(id) === 0);
  for (const id of open) columns.set(id, 0);
  let last = 0;
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const column = columns.get(id) ?? 0;
    last = Math.max(last, column);
    for (const source of sources(id)) {
      columns.set(source, Math.max(columns.get(source) ?? 0, column + 1));
      const left = (waiting.get(source) ?? 0) - 1;
      waiting.set(source, left);
      if (left === 0) open.push(source);
    }
  }
  // What is still waited for lies in a circle, or behind one.
  for (const id of shown) if ((waiting.get(id) ?? 0) > 0) columns.set(id, last + 1);
  return columns;
}

function linksAmong(graph: ComfyGraph, shown: ReadonlySet<string>): WorkflowDrawing['links'] {
  const kinds = new LinkKinds(graph, shown);
  const links = new Map<string, WorkflowDrawing['links'][number]>();
  for (const to of shown) {
    const node = nodeAt(graph, to);
    if (node === undefined) continue;
    for (const { input, link } of linksOf(graph, node)) {
      const kind = kinds.of(to, input);
      links.set(`${link.node}\n${to}\n${kind}`, { from: link.node, to, kind });
    }
  }
  return [...links.values()];
}

const KINDS: readonly (readonly [RegExp, LinkKind])[] = [
  [/^(model|unet)_?\d*$|^optional_model$/, 'model'],
  [/^(clip|text_encoder)_?\d*$/, 'clip'],
  [/^(positive|negative)|conditioning|^cond/, 'conditioning'],
  [/^(latent|latent_image|samples\d?|latents)$/, 'latent'],
  [/^(image|images|pixels)_?[a-z\d]?$/, 'image'],
];

/** What travels along a link, told by the name of the input that takes it; a node that only passes on is looked through. */
class LinkKinds {
  private readonly graph: ComfyGraph;
  private readonly users = new Map<string, { id: string; input: string }[]>();

  constructor(graph: ComfyGraph, shown: ReadonlySet<string>) {
    this.graph = graph;
    for (const id of shown) {
      const node = nodeAt(graph, id);
      for (const { input, link } of node === undefined ? [] : linksOf(graph, node)) {
        const users = this.users.get(link.node) ?? [];
        users.push({ id, input });
        this.users.set(link.node, users);
      }
    }
  }

  of(id: string, input: string): LinkKind {
    let at: { id: string; input: string } | undefined = { id, input };
    const seen = new Set<string>();
    while (at !== undefined && !seen.has(at.id)) {
      const name = at.input;
      const known = KINDS.find(([pattern]) => pattern.test(name));
      if (known !== undefined) return known[1];
      seen.add(at.id);
      const node = nodeAt(this.graph, at.id);
      const passes =
        node !== undefined && linksOf(this.graph, node).length === Object.keys(node.inputs).length;
      at = passes ? this.users.get(at.id)?.[0] : undefined;
    }
    return 'other';
  }
}
