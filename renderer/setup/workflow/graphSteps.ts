/** Where a node is drawn: its column, counted from the output, and its height. */
export interface NodePlace {
  id: string;
  column: number;
  top: number;
}

/**
 * The node that a key leads to. In: the nodes, the one that is shown (null: none), and the key. Out: its id; null for keys
 * that lead nowhere. Left and right go to the next column, to the nearest node in it; Home and End to both ends; with none
 * shown yet, any arrow to the first.
 */
export function nodeBeside(nodes: readonly NodePlace[], current: string | null, key: string): string | null {
  const ordered = [...nodes].sort((a, b) => b.column - a.column || a.top - b.top);
  const here = nodes.find(({ id }) => id === current);
  if (key === 'Home') return ordered[0]?.id ?? null;
  if (key === 'End') return ordered.at(-1)?.id ?? null;
  if (here === undefined) return key.startsWith('Arrow') ? (ordered[0]?.id ?? null) : null;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight': {
      const side = key === 'ArrowRight' ? -1 : 1;
      const beyond = nodes.filter(({ column }) => (column - here.column) * side > 0);
      const next = Math.min(...beyond.map(({ column }) => Math.abs(column - here.column)));
      const column = beyond.filter((node) => Math.abs(node.column - here.column) === next);
      const far = (node: NodePlace) => Math.abs(node.top - here.top);
      return column.toSorted((a, b) => far(a) - far(b))[0]?.id ?? here.id;
    }
    case 'ArrowUp':
    case 'ArrowDown': {
      const side = key === 'ArrowDown' ? 1 : -1;
      const beyond = nodes.filter(({ column, top }) => column === here.column && (top - here.top) * side > 0);
      return beyond.toSorted((a, b) => (a.top - b.top) * side)[0]?.id ?? here.id;
    }
    default:
      return null;
  }
}
