import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { WorkflowDrawing, WorkflowRole } from '../../../core/contract/workflowView';
import { useSize } from '../../ui/useSize';
import { type Box, linesOf, linkPath, planGraph } from './graphPlan';
import { nodeBeside } from './graphSteps';
import { nodeName, rolesText } from './roleWords';
import './workflowGraph.css';

type Node = WorkflowDrawing['nodes'][number];
type Kind = WorkflowDrawing['links'][number]['kind'];

const KINDS: Readonly<Record<Kind, string>> = {
  model: 'Model',
  clip: 'Text encoder',
  conditioning: 'Prompt',
  latent: 'Latent',
  image: 'Image',
  other: 'Other',
};
const KIND_NAMES = Object.entries(KINDS) as [Kind, string][];

interface WorkflowGraphProps {
  graph: WorkflowDrawing;
  /** The role whose node is to stand out, since its row is being looked at. */
  lit: WorkflowRole | null;
}

/** The workflow as a small drawing, from the loaders at the left to the output at the right. */
export default function WorkflowGraph({ graph, lit }: WorkflowGraphProps) {
  const [ref, size] = useSize<HTMLElement>();
  const [current, setCurrent] = useState<string | null>(null);
  const room = size?.width ?? 0;
  const plan = useMemo(() => planGraph(graph, room), [graph, room]);
  const litIds = graph.nodes.filter(({ roles }) => lit !== null && roles.includes(lit)).map(({ id }) => id);
  const shown = graph.nodes.find(({ id }) => id === (litIds[0] ?? current));
  const kinds = KIND_NAMES.filter(([kind]) => graph.links.some((link) => link.kind === kind));

  // What stands out is in view, without moving the page.
  const shownBox = shown === undefined ? undefined : plan.boxes.get(shown.id);
  const lastShown = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (shown?.id === lastShown.current) return;
    lastShown.current = shown?.id;
    if (ref.current !== null && shownBox !== undefined) reveal(ref.current, shownBox);
  }, [ref, shown, shownBox]);

  function onKeyDown(event: KeyboardEvent): void {
    const places = graph.nodes.map(({ id, column }) => ({ id, column, top: plan.boxes.get(id)?.y ?? 0 }));
    const next = nodeBeside(places, current, event.key);
    if (next === null) return;
    event.preventDefault();
    setCurrent(next);
  }

  const reachable = { tabIndex: 0 };
  return (
    <div className="graph">
      <section
        ref={ref}
        className="graph__room"
        aria-label="Graph of the workflow; the arrow keys go from node to node"
        onKeyDown={onKeyDown}
        onBlur={() => setCurrent(null)}
        {...reachable}
      >
        <svg
          width={plan.width}
          height={plan.height}
          viewBox={`0 0 ${plan.width} ${plan.height}`}
          aria-hidden="true"
        >
          {graph.links.map(({ from, to, kind }) => {
            const [start, end] = [plan.boxes.get(from), plan.boxes.get(to)];
            if (start === undefined || end === undefined) return null;
            const isOfShown = shown !== undefined && (from === shown.id || to === shown.id);
            return (
              <path
                key={`${from} ${to} ${kind}`}
                className="graph__link"
                data-kind={kind}
                data-lit={isOfShown ? '' : undefined}
                d={linkPath(start, end)}
              />
            );
          })}
          {graph.nodes.map((node) => (
            <NodeMark
              key={node.id}
              node={node}
              box={plan.boxes.get(node.id)}
              isLit={node.id === shown?.id || litIds.includes(node.id)}
              onOver={setCurrent}
            />
          ))}
        </svg>
        <NodeList graph={graph} />
      </section>
      <p className="graph__caption" role="status">
        {shown === undefined ? (
          <span className="graph__kinds" aria-hidden="true">
            {kinds.map(([kind, name]) => (
              <span key={kind} data-kind={kind}>
                {name}
              </span>
            ))}
          </span>
        ) : (
          <>
            {nodeName(shown)}
            {shown.roles.length === 0 ? null : <span className="muted"> {rolesText(shown.roles)}</span>}
          </>
        )}
      </p>
    </div>
  );
}

interface NodeMarkProps {
  node: Node;
  box: Box | undefined;
  isLit: boolean;
  onOver: (id: string | null) => void;
}

function NodeMark({ node, box, isLit, onOver }: NodeMarkProps) {
  if (box === undefined) return null;
  const lines = linesOf(node);
  const step = (box.height - 4) / Math.max(1, lines.length);
  return (
    <g
      className="graph__node"
      data-role={lines.length === 0 ? undefined : ''}
      data-lit={isLit ? '' : undefined}
      onPointerEnter={() => onOver(node.id)}
      onPointerLeave={() => onOver(null)}
    >
      <title>{nodeName(node)}</title>
      {/* A small mark is met from a little way off. */}
      <rect
        className="graph__reach"
        x={box.x - 4}
        y={box.y - 4}
        width={box.width + 8}
        height={box.height + 8}
      />
      <rect
        className="graph__box"
        x={box.x + 0.5}
        y={box.y + 0.5}
        width={box.width - 1}
        height={box.height - 1}
        rx={3}
      />
      {lines.map((line, index) => (
        <text
          key={line}
          x={box.x + box.width / 2}
          y={box.y + 2 + step * (index + 0.5)}
          textAnchor="middle"
          dominantBaseline="central"
        >
          {line}
        </text>
      ))}
    </g>
  );
}

/** The same as the drawing, for those who cannot see it. */
function NodeList({ graph }: { graph: WorkflowDrawing }) {
  const nodeOf = new Map(graph.nodes.map((node) => [node.id, node]));
  const sources = (id: string) =>
    graph.links
      .filter(({ to }) => to === id)
      .flatMap(({ from, kind }) => {
        const node = nodeOf.get(from);
        return node === undefined ? [] : [`${KINDS[kind].toLowerCase()} from ${nodeName(node)}`];
      });
  return (
    <ul className="sr">
      {graph.nodes.map((node) => (
        <li key={node.id}>
          {[nodeName(node), rolesText(node.roles), ...sources(node.id)].filter(Boolean).join('; ')}
        </li>
      ))}
    </ul>
  );
}

/** Scrolls a room until a box in it is seen. */
function reveal(room: HTMLElement, box: Box): void {
  const margin = 12;
  const left = Math.min(
    box.x - margin,
    Math.max(room.scrollLeft, box.x + box.width + margin - room.clientWidth),
  );
  const top = Math.min(
    box.y - margin,
    Math.max(room.scrollTop, box.y + box.height + margin - room.clientHeight),
  );
  room.scrollLeft = left;
  room.scrollTop = top;
}
