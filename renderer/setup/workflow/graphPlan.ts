import type { WorkflowDrawing } from '../../../core/contract/workflowView';
import { ROLE_NAMES, ROLE_ORDER } from './roleWords';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where each node of a graph is drawn, by its id, and how much room all of it takes, in CSS pixels. */
export interface GraphPlan {
  width: number;
  height: number;
  boxes: ReadonlyMap<string, Box>;
}

type Node = WorkflowDrawing['nodes'][number];

/** A node without a role is a small mark; one with roles has a line for each. */
const PLAIN = 12;
const LINE = 15;
const PADDING = 8;
/** Letters of 11 px are rarely wider. */
const LETTER = 6.3;
const EDGE = 4;
const ROW_GAP = 10;
const LEAST_GAP = 12;
const MOST_GAP = 44;

/** The lines that stand in a node's box. */
export function linesOf(node: Pick<Node, 'roles'>): string[] {
  return ROLE_ORDER.filter((role) => node.roles.includes(role)).map((role) => ROLE_NAMES[role]);
}

/**
 * Places the nodes in their columns, the output at the right, each column around the middle. In: the drawing, and the
 * width that there is. Out: the places; the columns move apart to fill the width, and the whole is wider than it when
 * they cannot come closer.
 */
export function planGraph(graph: WorkflowDrawing, room: number): GraphPlan {
  const columns = orderedColumns(graph).map((nodes) => {
    const sized = nodes.map((node) => ({ id: node.id, ...sizeOf(node) }));
    return {
      sized,
      width: Math.max(...sized.map(({ width }) => width)),
      height: sum(sized.map(({ height }) => height)) + ROW_GAP * (sized.length - 1),
    };
  });
  const taken = sum(columns.map(({ width }) => width)) + 2 * EDGE;
  const gaps = Math.max(1, columns.length - 1);
  const gap = Math.min(MOST_GAP, Math.max(LEAST_GAP, (room - taken) / gaps));
  const tallest = Math.max(0, ...columns.map(({ height }) => height));
  const boxes = new Map<string, Box>();
  let left = EDGE;
  for (const column of columns) {
    let top = EDGE + (tallest - column.height) / 2;
    for (const { id, width, height } of column.sized) {
      boxes.set(id, { x: left + (column.width - width) / 2, y: top, width, height });
      top += height + ROW_GAP;
    }
    left += column.width + gap;
  }
  return { width: taken + gap * (columns.length - 1), height: tallest + 2 * EDGE, boxes };
}

/**
 * The columns from left to right. Within a column, nodes stand in the order of what they lead to, so that fewer lines
 * cross; nodes that lead to the same keep the order of their rows.
 */
function orderedColumns({ nodes, links }: WorkflowDrawing): Node[][] {
  const heights = new Map<string, number>();
  const goals = new Map<string, string[]>();
  for (const { from, to } of links) goals.set(from, [...(goals.get(from) ?? []), to]);
  const numbers = [...new Set(nodes.map(({ column }) => column))].sort((a, b) => a - b);
  const ordered = numbers.map((number) => {
    const column = nodes.filter((node) => node.column === number);
    const middle = (node: Node) => {
      const known = (goals.get(node.id) ?? []).flatMap((id) => heights.get(id) ?? []);
      return known.length === 0 ? 0.5 : sum(known) / known.length;
    };
    const middles = new Map(column.map((node) => [node.id, middle(node)]));
    const of = (node: Node) => middles.get(node.id) ?? 0.5;
    column.sort((a, b) => of(a) - of(b) || a.row - b.row);
    for (const [index, node] of column.entries()) heights.set(node.id, (index + 0.5) / column.length);
    return column;
  });
  return ordered.reverse();
}

/** The line of a link, from the right side of one box to the left side of another. */
export function linkPath(from: Box, to: Box): string {
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x, to.y + to.height / 2];
  const bend = Math.max(12, (x2 - x1) / 2);
  return `M${round(x1)} ${round(y1)}C${round(x1 + bend)} ${round(y1)} ${round(x2 - bend)} ${round(y2)} ${round(x2)} ${round(y2)}`;
}

function sizeOf(node: Node): { width: number; height: number } {
  const lines = linesOf(node);
  if (lines.length === 0) return { width: PLAIN, height: PLAIN };
  const longest = Math.max(...lines.map((line) => line.length));
  return { width: Math.ceil(longest * LETTER) + PADDING, height: lines.length * LINE + 4 };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
