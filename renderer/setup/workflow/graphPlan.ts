import type { WorkflowDrawing } from '../../../core/contract/sessionView';
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
const PADDING = 10;
/** Letters of 11 px are rarely wider. */
const LETTER = 6.3;
const EDGE = 4;
const ROW_GAP = 8;
const LEAST_GAP = 16;
const MOST_GAP = 44;

/** The lines that stand in a node's box. */
export function linesOf(node: Pick<Node, 'roles'>): string[] {
  return ROLE_ORDER.filter((role) => node.roles.includes(role)).map((role) => ROLE_NAMES[role]);
}

/**
 * Places the nodes in their columns, the output at the right. In: the nodes, and the width that there is. Out: the places;
 * the columns move apart to fill the width, and the whole is wider than it when they cannot come closer.
 */
export function planGraph(nodes: readonly Node[], room: number): GraphPlan {
  const sizes = new Map(nodes.map((node) => [node.id, sizeOf(node)]));
  const size = (node: Node) => sizes.get(node.id) ?? { width: PLAIN, height: PLAIN };
  const columns = [...new Set(nodes.map(({ column }) => column))].sort((a, b) => b - a);
  const rows = [...new Set(nodes.map(({ row }) => row))].sort((a, b) => a - b);
  const widths = columns.map((column) =>
    Math.max(...nodes.filter((node) => node.column === column).map((node) => size(node).width)),
  );
  const heights = rows.map((row) =>
    Math.max(...nodes.filter((node) => node.row === row).map((node) => size(node).height)),
  );
  const taken = sum(widths) + 2 * EDGE;
  const gap = Math.min(MOST_GAP, Math.max(LEAST_GAP, (room - taken) / Math.max(1, columns.length - 1)));
  const lefts = starts(widths, gap);
  const tops = starts(heights, ROW_GAP);
  const boxes = new Map(
    nodes.map((node): [string, Box] => {
      const { width, height } = size(node);
      const column = columns.indexOf(node.column);
      const row = rows.indexOf(node.row);
      return [
        node.id,
        {
          x: (lefts[column] ?? 0) + ((widths[column] ?? 0) - width) / 2,
          y: (tops[row] ?? 0) + ((heights[row] ?? 0) - height) / 2,
          width,
          height,
        },
      ];
    }),
  );
  return {
    width: taken + gap * Math.max(0, columns.length - 1),
    height: sum(heights) + ROW_GAP * Math.max(0, rows.length - 1) + 2 * EDGE,
    boxes,
  };
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

function starts(lengths: readonly number[], gap: number): number[] {
  let next = EDGE;
  return lengths.map((length) => {
    const start = next;
    next += length + gap;
    return start;
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
