import type { FieldFault } from '../contract/failure';
import { ancestorsOf, asLink, type ComfyGraph, linksOf, nodeAt, nodeLabel } from './nodes';

/** How many nodes of a circle are named. */
const NAMED = 6;

/**
 * What makes a workflow impossible whatever the nodes are for: nodes that feed each other in a circle, and links to nodes
 * that are not there. Only what the output needs counts. Out: a fault for `setup.workflow` each.
 */
export function graphFaults(graph: ComfyGraph, output: string): FieldFault[] {
  const faults: FieldFault[] = [];
  const circle = circleBehind(graph, output);
  if (circle !== null) {
    const named = circle.slice(0, NAMED).map((id) => nodeLabel(graph, id));
    const names = circle.length > NAMED ? `${named.join(', ')} and others` : named.join(', ');
    faults.push({
      field: 'setup.workflow',
      message: `These nodes feed each other in a circle, which ComfyUI refuses: ${names}. Take one of the links out in ComfyUI and export the workflow again.`,
    });
  }
  for (const id of ancestorsOf(graph, output)) {
    const node = nodeAt(graph, id);
    for (const [input, value] of Object.entries(node?.inputs ?? {})) {
      const link = asLink(value);
      if (link === null || nodeAt(graph, link.node) !== undefined) continue;
      faults.push({
        field: 'setup.workflow',
        message: `${nodeLabel(graph, id)} takes its ${input} from node ${link.node}, which is not in the workflow. Connect it in ComfyUI and export the workflow again.`,
      });
    }
  }
  return faults;
}

/** The nodes of one circle among those that an output needs, in the order of their links; null when there is none. */
function circleBehind(graph: ComfyGraph, output: string): string[] | null {
  const done = new Set<string>();
  const way: { id: string; next: string[] }[] = [];
  const enter = (id: string) => {
    const node = nodeAt(graph, id);
    way.push({ id, next: node === undefined ? [] : linksOf(graph, node).map(({ link }) => link.node) });
  };
  enter(output);
  for (let at = way.at(-1); at !== undefined; at = way.at(-1)) {
    const next = at.next.shift();
    if (next === undefined) {
      done.add(at.id);
      way.pop();
      continue;
    }
    const begin = way.findIndex(({ id }) => id === next);
    if (begin >= 0) return way.slice(begin).map(({ id }) => id);
    if (!done.has(next)) enter(next);
  }
  return null;
}
