import { useEffect, useState } from 'react';
import { droppedOf, takeDropped } from './store/droppedFiles';
import { kindOfType } from './store/droppedKinds';
import { Icon } from './ui/Icon';
import './fileDrop.css';

/**
 * What is dragged, as far as it can be known before it is dropped: `json` may be a workflow or votes, `unknown` anything, `text` goes
 * to the prompts, which say so themselves, and `foreign` is of no use here.
 */
interface Dragged {
  readonly kind: 'zip' | 'workflow' | 'json' | 'unknown' | 'text' | 'foreign';
  readonly count: number;
}

const KINDS_IN = 'Zips of sessions, a workflow, votes of a rating pack, and LoRAs that the server has.';

function wordsOf({ kind, count }: Dragged): { title: string; text: string } {
  const isOne = count === 1;
  switch (kind) {
    case 'zip':
      return {
        title: isOne
          ? 'Drop the zip to take its sessions in'
          : `Drop the ${count} zips to take their sessions in`,
        text: 'Nothing here is overwritten. A rating pack becomes a session of its own.',
      };
    case 'workflow':
      return {
        title: isOne
          ? 'Drop the workflow to make the images with it'
          : `Drop one workflow, not ${count}: the first is taken`,
        text: 'A JSON file in API format, or a picture that ComfyUI saved.',
      };
    case 'json':
      return {
        title: isOne ? 'Drop the file to take it in' : `Drop the ${count} files to take them in`,
        text: 'A workflow goes into this set-up, the votes of a rating pack into this session.',
      };
    case 'foreign':
      return {
        title: isOne ? 'This file cannot be taken in' : 'None of these files can be taken in',
        text: `What can be: ${KINDS_IN.charAt(0).toLowerCase()}${KINDS_IN.slice(1)}`,
      };
    case 'unknown':
    case 'text':
      return {
        title: isOne ? 'Drop the file to take it in' : `Drop the ${count} files to take them in`,
        text: KINDS_IN,
      };
  }
}

/**
 * Files that are dragged over the window can be dropped anywhere: sessions and votes are taken in, a workflow and LoRAs are chosen in
 * the set-up. While they are dragged it is said what will happen.
 */
export function FileDrop() {
  const dragged = useFileDrop();
  if (dragged === null || dragged.kind === 'text') return null;
  const { title, text } = wordsOf(dragged);
  const isForeign = dragged.kind === 'foreign';
  return (
    <div className="drop" data-foreign={isForeign} role="status">
      <div className="drop__in">
        <Icon name={isForeign ? 'x' : 'import'} />
        <p className="drop__title">{title}</p>
        <p className="muted">{text}</p>
      </div>
    </div>
  );
}

/** What is dragged over the window at the moment; null when no file is. A drop takes it in. */
function useFileDrop(): Dragged | null {
  const [dragged, setDragged] = useState<Dragged | null>(null);
  useEffect(() => {
    // Each element that is passed tells of entering and leaving; the window is left when all were left.
    let depth = 0;
    // A picture of the page that is dragged comes as a file, too, and is none.
    let isOwn = false;
    const look = (event: DragEvent) => (isOwn ? null : draggedIn(event));
    const begin = () => {
      isOwn = true;
    };
    const end = () => {
      isOwn = false;
    };
    const enter = (event: DragEvent) => {
      const found = look(event);
      if (found === null) return;
      depth += 1;
      setDragged(found);
    };
    const over = (event: DragEvent) => {
      const found = look(event);
      // A part of the page that takes the file for itself has said so.
      if (found === null || event.defaultPrevented) return;
      // Also what is of no use: a browser would leave the page for the file.
      event.preventDefault();
      if (event.dataTransfer !== null)
        event.dataTransfer.dropEffect = found.kind === 'foreign' ? 'none' : 'copy';
    };
    const leave = (event: DragEvent) => {
      if (look(event) === null) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setDragged(null);
    };
    // Nothing tells of the end of a drag whose last element left the page; no pointer moves while one goes on.
    const move = () => {
      depth = 0;
      setDragged(null);
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setDragged(null);
      // A part of the page took the file for itself.
      if (event.defaultPrevented || look(event) === null) return;
      event.preventDefault();
      void takeDropped(droppedOf(event.dataTransfer));
    };
    const listeners = {
      dragstart: begin,
      dragend: end,
      dragenter: enter,
      dragover: over,
      dragleave: leave,
      drop,
    };
    const pairs = Object.entries(listeners) as [keyof typeof listeners, (event: DragEvent) => void][];
    for (const [name, listener] of pairs) window.addEventListener(name, listener);
    window.addEventListener('pointermove', move);
    return () => {
      for (const [name, listener] of pairs) window.removeEventListener(name, listener);
      window.removeEventListener('pointermove', move);
    };
  }, []);
  return dragged;
}

/** Some systems do not say of what kind a file is before it is dropped. */
function draggedIn({ dataTransfer }: DragEvent): Dragged | null {
  const types = [...(dataTransfer?.items ?? [])].flatMap(({ kind, type }) => (kind === 'file' ? [type] : []));
  const kinds = new Set(types.map(kindByType));
  // What can be taken in counts; the rest is told of after the drop.
  if (kinds.size > 1) kinds.delete('foreign');
  const [first, ...rest] = kinds;
  if (first === undefined) return null;
  return { kind: rest.length > 0 ? 'unknown' : first, count: types.length };
}

function kindByType(type: string): Dragged['kind'] {
  // Weights have no media type, or that of any bytes.
  if (type === '' || type === 'application/octet-stream') return 'unknown';
  if (type === 'application/json') return 'json';
  const kind = kindOfType(type);
  return kind === null || kind === 'picture' ? 'foreign' : kind;
}
