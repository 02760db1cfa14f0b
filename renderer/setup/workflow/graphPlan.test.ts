import { describe, expect, it } from 'vitest';
import type { WorkflowDrawing } from '../../../core/contract/workflowView';
import { type Box, linkPath, planGraph } from './graphPlan';

type Node = WorkflowDrawing['nodes'][number];

const node = (id: string, column: number, row = 0, roles: Node['roles'] = []): Node => ({
  id,
  class_type: 'Some',
  title: null,
  roles,
  column,
  row,
});
const link = (from: string, to: string): WorkflowDrawing['links'][number] => ({ from, to, kind: 'other' });

const SMALL: WorkflowDrawing = {
  nodes: [
    node('save', 0, 0, ['output']),
    node('sampler', 1, 0, ['sampler', 'seed']),
    node('text', 2, 0, ['positive']),
    node('size', 2, 1, ['size']),
    node('model', 3, 0, ['checkpoint']),
  ],
  links: [link('sampler', 'save'), link('text', 'sampler'), link('size', 'sampler'), link('model', 'text')],
};

/** A chain as long as `columns`, with `rows` nodes in each. */
function lattice(columns: number, rows: number): WorkflowDrawing {
  const nodes: Node[] = [];
  const links: WorkflowDrawing['links'] = [];
  for (let column = 0; column < columns; column += 1) {
    for (let row = 0; row < rows; row += 1) {
      nodes.push(node(`${column}-${row}`, column, row));
      if (column > 0) links.push(link(`${column}-${row}`, `${column - 1}-${(row * 7) % rows}`));
    }
  }
  return { nodes, links };
}

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

describe('where the nodes of a graph are drawn', () => {
  it('fills the width with a small graph, the output at the right', () => {
    const { boxes, width, height } = planGraph(SMALL, 336);
    expect(width).toBeLessThanOrEqual(336);
    const right = (id: string) => (boxes.get(id)?.x ?? 0) + (boxes.get(id)?.width ?? 0);
    expect(right('save')).toBeCloseTo(width - 4);
    expect(right('model')).toBeLessThan(boxes.get('text')?.x ?? 0);
    expect(boxes.get('model')?.x).toBe(4);
    for (const { y, height: tall } of boxes.values()) expect(y + tall).toBeLessThanOrEqual(height);
  });

  it('is wider than its room when the columns cannot come closer, and no two nodes meet', () => {
    const { boxes, width } = planGraph(lattice(25, 4), 368);
    expect(boxes.size).toBe(100);
    expect(width).toBeGreaterThan(368);
    const all = [...boxes.values()];
    for (const [index, box] of all.entries())
      for (const other of all.slice(index + 1)) expect(overlaps(box, other)).toBe(false);
  });

  it('puts nodes in the order of what they lead to, so that their lines do not cross', () => {
    const crossed: WorkflowDrawing = {
      nodes: [node('end', 0), node('up', 1, 0), node('down', 1, 1), node('a', 2, 0), node('b', 2, 1)],
      links: [link('up', 'end'), link('down', 'end'), link('a', 'down'), link('b', 'up')],
    };
    const { boxes } = planGraph(crossed, 336);
    expect(boxes.get('b')?.y).toBeLessThan(boxes.get('a')?.y ?? 0);
  });

  it('has nothing to place in an empty graph', () => {
    expect(planGraph({ nodes: [], links: [] }, 336).boxes.size).toBe(0);
  });

  it('draws a link from the right of one box to the left of the other', () => {
    const path = linkPath({ x: 0, y: 0, width: 10, height: 10 }, { x: 50, y: 20, width: 10, height: 10 });
    expect(path).toBe('M10 5C30 5 30 25 50 25');
  });
});
